"""With which person of an account each of its contacts was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wegmarke.identity.customers import Customers
from wegmarke.questions.timeline import Moment
from wegmarke.record import Record
from wegmarke.workspace.told import Place


@dataclass(frozen=True, slots=True)
class LastSpoken:
    """How many contacts of the account were with a person, and when the last was (whole seconds UTC)."""

    contacts: int
    last: int


def persons_of(moments: tuple[Moment, ...], record: Record, customers: Customers) -> dict[Place, int]:
    """The number of the customer behind each contact, by file, row and part; without those whom nobody knows."""
    wanted = {(moment.file, moment.row, moment.part) for moment in moments}
    known: dict[tuple[str, str], int | None] = {}
    found: dict[Place, int] = {}
    for source_row in record.source_rows(sorted({(file, row) for file, row, _part in wanted})):
        columns = source_row.interactions.select(["part", "customer_kind", "customer"]).to_pylist()
        for line in columns:
            place = (source_row.file.number, source_row.row, int(line["part"]))
            identifier = (str(line["customer_kind"]), str(line["customer"]))
            if identifier not in known:
                known[identifier] = customers.number_of(*identifier)
            number = known[identifier]
            if place in wanted and number is not None:
                found[place] = number
    return found


def last_spoken(moments: tuple[Moment, ...], persons: Mapping[Place, int]) -> dict[int, LastSpoken]:
    """By number of the customer: the contacts with that person. moments: in order of time."""
    found: dict[int, LastSpoken] = {}
    for moment in moments:
        number = persons.get((moment.file, moment.row, moment.part))
        if number is not None:
            before = found.get(number)
            found[number] = LastSpoken(1 + (before.contacts if before else 0), moment.seconds)
    return found
