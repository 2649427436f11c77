"""The log of a company: what the questions about reasons, defects and levers need, at any size.

Synthetic and seeded. Customers come for about two years, some ten contacts each with a long tail and days between them;
40 touchpoints of eight departments, where one orders, complains, asks, is dunned or cancels. Contacts carry channel
and department, four in ten a matter, one in twenty a promise or a score, orders an amount; half of those who cancel say
why.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

import wegmarke as wm
from bench.log import BEGIN_SECONDS, FINENESS, ROW_GROUP, SEED, SPAN_SECONDS, lengths_of, look_up

VERSION = 1
ORDER, CANCELLED, REFUSED = 0, 9, 10
NAMED = {
    ORDER: "order", 3: "hotline", 5: "support_chat", 6: "complaint", 7: "complaint_settled", 8: "payment_reminder",
    CANCELLED: "cancellation", REFUSED: "offer_refused", 11: "delivery_failed", 12: "enquiry", 13: "offer",
}  # fmt: skip
TOUCHPOINTS = tuple(NAMED.get(code, f"touchpoint_{code:02d}") for code in range(40))
CHANNELS = ("shop", "web", "phone", "mail", "letter")
DEPARTMENTS = ("marketing", "sales", "web shop", "service", "logistics", "accounting", "technics", "quality")
REASONS = ("price", "service", "moved", "competitor", "product", "no longer needed")
COLUMNS = {
    "customer": "customer_id", "time": "timestamp", "touchpoint": "touchpoint", "channel": "channel",
    "department": "department", "matter": "matter", "value": "amount", "promised": "promised", "kept": "kept",
    "stated_reason": "reason",
}  # fmt: skip
"""What each column means, in the keywords of `wegmarke.read`."""
SCORES = {"nps": "nps"}
OUTCOMES = {"won": [NAMED[ORDER]], "lost": [NAMED[REFUSED]], "churned": [NAMED[CANCELLED]]}
SILENCE_DAYS = 60.0
_DAY = 86_400
_NONE = -1


def read_company(size: int, cache: Path) -> wm.Log:
    """The log, made if it is not there yet, and read."""
    return wm.read(
        company_log(size, cache / "logs"),
        **COLUMNS,
        scores=SCORES,
        outcomes=OUTCOMES,
        silence_days=SILENCE_DAYS,
        time_zone="UTC",
    )


def company_log(size: int, folder: Path) -> Path:
    """The file with that many contacts, written if it is not there yet."""
    path = folder / f"company-{size}-v{VERSION}.parquet"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        _write(size, path)
        print(f"wrote a company's log of {size:,} contacts in {time.perf_counter() - began:.0f} s", flush=True)
    return path


@dataclass(frozen=True, slots=True)
class _Contacts:
    """Contacts by customer and time: codes, seconds; matter, score, reason _NONE where none is, due and kept 0."""

    customer: NDArray[np.int32]
    touchpoint: NDArray[np.uint8]
    seconds: NDArray[np.int64]
    channel: NDArray[np.int8]
    department: NDArray[np.int8]
    matter: NDArray[np.int32]
    score: NDArray[np.int8]
    reason: NDArray[np.int8]
    amount: NDArray[np.int32]
    due: NDArray[np.int64]
    kept: NDArray[np.int64]


def _write(size: int, path: Path) -> None:
    drawn = np.random.default_rng([SEED, VERSION])
    some = _contacts(size, drawn)
    order = drawn.permutation(size)
    aside = path.with_suffix(".part")
    with pq.ParquetWriter(aside, _table(some, order[:0]).schema, compression="zstd", compression_level=1) as writer:
        for first in range(0, size, ROW_GROUP):
            writer.write_table(_table(some, order[first : first + ROW_GROUP]))
    aside.rename(path)


def _contacts(size: int, drawn: np.random.Generator) -> _Contacts:
    lengths = lengths_of(size, drawn)
    customer = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    touchpoint, seconds = _ways(lengths, drawn)
    chance = drawn.random((4, size), dtype=np.float32)
    # A matter goes on over some contacts in a row; each is numbered within its customer.
    matter = np.where(chance[0] < 0.4, customer * 8 + (np.arange(size) // 4) % 8, _NONE).astype(np.int32)
    owner = drawn.integers(0, len(DEPARTMENTS), len(TOUCHPOINTS)).astype(np.int8)
    elsewhere = drawn.integers(0, len(DEPARTMENTS), size).astype(np.int8)
    promised = chance[1] < 0.05
    due = np.where(promised, seconds + drawn.integers(1, 20, size) * _DAY, 0)
    # Three quarters are kept in time, one in eight late, the others never; as far as the data reach.
    when = due + drawn.integers(-3, 2, size) * _DAY + drawn.integers(0, 9, size) * _DAY * (chance[2] < 0.3)
    kept = np.where(promised & (chance[2] < 0.875), np.maximum(when, seconds + 3600), 0)
    kept[kept > BEGIN_SECONDS + SPAN_SECONDS] = 0
    leaving = (touchpoint == CANCELLED) | (touchpoint == REFUSED)
    return _Contacts(
        customer=customer,
        touchpoint=touchpoint,
        seconds=seconds,
        channel=drawn.integers(0, len(CHANNELS), size).astype(np.int8),
        department=np.where(chance[2] < 0.8, owner[touchpoint], elsewhere),
        matter=matter,
        score=np.where(chance[3] < 0.05, drawn.integers(0, 11, size), _NONE).astype(np.int8),
        reason=np.where(leaving & (chance[3] < 0.5), drawn.integers(0, len(REASONS), size), _NONE).astype(np.int8),
        amount=np.where(touchpoint == ORDER, drawn.integers(5, 400, size), 0).astype(np.int32),
        due=due,
        kept=kept,
    )


def _ways(lengths: NDArray[np.int64], drawn: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Touchpoints and seconds of all customers, drawn contact by contact for all who still go on (they stand first)."""
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    touchpoint, seconds = np.empty(offsets[-1], np.uint8), np.empty(offsets[-1], np.int64)
    popular = 1 / np.arange(1, len(TOUCHPOINTS) + 1)
    popular[[CANCELLED, REFUSED]] = 0.02
    following = np.stack([look_up(popular * drawn.gamma(0.8, 1, len(popular)) + 1e-4) for _ in TOUCHPOINTS])
    here = look_up(popular)[drawn.integers(0, FINENESS, len(lengths), dtype=np.uint16)]
    now = drawn.integers(BEGIN_SECONDS, BEGIN_SECONDS + SPAN_SECONDS * 2 // 3, len(lengths))
    for step in range(int(lengths[0])):
        going_on = int(np.searchsorted(-lengths, -step, side="left"))
        here, now = here[:going_on], now[:going_on]
        at = offsets[:going_on] + step
        touchpoint[at], seconds[at] = here, now
        # The pause is log-normal with a median of two days.
        pause = np.exp(12.1 + 1.5 * drawn.standard_normal(going_on, dtype=np.float32))
        now = now + np.clip(pause, 1, 2**25).astype(np.int64)
        here = following[here, drawn.integers(0, FINENESS, going_on, dtype=np.uint16)]
    return touchpoint, _within_the_data(seconds, offsets)


def _within_the_data(seconds: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whoever would go on after the last day of the data comes more often instead."""
    first, last = seconds[offsets[:-1]], seconds[offsets[1:] - 1]
    faster = np.minimum(1.0, (BEGIN_SECONDS + SPAN_SECONDS - first) / np.maximum(last - first, 1))
    lengths = np.diff(offsets)
    begun = np.repeat(first, lengths)
    return begun + ((seconds - begun) * np.repeat(faster, lengths)).astype(np.int64)


def _table(some: _Contacts, rows: NDArray[np.int64]) -> pa.Table:
    return pa.table(
        {
            "customer_id": some.customer[rows].astype(np.int64) * 7 + 10_000_019,
            "timestamp": _times(some.seconds[rows]),
            "touchpoint": _words(some.touchpoint[rows], TOUCHPOINTS),
            "channel": _words(some.channel[rows], CHANNELS),
            "department": _words(some.department[rows], DEPARTMENTS),
            "matter": _or_none(some.matter[rows], some.matter[rows] != _NONE),
            "amount": _or_none(some.amount[rows], some.amount[rows] > 0),
            "promised": _times(some.due[rows]),
            "kept": _times(some.kept[rows]),
            "nps": _or_none(some.score[rows], some.score[rows] != _NONE),
            "reason": _words(some.reason[rows], REASONS),
        }
    )


def _words(codes: NDArray[np.int8] | NDArray[np.uint8], words: tuple[str, ...]) -> pa.Array:
    places = codes.astype(np.int8)
    return pa.DictionaryArray.from_arrays(pa.array(places, mask=places < 0), list(words)).cast(pa.string())


def _or_none(values: NDArray[np.int32] | NDArray[np.int8], there: NDArray[np.bool_]) -> pa.Array:
    return pa.array(values.astype(np.int64), mask=~there)


def _times(seconds: NDArray[np.int64]) -> pa.Array:
    return pa.array(seconds * 1_000_000, pa.timestamp("us"), mask=seconds == 0)
