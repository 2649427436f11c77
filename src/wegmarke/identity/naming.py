"""From the values that sources wrote to the numbers of identifiers: one spelling, one number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.kinds import is_role_address, kind_of, normalised
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.rules import IdentityRules

NOBODY = "nobody"
"""The kind of what stands in the place of an identifier that says nothing: one for each row, by file and row."""

ACCOUNT = "account"
"""The kind of a company's own number. Where nobody of it is named, the company stands for itself; it links nobody."""


@dataclass(frozen=True, slots=True)
class Different:
    """The different identifiers of some rows: kinds and values as written (`raw_kind`, `raw`) and as they are known
    (`kind`, `value`), their numbers, and whether they may link (an address of an office may not, nor may a word that
    stands for nobody). row_of: which of them each row has, shape (rows,).
    """

    raw_kind: pa.StringArray
    raw: pa.StringArray
    kind: pa.StringArray
    value: pa.StringArray
    number: NDArray[np.int64]
    may_link: NDArray[np.bool_]
    row_of: NDArray[np.int64]

    @property
    def numbers(self) -> NDArray[np.int64]:
        """The number of each row's identifier; -1 where none was minted."""
        found: NDArray[np.int64] = self.number[self.row_of]
        return found


def different(
    kinds: pa.DictionaryArray,
    values: pa.StringArray,
    numbers: CustomerNumbers,
    rules: IdentityRules,
    *,
    mint: bool,
    batch: pa.RecordBatch | None = None,
) -> Different:
    """The different identifiers of rows, and their numbers; with `mint` those that are new get one. No nulls.

    A value that says nothing ("anonym", 0) stands for nobody in particular. With `batch` (of the same rows, with file
    and row) each row that bears one has a customer of its own, of the kind `nobody`, so that the calls of everybody who
    hides the number do not make one customer. Without it the value keeps the spelling it has, and links nobody.
    """
    found = _spelled(kinds, values, rules)
    if batch is not None and found.says_nothing.any():
        found = _each_row_for_itself(found, batch)
    number = np.empty(len(found.value), np.int64)
    coded = found.kind.dictionary_encode()
    number[:] = numbers.number(coded, found.value).astype(np.int64) if mint else numbers.look_up(coded, found.value)
    return Different(found.raw_kind, found.raw, found.kind, found.value, number, found.may_link, found.row_of)


@dataclass(frozen=True, slots=True)
class _Spelled:
    """Different identifiers before they have numbers; says_nothing: which of them are words for nobody."""

    raw_kind: pa.StringArray
    raw: pa.StringArray
    kind: pa.StringArray
    value: pa.StringArray
    may_link: NDArray[np.bool_]
    says_nothing: NDArray[np.bool_]
    row_of: NDArray[np.int64]


def _spelled(kinds: pa.DictionaryArray, values: pa.StringArray, rules: IdentityRules) -> _Spelled:
    indices = kinds.indices.to_numpy(zero_copy_only=False)
    words = kinds.dictionary.to_pylist()
    row_of = np.empty(len(values), np.int64)
    pieces: list[tuple[str, pa.StringArray, pa.StringArray, NDArray[np.bool_], NDArray[np.bool_]]] = []
    count = 0
    for code, word in enumerate(words):
        rows = None if len(words) == 1 else np.flatnonzero(indices == code)
        if rows is not None and not len(rows):
            continue
        coded = (values if rows is None else values.take(pa.array(rows))).dictionary_encode()
        raw, kind = coded.dictionary, kind_of(word, rules)
        plain = normalised(word, raw, rules)
        nothing = plain.is_null().to_numpy(zero_copy_only=False)
        links = ~nothing & (kind.role == "points")
        if kind.name == ACCOUNT:
            links = np.zeros(len(raw), np.bool_)
        if kind.name == "email":
            links = links & ~is_role_address(plain, rules).to_numpy(zero_copy_only=False)
        pieces.append((word, raw, pc.coalesce(plain, raw), links, nothing & (kind.role == "points")))
        row_of[slice(None) if rows is None else rows] = coded.indices.to_numpy() + count
        count += len(raw)
    lengths = [len(raw) for _, raw, *_ in pieces]
    none = np.zeros(0, np.bool_)
    return _Spelled(
        raw_kind=_repeated([word for word, *_ in pieces], lengths),
        raw=_joined([raw for _, raw, *_ in pieces]),
        kind=_repeated([kind_of(word, rules).name for word, *_ in pieces], lengths),
        value=_joined([value for _, _, value, *_ in pieces]),
        may_link=np.concatenate([none, *(links for *_, links, _ in pieces)]),
        says_nothing=np.concatenate([none, *(nothing for *_, nothing in pieces)]),
        row_of=row_of,
    )


def _each_row_for_itself(found: _Spelled, batch: pa.RecordBatch) -> _Spelled:
    """The same, where every row that bears a word for nobody has an identifier of its own instead."""
    rows = np.flatnonzero(found.says_nothing[found.row_of])
    names = [
        f"f{file}r{row}"
        for file, row in zip(
            batch.column("file").take(pa.array(rows)).to_pylist(),
            batch.column("row").take(pa.array(rows)).to_pylist(),
            strict=True,
        )
    ]
    coded = pa.array(names, pa.string()).dictionary_encode()
    of_name = np.empty(len(coded.dictionary), np.int64)
    of_name[coded.indices.to_numpy()] = found.row_of[rows]  # which word the row bears
    kept = np.flatnonzero(~found.says_nothing)
    place = np.cumsum(~found.says_nothing) - 1
    row_of = place[found.row_of]
    row_of[rows] = len(kept) + coded.indices.to_numpy()
    chosen = pa.array(np.concatenate([kept, of_name]))
    return _Spelled(
        raw_kind=found.raw_kind.take(chosen),
        raw=found.raw.take(chosen),
        kind=pa.concat_arrays([found.kind.take(pa.array(kept)), _repeated([NOBODY], [len(of_name)])]),
        value=pa.concat_arrays([found.value.take(pa.array(kept)), coded.dictionary]),
        may_link=np.concatenate([found.may_link[kept], np.ones(len(of_name), np.bool_)]),
        says_nothing=np.zeros(len(chosen), np.bool_),
        row_of=row_of,
    )


def as_known(identifiers: Iterable[tuple[str, str]], rules: IdentityRules) -> frozenset[tuple[str, str]]:
    """These identifiers (kind, value), as written, in the kinds and spellings in which they are known."""
    of_kind: dict[str, list[str]] = {}
    for kind, value in identifiers:
        of_kind.setdefault(kind, []).append(value)
    return frozenset(
        (kind_of(kind, rules).name, plain if plain is not None else value)
        for kind, values in of_kind.items()
        for value, plain in zip(values, normalised(kind, pa.array(values, pa.string()), rules).to_pylist(), strict=True)
    )


def _repeated(words: list[str], lengths: list[int]) -> pa.StringArray:
    return pa.array(words, pa.string()).take(pa.array(np.repeat(np.arange(len(words)), lengths)))


def _joined(pieces: list[pa.StringArray]) -> pa.StringArray:
    return pa.concat_arrays([pa.array([], pa.string()), *pieces])


def coded(column: pa.Array) -> pa.DictionaryArray:
    """A column of words as a dictionary."""
    return column if pa.types.is_dictionary(column.type) else column.cast(pa.string()).dictionary_encode()


def of_one_kind(word: str, count: int) -> pa.DictionaryArray:
    """The kinds of so many identifiers that are all of one kind."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([word]))
