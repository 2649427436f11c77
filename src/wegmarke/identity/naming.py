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
    kinds: pa.DictionaryArray, values: pa.StringArray, numbers: CustomerNumbers, rules: IdentityRules, *, mint: bool
) -> Different:
    """The different identifiers of rows, and their numbers; with `mint` those that are new get one. No nulls.

    A value that says nothing ("anonym", 0) keeps the spelling it has and links nobody.
    """
    indices = kinds.indices.to_numpy(zero_copy_only=False)
    words = kinds.dictionary.to_pylist()
    row_of = np.empty(len(values), np.int64)
    pieces: list[tuple[str, pa.StringArray, pa.StringArray, NDArray[np.bool_]]] = []
    count = 0
    for code, word in enumerate(words):
        rows = None if len(words) == 1 else np.flatnonzero(indices == code)
        if rows is not None and not len(rows):
            continue
        some = values if rows is None else values.take(pa.array(rows))
        coded = some.dictionary_encode()
        raw = coded.dictionary
        kind = kind_of(word, rules)
        plain = normalised(word, raw, rules)
        links = pc.is_valid(plain).to_numpy(zero_copy_only=False)
        if kind.name == "email":
            links = links & ~is_role_address(plain, rules).to_numpy(zero_copy_only=False)
        links = links & (kind.role == "points")
        pieces.append((word, raw, pc.coalesce(plain, raw), links))
        row_of[slice(None) if rows is None else rows] = coded.indices.to_numpy() + count
        count += len(raw)
    lengths = [len(raw) for _, raw, _, _ in pieces]
    raw_kind = _repeated([word for word, *_ in pieces], lengths)
    kind_names = _repeated([kind_of(word, rules).name for word, *_ in pieces], lengths)
    value = _joined([value for *_, value, _ in pieces])
    number = np.empty(count, np.int64)
    if mint:
        number[:] = numbers.number(kind_names.dictionary_encode(), value).astype(np.int64)
    else:
        number[:] = numbers.look_up(kind_names.dictionary_encode(), value)
    return Different(
        raw_kind=raw_kind,
        raw=_joined([raw for _, raw, _, _ in pieces]),
        kind=kind_names,
        value=value,
        number=number,
        may_link=np.concatenate([np.zeros(0, np.bool_), *(links for *_, links in pieces)]),
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
