"""Which free texts people are to code, to which of the two schemes, and whose they are.

Texts that state a reason: reasons noted around leaving, or around the first purchase, that somebody wrote freely, and
words without a code. Beside them every text of the sources that people chose (`Beside.texts`): comments, complaints,
notes of the same time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wegmarke.index.leaving import leaving_in
from wegmarke.model.coded_reasons import says_why, shuffled
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.noted_texts import CodedText, NotedText
from wegmarke.model.stated_reasons import is_free_text, text_key
from wegmarke.questions.asked import Asked
from wegmarke.questions.first_purchases import first_purchases
from wegmarke.questions.leaving import losses


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text to code. key: what names it. text: as it was noted. customers: who is noted with it. noted: where it
    stands, as far as it is no stated reason.
    """

    key: str
    text: str
    customers: tuple[int, ...]
    noted: tuple[NotedText, ...] = ()


def free_texts(asked: Asked, scheme: SchemeName = "leaving") -> tuple[FreeText, ...]:
    """The texts to code of those who left (or came) in the journeys asked for, in the order in which everybody gets
    them.
    """
    index = asked.index
    # As if nobody had coded any: what a person says of a text does not take it off the list.
    leaving, coming = replace(index.reason_coding, by_hand={}), replace(index.coming_coding, by_hand={})
    codes = leaving.codes if scheme == "leaving" else coming.codes
    whose: defaultdict[str, set[int]] = defaultdict(set)
    told: dict[str, str] = {}
    everybody, stated = _said(asked, scheme)
    for customer, code in stated:
        text = index.said(code)
        if isinstance(text, CodedText):
            continue
        if is_free_text(text) or codes(text) == ("not_coded",):
            whose[text_key(text)].add(customer)
            told.setdefault(text_key(text), text)
    noted: defaultdict[str, list[NotedText]] = defaultdict(list)
    for one in index.beside.texts(index, scheme):
        if one.customer in everybody:
            noted[one.key].append(one)
            whose[one.key].add(one.customer)
            told.setdefault(one.key, one.text)
    return tuple(
        FreeText(key, told[key], tuple(sorted(whose[key])), tuple(noted[key])) for key in sorted(whose, key=shuffled)
    )


def rows_counting(asked: Asked, scheme: SchemeName) -> defaultdict[int, tuple[tuple[str, int, int], ...]]:
    """Of each customer where the texts stand, beside stated reasons, of which what people said counts: source, file
    and row.
    """
    found: defaultdict[int, tuple[tuple[str, int, int], ...]] = defaultdict(tuple)
    index = asked.index
    if not index.coded_texts:
        return found
    codings = index.beside.codings(scheme)
    for one in index.beside.texts(index, scheme):
        if says_why(codings, one.key):
            found[one.customer] = (*found[one.customer], (one.source, one.file, one.row))
    return found


def _said(asked: Asked, scheme: SchemeName) -> tuple[set[int], Iterable[tuple[int, int]]]:
    """Who left (or came), and who of them stated what."""
    if scheme == "coming":
        came = first_purchases(asked)
        return set(came.customer.tolist()), zip(came.said_by.tolist(), came.said.tolist(), strict=True)
    leaving = leaving_in(asked.index)
    if leaving is None:
        return set(), ()
    gone = losses(asked, leaving)
    return set(gone.customer.tolist()), zip(gone.said_by.tolist(), gone.said.tolist(), strict=True)
