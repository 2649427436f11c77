"""What is neglected, customer by customer.

- stale: a customer of value, or a company, to whom nobody has spoken for some time.
- no_next_step: the newest row of a source that has columns for a next step leaves them empty.
- empty_field: contact data that the source holds for many customers, and not for this one.
- contradiction: two records of one customer say different things.
- open_complaint: sales counts the customer as won, and the last word was a complaint.

Nothing of it is stored: it is read from the record and the index each time it is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from wegmarke.identity.kinds import normalised
from wegmarke.index.index import Index
from wegmarke.model.complaints import complaint_touchpoints
from wegmarke.model.finding import Column, Table
from wegmarke.workspace.backlog.fields import COMPARED, CONTACT_DATA, NEXT, Field
from wegmarke.workspace.backlog.reading import RecordRow, SourceRows, rows_by_source
from wegmarke.workspace.backlog.worth import Worth, worth_of
from wegmarke.workspace.suppression.rules import load_suppression

if TYPE_CHECKING:
    from wegmarke.workspace.workspace import Workspace

BacklogKind = Literal["stale", "open_complaint", "no_next_step", "contradiction", "empty_field"]
KINDS: tuple[BacklogKind, ...] = ("stale", "open_complaint", "no_next_step", "contradiction", "empty_field")
STALE_DAYS = 180
MOST_CUSTOMERS = 50_000
"""Looked at are so many customers, the most valuable: nobody works off more."""

_OFTEN_FILLED = 0.3
"""A field that fewer of a source's customers have is not kept at all, and no one customer's gap."""

_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class BacklogLine:
    """One thing to do.

    value: the customer's, or the company's, in minor units. days: since anybody spoke to them. column, found: the
    column at fault and what stands in it, with its source where records contradict each other. file, row: where (None:
    it is the customer, not a row).
    """

    kind: BacklogKind
    customer: int
    identifier: str
    account: str
    value: int
    last_contact: int
    days: int
    source: str = ""
    column: str = ""
    found: tuple[str, ...] = ()
    file: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is to be done, the most valuable customer first.

    customers: in the index; looked_at: of them. affected: customers by kind. sources: those that people keep up. as_of:
    seconds since 1970, the newest contact of all: the data's own today.
    """

    lines: tuple[BacklogLine, ...]
    customers: int
    looked_at: int
    affected: dict[BacklogKind, int]
    sources: tuple[str, ...]
    as_of: int
    stale_days: int

    @property
    def affected_customers(self) -> int:
        """How many customers stand in at least one line."""
        return len({line.customer for line in self.lines})

    def only(self, kind: BacklogKind | None) -> tuple[BacklogLine, ...]:
        """The lines of one kind; None: all."""
        return tuple(line for line in self.lines if kind is None or line.kind == kind)

    def table(self, kind: BacklogKind | None, kinds: dict[BacklogKind, str]) -> Table:
        """The lines as a table to correct and send back: the last column is left empty for what is right."""
        lines = self.only(kind)

        def column(key: str, unit: Literal["text", "count", "minor_units", "time"], values: Iterable[object]) -> Column:
            return Column(key, unit, tuple(values))

        return Table(
            "backlog",
            (
                column("backlog_kind", "text", (kinds[line.kind] for line in lines)),
                column("backlog_customer", "text", (line.identifier for line in lines)),
                column("backlog_account", "text", (line.account or None for line in lines)),
                column("backlog_value", "minor_units", (line.value for line in lines)),
                column("last_contact", "time", (line.last_contact for line in lines)),
                column("days_since", "count", (line.days for line in lines)),
                column("backlog_source", "text", (line.source or None for line in lines)),
                column("row", "count", (line.row for line in lines)),
                column("backlog_column", "text", (line.column or None for line in lines)),
                column("backlog_found", "text", (" | ".join(line.found) or None for line in lines)),
                column("backlog_right", "text", (None for _ in lines)),
            ),
        )


def backlog(workspace: Workspace, stale_days: int = STALE_DAYS, most: int = MOST_CUSTOMERS) -> Backlog:
    """Read what is neglected. Errors: `index_missing`, `record_broken`."""
    index = workspace.index()
    customers = workspace.customers()
    accounts = workspace.accounts()
    present = accounts.spans.present()
    worth = worth_of(index, present, most)
    as_of = index.last_seconds
    wanted = frozenset(worth.number.tolist())
    sources = list(rows_by_source(workspace.record, customers, wanted))
    found: dict[int, list[tuple[BacklogKind, RecordRow | None, str, tuple[str, ...]]]] = {}
    for number, *told in (*_next_steps(sources), *_empty_fields(sources), *_contradictions(sources)):
        found.setdefault(number, []).append(tuple(told))  # type: ignore[arg-type] # by the shape of the three
    rules = load_suppression(workspace.folder)
    opened = complaint_touchpoints(index.touchpoints, rules.complaints_opened, rules.complaints_settled).opened
    firms = {one: accounts.account(present[one]) for one in worth.number.tolist() if one in present}
    labels = {one: firm.label for one, firm in firms.items() if firm is not None}
    lines = tuple(_lines(index, worth, labels, found, opened, as_of, stale_days))
    affected = {kind: len({line.customer for line in lines if line.kind == kind}) for kind in KINDS}
    names = tuple(source.source for source in sources)
    return Backlog(lines, worth.customers, len(worth.number), affected, names, as_of, stale_days)


def _lines(
    index: Index,
    worth: Worth,
    accounts: Mapping[int, str],
    found: dict[int, list[tuple[BacklogKind, RecordRow | None, str, tuple[str, ...]]]],
    opened: frozenset[str],
    as_of: int,
    stale_days: int,
) -> Iterator[BacklogLine]:
    labels = [touchpoint.label for touchpoint in index.touchpoints]
    complaints = [touchpoint.key in opened for touchpoint in index.touchpoints]
    for place, number in enumerate(worth.number.tolist()):
        value, last = int(worth.value[place]), int(worth.last[place])
        days = (as_of - int(worth.spoken[place])) // _SECONDS_A_DAY
        told = list(found.get(number, []))
        if complaints[int(worth.touchpoint[place])] and worth.won[place]:
            told.insert(0, ("open_complaint", None, "", (labels[int(worth.touchpoint[place])],)))
        if days > stale_days and value > 0 and last == worth.spoken[place]:  # of a company once: who was spoken to last
            told.insert(0, ("stale", None, "", ()))
        for kind, at, column, values in told:
            yield BacklogLine(
                kind=kind,
                customer=number,
                identifier=worth.identifier[place],
                account=accounts.get(number, ""),
                value=value,
                last_contact=last,
                days=days,
                source=at.source if at else "",
                column=column,
                found=values,
                file=at.file if at else None,
                row=at.row if at else None,
            )


_Told = tuple[int, BacklogKind, RecordRow, str, tuple[str, ...]]


def _newest(records: dict[tuple[str, str], RecordRow]) -> RecordRow:
    return max(records.values(), key=lambda one: (one.seconds, one.file, one.row))


def _next_steps(sources: Sequence[SourceRows]) -> Iterator[_Told]:
    for source in sources:
        columns = [source.columns[name] for name in NEXT if name in source.columns]
        if not columns:
            continue
        for number, records in source.records.items():
            newest = _newest(records)
            if not any(name in newest.cells for name in NEXT):
                yield number, "no_next_step", newest, ", ".join(columns), ()


def _empty_fields(sources: Sequence[SourceRows]) -> Iterator[_Told]:
    for source in sources:
        filled = Counter(
            name
            for records in source.records.values()
            for name in {name for row in records.values() for name in row.cells}
        )
        kept = [name for name in CONTACT_DATA if filled[name] >= _OFTEN_FILLED * max(1, len(source.records))]
        for number, records in source.records.items():
            here = {name for row in records.values() for name in row.cells}
            for name in kept:
                if name not in here:
                    yield number, "empty_field", _newest(records), source.columns[name], ()


def _contradictions(sources: Sequence[SourceRows]) -> Iterator[_Told]:
    """Compare the records of each customer field by field, in the spelling that identity compares."""
    by_customer: dict[int, list[RecordRow]] = {}
    for source in sources:
        for number, records in source.records.items():
            by_customer.setdefault(number, []).extend(records.values())
    several = {number: rows for number, rows in by_customer.items() if len(rows) > 1}
    for name in COMPARED:
        cells = [
            (number, row, row.cells[name]) for number, rows in several.items() for row in rows if name in row.cells
        ]
        spelt = _spelt(name, [value for _, _, (_, value) in cells])
        by_number: dict[int, dict[str, tuple[RecordRow, str, str]]] = {}
        for (number, row, (column, value)), spelling in zip(cells, spelt, strict=True):
            if spelling:
                by_number.setdefault(number, {}).setdefault(spelling, (row, column, value))
        for number, different in by_number.items():
            if len(different) > 1:
                newest, column, _ = max(different.values(), key=lambda one: one[0].seconds)
                values = tuple(f"{value} ({row.source})" for row, _, value in different.values())
                yield number, "contradiction", newest, column, values


def _spelt(name: Field, values: list[str]) -> list[str | None]:
    kind = "phone" if name == "mobile" else name
    spelt: list[str | None] = normalised(kind, pa.array(values, pa.string())).to_pylist()
    return spelt
