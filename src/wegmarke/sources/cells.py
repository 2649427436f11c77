"""Where a mapping's values come from: columns read once, constants, and rules over several columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.model.mapping import Cell, Condition, ReadOptions
from wegmarke.sources.numbers import Numbers, read_numbers
from wegmarke.sources.texts import as_text
from wegmarke.sources.times import Times, read_times


class Columns:
    """The columns of a batch, each read at most once as text, as times and as numbers.

    One that is not there is empty.
    """

    def __init__(self, batch: pa.RecordBatch, options: ReadOptions, time_zone: str) -> None:
        self._batch = batch
        self._options = options
        self._zone = options.time_zone or time_zone
        self._texts: dict[str, pa.Array] = {}
        self._lower: dict[str, pa.Array] = {}
        self._codes: dict[str, pa.DictionaryArray] = {}
        self._times: dict[str, Times] = {}
        self._numbers: dict[str, Numbers] = {}
        self._places = {name: place for place, name in enumerate(batch.schema.names)}

    def raw(self, name: str) -> pa.Array:
        """Give the column as read."""
        place = self._places.get(name)
        return pa.nulls(self._batch.num_rows) if place is None else self._batch.column(place)

    def text(self, name: str) -> pa.Array:
        """Give the column as trimmed text, null where empty."""
        if name not in self._texts:
            self._texts[name] = as_text(self.raw(name))
        return self._texts[name]

    def times(self, name: str) -> Times:
        """Give the column as times."""
        if name not in self._times:
            self._times[name] = read_times(self.raw(name), self._zone, self._options.date_order)
        return self._times[name]

    def numbers(self, name: str) -> Numbers:
        """Give the column as numbers."""
        if name not in self._numbers:
            self._numbers[name] = read_numbers(self.raw(name), self._options.decimal)
        return self._numbers[name]

    def cell(self, cell: Cell) -> pa.Array:
        """Give the values of a cell: the first rule that holds, else the column, else the constant."""
        constant = pa.scalar(cell.constant or None, pa.string())
        values = self.text(cell.column) if cell.column is not None else pa.nulls(self._batch.num_rows, pa.string())
        if cell.constant and values.null_count:
            values = pc.fill_null(values, constant)
        for rule in reversed(cell.rules):
            holds = np.ones(self._batch.num_rows, np.bool_)
            for condition in rule.when:
                holds &= self.holds(condition)
            values = pc.if_else(pa.array(holds), pa.scalar(rule.value or None, pa.string()), values)
        return values

    def coded(self, cell: Cell) -> pa.DictionaryArray:
        """Give the values of a cell as a dictionary, which a constant is at no cost."""
        if cell.column is None and not cell.rules and cell.constant:
            return constant_code(cell.constant, self._batch.num_rows)
        if cell.rules or cell.constant or cell.column is None:
            return pc.dictionary_encode(self.cell(cell))
        if cell.column not in self._codes:
            self._codes[cell.column] = pc.dictionary_encode(self.text(cell.column))
        return self._codes[cell.column]

    def holds(self, condition: Condition) -> NDArray[np.bool_]:
        """Say in which rows a condition holds."""
        if condition.test in {"empty", "filled"}:
            filled = _mask(pc.is_valid(self.text(condition.column)))
            return filled if condition.test == "filled" else ~filled
        wanted = condition.value.strip().lower()
        if condition.column not in self._lower:
            self._lower[condition.column] = pc.fill_null(pc.utf8_lower(self.text(condition.column)), "")
        text = self._lower[condition.column]
        if condition.test == "contains":
            return _mask(pc.match_substring(text, wanted))
        if condition.test == "starts":
            return _mask(pc.starts_with(text, wanted))
        if condition.test == "ends":
            return _mask(pc.ends_with(text, wanted))
        equal = _mask(pc.equal(text, wanted))
        return equal if condition.test == "is" else ~equal


def constant_code(value: str, count: int) -> pa.DictionaryArray:
    """Give one value for all rows as a dictionary."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([value]))


def _mask(values: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = values.to_numpy(zero_copy_only=False)
    return found
