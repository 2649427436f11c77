"""Rows into interactions: what a mapping makes of a batch.

A row is taken whole or not at all: if a cell that one of its interactions needs cannot be read, the row goes to
quarantine with all of them. An optional interaction whose time is empty does not take place; a row that yields none at
all is unfit (`time_missing`). The customer is whom the first filled identifier names; a row in which all are empty is
unfit (`customer_missing`). A row of master data yields one line, which is no interaction. So every row read is either
among the interactions or among the unfit: `rows` is the sum of both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Money
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.attributes import attributes_of
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.cells import Columns
from wegmarke.sources.consents import consents_of
from wegmarke.sources.faults import Faults, too_long
from wegmarke.sources.master import MasterRows
from wegmarke.sources.numbers import currency_codes, minor_units
from wegmarke.sources.remainder import rest_of, row_hashes
from wegmarke.sources.staff import NO_TEAMS, Teams, without_staff

ROW_ID_SEPARATOR = "\x1f"
"""Stands between the columns of a row id, so that 1 and 23 is not 12 and 3."""

_CODE = pa.dictionary(pa.int32(), pa.string())
_SCORES = pa.map_(pa.string(), pa.float64())


@dataclass(frozen=True, slots=True)
class MappedBatch:
    """Interactions in `INTERACTION_SCHEMA` (file is 0), in the order of rows and parts; rows set aside.

    Rows read in all.
    """

    interactions: pa.RecordBatch
    unfit: tuple[Unfit, ...]
    rows: int


def apply_mapping(
    mapping: Mapping, batch: RawBatch, *, keep_rest: bool = True, time_zone: str = "UTC", teams: Teams = NO_TEAMS
) -> MappedBatch:
    """Turn the rows of a batch into interactions.

    keep_rest: whether the remaining columns are kept as JSON, and identifiers besides the customer's. time_zone: that
    of times without one, if the mapping names none. teams: those that stand for the people in them.
    """
    batch = without_staff(batch, mapping, teams)
    raw = batch.columns
    columns = Columns(raw, mapping.read, time_zone)
    faults = Faults(raw.num_rows)
    for name, rows in too_long(raw):
        faults.mark(rows, "cell_too_long", name)
    row_id = _row_id(mapping, columns, faults)
    customer, customer_kind, named_by = _customer(mapping, columns)
    faults.mark(_null(customer), "customer_missing", mapping.customer)
    present = [_present(part, columns, faults) for part in mapping.interactions]
    parts: list[_Part | MasterRows] = [
        _Part(number, part, columns, faults, here)
        for number, (part, here) in enumerate(zip(mapping.interactions, present, strict=True))
    ]
    if mapping.master is not None:
        parts, present = [MasterRows(mapping.master, columns, faults)], [np.ones(raw.num_rows, np.bool_)]
    nowhere = ~np.logical_or.reduce(present) if present else np.ones(raw.num_rows, np.bool_)
    faults.mark(nowhere, "time_missing", mapping.interactions[0].time if mapping.interactions else "")
    fit = faults.fit
    shared: dict[str, pa.Array] = {
        "row": pa.array(batch.row_numbers),
        "row_id": row_id,
        "row_hash": row_hashes(raw, mapping.drop) if mapping.row_id else pa.nulls(raw.num_rows, pa.uint64()),
        "customer_kind": customer_kind,
        "customer": customer,
    }
    once = {
        "identifiers": _further(mapping, columns, named_by) if keep_rest else None,
        "consents": consents_of(mapping, columns, raw.num_rows) if keep_rest else None,
        "attributes": attributes_of(mapping, columns),
        "rest": rest_of(raw, stored_columns(mapping) | set(mapping.drop)) if keep_rest else None,
    }
    pieces = list(_pieces(parts, present, fit, shared, once))
    unfit = batch.unreadable + faults.unfit(raw, batch.row_numbers, mapping.drop)
    return MappedBatch(_in_order(pieces), tuple(sorted(unfit, key=lambda one: one.row)), batch.rows)


def _pieces(
    parts: Sequence[_Part | MasterRows],
    present: list[NDArray[np.bool_]],
    fit: NDArray[np.bool_],
    shared: dict[str, pa.Array],
    once: dict[str, pa.Array | None],
) -> Iterator[pa.RecordBatch]:
    """Give the interactions of each part; what is kept `once` goes with the first interaction of its row."""
    taken = np.zeros(len(fit), np.bool_)
    for part, here in zip(parts, present, strict=True):
        wanted = here & fit
        arrays = {**part.columns(), **shared}
        count = len(fit)
        arrays["file"] = pa.array(np.zeros(count, np.int32))
        arrays["part"] = pa.array(np.full(count, part.number, np.int16))
        for name, values in once.items():
            kind = INTERACTION_SCHEMA.field(name).type
            arrays[name] = pa.nulls(count, kind) if values is None else _only(values, wanted & ~taken)
        taken |= wanted
        whole = pa.RecordBatch.from_arrays([arrays[field.name] for field in INTERACTION_SCHEMA], schema=_NULLABLE)
        chosen = whole if wanted.all() else whole.filter(pa.array(wanted))
        yield chosen.cast(INTERACTION_SCHEMA)


_NULLABLE = pa.schema([pa.field(field.name, field.type) for field in INTERACTION_SCHEMA])


def _only(values: pa.Array, where: NDArray[np.bool_]) -> pa.Array:
    return values if where.all() else pc.if_else(pa.array(where), values, pa.scalar(None, values.type))


def _in_order(pieces: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(pieces) == 1:
        return pieces[0]
    table = pa.Table.from_batches(pieces, INTERACTION_SCHEMA).unify_dictionaries().combine_chunks()
    rows = table.column("row").to_numpy()
    table = table.take(pa.array(np.argsort(rows, kind="stable"))).combine_chunks()
    batches = table.to_batches()
    return batches[0] if batches else pieces[0].slice(0, 0)


def _row_id(mapping: Mapping, columns: Columns, faults: Faults) -> pa.Array:
    texts = [columns.text(name) for name in mapping.row_id]
    if not texts:
        return pa.nulls(len(faults.fit), pa.string())
    for name, text in zip(mapping.row_id, texts, strict=True):
        faults.mark(_null(text), "row_id_missing", name)
    return texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, ROW_ID_SEPARATOR)


def _customer(mapping: Mapping, columns: Columns) -> tuple[pa.Array, pa.DictionaryArray, NDArray[np.int32]]:
    """Give whom the first filled identifier of each row names, null where all are empty, the kind of that one, and
    which of `mapping.all_identifiers` it is.
    """
    asked = mapping.all_identifiers
    kinds = list(dict.fromkeys(one.kind for one in asked))
    customer = columns.text(mapping.customer)
    named_by = np.zeros(len(customer), np.int32)
    for place, identifier in enumerate(asked[1:], start=1):
        named = columns.text(identifier.column)
        named_by[_null(customer) & ~_null(named)] = place
        customer = pc.coalesce(customer, named)
    codes = np.array([kinds.index(one.kind) for one in asked], np.int32)[named_by]
    return customer, pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(kinds)), named_by


def _further(mapping: Mapping, columns: Columns, named_by: NDArray[np.int32]) -> pa.Array | None:
    """Give what else each row says of who it is, as a map from kind to value; null where it says nothing more."""
    if not mapping.identifiers:
        return None
    place_of = {identifier: place for place, identifier in enumerate(mapping.all_identifiers)}
    texts = [columns.text(identifier.column) for identifier in mapping.identifiers]
    filled = np.column_stack([~_null(text) for text in texts])
    for i, identifier in enumerate(mapping.identifiers):
        filled[:, i] &= named_by != place_of.get(identifier, -1)
    counts = filled.sum(axis=1)
    rows, which = np.nonzero(filled)
    offsets = pa.array(np.concatenate(([0], np.cumsum(counts))).astype(np.int32), mask=np.append(counts == 0, False))
    kinds = pa.array([identifier.kind for identifier in mapping.identifiers]).take(pa.array(which))
    values = pa.chunked_array(texts, pa.string()).take(pa.array(which * len(filled) + rows))
    return pa.MapArray.from_arrays(offsets, kinds, values.combine_chunks())


def _present(part: InteractionMapping, columns: Columns, faults: Faults) -> NDArray[np.bool_]:
    """Say in which rows the interaction takes place: where its time is filled.

    Mark the rows where it should be and is not.
    """
    times = columns.times(part.time)
    faults.mark(times.unreadable, "time_unreadable", part.time)
    faults.mark(times.outside, "time_outside", part.time)
    here = ~_null(times.values)
    if not part.optional:
        faults.mark(~here & ~times.unreadable & ~times.outside, "time_missing", part.time)
    return here


class _Part:
    """One interaction of the mapping over all rows; cells that it needs and that cannot be read are marked."""

    def __init__(
        self, number: int, part: InteractionMapping, columns: Columns, faults: Faults, here: NDArray[np.bool_]
    ) -> None:
        self.number = number
        self._part = part
        self._columns = columns
        self._faults = faults
        self._here = here
        self._count = len(here)
        self._arrays = self._read()

    def columns(self) -> dict[str, pa.Array]:
        """Give the columns that this interaction fills, by their names in the record."""
        return self._arrays

    def _read(self) -> dict[str, pa.Array]:
        part = self._part
        touchpoint = self._columns.coded(part.touchpoint)
        self._faults.mark(self._here & _null(touchpoint), "touchpoint_missing", part.touchpoint.column or "")
        outcome = None if part.outcome is None else self._columns.coded(part.outcome)
        ends = np.zeros(self._count, np.bool_)
        if outcome is not None and part.outcome_of == "interaction":
            ends = ~_null(outcome)
        value, currency = self._money(part.value)
        start = self._columns.times(part.time).values
        end = self._time(part.end)
        if part.end is not None:
            reversed_ = _true(pc.less(end, start))
            self._faults.mark(self._here & reversed_, "end_before_start", part.end)
        return {
            "time": start,
            "end": end,
            "sequence": self._sequence(),
            "touchpoint": touchpoint,
            "channel": self._code(part.channel),
            "department": self._code(part.department),
            "lifecycle": self._code(part.lifecycle),
            "journey": self._text(part.journey),
            "matter": self._text(part.matter),
            "account": self._text(part.account),
            "outcome": pa.nulls(self._count, _CODE) if outcome is None else outcome,
            "ends": pa.array(ends),
            "value_minor": value,
            "currency": currency,
            "scores": self._scores(),
            "text": self._text(part.text),
            "promise_due": self._time(part.promise.due if part.promise else None),
            "promise_kept": self._time(part.promise.kept if part.promise else None),
            "stated_reason": self._code(part.stated_reason),
        }

    def _text(self, name: str | None) -> pa.Array:
        return pa.nulls(self._count, pa.string()) if name is None else self._columns.text(name)

    def _code(self, cell: Cell | None) -> pa.Array:
        return pa.nulls(self._count, _CODE) if cell is None else self._columns.coded(cell)

    def _time(self, name: str | None) -> pa.Array:
        if name is None:
            return pa.nulls(self._count, pa.timestamp("us", tz="UTC"))
        times = self._columns.times(name)
        self._faults.mark(self._here & times.unreadable, "time_unreadable", name)
        self._faults.mark(self._here & times.outside, "time_outside", name)
        return times.values

    def _sequence(self) -> pa.Array:
        name = self._part.sequence
        if name is None:
            return pa.nulls(self._count, pa.int64())
        numbers = self._columns.numbers(name)
        whole = pc.equal(pc.floor(numbers.values), numbers.values)
        wrong = numbers.unreadable | ~_true(pc.fill_null(whole, fill_value=True))
        self._faults.mark(self._here & wrong, "number_unreadable", name)
        return _only(numbers.values, ~wrong).cast(pa.int64())

    def _money(self, money: Money | None) -> tuple[pa.Array, pa.Array]:
        if money is None:
            return pa.nulls(self._count, pa.int64()), pa.nulls(self._count, _CODE)
        numbers = self._columns.numbers(money.column)
        wrong = numbers.unreadable | _true(pc.greater(pc.abs(numbers.values), 9e15))
        self._faults.mark(self._here & wrong, "number_unreadable", money.column)
        amounts = _only(numbers.values, ~wrong)
        named = currency_codes(self._columns.coded(money.currency))
        indices = _only(named.indices, ~_null(amounts))
        currency = pa.DictionaryArray.from_arrays(indices, named.dictionary)
        return minor_units(amounts, currency), currency

    def _scores(self) -> pa.Array:
        scores = self._part.scores
        if not scores:
            return pa.nulls(self._count, _SCORES)
        values = np.full((self._count, len(scores)), np.nan)
        for place, score in enumerate(scores):
            numbers = self._columns.numbers(score.column)
            self._faults.mark(self._here & numbers.unreadable, "number_unreadable", score.column)
            values[:, place] = numbers.values.to_numpy(zero_copy_only=False)
        given = ~np.isnan(values)
        counts = given.sum(axis=1)
        offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        names = pa.array([score.scale for score in scores], pa.string())
        keys = names.take(pa.array(np.nonzero(given)[1]))
        map_offsets = pa.array(offsets, pa.int32(), mask=np.append(counts == 0, False))
        return pa.MapArray.from_arrays(map_offsets, keys, pa.array(values[given]))


def stored_columns(mapping: Mapping) -> set[str]:
    """Name the columns that are kept under a name of their own, and need not be repeated among the remaining ones."""
    found = {mapping.customer, *(mapping.row_id if len(mapping.row_id) == 1 else ())}
    found |= {identifier.column for identifier in mapping.identifiers}
    found |= {attribute.column for attribute in mapping.attributes}
    if mapping.master is not None:
        found |= {name for name in (mapping.master.account, mapping.master.changed, mapping.master.until) if name}
    for part in mapping.interactions:
        found |= {part.time}
        found |= {
            name for name in (part.end, part.sequence, part.journey, part.matter, part.account, part.text) if name
        }
        cells = (part.touchpoint, part.channel, part.department, part.lifecycle, part.outcome, part.stated_reason)
        found |= {cell.column for cell in cells if cell is not None and cell.column and not cell.rules}
        found |= {score.column for score in part.scores}
        if part.value is not None:
            found |= {part.value.column, part.value.currency.column or part.value.column}
        if part.promise is not None:
            found |= {part.promise.due, part.promise.kept or part.promise.due}
    return found


def used_columns(mapping: Mapping) -> frozenset[str]:
    """Name every column that the mapping reads: those that are stored, and what rules look at."""
    found = stored_columns(mapping) | set(mapping.row_id) | {one.column for one in mapping.consents}
    if mapping.master is not None:
        found |= {condition.column for condition in mapping.master.left}
    for part in mapping.interactions:
        cells = [part.touchpoint, part.channel, part.department, part.lifecycle, part.outcome, part.stated_reason]
        cells.append(part.value.currency if part.value else None)
        for cell in cells:
            if cell is None:
                continue
            found |= {cell.column} if cell.column else set()
            found |= {condition.column for rule in cell.rules for condition in rule.when}
    return frozenset(found)


def required_columns(mapping: Mapping) -> frozenset[str]:
    """Name the columns without which no row can be taken in; of several identifiers any one will do."""
    found = set(mapping.row_id) if len(mapping.all_identifiers) > 1 else {mapping.customer, *mapping.row_id}
    for part in mapping.interactions:
        if not part.optional:
            found.add(part.time)
    return frozenset(found)


def needed_columns(mapping: Mapping) -> frozenset[str] | None:
    """Name the columns to be read if the remaining ones are not kept; None: all, since a row's content is compared."""
    return None if mapping.row_id else used_columns(mapping)


def _null(values: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.is_null(values).to_numpy(zero_copy_only=False)
    return found


def _true(mask: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(mask, fill_value=False).to_numpy(zero_copy_only=False)
    return found
