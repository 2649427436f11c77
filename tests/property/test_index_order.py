"""The answers depend on what happened and when, not on the order of rows, the partitioning, batches or threads."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contacts import DAY, HOUR, WHOLE, Contact, asked_of, index_of, random_log, walks
from wegmarke.index.runner import LocalRunner
from wegmarke.model.finding import CannotSay
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask

CUT = JourneySettings(silence_days=7, cut_at_outcome=True, outcomes=WHOLE.outcomes)
ASKED: tuple[tuple[str, dict[str, object]], ...] = (
    ("map", {}),
    ("paths", {"top": 60}),
    ("entries", {}),
    ("funnel", {"stages": "t000 > t001 | t002 > order", "within": "20 days"}),
    ("compare", {"a": "outcome = won", "b": "outcome = lost", "what": "steps", "top": 25}),
    ("compare", {"a": "channel = phone", "b": "all", "what": "paths", "top": 25}),
    ("attribution", {}),
    ("touchpoint", {"touchpoint": "t001"}),
    ("customers", {"limit": 40}),
    ("customers", {"limit": 40, "order": "longest"}),
    ("customers", {"limit": 40, "order": "slowest"}),
)
FILTERS = ("", "visited(t002) and not began(t003)")


def told(asked: Asked) -> list[Any]:
    """Every answer as headline and tables; numbers of customers are no part of what is asked."""
    result: list[Any] = []
    for text in FILTERS:
        for name, arguments in ASKED:
            finding = ask(name, asked.where(text), arguments)
            assert not isinstance(finding.result, CannotSay), name
            tables = [
                {
                    column.key: (list(column.values), None if column.evidence is None else list(column.evidence))
                    for column in table.columns
                    if column.key != "customer_number"
                }
                for table in finding.result.tables()
            ]
            result.append((name, finding.headline, dataclasses.replace(finding.basis, version=""), tables))
    return result


@pytest.fixture(scope="module")
def log() -> list[Contact]:
    return random_log(np.random.default_rng(5), 6000, 500, 14)


@pytest.fixture(scope="module")
def expected(log: list[Contact]) -> list[Any]:
    """Exactly this; of the wins that attribution's rules share out, which are sums of parts, twelve digits."""
    answers = told(asked_of(log, CUT, in_partitions=1))
    for name, _, _, tables in answers:
        if name == "attribution":
            for key in ("linear_touch", "decay_touch", "position_touch"):
                values, evidence = tables[1][key]
                tables[1][key] = ([pytest.approx(value, rel=1e-12) for value in values], evidence)
    return answers


@pytest.mark.parametrize("partitions", [2, 8, 32, 256])
def test_the_answers_do_not_depend_on_the_partitioning(
    log: list[Contact], expected: list[Any], partitions: int
) -> None:
    assert told(asked_of(log, CUT, in_partitions=partitions)) == expected


@pytest.mark.parametrize("threads", [1, 2, 5, 16])
def test_the_answers_do_not_depend_on_threads(log: list[Contact], expected: list[Any], threads: int) -> None:
    index = index_of(log, CUT, in_partitions=32, threads=threads)
    for _ in range(3):
        assert told(Asked(index, LocalRunner(threads))) == expected


@pytest.mark.parametrize("rows_a_batch", [1, 37, 1000])
def test_the_answers_do_not_depend_on_batches(log: list[Contact], expected: list[Any], rows_a_batch: int) -> None:
    assert told(asked_of(log, CUT, in_partitions=4, rows_a_batch=rows_a_batch)) == expected


@pytest.mark.parametrize("seed", range(4))
def test_the_answers_do_not_depend_on_the_order_of_rows_where_times_differ(
    log: list[Contact], expected: list[Any], seed: int
) -> None:
    shuffled = [log[i] for i in np.random.default_rng(seed).permutation(len(log))]
    assert told(asked_of(shuffled, CUT, in_partitions=4)) == expected


ties = st.lists(
    st.builds(
        Contact,
        customer=st.sampled_from(("ann", "bob")),
        at=st.sampled_from((0.0, 0.000001, 1.0)),
        touchpoint=st.sampled_from("abcdef"),
        sequence=st.one_of(st.none(), st.integers(-3, 3)),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=60)
@given(ties, st.randoms(use_true_random=False))
def test_equal_times_are_ordered_by_sequence_then_by_row(log: list[Contact], random: Any) -> None:
    assert _paths(log) == {
        customer: "".join(
            one.touchpoint
            for _, _, _, one in sorted(
                (one.microseconds, one.sequence or 0, row, one)
                for row, one in enumerate(log)
                if one.customer == customer
            )
        )
        for customer in {one.customer for one in log}
    }
    numbered = [dataclasses.replace(one, sequence=place) for place, one in enumerate(log)]
    shuffled = random.sample(numbered, len(numbered))
    assert _paths(shuffled) == _paths(numbered)


def _paths(log: Sequence[Contact]) -> dict[str, str]:
    asked = asked_of(log)
    lines = ask("customers", asked, {"limit": 1000}).result.lines
    return {line.identifier: "".join(asked.index.touchpoints[code].label for code in line.path) for line in lines}


def test_silence_cuts_only_when_it_is_longer() -> None:
    log = [Contact("ann", at, "a") for at in (0, 2 * DAY, 4 * DAY + 1, 4 * DAY + 1)]
    exactly = JourneySettings(silence_days=2, outcomes=())
    assert asked_of(log, exactly).totals().journeys == 2
    assert asked_of(log, JourneySettings(silence_days=None, outcomes=())).totals().journeys == 1
    microsecond = [*log[:2], Contact("ann", 4 * DAY + 0.000001, "a")]
    assert asked_of(microsecond, exactly).totals().journeys == 2


def test_an_outcome_ends_the_journey_and_the_next_contact_begins_another() -> None:
    log = walks([("ann", "ab"), ("bob", "ab")])
    log += [Contact("ann", 2 * HOUR, "order"), Contact("ann", 3 * HOUR, "b"), Contact("ann", 4 * HOUR, "refusal")]
    asked = asked_of(log, CUT)
    lines = ask("customers", asked, {"order": "earliest"}).result.lines
    labels = [touchpoint.label for touchpoint in asked.index.touchpoints]
    found = sorted((line.identifier, line.outcome, [labels[code] for code in line.path]) for line in lines)
    assert found == [
        ("ann", "lost", ["b", "refusal"]),
        ("ann", "won", ["a", "b", "order"]),
        ("bob", "open", ["a", "b"]),
    ]
    assert asked.where("decided_after(b)").totals().journeys == 3
    assert asked_of(log, dataclasses.replace(CUT, cut_at_outcome=False)).totals().journeys == 2


def test_journey_ids_rule_the_cutting_off_and_rows_without_one_are_still_cut() -> None:
    log = [
        Contact("ann", 0, "a", journey="1"),
        Contact("ann", 90 * DAY, "order", journey="1"),
        Contact("ann", 91 * DAY, "b", journey="1"),
        Contact("ann", 1, "c"),
        Contact("ann", 20 * DAY, "d"),
        Contact("bob", 0, "a", journey="1"),
    ]
    asked = asked_of(log, CUT)
    assert asked.index.case_notion == "mixed"
    lines = ask("customers", asked, {}).result.lines
    found = sorted((line.identifier, line.journey or "", len(line.path)) for line in lines)
    assert found == [("ann", "", 1), ("ann", "", 1), ("ann", "1", 3), ("bob", "1", 1)]
