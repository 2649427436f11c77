"""Coding free texts by hand: one after the other, apart from others, with how far two people agree beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import Choice, with_query
from wegmarke.desk.findings.page import Context, asked_scope, begin
from wegmarke.desk.reasons import deciding
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.coded_reasons import Codings
from wegmarke.model.coding_schemes import SCHEME_NAMES, SCHEMES, Code, Scheme
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.model.noted_texts import NotedText
from wegmarke.questions.coding import Coding
from wegmarke.questions.texts_to_code import FreeText

SETTLED_AT_ONCE = 20
COUNTING_AT_ONCE = 50
SHOWN_CUSTOMERS = 3
DIGITS = "1234567890"


@dataclass(frozen=True, slots=True)
class CodeView:
    """A code to choose: its name, the digit that chooses it, and whether it is suggested."""

    code: str
    word: str
    digit: str
    is_suggested: bool


@dataclass(frozen=True, slots=True)
class TextView:
    """The text to code now. customers: who is noted with it, with the way to each. rows: where it stands, as far as it
    is no stated reason, with the way to each. by: what speaks for the suggestion, "" where none is shown; aided:
    whether one could be seen.
    """

    key: str
    text: str
    customers: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    codes: tuple[CodeView, ...]
    suggested: str
    by: str
    aided: bool
    later_url: str


@dataclass(frozen=True, slots=True)
class DifferingView:
    """A text that was coded differently. said: what each of those who did gave it, in no order that tells who; choices:
    what can be the last word, as a value and in words.
    """

    key: str
    text: str
    said: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CountingView:
    """A text of which it counts what people said. codes: in words. customers, rows: as in `TextView`."""

    text: str
    codes: str
    customers: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


@needs("read_texts", notes=Action.CUSTOMERS_LISTED)
@require_GET
def coding_page(request: HttpRequest) -> HttpResponse:
    """The next text that this account has not coded, how far it has come, what waits for a last word, the figures."""
    (scope, context), scheme = begin(request, "customer"), _scheme(request)
    context |= {"scheme": scheme.name, "schemes": _schemes(scope, scheme)}
    chosen = workspace().text_sources[scheme.name]
    context["text_sources"] = tuple(
        (one, one in chosen) for one in sorted({*workspace().sources_with_texts, *chosen}, key=str.casefold)
    )
    context["text_chosen"] = ", ".join(chosen)
    context["choose_url"] = _address(scope, scheme, "reasons:coding_choose")
    if scope.ready:
        finding: Finding[Coding] = scope.ask("coding", {"scheme": scheme.name})
        context["answer"] = answer_view(request, scope, finding)
        if not isinstance(finding.result, CannotSay):
            context |= _to_do(request, scope, scheme)
            # Its figures come with the first text of which they may be seen.
            context["has_figures"] = bool(finding.result.codes)
    return render(request, "reasons/coding.html", context, status=422 if scope.error else 200)


def _scheme(request: HttpRequest) -> Scheme:
    return deciding.scheme_named(request.GET.get("scheme", ""))


def _schemes(scope: Scope, scheme: Scheme) -> tuple[Choice, ...]:
    """To which of the schemes one can code."""
    names = {"leaving": _("Why they left"), "coming": _("Why they came")}
    return tuple(Choice(names[one], _address(scope, SCHEMES[one]), one == scheme.name) for one in SCHEME_NAMES)


def _to_do(request: HttpRequest, scope: Scope, scheme: Scheme) -> Context:
    texts, account = deciding.texts_of(scope, scheme), str(request.user.pk)
    codings = workspace().codings[scheme.name]
    open_ones = [one for one in texts if deciding.mine(codings, one.key, account) is None]
    after = request.GET.get("after", "")
    place = next((at for at, one in enumerate(open_ones) if one.key == after), -1)
    now = open_ones[(place + 1) % len(open_ones)] if open_ones else None
    differing = deciding.to_settle(texts, codings, account)[:SETTLED_AT_ONCE]
    counting = [one for one in texts if codings.is_open(one.key) and codings.codes(one.key)]
    deciding.note_read(request, (*((now,) if now else ()), *differing, *counting[:COUNTING_AT_ONCE]))
    return {
        "now": None if now is None else _text(scope, now, texts, codings, account, many=len(open_ones) > 1),
        "mine": len(texts) - len(open_ones),
        "all": len(texts),
        "closed": codings.closed,
        "can_undo": deciding.last_of(codings, texts, account) is not None,
        "differing": tuple(_differing(one, codings) for one in differing),
        "counting": tuple(_counting(one, codings) for one in counting[:COUNTING_AT_ONCE]),
        "counting_all": len(counting),
        **{f"{deed}_url": _address(scope, scheme, f"reasons:coding_{deed}") for deed in ("decide", "undo", "settle")},
        "close_url": _address(scope, scheme, "reasons:coding_close"),
    }


@needs("read_texts", notes=Action.REASON_CODED)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Keep which codes this account gives to a text, and show the next one."""
    scope, scheme = asked_scope(request, "customer"), _scheme(request)
    texts = deciding.texts_of(scope, scheme)
    chosen = _named(request, texts)
    codes, account = deciding.named_codes(request.POST.getlist("codes"), scheme), str(request.user.pk)
    aided = deciding.suggestion_for(chosen, texts, workspace().codings[scheme.name], account) is not None
    deciding.say(request, scheme, chosen, codes, aided=aided, settles=False)
    return redirect(_address(scope, scheme))


@needs("read_texts", notes=Action.REASON_CODED)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what this account coded last; the text comes again."""
    scope, scheme = asked_scope(request, "customer"), _scheme(request)
    codings = workspace().codings[scheme.name]
    last = deciding.last_of(codings, deciding.texts_of(scope, scheme), str(request.user.pk))
    if last is not None:
        deciding.say(request, scheme, last, (), aided=False, settles=False)
    return redirect(_address(scope, scheme))


@needs("read_texts", notes=Action.REASON_CODED)
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Keep the last word on a text that was coded differently. 404 for a text that does not wait for one here."""
    scope, scheme = asked_scope(request, "customer"), _scheme(request)
    codings = workspace().codings[scheme.name]
    chosen = _named(request, deciding.to_settle(deciding.texts_of(scope, scheme), codings, str(request.user.pk)))
    codes = deciding.named_codes((one for one in request.POST.get("codes", "").split(",") if one), scheme)
    deciding.say(request, scheme, chosen, codes, aided=False, settles=True)
    return redirect(f"{_address(scope, scheme)}#to-settle")


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the sources whose texts, beside stated reasons, are coded to this scheme."""
    scope, scheme = asked_scope(request, "customer"), _scheme(request)
    deciding.choose(request, scheme, request.POST.getlist("sources"))
    return redirect(_address(scope, scheme))


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the coding to a scheme, so that what one person alone said counts; or ask for two again."""
    scope, scheme = asked_scope(request, "customer"), _scheme(request)
    deciding.close(request, scheme, closed=request.POST.get("closed") == "yes")
    return redirect(_address(scope, scheme))


def _named(request: HttpRequest, texts: Iterable[FreeText]) -> FreeText:
    found = deciding.text_named(texts, request.POST.get("text", ""))
    if found is None:
        raise Http404
    return found


def _address(scope: Scope, scheme: Scheme, name: str = "reasons:coding", after: str = "") -> str:
    named = "" if scheme.name == "leaving" else scheme.name
    return with_query(reverse(name), where=scope.where, scheme=named, after=after)


def _text(
    scope: Scope, one: FreeText, texts: tuple[FreeText, ...], codings: Codings, account: str, *, many: bool
) -> TextView:
    suggestion, scheme = deciding.suggestion_for(one, texts, codings, account), SCHEMES[codings.scheme]
    codes = () if suggestion is None else suggestion.codes
    by = {"alike": _("texts like it that you coded"), "words": _("its words"), "nothing": _("nothing")}
    return TextView(
        key=one.key,
        text=one.text,
        customers=_customers(one),
        rows=tuple(map(_row, one.noted[:SHOWN_CUSTOMERS])),
        codes=tuple(
            CodeView(code, _worded((code,), scheme), digit, code in codes)
            for code, digit in zip(scheme.given, DIGITS, strict=True)
        ),
        suggested=_worded(codes, scheme),
        by="" if suggestion is None else by[suggestion.by],
        aided=suggestion is not None,
        later_url=_address(scope, scheme, after=one.key) if many else "",
    )


def _counting(one: FreeText, codings: Codings) -> CountingView:
    codes = _worded(codings.codes(one.key), SCHEMES[codings.scheme])
    return CountingView(one.text, codes, _customers(one), tuple(map(_row, one.noted[:SHOWN_CUSTOMERS])))


def _customers(one: FreeText) -> tuple[tuple[str, str], ...]:
    """Who is noted with a text, and the way to each."""
    return tuple(
        (text.number(number, "count", reader_language()), reverse("customers:customer", args=[number]))
        for number in one.customers[:SHOWN_CUSTOMERS]
    )


def _row(noted: NotedText) -> tuple[str, str]:
    """Where a text stands, and the way to it."""
    words = _("%(source)s, row %(row)s") % {
        "source": noted.source,
        "row": text.number(noted.row, "count", reader_language()),
    }
    return words, reverse("customers:source_row", args=[noted.customer, noted.file, noted.row])


def _differing(one: FreeText, codings: Codings) -> DifferingView:
    scheme = SCHEMES[codings.scheme]
    said = sorted({coded.codes for coded in codings.of[one.key].values()})
    union = tuple(code for code in scheme.given if any(code in codes for codes in said))
    choices = [*said, *([union] if union not in said else [])]
    return DifferingView(
        one.key,
        one.text,
        tuple(_worded(codes, scheme) for codes in said),
        tuple((",".join(codes), _worded(codes, scheme)) for codes in choices),
    )


def _worded(codes: tuple[Code, ...], scheme: Scheme) -> str:
    language = reader_language()
    return ", ".join(text.word(f"{scheme.column}:{code}", language) for code in codes)
