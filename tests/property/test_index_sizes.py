"""Where codes grow, sets overflow and customers are huge: the answers stay those of the definitions."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from tests import naive
from tests.contacts import DAY, WHOLE, Contact, asked_of, index_of, random_log
from wegmarke.index.runner import LocalRunner
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask
from wegmarke.questions.map import journey_map
from wegmarke.questions.paths import paths


@pytest.mark.parametrize(
    ("touchpoints", "code"), [(64, np.uint8), (65, np.uint8), (254, np.uint8), (255, np.uint16), (700, np.uint16)]
)
def test_touchpoint_codes_grow_from_one_byte_to_two(
    touchpoints: int, code: type[np.unsignedinteger], rng: np.random.Generator
) -> None:
    log = random_log(rng, 6000, 400, touchpoints)
    log += [Contact("every", 61 * DAY + i, one) for i, one in enumerate(sorted({c.touchpoint for c in log}))]
    missing = touchpoints - len({contact.touchpoint for contact in log})
    log += [Contact("rare", 62 * DAY + i, f"rare {i}") for i in range(missing)]
    asked = asked_of(log, in_partitions=8)
    assert len(asked.index.touchpoints) == touchpoints
    assert {partition.touchpoint.dtype.type for partition in asked.index.partitions} == {code}
    journeys = naive.journeys_of(log, WHOLE)
    result = journey_map(asked).result
    labels = [touchpoint.label for touchpoint in result.touchpoints]
    steps = [(labels[a], labels[b]) for a, b in zip(result.source, result.target, strict=True)]
    assert dict(zip(steps, result.steps.tolist(), strict=True)) == naive.step_counts(journeys)
    for touchpoint in asked.index.touchpoints[::17]:
        for text, holds in (
            (f"visited({touchpoint.key})", lambda one, label: label in one.path),
            (f"not visited({touchpoint.key})", lambda one, label: label not in one.path),
            (f"ended({touchpoint.key})", lambda one, label: one.path[-1] == label),
            (f"decided_after({touchpoint.key})", lambda one, label: one.before == label),
        ):
            expected = sum(holds(one, touchpoint.label) for one in journeys)
            assert asked.where(text).totals().journeys == expected, text
    first, second = asked.index.keys[3], asked.index.keys[touchpoints // 2]
    names = {one.key: one.label for one in asked.index.touchpoints}
    expected = sum(naive.reached(one, [[names[first]], [names[second]]], None) == 2 for one in journeys)
    assert asked.where(f"order({first} > {second})").totals().journeys == expected


def test_step_codes_grow_beyond_two_bytes() -> None:
    """260 touchpoints in every pair: 67,600 steps, which two bytes cannot count."""
    n = 260
    path = [code for first in range(n) for second in range(n) for code in (first, second)]
    log = [Contact(customer, i, f"t{code}") for customer in ("ann", "bob") for i, code in enumerate(path)]
    asked = asked_of(log, in_partitions=4)
    assert len(asked.index.steps) > 0xFFFF
    assert {partition.step.dtype.type for partition in asked.index.partitions} == {np.uint32}
    counted = naive.step_counts(naive.journeys_of(log, WHOLE))
    result = journey_map(asked, customers=True).result
    labels = [touchpoint.label for touchpoint in result.touchpoints]
    found = {
        (labels[a], labels[b]): (steps, customers)
        for a, b, steps, customers in zip(
            result.source, result.target, result.steps.tolist(), result.step_customers.tolist(), strict=True
        )
    }
    assert {step: steps for step, (steps, _) in found.items()} == counted
    assert {customers for _, customers in found.values()} == {2}
    assert set(result.mean_seconds) == {1.0}
    assert asked.where("step(t7, t250)").totals().journeys == 2


def test_more_pairs_than_a_square_table_holds() -> None:
    """Above 1,024 touchpoints pairs are counted by sorting, above 2,047 step codes are looked up by bisection."""
    for n in (1025, 2100):
        rng = np.random.default_rng(n)
        codes = np.concatenate([np.arange(n), rng.integers(0, n, 4000)])
        log = [Contact(f"c{i % 11}", i, f"t{code}") for i, code in enumerate(codes)]
        asked = asked_of(log, in_partitions=4)
        result = journey_map(asked, quantiles=(), customers=False).result
        labels = [touchpoint.label for touchpoint in result.touchpoints]
        steps = [(labels[a], labels[b]) for a, b in zip(result.source, result.target, strict=True)]
        counted = naive.step_counts(naive.journeys_of(log, WHOLE))
        assert dict(zip(steps, result.steps.tolist(), strict=True)) == counted


def test_a_customer_with_a_hundred_thousand_interactions(rng: np.random.Generator) -> None:
    n = 100_000
    codes, at = rng.integers(0, 9, n), rng.permutation(n)
    log = [Contact("robot", float(at[i]), f"t{codes[i]}") for i in range(n)]
    log += [Contact(f"c{i}", float(i), f"t{i % 9}") for i in range(50)]
    asked = asked_of(log, in_partitions=4)
    ordered = codes[np.argsort(at)].tolist()
    expected = Counter((f"t{a}", f"t{b}") for a, b in pairwise(ordered))
    result = journey_map(asked).result
    labels = [touchpoint.label for touchpoint in result.touchpoints]
    steps = [(labels[a], labels[b]) for a, b in zip(result.source, result.target, strict=True)]
    assert dict(zip(steps, result.steps.tolist(), strict=True)) == expected
    assert set(result.step_customers.tolist()) == {1}
    assert set(result.mean_seconds) == {1.0}
    assert max(len(path) for path in paths(asked).result.paths) == n
    assert asked.where("length = 100000").totals().customers == 1
    cut = Asked(index_of(log, JourneySettings(silence_days=0.5 / DAY, outcomes=()), in_partitions=4), LocalRunner(2))
    assert cut.totals().journeys == n + 50
    assert cut.totals().customers == 51


def test_one_interaction_alone() -> None:
    asked = asked_of([Contact("ann", 0, "Hello")])
    result = journey_map(asked).result
    assert (len(result.touchpoints), len(result.steps), result.starts.tolist(), result.ends.tolist()) == (
        1,
        0,
        [1],
        [1],
    )
    assert paths(asked).result.journeys.tolist() == [1]
    finding = ask("funnel", asked, {"stages": "hello > hello"})
    assert [stage.journeys for stage in finding.result.stages] == [1, 0]


def test_no_interaction_at_all() -> None:
    asked = asked_of([])
    for name, arguments in (
        ("map", {}),
        ("paths", {}),
        ("entries", {}),
        ("attribution", {}),
        ("customers", {}),
        ("compare", {"a": "outcome = won", "b": "outcome = lost"}),
    ):
        finding = ask(name, asked, arguments)
        assert finding.basis.journeys == 0
        assert finding.result.reason in {"empty_group", "too_few", "no_conversions", "no_outcomes"}, name


def test_a_value_that_nobody_has_is_nothing() -> None:
    """A journey's value is the sum over its interactions; over none that carries money it is 0, in every log."""
    without = [Contact("ann", 0, "a"), Contact("bob", 0, "a")]
    one_has = [*without, Contact("cat", 0, "a", value_minor=500)]
    for log in (without, one_has):
        asked = asked_of(log)
        assert asked.where("value = 0").totals().journeys == 2
        assert asked.where("value < 5").totals().journeys == 2
        assert asked.where("value > 0").totals().journeys == len(log) - 2


def test_case_ids_that_look_like_nothing_are_ids() -> None:
    names = ("NA", "null", "None", "nan", "", "0", "N/A")
    log = [Contact(name, i, "a", journey=name or None) for i, name in enumerate(names)] + [Contact("NA", 9, "b")]
    asked = asked_of(log)
    assert asked.totals().customers == len(names)
    assert asked.totals().journeys == len(names) + 1
    for name in names:
        found = asked.where(f'customer = "{name}"').totals() if name else asked.where('not customer != ""').totals()
        assert found.customers == 1, name
    assert asked.where('journey = "NA"').totals().journeys == 1
