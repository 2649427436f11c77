"""A pair as the page shows it: both customers side by side, what differs, and in words why they may be one."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from wegmarke.identity.customers import Customers, IdentifierSeen
from wegmarke.identity.portraits import portrait
from wegmarke.identity.reviewing import Candidate
from wegmarke.text import Language, attribute, date, likeness, likenesses, word

_ORDER = ("first_name", "last_name", "birth_date", "street", "house_number", "postcode", "city", "email", "phone")
_WRITTEN_LARGE = frozenset({"first_name", "last_name", "street", "city", "company"})
"""Kept in small letters, since they are only compared; names are read with capitals."""


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute of both: what it is called, the values (empty: not known), how alike in words, and the level."""

    name: str
    left: str
    right: str
    words: str
    likeness: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: number, shown identifier, how many contacts, from when to when, in which sources, and further
    identifiers that are not compared.
    """

    number: int
    shown: str
    contacts: int
    first: datetime | None
    last: datetime | None
    sources: tuple[str, ...]
    identifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A pair to decide about.

    why: in one sentence. caution: why the model does not link it, though much agrees; empty: nothing special. percent:
    how probable it is that both are one, by the model. put_aside: somebody has looked at it and left it for later.
    """

    a: int
    b: int
    left: Side
    right: Side
    lines: tuple[Line, ...]
    why: str
    caution: str
    percent: int
    put_aside: bool


def shown_pair(customers: Customers, candidate: Candidate, language: Language, *, put_aside: bool) -> ShownPair:
    """The pair for the page, with the values as the record has them now."""
    numbers = customers.resolve(candidate.a), customers.resolve(candidate.b)
    left, right = (portrait(customers, number) for number in numbers)
    levels = {each.kind: each.likeness for each in candidate.respects}
    lines = []
    for kind in (*_ORDER, *sorted(set(levels) - set(_ORDER))):
        if kind not in left and kind not in right:
            continue
        level = levels.get(kind, "")
        words = likeness(kind, level, language) if level not in ("", "missing") else ""
        lines.append(
            Line(
                attribute(kind, language), _written(kind, left, language), _written(kind, right, language), words, level
            )
        )
    return ShownPair(
        a=candidate.a,
        b=candidate.b,
        left=_side(customers, numbers[0], language),
        right=_side(customers, numbers[1], language),
        lines=tuple(lines),
        why=likenesses([(each.kind, each.likeness) for each in candidate.respects], language),
        caution=word(f"caution:{candidate.contradiction[0]}", language) if candidate.contradiction else "",
        percent=min(round(100 * candidate.probability), 99),
        put_aside=put_aside,
    )


def _written(kind: str, values: dict[str, str], language: Language) -> str:
    value = values.get(kind, "")
    if kind == "birth_date" and value:
        with suppress(ValueError):  # a day that no calendar has stays as it is
            return date(dt.date.fromisoformat(value), language)
    return value.title() if kind in _WRITTEN_LARGE else value


def _side(customers: Customers, number: int, language: Language) -> Side:
    identifiers = customers.identifiers_of(number)
    seen = [each for identifier in identifiers for each in identifier.seen]
    # A contact may bear several identifiers; the most that one of them has is the number that cannot be wrong.
    contacts = max((sum(each.contacts for each in one.seen) for one in identifiers), default=0)
    shown = customers.shown_identifier(number)
    return Side(
        number=number,
        shown=shown[1] if shown else str(number),
        contacts=contacts,
        first=min((each.first for each in seen), default=None),
        last=max((each.last for each in seen), default=None),
        sources=tuple(sorted({each.source for each in seen})),
        identifiers=tuple(_named(each, language) for each in identifiers if each.kind not in ("email", "phone")),
    )


def _named(identifier: IdentifierSeen, language: Language) -> str:
    return f"{attribute(identifier.kind, language)}: {identifier.value}"
