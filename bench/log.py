"""The log that everybody is measured on: synthetic, seeded, the same for a given size.

About ten interactions a customer (long tail), 40 touchpoints, first-order Markov transitions, two years. Times are
whole seconds and differ within a customer, so that there is one right order whatever the tie rule. Each customer has
one outcome; who passed touchpoint_03 is won more often.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bench.log_words import OUTCOMES, TOUCHPOINTS

SEED = 20261122
VERSION = 1
SPAN_SECONDS = 2 * 365 * 86_400
BEGIN_SECONDS = 1_704_067_200  # 2024-01-01 UTC
ROW_GROUP = 1_000_000
FINENESS = 4096  # transition shares are multiples of 1/4096: then drawing the next touchpoint is one look-up


@dataclass(frozen=True, slots=True)
class Log:
    """The same interactions twice: rows shuffled as they might arrive, and sorted by customer and time."""

    size: int
    arrival: Path
    by_customer: Path


def log_of(size: int, folder: Path) -> Log:
    """The log of that size, written if it is not there yet."""
    log = Log(size, folder / f"log-{size}-v{VERSION}.parquet", folder / f"log-{size}-v{VERSION}-by-customer.parquet")
    if not (log.arrival.exists() and log.by_customer.exists()):
        folder.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        _write(log)
        print(f"wrote a log of {size:,} interactions in {time.perf_counter() - began:.0f} s", flush=True)
    return log


def _write(log: Log) -> None:
    drawn = np.random.default_rng(SEED)
    lengths = lengths_of(log.size, drawn)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    touchpoint, seconds, won = _journeys(lengths, offsets, drawn)
    numbers = drawn.permutation(len(lengths)).astype(np.int64) * 7 + 10_000_019  # sparse, in no order
    customer = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)

    def rows(chosen: NDArray[np.int64]) -> pa.Table:
        who = customer[chosen]
        return pa.table(
            {
                "customer_id": numbers[who],
                "timestamp": pa.array(seconds[chosen].astype(np.int64) * 1_000_000, pa.timestamp("us")),
                "touchpoint": _words(touchpoint[chosen], TOUCHPOINTS),
                "outcome": _words(won[who], OUTCOMES),
            }
        )

    by_number = np.argsort(numbers)
    begins = np.concatenate([[0], np.cumsum(lengths[by_number])])
    ordered = np.arange(log.size) + np.repeat(offsets[:-1][by_number] - begins[:-1], lengths[by_number])
    for path, order in ((log.by_customer, ordered), (log.arrival, drawn.permutation(log.size))):
        aside = path.with_suffix(".part")
        with pq.ParquetWriter(aside, rows(order[:0]).schema, compression="zstd", compression_level=1) as writer:
            for first in range(0, log.size, ROW_GROUP):
                writer.write_table(rows(order[first : first + ROW_GROUP]))
        aside.rename(path)


def _words(codes: NDArray[np.uint8], words: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(codes.astype(np.int8), list(words)).cast(pa.string())


def lengths_of(size: int, drawn: np.random.Generator) -> NDArray[np.int64]:
    """Interactions of each customer, longest first, in sum exactly `size`."""
    lengths = 1 + drawn.negative_binomial(1.5, 1.5 / 10.5, max(size // 10, 1)).astype(np.int64)
    missing = size - int(lengths.sum())
    while missing:
        chosen = drawn.choice(len(lengths), min(abs(missing), len(lengths)), replace=False)
        chosen = chosen if missing > 0 else chosen[lengths[chosen] > 1]
        lengths[chosen] += np.sign(missing)
        missing = size - int(lengths.sum())
    return np.sort(lengths)[::-1]


def _journeys(
    lengths: NDArray[np.int64], offsets: NDArray[np.int64], drawn: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.uint32], NDArray[np.uint8]]:
    """Touchpoints and times of all customers, drawn step by step for all who still go on (they stand first)."""
    following, beginning = _transitions(drawn)
    touchpoint = np.empty(offsets[-1], np.uint8)
    seconds = np.empty(offsets[-1], np.uint32)
    here = beginning[drawn.integers(0, FINENESS, len(lengths), dtype=np.uint16)]
    now = drawn.integers(BEGIN_SECONDS, BEGIN_SECONDS + SPAN_SECONDS, len(lengths))
    visited = np.zeros(len(lengths), bool)
    for step in range(int(lengths[0])):
        going_on = int(np.searchsorted(-lengths, -step, side="left"))
        here, now = here[:going_on], now[:going_on]
        at = offsets[:going_on] + step
        touchpoint[at], seconds[at] = here, now
        visited[:going_on] |= here == 3
        # The wait is log-normal with a median of eight hours.
        wait = np.exp(10.3 + 1.6 * drawn.standard_normal(going_on, dtype=np.float32))
        now = now + np.clip(wait, 1, 2**25).astype(np.int64)
        here = following[here, drawn.integers(0, FINENESS, going_on, dtype=np.uint16)]
    won = drawn.random(len(lengths)) < 0.12 + 0.25 * visited
    return touchpoint, seconds, won.astype(np.uint8)


def _transitions(drawn: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Look-up tables: the next touchpoint for each of 4,096 equally likely draws, (from, draw), and the first one."""
    popular = 1 / np.arange(1, len(TOUCHPOINTS) + 1)
    tables = []
    for _ in TOUCHPOINTS:
        weights = (popular[drawn.permutation(len(popular))] + popular) / 2
        tables.append(look_up(weights * drawn.gamma(0.6, 1, len(popular)) + 1e-3))
    return np.stack(tables), look_up(popular * drawn.gamma(1, 1, len(popular)))


def look_up(weights: NDArray[np.float64]) -> NDArray[np.uint8]:
    """FINENESS codes, each as often as its weight says."""
    levels = np.cumsum(weights) / weights.sum()
    return np.searchsorted(levels, (np.arange(FINENESS) + 0.5) / FINENESS).astype(np.uint8)
