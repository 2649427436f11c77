"""From one identifier to the whole person, as far as identity knows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wegmarke.workspace.resolving import read_customers
from wegmarke.workspace.rights.person import Person


def known_person(folder: Path, kind: str, value: str) -> Person:
    """The person with this identifier: all that are joined with it, as known here and as every source wrote them. One
    whom nobody knows has this identifier alone, and no number.

    Fulfils `person.Customers`. An identifier that several share is none of theirs.
    """
    customers = read_customers(folder)
    number = customers.number_of(kind, value)
    if number is None:
        return Person(((kind, value),), None)
    written = [pair for one in customers.identifiers_of(number) for pair in ((one.kind, one.value), *one.raw)]
    return Person(tuple(dict.fromkeys([(kind, value), *written])), number)


def whole_person(folder: Path, identifiers: Iterable[tuple[str, str]]) -> Person:
    """The person whom these identifiers name together; where they are of several customers, with the oldest number."""
    found = [known_person(folder, kind, value) for kind, value in identifiers]
    numbers = [person.number for person in found if person.number is not None]
    return Person(
        tuple(dict.fromkeys(pair for person in found for pair in person.identifiers)), min(numbers, default=None)
    )
