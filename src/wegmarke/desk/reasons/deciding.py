"""What somebody decides about free texts: for the page and the interface alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.http import HttpRequest

from wegmarke.clock import now
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.setup.services import workspace
from wegmarke.errors import WegmarkeError
from wegmarke.model.coded_reasons import Closing, Coded, Codings
from wegmarke.model.coding_schemes import SCHEMES, Code, Scheme
from wegmarke.questions.coding import UNAIDED
from wegmarke.questions.suggested_codes import Suggestion, suggested
from wegmarke.questions.texts_to_code import FreeText, free_texts

ABOUT = "coding"


def scheme_named(name: str) -> Scheme:
    """The scheme that an address names; that of leaving where it names none. Errors: `question_argument`."""
    for scheme in SCHEMES.values():
        if scheme.name == (name or "leaving"):
            return scheme
    raise WegmarkeError("question_argument", question="coding", argument="scheme", value=name, expected=list(SCHEMES))


def texts_of(scope: Scope, scheme: Scheme) -> tuple[FreeText, ...]:
    """The texts to code of the journeys that the request speaks of, in the order in which everybody gets them."""
    return free_texts(scope.asked(), scheme.name)


def named_codes(given: Iterable[str], scheme: Scheme) -> tuple[Code, ...]:
    """The codes that a form or a program names. Errors: `question_argument` for none, and for one that is none."""
    codes = list(given)
    wrong = [code for code in codes if code not in scheme.given]
    if wrong or not codes:
        value = wrong[0] if wrong else ""
        raise WegmarkeError(
            "question_argument", question="coding", argument="codes", value=value, expected=list(scheme.given)
        )
    return scheme.in_order(cast("list[Code]", codes))


def say(
    request: HttpRequest, scheme: Scheme, text: FreeText, codes: tuple[Code, ...], *, aided: bool, settles: bool
) -> None:
    """Keep what this account says of a text (no codes: take it back), and write down whose text that was."""
    decision = Coded(text.key, str(request.user.pk), codes, _moment(), aided, settles, scheme.name)
    workspace().code_reason(decision)
    note(request, Action.REASON_CODED, customers=text.customers, rows=1, about=ABOUT)


def close(request: HttpRequest, scheme: Scheme, *, closed: bool) -> None:
    """Let count what one person alone said, from now on; or ask for two again."""
    workspace().code_reason(Closing(scheme.name, str(request.user.pk), _moment(), closed))
    note(request, Action.SETTINGS_CHANGED, about=ABOUT)


def choose(request: HttpRequest, scheme: Scheme, sources: Iterable[str]) -> None:
    """Say whose texts, beside stated reasons, are coded to a scheme. Errors: `source_unknown`."""
    workspace().choose_text_sources(scheme.name, tuple(sources))
    note(request, Action.SETTINGS_CHANGED, about=ABOUT)


def _moment() -> int:
    return round(now().timestamp() * 1e6)


def note_read(request: HttpRequest, texts: Iterable[FreeText], form: str = "") -> None:
    """Write down whose texts were looked at."""
    texts = tuple(texts)
    customers = sorted({one for text in texts for one in text.customers})
    note(request, Action.CUSTOMERS_LISTED, customers=customers, rows=len(texts), form=form, about=ABOUT)


def mine(codings: Codings, key: str, account: str) -> Coded | None:
    """What this account said of a text."""
    return codings.of.get(key, {}).get(account)


def last_of(codings: Codings, texts: Iterable[FreeText], account: str) -> FreeText | None:
    """The text of which this account said something last, and has not taken it back."""
    said = [(one, found) for one in texts if (found := mine(codings, one.key, account)) is not None]
    return max(said, key=lambda pair: pair[1].at)[0] if said else None


def suggestion_for(text: FreeText, texts: tuple[FreeText, ...], codings: Codings, account: str) -> Suggestion | None:
    """What may fit, learnt from what this account has coded itself: another's codes would tell what the other said. The
    first texts of the order have none.
    """
    if text.key in {one.key for one in texts[:UNAIDED]}:
        return None
    own = [(one.text, found.codes) for one in texts if (found := mine(codings, one.key, account)) is not None]
    learnt = [(told, codes) for told, codes in own if told != text.text]
    return suggested(text.text, learnt, SCHEMES[codings.scheme])


def to_settle(texts: Iterable[FreeText], codings: Codings, account: str) -> tuple[FreeText, ...]:
    """The texts that were coded differently, for whom that gives nothing away: who has coded it, or codes none."""
    codes_none = all(account not in of for of in codings.of.values())
    differing = (one for one in texts if codings.differs(one.key))
    return tuple(one for one in differing if codes_none or mine(codings, one.key, account) is not None)


def text_named(texts: Iterable[FreeText], key: str) -> FreeText | None:
    """The text of that key among these."""
    return next((one for one in texts if one.key == key), None)
