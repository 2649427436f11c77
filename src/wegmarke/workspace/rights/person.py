"""Whom a right concerns: all identifiers under which a person is known, and how equal ones are told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from wegmarke.identity.kinds import kind_of

GERMANY = "49"
_PHONE = re.compile(r"\(?(?:\+|0)[\d\s/().\-]{6,}")
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
