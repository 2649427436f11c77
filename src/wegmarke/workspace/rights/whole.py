"""From one identifier to the whole person, as far as identity knows."""

from __future__ import annotations

from pathlib import Path

from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.workspace.resolving import IDENTITY
from wegmarke.workspace.rights.person import Person


def known_person(folder: Path, kind: str, value: str) -> Person:
    """The person with this identifier; where identity knows no further ones, with this one alone.

    Fulfils `person.Customers` from the ledger of numbers, in which every identifier is a customer of its own.
    """
    number = CustomerNumbers.load(folder / IDENTITY).find(kind, value)
    return Person(((kind, value),), number)
