"""Which free texts people are to code, to which of the two schemes, and whose they are.

Texts that state a reason: reasons noted around leaving, or around the first purchase, that somebody wrote freely, and
words without a code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wegmarke.index.leaving import leaving_in
from wegmarke.model.coded_reasons import shuffled
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.stated_reasons import is_free_text, text_key
from wegmarke.questions.asked import Asked
from wegmarke.questions.first_purchases import first_purchases
from wegmarke.questions.leaving import losses


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text to code. key: what names it. text: as it was noted. customers: who is noted with it."""

    key: str
    text: str
    customers: tuple[int, ...]


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
    for customer, code in _said(asked, scheme):
        text = index.reasons[code - 1]
        if is_free_text(text) or codes(text) == ("not_coded",):
            whose[text_key(text)].add(customer)
            told.setdefault(text_key(text), text)
    return tuple(FreeText(key, told[key], tuple(sorted(whose[key]))) for key in sorted(whose, key=shuffled))


def _said(asked: Asked, scheme: SchemeName) -> Iterator[tuple[int, int]]:
    """Who stated which reason around leaving, or around the first purchase."""
    if scheme == "leaving":
        leaving = leaving_in(asked.index)
        if leaving is None:
            return
        gone = losses(asked, leaving)
        yield from zip(gone.said_by.tolist(), gone.said.tolist(), strict=True)
    else:
        found = first_purchases(asked)
        yield from zip(found.said_by.tolist(), found.said.tolist(), strict=True)
