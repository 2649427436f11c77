"""From scattered rows to the arrays of one partition: sort, cut, describe. What needs the whole log (step and
variant codes) comes later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.index.kernels import arranging as k
from wegmarke.index.partition import NO_TOUCHPOINT_8, NO_TOUCHPOINT_16
from wegmarke.index.rows import Chunk, Numberer
from wegmarke.model.settings import JourneySettings

SMALL_CODES = 254
"""Up to this many touchpoints a code takes one byte; 255 is "none"."""

DENSE_PAIRS = 1024
"""Up to this many touchpoints pairs are counted in a square table, beyond it by sorting."""

NO_ROWS_64 = np.zeros(0, np.int64)
NO_IDS = np.zeros(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Arranged:
    """A partition before its steps and variants are coded. Columns as in `Partition`; `path` is the hash of each
    journey's path (J), `pairs` and `pair_counts` the pairs (row × width + code, see `kernels.arranging`) that occur
    and how often.
    """

    columns: dict[str, NDArray[Any]]
    journeys_columns: dict[str, Any]
    start: NDArray[np.int64]
    customers: NDArray[np.int64]
    number: NDArray[np.uint64]
    identifier: pa.StringArray
    path: NDArray[np.uint64]
    pairs: NDArray[np.int64]
    pair_counts: NDArray[np.int64]


def touchpoint_type(touchpoints: int) -> type[np.uint8 | np.uint16]:
    """One byte a code as long as it will do, else two."""
    return np.uint8 if touchpoints <= SMALL_CODES else np.uint16


def arrange(
    chunks: Sequence[Chunk],
    first: int,
    last: int,
    recoded: NDArray[np.uint16],
    settings: JourneySettings,
    numberer: Numberer,
) -> Arranged | None:
    """The partition of buckets first to last - 1; None when no customer falls there. `recoded` gives every
    touchpoint of the chunks its code in the index.
    """
    width = max(len(recoded), 1)
    slices = [slice(int(chunk.bounds[first]), int(chunk.bounds[last])) for chunk in chunks]
    lengths = [part.stop - part.start for part in slices]
    n = sum(lengths)
    if n == 0:
        return None

    def column(get: Callable[[Chunk], NDArray[Any] | None], kind: type[np.generic]) -> NDArray[Any] | None:
        parts = [get(chunk) for chunk in chunks]
        if all(part is None for part in parts):
            return None
        filled = [
            part[where] if part is not None else np.zeros(length, kind)
            for part, where, length in zip(parts, slices, lengths, strict=True)
        ]
        return np.concatenate(filled)

    def certain(get: Callable[[Chunk], NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate([get(chunk)[where] for chunk, where in zip(chunks, slices, strict=True)])

    number, time, outcome_rows = certain(lambda c: c.number), certain(lambda c: c.time), certain(lambda c: c.outcome)
    sequence = column(lambda c: c.sequence, np.int64)
    journey = column(lambda c: c.journey, np.uint64)
    ids = NO_IDS if journey is None else journey
    order = np.empty(n, np.int32)
    numbers, begin = _by_customer(number, order)
    count = len(numbers)
    k.sort_by_time(time, NO_ROWS_64 if sequence is None else sequence, order, begin, count)
    if journey is not None:
        k.group_by_journey(ids.view(np.int64), order, begin, count)
    begins, journeys_of = np.empty(n + 1, np.int64), np.empty(count + 1, np.int64)
    silence = -1.0 if settings.silence_days is None else settings.silence_days * 86_400e6
    made = k.cut(time, outcome_rows, ids, order, begin, count, silence, settings.cut_at_outcome, begins, journeys_of)
    begins = begins[: made + 1].copy()
    touchpoint = recoded.astype(touchpoint_type(len(recoded)))[certain(lambda c: c.touchpoint)[order]]
    seconds = np.empty(n, np.uint32)
    k.seconds_in_order(time, order, seconds)
    columns: dict[str, NDArray[Any]] = {
        "touchpoint": touchpoint,
        "seconds": seconds,
        "origin": certain(lambda c: c.origin)[order],
    }
    for name, values in (
        ("channel", column(lambda c: c.channel, np.uint16)),
        ("department", column(lambda c: c.department, np.uint16)),
    ):
        if values is not None:
            columns[name] = values[order]
    journeys_columns, path = _describe(touchpoint, outcome_rows, order, begins, made)
    value = column(lambda c: c.value, np.int64)
    if value is not None:
        sums = np.empty(made, np.int64)
        k.sum_by_journey(value[order], begins, made, sums)
        journeys_columns["value"] = sums
    if journey is not None:
        labels = pa.concat_arrays(
            [
                chunk.journey_label[where.start : where.stop]
                if chunk.journey_label is not None
                else pa.nulls(length, pa.string())
                for chunk, where, length in zip(chunks, slices, lengths, strict=True)
            ]
        )
        journeys_columns["label"] = labels.take(pa.array(order[begins[:-1]]))
    pairs, pair_counts = _pairs(touchpoint, begins, made, width)
    return Arranged(
        columns=columns,
        journeys_columns=journeys_columns,
        start=begins,
        customers=journeys_of,
        number=numbers,
        identifier=numberer.identifiers(numbers),
        path=path,
        pairs=pairs,
        pair_counts=pair_counts,
    )


def _by_customer(number: NDArray[np.uint64], order: NDArray[np.int32]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The customers by number, and where the rows of each begin in `order`, which this fills."""
    found, seen = np.empty(len(number), np.int32), np.empty(len(number), np.uint64)
    rows_of = np.empty(len(number), np.int64)
    count = k.find_groups(number, found, seen, rows_of)
    by_number = np.argsort(seen[:count])
    begin = np.empty(count + 1, np.int64)
    k.place_groups(found, by_number, rows_of, begin, order)
    return seen[by_number], begin


def _describe(
    touchpoint: NDArray[Any],
    outcome_rows: NDArray[np.uint8],
    order: NDArray[np.int32],
    begins: NDArray[np.int64],
    made: int,
) -> tuple[dict[str, Any], NDArray[np.uint64]]:
    small = touchpoint.dtype == np.uint8
    nothing = NO_TOUCHPOINT_8 if small else NO_TOUCHPOINT_16
    result: dict[str, Any] = {
        "outcome": np.empty(made, np.uint8),
        "decided": np.empty(made, np.uint32),
        "outcome_happened": np.empty(made, np.bool_),
        "entry": np.empty(made, touchpoint.dtype),
        "exit": np.empty(made, touchpoint.dtype),
        "before": np.empty(made, touchpoint.dtype),
        "visited": np.empty(made, np.uint64),
    }
    path = np.empty(made, np.uint64)
    describe = k.describe_8 if small else k.describe_16
    describe(touchpoint, outcome_rows, order, begins, made, nothing, *result.values(), path)
    return result, path


def _pairs(
    touchpoint: NDArray[Any], begins: NDArray[np.int64], made: int, width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    small = touchpoint.dtype == np.uint8
    if width <= DENSE_PAIRS:
        counts = np.zeros((width + 1) * width, np.int64)
        (k.count_pairs_8 if small else k.count_pairs_16)(touchpoint, begins, made, width, counts)
        pairs = np.flatnonzero(counts)
        return pairs, counts[pairs]
    codes = np.empty(len(touchpoint), np.int64)
    k.pair_codes_16(touchpoint, begins, made, width, codes)
    unique, found = np.unique(codes, return_counts=True)
    return unique, found


def pair_codes(touchpoint: NDArray[Any], begins: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """The pair of every interaction, shape (N,)."""
    codes = np.empty(len(touchpoint), np.int64)
    fill = k.pair_codes_8 if touchpoint.dtype == np.uint8 else k.pair_codes_16
    fill(touchpoint, begins, len(begins) - 1, width, codes)
    return codes
