"""Whom a right concerns: all identifiers under which a person is known, and how equal ones are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from wegmarke.identity.kinds import kind_of
from wegmarke.identity.normalising import phone

GERMANY = "49"
FORM_VERSION = 2
"""Which spelling hashes are made of. Version 1 told telephone numbers in its own way; ledgers made with it stay."""

_PHONE = re.compile(r"\(?(?:\+|0)[\d\s/().\-]{6,}")
_PLAIN_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_TRUNK = re.compile(r"\(0\)")


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    identifiers: (kind, value as it stands in the record), everything that is known to be theirs. number: their
    permanent customer number, None where none was given yet.
    """

    identifiers: tuple[tuple[str, str], ...]
    number: int | None = None


class Customers(Protocol):
    """Who is who: gives the whole person behind one identifier."""

    def person(self, kind: str, value: str) -> Person:
        """The person with this identifier; one whom nobody knows has this identifier alone and no number."""
        ...


def form(value: str) -> str:
    """The form in which equal values are equal, however they were written: phone numbers as E.164, else casefolded."""
    known = _LEARNT.get(value)
    return forms_of([value])[0] if known is None else known


_LEARNT: dict[str, str] = {}
_MOST_LEARNT = 1_000_000


def learn(values: Iterable[str]) -> None:
    """Spell the phone numbers among many values at once, before they are asked for one by one: each by itself costs
    milliseconds, in a sweep microseconds.
    """
    fresh = [value for value in set(values) if _may_be_phone(value) and value not in _LEARNT]
    if len(_LEARNT) + len(fresh) > _MOST_LEARNT:
        _LEARNT.clear()
    _LEARNT.update(zip(fresh, forms_of(fresh), strict=True))


def _may_be_phone(value: str) -> bool:
    text = " ".join(value.split())
    return _PHONE.fullmatch(text) is not None and _PLAIN_PHONE.fullmatch(text) is None


def forms_of(values: Sequence[str]) -> list[str]:
    """The same for many; phone numbers are spelled as identity spells them (`identity.normalising.phone`)."""
    texts = [" ".join(value.split()) for value in values]
    places = [place for place, text in enumerate(texts) if _may_be_phone(text)]
    found = [text.casefold() for text in texts]
    if places:
        spelled = phone.normalise(pa.array([texts[place] for place in places], pa.string())).to_pylist()
        for place, known in zip(places, spelled, strict=True):
            found[place] = known or earlier_form(texts[place])
    return found


def earlier_form(value: str) -> str:
    """The form of version 1: for hashes that were made with it, and for what only looks like a phone number."""
    text = " ".join(value.split())
    if _PHONE.fullmatch(text):
        digits = re.sub(r"\D", "", _TRUNK.sub("", text))
        if text.startswith("+"):
            return f"+{digits}"
        return f"+{digits[2:]}" if digits.startswith("00") else f"+{GERMANY}{digits[1:]}"
    return text.casefold()


def forms(persons: Iterable[Person]) -> frozenset[tuple[str, str]]:
    """All identifiers of some persons as (kind, form)."""
    return frozenset((kind_of(kind).name, form(value)) for person in persons for kind, value in person.identifiers)


def points(kind: str) -> bool:
    """Whether a kind points at one person; what only describes (a last name, a town) is many people's."""
    return kind_of(kind).role == "points"
