"""What only some interactions have: a promise, a score, a stated reason, an amount. Columns on the way into the index,
and the places where they stand once it is built.

On the way a column has a line for every row, with a value that means none; in a partition only the interactions that
have one are named, each by its place. Most contacts promise and score nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

NO_SCORE: Final = np.float32(np.nan)
_SECOND: Final = 1_000_000
_SCORE: Final = "score "


@dataclass(frozen=True, slots=True)
class Noted:
    """What some interactions of a partition have; `at` are their places in rising order.

    promise_at, promise_due, promise_kept: uint32 (P). A promise is in time if it was kept by the second `due`; where a
    day was promised, that is its last second. kept is 0 where it was not. score_at: uint32 (S), score_scale: uint8,
    code in `Index.scales`, score: float32. reason_at: uint32 (R), reason: uint16, code in `Index.reasons` from 1.
    amount_at: uint32 (M), amount: int64 in minor units of the currency of the settings, not 0.
    """

    promise_at: NDArray[np.uint32]
    promise_due: NDArray[np.uint32]
    promise_kept: NDArray[np.uint32]
    score_at: NDArray[np.uint32]
    score_scale: NDArray[np.uint8]
    score: NDArray[np.float32]
    reason_at: NDArray[np.uint32]
    reason: NDArray[np.uint16]
    amount_at: NDArray[np.uint32]
    amount: NDArray[np.int64]


TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "promises": ("promise_at", "promise_due", "promise_kept"),
    "scores": ("score_at", "score_scale", "score"),
    "reasons": ("reason_at", "reason"),
    "amounts": ("amount_at", "amount"),
}
"""The files of a partition that hold what is noted, and their columns."""

_TYPES: Final[Mapping[str, type[np.generic]]] = {
    **dict.fromkeys(("promise_at", "promise_due", "promise_kept", "score_at", "reason_at", "amount_at"), np.uint32),
    "score_scale": np.uint8,
    "score": np.float32,
    "reason": np.uint16,
    "amount": np.int64,
}

NOTHING_NOTED: Final = Noted(**{name: np.zeros(0, kind) for name, kind in _TYPES.items()})


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a batch: rows, codes of their scales, values."""

    count: int
    row: NDArray[np.int64]
    scale: NDArray[np.uint8]
    value: NDArray[np.float32]

    def columns(self) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Every scale that occurs, with a line for each row of the batch; NaN where it has none."""
        for scale in np.unique(self.scale).tolist():
            of = self.scale == scale
            values = np.full(self.count, NO_SCORE)
            values[self.row[of]] = self.value[of]
            yield scale, values


def scores_of(column: pa.MapArray | None, code: Callable[[str], int]) -> Scores | None:
    """The scores of a column that maps scales to values; None where it holds none."""
    if column is None:
        return None
    flat = pc.list_parent_indices(column.cast(_AS_LIST)).to_numpy()
    first, last = column.offsets[0].as_py(), column.offsets[-1].as_py()
    scales = column.keys.slice(first, last - first).dictionary_encode()
    values = column.items.slice(first, last - first).to_numpy(zero_copy_only=False).astype(np.float32)
    codes = np.array([code(scale) for scale in scales.dictionary.to_pylist()] or [0], np.uint8)
    there = ~np.isnan(values)
    of = codes[scales.indices.to_numpy()]
    return Scores(len(column), flat[there].astype(np.int64), of[there], values[there])


_AS_LIST: Final = pa.list_(pa.struct([pa.field("key", pa.string(), nullable=False), pa.field("value", pa.float64())]))


def score_column(scale: int) -> str:
    """The name of a scale's column on the way into the index."""
    return f"{_SCORE}{scale}"


def matters(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """A number for each matter, 0 for none. Matters are only compared within one customer: 32 bits tell them apart."""
    short = hashes.astype(np.uint32)
    short[(short == 0) & (hashes != 0)] = 1
    return short


def promises_of(due: pa.Array, kept: pa.Array, zone_name: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """By which second each promise was due, and in which it was kept; 0 where there is none.

    A promise that names a day and no time (midnight in the zone of the workspace) is in time until the end of that day.
    kept is never after due where it was in time, and always where it was late, fractions of a second included.
    """
    local = due.cast(pa.timestamp("us", tz=zone_name))
    naive = pc.local_timestamp(local)
    whole_day = pc.equal(naive, pc.floor_temporal(naive, unit="day"))
    next_day = pc.assume_timezone(
        pc.add(naive, pa.scalar(86_400 * _SECOND, pa.duration("us"))),
        zone_name,
        ambiguous="earliest",
        nonexistent="earliest",
    )
    last = pc.if_else(whole_day, pc.subtract(next_day, pa.scalar(1, pa.duration("us"))), local)
    due_us, kept_us = _microseconds(last), _microseconds(kept)
    by = np.maximum(due_us // _SECOND, 0)
    done = np.where(kept_us <= due_us, np.minimum(kept_us // _SECOND, by), np.maximum(kept_us // _SECOND, by + 1))
    none, not_kept = _missing(due), _missing(due) | _missing(kept)
    by[none], done[not_kept] = 0, 0
    return by.astype(np.uint32), np.maximum(done, 0).astype(np.uint32)


def _microseconds(column: pa.Array) -> NDArray[np.int64]:
    found: NDArray[np.int64] = pc.fill_null(column.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    return found


def _missing(column: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.is_null(column).to_numpy(zero_copy_only=False)
    return found


def noted_in(columns: Mapping[str, NDArray[Any]], amount: NDArray[np.int64] | None) -> Noted:
    """What is noted in the rows of a partition, from columns with a line for each of them in their final order."""
    found: dict[str, NDArray[Any]] = {}
    if "promise_due" in columns:
        at = np.flatnonzero(columns["promise_due"])
        found |= {"promise_at": at, "promise_due": columns["promise_due"][at]}
        found["promise_kept"] = columns["promise_kept"][at]
    if "reason" in columns:
        at = np.flatnonzero(columns["reason"])
        found |= {"reason_at": at, "reason": columns["reason"][at]}
    if amount is not None:
        at = np.flatnonzero(amount)
        found |= {"amount_at": at, "amount": amount[at]}
    found |= _scores_in(columns)
    return Noted(
        **{name: found[name].astype(kind) if name in found else np.zeros(0, kind) for name, kind in _TYPES.items()}
    )


def _scores_in(columns: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Scores of all scales, in order of the interactions and within each of the scales."""
    names = [name for name in columns if name.startswith(_SCORE)]
    if not names:
        return {}
    at = [np.flatnonzero(~np.isnan(columns[name])) for name in names]
    scale = [np.full(len(places), int(name.removeprefix(_SCORE))) for name, places in zip(names, at, strict=True)]
    values = [columns[name][places] for name, places in zip(names, at, strict=True)]
    places, scales = np.concatenate(at), np.concatenate(scale)
    order = np.lexsort((scales, places))
    return {"score_at": places[order], "score_scale": scales[order], "score": np.concatenate(values)[order]}
