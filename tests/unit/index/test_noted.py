"""Promises, scores, stated reasons, amounts and matters on their way into the index: what comes in stands there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contacts import DAY, HOUR, START_OF_LOG, WHOLE, Contact, batches_of, index_of, partitions
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index import rows as rows_of
from wegmarke.index.build import build_index
from wegmarke.index.index import Index
from wegmarke.index.noted import promises_of
from wegmarke.index.opened import open_index
from wegmarke.index.overlay import Touched, update_index
from wegmarke.index.partition import Partition
from wegmarke.workspace.promises import promise_state

BERLIN = ZoneInfo("Europe/Berlin")


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(START_OF_LOG + seconds, UTC)


CONTACTS = [
    Contact("a", 0, "order", value_minor=1_250, matter="order 1", promise_due=at(2 * DAY), promise_kept=at(3 * DAY)),
    Contact("a", 3 * DAY, "survey", scores=(("nps", 3.0), ("ces", 5.5)), matter="order 1"),
    Contact("a", 5 * DAY, "refusal", stated_reason="Preis", matter="offer 7"),
    Contact("b", HOUR, "order", value_minor=-300, matter="order 1"),
    Contact("b", 2 * HOUR, "hotline", promise_due=at(DAY)),
    Contact("b", 9 * DAY, "survey", scores=(("nps", 10.0),)),
]


def told(index: Index) -> list[tuple[object, ...]]:
    """What is noted, in words and by customer and second, however the index is divided."""
    return sorted((line for partition in index.partitions for line in told_in(index, partition)), key=repr)


def told_in(index: Index, partition: Partition) -> Iterator[tuple[object, ...]]:
    journey = np.repeat(np.arange(len(partition.outcome)), np.diff(partition.start))
    of = partition.customer_of_journey[journey]
    live = np.ones(len(of), np.bool_) if partition.live is None else partition.live[journey]
    noted = partition.noted
    promises = zip(noted.promise_at, noted.promise_due.tolist(), noted.promise_kept.tolist(), strict=True)
    scores = zip(noted.score_at, noted.score_scale, noted.score.tolist(), strict=True)
    lines = [
        *(("promise", i, by, done) for i, by, done in promises),
        *(("score", i, index.scales[scale], value) for i, scale, value in scores),
        *(("reason", i, index.reasons[code - 1]) for i, code in zip(noted.reason_at, noted.reason, strict=True)),
        *(("amount", i, amount) for i, amount in zip(noted.amount_at, noted.amount.tolist(), strict=True)),
    ]
    for kind, i, *rest in lines:
        if live[i]:
            name = partition.identifier[int(of[i])].as_py().split("\x1f")[1]
            yield (kind, name, int(partition.seconds[i]) - START_OF_LOG, *rest)


EXPECTED = sorted(
    [
        ("promise", "a", 0, START_OF_LOG + 2 * DAY, START_OF_LOG + 3 * DAY),
        ("promise", "b", 2 * HOUR, START_OF_LOG + DAY, 0),
        ("score", "a", 3 * DAY, "nps", 3.0),
        ("score", "a", 3 * DAY, "ces", 5.5),
        ("score", "b", 9 * DAY, "nps", 10.0),
        ("reason", "a", 5 * DAY, "Preis"),
        ("amount", "a", 0, 1_250),
        ("amount", "b", HOUR, -300),
    ],
    key=repr,
)


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("rows", [1, 1 << 20])
def test_what_comes_in_stands_in_the_index(count: int, rows: int) -> None:
    """Also where most batches have nothing of a kind."""
    with partitions(count):
        index = index_of(CONTACTS, rows_a_batch=rows)
    assert told(index) == EXPECTED


def test_the_same_matter_of_one_customer_has_one_number_and_none_has_0() -> None:
    with partitions(1):
        index = index_of(CONTACTS)
    (partition,) = index.partitions
    assert partition.matter is not None
    by_customer = np.split(partition.matter, partition.start[1:-1])
    lengths = {len(one): one for one in by_customer}
    assert set(lengths) == {3}
    for one, seconds in zip(by_customer, np.split(partition.seconds, partition.start[1:-1]), strict=True):
        if int(seconds[0]) == START_OF_LOG:
            assert one[0] == one[1] != one[2]
        else:
            assert one[0] != 0
            assert one[1:].tolist() == [0, 0]


def test_on_disk_and_in_an_overlay_it_is_the_same(tmp_path: Path) -> None:
    numbers = CustomerNumbers()
    many = [Contact(f"x{i}", i, "order") for i in range(400)]
    build_index(tmp_path, batches_of([*CONTACTS[:3], *many]), WHOLE, numbers, position=1)
    assert told(open_index(tmp_path)) == [line for line in EXPECTED if line[1] == "a"]
    touched = Touched(pa.table({"customer_kind": ["customer"], "customer": ["b"]}))
    update_index(tmp_path, batches_of([*CONTACTS, *many]), touched, numbers, 2)
    index = open_index(tmp_path)
    assert told(index) == EXPECTED
    assert index.scales == ("nps", "ces")


def test_free_text_for_reasons_ends_in_one_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of, "MOST_REASONS", 3)
    index = index_of([Contact("a", i, "refusal", stated_reason=f"weil {i}") for i in range(6)])
    assert index.reasons == ("weil 0", "weil 1", "weil 2", rows_of.OTHER_REASON)
    assert sum(np.count_nonzero(partition.noted.reason == 4) for partition in index.partitions) == 3


MOMENTS = st.integers(0, 40 * DAY * 1_000_000).map(lambda us: at(0) + timedelta(microseconds=us)) | st.integers(
    0, 60
).map(lambda day: (datetime(2026, 3, 1, tzinfo=BERLIN) + timedelta(days=day)).astimezone(UTC))


@given(st.lists(st.tuples(MOMENTS, st.none() | MOMENTS), min_size=1, max_size=8), MOMENTS)
def test_a_promise_stands_in_the_index_as_a_page_tells_it(
    promises: list[tuple[datetime, datetime | None]], now: datetime
) -> None:
    """Fractions of a second, promised days and the days on which the clock changes included."""
    kind = pa.timestamp("us", tz="UTC")
    as_of = now.replace(microsecond=0)
    due, kept = promises_of(
        pa.array([one for one, _ in promises], kind), pa.array([one for _, one in promises], kind), "Europe/Berlin"
    )
    for (by, done), due_second, kept_second in zip(promises, due.tolist(), kept.tolist(), strict=True):
        state = promise_state(by, done, as_of, "Europe/Berlin")
        if done is not None:
            assert state == ("kept" if kept_second <= due_second else "late")
        else:
            assert kept_second == 0
            assert state == ("open" if as_of.timestamp() <= due_second else "broken")
