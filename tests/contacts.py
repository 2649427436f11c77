"""Made-up interactions for tests: written as short tuples, brought into the record's columns, indexed in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from unittest import mock

import numpy as np
import pyarrow as pa

from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index import build
from wegmarke.index.build import index_in_memory
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.model.columns import INDEX_COLUMNS, INTERACTION_SCHEMA
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.questions import Asked

START_OF_LOG = 1_767_225_600
"""1 January 2026, 00:00 UTC, in seconds."""

SECOND, MINUTE, HOUR, DAY = 1, 60, 3600, 86_400

RULES = (
    OutcomeRule("won", touchpoints=("order",), values=("won",)),
    OutcomeRule("lost", touchpoints=("refusal",), values=("lost",)),
    OutcomeRule("churned", values=("churned",)),
)
WHOLE = JourneySettings(silence_days=None, cut_at_outcome=False, outcomes=RULES, time_zone="Europe/Berlin")
"""Nothing is cut: a journey is all of a customer's interactions, or those of one journey id."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One interaction; `at` is seconds after START_OF_LOG, as a float where microseconds matter."""

    customer: str
    at: float
    touchpoint: str
    channel: str | None = None
    department: str | None = None
    outcome: str | None = None
    ends: bool = False
    journey: str | None = None
    sequence: int | None = None
    value_minor: int | None = None
    currency: str | None = None
    lifecycle: str | None = None
    matter: str | None = None
    scores: tuple[tuple[str, float], ...] | None = None
    promise_due: datetime | None = None
    promise_kept: datetime | None = None
    stated_reason: str | None = None
    kind: str = "customer"

    @property
    def microseconds(self) -> int:
        """Since 1970."""
        return START_OF_LOG * 1_000_000 + round(self.at * 1_000_000)


def batches_of(contacts: Sequence[Contact], rows_a_batch: int = 1 << 20) -> Iterator[pa.RecordBatch]:
    """The contacts in the columns that the index reads, in this order, rows numbered from 1."""
    schema = pa.schema([INTERACTION_SCHEMA.field(name) for name in INDEX_COLUMNS])
    for begin in range(0, len(contacts), rows_a_batch):
        some = contacts[begin : begin + rows_a_batch]
        columns: dict[str, object] = {
            "file": np.ones(len(some), np.int32),
            "row": np.arange(begin + 1, begin + 1 + len(some)),
            "part": np.zeros(len(some), np.int16),
            "customer_kind": [one.kind for one in some],
            "time": pa.array([one.microseconds for one in some], pa.int64()).cast(pa.timestamp("us", tz="UTC")),
        }
        for name in INDEX_COLUMNS:
            if name not in columns:
                columns[name] = [getattr(one, name) for one in some]
        arrays = [
            value.cast(field.type) if isinstance(value, pa.Array) else _array(value, field.type)
            for field, value in ((schema.field(name), columns[name]) for name in INDEX_COLUMNS)
        ]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _array(values: object, kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return pa.array(values, pa.string()).dictionary_encode().cast(kind)
    return pa.array(values, kind)


@contextmanager
def partitions(count: int | None) -> Iterator[None]:
    """Inside, an index is built with so many partitions (a power of two); None: as many as it thinks best."""
    if count is None:
        yield
        return
    with mock.patch.object(build, "partition_count", return_value=count):
        yield


def index_of(
    contacts: Sequence[Contact],
    settings: JourneySettings = WHOLE,
    *,
    in_partitions: int | None = None,
    threads: int = 1,
    rows_a_batch: int = 1 << 20,
) -> Index:
    """The index of these contacts."""
    with partitions(in_partitions):
        return index_in_memory(batches_of(contacts, rows_a_batch), settings, CustomerNumbers(), threads=threads)


def asked_of(contacts: Sequence[Contact], settings: JourneySettings = WHOLE, **how: int | None) -> Asked:
    """All journeys of these contacts, to be asked on one thread."""
    return Asked(index_of(contacts, settings, **how), LocalRunner(1))  # type: ignore[arg-type]


def walks(paths: Iterable[tuple[str, str]], step_seconds: float = HOUR) -> list[Contact]:
    """Contacts from (customer, path) pairs: one letter a touchpoint, one step an hour."""
    return [
        Contact(customer, place * step_seconds, letter) for customer, path in paths for place, letter in enumerate(path)
    ]


def random_log(
    rng: np.random.Generator,
    interactions: int,
    customers: int,
    touchpoints: int,
    *,
    with_ids: float = 0.0,
    days: float = 60,
) -> list[Contact]:
    """A log with all that an interaction may carry; times differ. `with_ids` is the share that has a journey id."""
    names = [f"T{number:03d}" for number in range(touchpoints - 2)] + ["order", "refusal"]
    favour = rng.dirichlet(np.full(touchpoints, 2.0))
    at = rng.choice(int(days * DAY) * 10, interactions, replace=False) / 10
    who = rng.integers(0, customers, interactions)
    what = rng.choice(touchpoints, interactions, p=favour)
    draw = rng.random((interactions, 6))

    def maybe(row: int, column: int, share: float, words: Sequence[str]) -> str | None:
        part = draw[row, column] / share
        return words[int(part * len(words))] if part < 1 else None

    return [
        Contact(
            customer=f"c{who[row]}",
            at=float(at[row]),
            touchpoint=names[what[row]],
            channel=maybe(row, 0, 0.7, ("phone", "mail", "web")),
            department=maybe(row, 1, 0.8, ("Sales", "Service")),
            outcome=maybe(row, 2, 0.05, ("won", "lost", "churned", "no such outcome")),
            ends=bool(draw[row, 2] < 0.02),
            journey=f"c{who[row]}-{int(draw[row, 3] * 30)}" if draw[row, 3] < with_ids else None,
            value_minor=int(draw[row, 4] * 1e6) if draw[row, 4] < 0.3 else None,
            currency=maybe(row, 5, 0.9, ("EUR", "EUR", "EUR", "USD")),
        )
        for row in range(interactions)
    ]


def with_promises(rng: np.random.Generator, log: Sequence[Contact], share: float = 0.3) -> list[Contact]:
    """The same log with matters and promises: of a customer's matter several contacts may name the same date, some that
    it was kept, and some of the contacts with which it was.
    """
    latest = max(contact.at for contact in log)

    def moment(seconds: float) -> datetime:
        return datetime.fromtimestamp(START_OF_LOG + seconds, UTC)

    result = []
    for contact in log:
        draw = rng.random(4)
        matter = f"{int(draw[0] * 5)}" if draw[0] < 0.6 else None
        if draw[1] > share:
            result.append(replace(contact, matter=matter))
            continue
        number = int(draw[0] * 5) if matter else int(contact.at)
        due, done = 10 * DAY * (number + 1), 10 * DAY * (number + 1) + (number - 2) * DAY
        kept = contact.at if draw[2] < 0.3 else float(done)
        known = draw[3] < 0.6 and kept <= latest
        promised = replace(contact, matter=matter, promise_due=moment(due % (80 * DAY)))
        result.append(replace(promised, promise_kept=moment(kept)) if known else promised)
    return result
