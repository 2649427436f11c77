"""Snapshots against the definitions: nothing of the history lies at or behind the moment, nothing of what comes after
before it.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from tests.contacts import DAY, START_OF_LOG, Contact, index_of
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.moments import LEFT, WON, Moments
from wegmarke.index.partition import Partition
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.summaries import snapshots
from wegmarke.index.summaries.compact_histories import HISTORY
from wegmarke.index.summaries.snapshots import Snapshots, TakeSnapshots
from wegmarke.model.incidents import IncidentRules
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings, OutcomeRule

LEAVES = OUTCOME_NAMES.index("churned")
SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    outcomes=(OutcomeRule("won", touchpoints=("order",)), OutcomeRule("churned", touchpoints=("goodbye",))),
)
END = Contact("zz", 1000 * DAY, "shop")


def due(seconds: float) -> datetime:
    return datetime.fromtimestamp(START_OF_LOG + seconds, UTC)


def taken(index: Index, *labels: str, where: str = "", **changed: object) -> Snapshots:
    outcomes = np.zeros(len(index.touchpoints), np.uint8)
    for code, touchpoint in enumerate(index.touchpoints):
        outcomes[code] = {"order": WON, "goodbye": LEFT}.get(touchpoint.label, 0)
    codes = tuple(code for code, touchpoint in enumerate(index.touchpoints) if touchpoint.label in labels)
    moments = replace(Moments(codes, outcomes, (LEAVES,), horizon_days=100.0), **changed)  # type: ignore[arg-type]
    kernel = TakeSnapshots(select(where, index) if where else EVERYTHING, incident_marks(index), moments)
    return LocalRunner(1).map_merge(kernel, index.partitions).table()


def days(found: Snapshots) -> list[float]:
    return [(seconds - START_OF_LOG) / DAY for seconds in found.seconds.tolist()]


def told(found: Snapshots, line: int, name: str) -> float:
    return float(found.history[line, HISTORY.index(name)])


def test_only_customers_are_looked_at_and_only_while_they_are_watched_for_long_enough() -> None:
    contacts = [
        Contact("a", -20 * DAY, "shop"),
        Contact("a", 10 * DAY, "order"),
        Contact("a", 20 * DAY, "shop"),
        Contact("a", 30 * DAY, "shop"),
        Contact("a", 61 * DAY, "shop"),
        Contact("a", 950 * DAY, "shop"),
        Contact("b", 0, "shop"),
    ]
    index = index_of([*contacts, END], SETTINGS)
    assert days(taken(index, "shop")) == [20, 61], "before the order, within a month of another, and without an end"
    assert days(taken(index, "shop", bought_once=False, washout_days=0.0)) == [20, 30, 61]


def test_leaving_counts_behind_the_lead_and_within_the_horizon() -> None:
    found = {}
    for after in (3, 8, 99, 101):
        contacts = [
            Contact("a", 0, "order"),
            Contact("a", 40 * DAY, "shop"),
            Contact("a", (40 + after) * DAY, "goodbye"),
        ]
        snapshots = taken(index_of([*contacts, END], SETTINGS), "shop")
        found[after] = snapshots.left.tolist()
    assert found == {3: [], 8: [True], 99: [True], 101: [False]}


def test_buying_again_is_told_only_of_purchases_after_the_moment() -> None:
    contacts = [Contact("a", 0, "order"), Contact("a", 10 * DAY, "shop"), Contact("a", 50 * DAY, "order")]
    index = index_of([*contacts, Contact("a", 200 * DAY, "shop"), END], SETTINGS)
    found = taken(index, "shop")
    assert list(zip(days(found), found.won.tolist(), strict=True)) == [(10, True), (200, False)]


def test_the_history_lies_before_the_moment_and_not_in_it() -> None:
    contacts = [
        Contact("a", 0, "order"),
        Contact("a", 5 * DAY, "complaint"),
        Contact("a", 45 * DAY, "hotline"),
        Contact("a", 46 * DAY, "hotline"),
        Contact("a", 50 * DAY, "complaint"),
        Contact("a", 60 * DAY, "complaint"),
    ]
    index = index_of([*contacts, END], SETTINGS)
    found = taken(index, "complaint", washout_days=0.0)
    assert days(found) == [5, 50, 60]
    assert found.bad.tolist() == [True, True, True]
    assert [told(found, line, "complaint 30") for line in range(3)] == [0, 0, 1]
    assert [told(found, line, "complaint 90") for line in range(3)] == [0, 1, 1]
    assert [told(found, line, "repeated 30") for line in range(3)] == [0, 1, 1]
    assert told(found, 1, "contacts_30") == np.log1p(2)
    assert told(found, 2, "asked_30") == np.log1p(3)
    assert told(found, 1, "tenure") == np.log1p(50)
    assert told(found, 1, "since_contact") == np.log1p(4)


def test_a_late_delivery_is_compared_with_what_was_before_the_promise_was_broken() -> None:
    """Whoever calls about the delay would else look like somebody who calls anyway."""
    contacts = [
        Contact("a", 0, "order", matter="1"),
        Contact("a", DAY, "confirmation", matter="1", promise_due=due(10 * DAY), promise_kept=due(20 * DAY)),
        Contact("a", 12 * DAY, "hotline", matter="1"),
        Contact("a", 20 * DAY, "delivery", matter="1"),
    ]
    index = index_of([Contact("a", -9 * DAY, "order"), *contacts, END], SETTINGS)
    found = taken(index, "delivery")
    assert found.bad.tolist() == [True]
    assert told(found, 0, "contacts_30") == np.log1p(3)
    assert told(found, 0, "promise_late 30") == 0
    before = taken(index, "delivery", before_matter=True)
    assert told(before, 0, "contacts_30") == np.log1p(1), "only what lay before the matter"


def test_moments_drawn_are_the_same_for_everybody_however_the_index_is_divided() -> None:
    contacts = [Contact(f"c{i}", day * DAY, "order") for i in range(40) for day in (0, 100, 300)]
    some = [taken(index_of([*contacts, END], SETTINGS, in_partitions=count)) for count in (1, 16)]
    assert np.array_equal(some[0].customer, some[1].customer)
    assert np.array_equal(some[0].seconds, some[1].seconds)
    assert len(some[0]) >= 40 * 9
    assert (some[0].touchpoint == -1).all()


def test_a_filter_chooses_the_journeys_that_are_looked_at() -> None:
    contacts = [Contact(c, day * DAY, t) for c in "ab" for day, t in ((0, "order"), (9, "shop"))]
    index = index_of([*contacts, Contact("a", 9 * DAY + 60, "letter"), END], SETTINGS)
    assert len(taken(index, "shop")) == 2
    assert len(taken(index, "shop", where="visited(letter)")) == 1


def test_a_promise_that_was_due_before_anything_is_told_leaves_no_gap() -> None:
    contacts = [
        Contact("a", 0, "order"),
        Contact("a", 50 * DAY, "delivery", matter="1", promise_due=due(-9 * DAY), promise_kept=due(50 * DAY)),
    ]
    found = taken(index_of([*contacts, END], SETTINGS), "delivery")
    assert found.bad.tolist() == [True]
    assert np.isfinite(found.history).all()
    assert told(found, 0, "tenure") == 0


def test_another_filter_chooses_among_what_was_taken_and_other_rules_take_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    contacts = [
        Contact(f"c{i}", day * DAY, t) for i in range(30) for day, t in ((0, "order"), (9 + i, "shop"), (50, "x"))
    ]
    contacts += [Contact("c7", 9 * DAY, "letter")]
    index, walks, real = index_of([*contacts, END], SETTINGS, in_partitions=4), [], snapshots._taken

    def counted(partition: Partition, *given: Any) -> snapshots.Taken:
        walks.append(partition.name)
        return real(partition, *given)

    monkeypatch.setattr(snapshots, "_taken", counted)
    every = taken(index, "shop")
    assert len(every) == 30
    assert len(walks) == len(index.partitions)
    one = taken(index, "shop", where="visited(letter)")
    assert one.customer.tolist() == every.customer[every.seconds == START_OF_LOG + 16 * DAY].tolist()
    assert np.array_equal(one.history, every.of(every.customer == one.customer[0]).history)
    assert len(taken(index, "shop", where="not visited(letter)")) == 29
    assert len(walks) == len(index.partitions), "taken once"
    assert not len(taken(index, "shop", horizon_days=995.0))
    taken(replace(index, incident_rules=IncidentRules(complaints=(index.keys[0],))), "shop")
    assert len(walks) == 3 * len(index.partitions), "another horizon, other rules"
    taken(index_of([*contacts, END], SETTINGS, in_partitions=1), "shop")
    assert len(walks) == 3 * len(index.partitions) + 1, "another index"


def test_what_is_kept_cannot_be_written_to() -> None:
    index = index_of([Contact("a", 0, "order"), Contact("a", 9 * DAY, "shop"), END], SETTINGS)
    moments = Moments((1,), np.zeros(len(index.touchpoints), np.uint8), (LEAVES,), horizon_days=9.0, bought_once=False)
    found = snapshots.taken_in(index.partitions[0], incident_marks(index), moments)
    for column in (found.customer, found.after, found.histories.ages, found.histories.counts, found.histories.marks):
        assert not column.flags.writeable


def test_only_what_was_chosen_travels() -> None:
    contacts = [Contact(f"c{i}", day * DAY, t) for i in range(400) for day, t in ((0, "order"), (9, "shop"))]
    index = index_of([*contacts, Contact("c7", 9 * DAY + 9, "letter"), END], SETTINGS)
    outcomes = np.zeros(len(index.touchpoints), np.uint8)
    moments = Moments(tuple(range(len(outcomes))), outcomes, (LEAVES,), horizon_days=100.0, bought_once=False)
    many, few = (
        LocalRunner(1).map_merge(TakeSnapshots(one, incident_marks(index), moments), index.partitions)
        for one in (EVERYTHING, select("visited(letter)", index))
    )
    sent = pickle.dumps(few)
    assert len(sent) < len(pickle.dumps(many)) / 50
    there = pickle.loads(sent).table()  # noqa: S301 - written in the line above
    assert len(there) == len(few.table()) == 2
    assert np.array_equal(there.history, few.table().history)


def test_tables_of_several_pieces_are_laid_out_like_their_lines() -> None:
    contacts = [Contact(f"c{i}", day * DAY, t) for i in range(50) for day, t in ((0, "order"), (9 + i, "shop"))]
    found = taken(index_of([*contacts, END], SETTINGS, in_partitions=8), "shop")
    assert len(found.histories.pieces) > 1
    backwards = np.arange(len(found))[::-1]
    assert np.array_equal(found.of(backwards).history, found.history[::-1])
    assert np.array_equal(found.of(backwards).histories.together().laid_out(), found.history[::-1])
    both = found.of(backwards[:3]).behind(found)
    assert np.array_equal(both.history, np.concatenate((found.history, found.history[::-1][:3])))
    columns = (13, 2, 3, 40, 39)
    assert np.array_equal(found.told(columns), found.history[:, columns])


def test_more_than_255_incidents_of_a_kind_are_told_as_255() -> None:
    contacts = [Contact("a", 10 * DAY + 60 * i, "complaint") for i in range(300)]
    index = index_of([Contact("a", 0, "order"), *contacts, Contact("a", 12 * DAY, "shop"), END], SETTINGS)
    found = taken(index, "shop")
    assert told(found, 0, "complaint 30") == 255
    assert told(found, 0, "contacts_30") == np.log1p(301)
