"""Customer attributes on their way into the index: a word each (customer group, region), as rows of the record tell.

Rows may tell different words at different times. Two are kept of every customer: the one known *first*, which nothing
that happened later can have changed, and the one known *last*. Of two in the same second the earlier in the alphabet
counts as the earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.model.attributes import MOST_ATTRIBUTES, Attribute

if TYPE_CHECKING:
    from wegmarke.index.rows import Numberer

Codes = NDArray[np.uint8]
BothCodes = tuple[Codes, Codes]
"""Of one attribute the codes known first, and those known last: 0 none, else the place in its words from 1."""

WHICH: Final = ("first", "last")
_KEYS = ("kind", "customer", "name", "word")
_SCHEMA: Final = pa.schema([*((name, pa.string()) for name in _KEYS), ("first", pa.int64()), ("last", pa.int64())])


@dataclass(frozen=True, slots=True, eq=False)
class CustomerAttributes:
    """Which words customers have. number: of the customers of whom anything is known (n), in order. codes: of every
    attribute, shapes (n,).
    """

    attributes: tuple[Attribute, ...]
    number: NDArray[np.uint64]
    codes: tuple[BothCodes, ...]

    def of(self, numbers: NDArray[np.uint64]) -> tuple[BothCodes, ...]:
        """The codes of these customers, by attribute."""
        if not len(self.number):
            return tuple((np.zeros(len(numbers), np.uint8), np.zeros(len(numbers), np.uint8)) for _ in self.codes)
        at = np.minimum(np.searchsorted(self.number, numbers), len(self.number) - 1)
        known = self.number[at] == numbers
        return tuple((_where(known, first[at]), _where(known, last[at])) for first, last in self.codes)


NO_ATTRIBUTES: Final = CustomerAttributes((), np.zeros(0, np.uint64), ())


class AttributeRows:
    """Gathers what rows tell of attributes, batch by batch."""

    def __init__(self) -> None:
        self._told: list[pa.Table] = []

    def take(self, batch: pa.RecordBatch) -> None:
        """Take in a batch with customer_kind, customer, time and attributes."""
        some = batch.filter(pc.is_valid(batch.column("attributes")))
        if not len(some):
            return
        attributes = some.column("attributes")
        first, last = attributes.offsets[0].as_py(), attributes.offsets[-1].as_py()
        row = pa.array(np.repeat(np.arange(len(some)), np.diff(attributes.offsets.to_numpy())))
        seconds = pc.divide(some.column("time").cast(pa.int64()), 1_000_000).take(row)
        columns = (
            some.column("customer_kind").cast(pa.string()).take(row),
            some.column("customer").cast(pa.string()).take(row),
            attributes.keys.slice(first, last - first),
            attributes.items.slice(first, last - first),
            *(seconds, seconds),
        )
        self._told.append(_spans(pa.Table.from_arrays(list(columns), schema=_SCHEMA)))

    def tapped(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The same batches, taken in as they pass; those without the column have nothing to tell."""
        for batch in batches:
            if "attributes" in batch.schema.names:
                self.take(batch)
            yield batch

    def settle(self, numberer: Numberer, known: Sequence[Attribute] = ()) -> CustomerAttributes:
        """Which words the customers have, once all rows were taken in. known: attributes that have codes already.

        An attribute with more words than are told apart (`model.attributes.MOST_WORDS`) is kept by its name alone.
        """
        if not self._told:
            return CustomerAttributes(tuple(known), np.zeros(0, np.uint64), tuple(_nobody() for _ in known))
        told = _spans(pa.concat_tables(self._told))
        kinds = told["kind"].combine_chunks().dictionary_encode()
        numbers, customer = np.unique(numberer.number(kinds, told["customer"].combine_chunks()), return_inverse=True)
        attributes = _settled(told, known)
        return CustomerAttributes(
            attributes, numbers, tuple(_codes(told, one, customer.reshape(-1), len(numbers)) for one in attributes)
        )


def attributes_told(batches: Iterable[pa.RecordBatch]) -> AttributeRows:
    """What all these batches tell."""
    rows = AttributeRows()
    for batch in batches:
        rows.take(batch)
    return rows


def _spans(told: pa.Table) -> pa.Table:
    """From when to when each customer was told to have each word."""
    found = told.group_by(list(_KEYS)).aggregate([("first", "min"), ("last", "max")])
    return found.select([*_KEYS, "first_min", "last_max"]).rename_columns(_SCHEMA.names)


def _settled(told: pa.Table, known: Sequence[Attribute]) -> tuple[Attribute, ...]:
    """Attributes and words by code: those that have codes keep them, new ones follow in order of the alphabet."""
    found = {one.name: one for one in known}
    pairs = told.group_by(["name", "word"]).aggregate([]).sort_by([("name", "ascending"), ("word", "ascending")])
    words: dict[str, list[str]] = {}
    for name, word in zip(pairs["name"].to_pylist(), pairs["word"].to_pylist(), strict=True):
        words.setdefault(name, []).append(word)
    for name, those in words.items():
        before = found.get(name, Attribute(name))
        new = [word for word in those if word not in before.words]
        found[name] = before.with_words(new)
    return tuple(found.values())[:MOST_ATTRIBUTES]


def _codes(told: pa.Table, one: Attribute, customer: NDArray[np.int64], count: int) -> BothCodes:
    """Of everybody the code known first and the one known last."""
    if not one.words:
        return np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    at = np.flatnonzero(pc.equal(told["name"], one.name).to_numpy())
    of, taken = customer[at], pa.array(at)
    code = pc.index_in(told["word"].take(taken), pa.array(one.words, pa.string())).to_numpy().astype(np.uint8) + 1
    alphabet = np.argsort(np.argsort(np.array(one.words)))[code - 1]
    first, last = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    # What is written last stands: of the first words the earliest, of the last words the latest.
    early = np.lexsort((alphabet, told["first"].take(taken).to_numpy()))[::-1]
    late = np.lexsort((alphabet, told["last"].take(taken).to_numpy()))
    first[of[early]], last[of[late]] = code[early], code[late]
    return first, last


def _where(known: NDArray[np.bool_], codes: Codes) -> Codes:
    return np.where(known, codes, np.uint8(0)).astype(np.uint8)


def _nobody() -> BothCodes:
    return np.zeros(0, np.uint8), np.zeros(0, np.uint8)


def code_columns(codes: Sequence[BothCodes]) -> dict[str, Codes]:
    """The columns of a partition's file of attributes."""
    return {f"{which}_{place}": of for place, both in enumerate(codes) for which, of in zip(WHICH, both, strict=True)}


def codes_in(columns: Mapping[str, Codes]) -> tuple[BothCodes, ...]:
    """The codes in the columns of a partition's file of attributes."""
    places = range(len(columns) // len(WHICH))
    return tuple((columns[f"{WHICH[0]}_{place}"], columns[f"{WHICH[1]}_{place}"]) for place in places)
