"""The index and its kernels say what the definitions say, on logs that hypothesis makes up (`tests.naive`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import naive
from tests.contacts import DAY, HOUR, RULES, START_OF_LOG, Contact, asked_of, index_of
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import select
from wegmarke.index.summaries.steps import CountSteps
from wegmarke.model import filter as f
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings
from wegmarke.questions import Asked
from wegmarke.questions.entries import entries
from wegmarke.questions.funnel import funnel
from wegmarke.questions.map import journey_map
from wegmarke.questions.paths import paths
from wegmarke.questions.shares import presence

TOUCHPOINTS = ("a", "b", "c", "d", "order", "refusal")

contacts = st.builds(
    Contact,
    customer=st.sampled_from(("ann", "bob", "NA", "null", "")) | st.text("xyz", min_size=1, max_size=2),
    at=st.integers(0, 60).map(lambda hours: float(hours * HOUR * 5))  # many equal times
    | st.floats(0, 20 * DAY, allow_nan=False).map(lambda at: round(at, 6)),
    touchpoint=st.sampled_from(TOUCHPOINTS),
    channel=st.sampled_from((None, "phone", "web")),
    department=st.sampled_from((None, "Sales", "Service")),
    outcome=st.sampled_from((None, None, None, "won", "LOST", "churned", "something else")),
    ends=st.booleans(),
    journey=st.sampled_from((None, None, "NA", "case 1", "case 2")),
    sequence=st.sampled_from((None, 0, 1, 2)),
    value_minor=st.sampled_from((None, 0, 1050, -300, 99)),
    currency=st.sampled_from((None, "EUR", "USD")),
    lifecycle=st.sampled_from((None, "complete", "start")),
    kind=st.sampled_from(("customer", "email")),
)
logs = st.lists(contacts, min_size=1, max_size=40)
how_cut = st.builds(
    JourneySettings,
    silence_days=st.sampled_from((None, 0.0, 0.25, 5.0)),
    cut_at_outcome=st.booleans(),
    lifecycle=st.sampled_from((None, ("complete",))),
    outcomes=st.just(RULES),
    time_zone=st.sampled_from(("Europe/Berlin", "UTC", "Pacific/Auckland")),
    revenue=st.sampled_from((None, None, (TOUCHPOINTS[0],), (TOUCHPOINTS[1], "not there"), ())),
)
settings.register_profile("journeys", settings.get_profile("wegmarke"), max_examples=60)
examples = settings(settings.get_profile("journeys"))


def both_ways(log: Sequence[Contact], cut: JourneySettings) -> tuple[Asked, list[naive.Journey]]:
    journeys = naive.journeys_of(log, cut)
    return asked_of(log, cut, in_partitions=4), journeys


def keys_of(asked: Asked) -> dict[str, str]:
    return {touchpoint.label: touchpoint.key for touchpoint in asked.index.touchpoints}


@examples
@given(logs, how_cut)
def test_journeys_are_cut_ordered_and_told_by_the_definitions(log: list[Contact], cut: JourneySettings) -> None:
    asked, journeys = both_ways(log, cut)
    labels = [touchpoint.label for touchpoint in asked.index.touchpoints]
    found = []
    for partition in asked.index.partitions:
        for j, customer in enumerate(partition.customer_of_journey.tolist()):
            a, b = int(partition.start[j]), int(partition.start[j + 1])
            kind, _, name = partition.identifier[customer].as_py().partition("\x1f")
            before = int(partition.before[j])
            found.append(
                (
                    (kind, name),
                    None if partition.journey_label is None else partition.journey_label[j].as_py(),
                    tuple(labels[code] for code in partition.touchpoint[a:b]),
                    partition.seconds[a:b].tolist(),
                    OUTCOME_NAMES[int(partition.outcome[j])],
                    bool(partition.outcome_happened[j]),
                    None if before == partition.no_touchpoint else labels[before],
                    0 if partition.value is None else int(partition.value[j]),
                    tuple((int(origin) >> 6) & 0xFFFFFFFFF for origin in partition.origin[a:b]),
                )
            )
    rows = {id(contact): row for row, contact in enumerate(log, 1)}
    expected = [
        (
            one.customer,
            one.label,
            one.path,
            one.seconds,
            one.outcome,
            one.happened,
            one.before,
            one.value_minor,
            tuple(rows[id(contact)] for contact in one.contacts),
        )
        for one in journeys
    ]
    assert Counter(map(repr, found)) == Counter(map(repr, expected))
    with_id = sum(contact.journey is not None for one in journeys for contact in one.contacts)
    assert asked.index.case_notion == (
        "customer" if not with_id else "journey_id" if with_id == sum(len(one.path) for one in journeys) else "mixed"
    )


@examples
@given(logs, how_cut)
def test_the_map_counts_and_times_by_the_definitions(log: list[Contact], cut: JourneySettings) -> None:
    asked, journeys = both_ways(log, cut)
    quantiles = (0.0, 0.1, 0.5, 0.9, 1.0)
    result = journey_map(asked, quantiles=quantiles).result
    if not journeys:
        assert result.reason == "empty_group"
        return
    labels = [touchpoint.label for touchpoint in result.touchpoints]
    visits = Counter(name for one in journeys for name in one.path)
    assert dict(zip(labels, result.interactions.tolist(), strict=True)) == visits
    for i, name in enumerate(labels):
        there = [one for one in journeys if name in one.path]
        assert (result.journeys[i], result.customers[i]) == (len(there), naive.customers_of(there))
        assert result.starts[i] == sum(one.path[0] == name for one in journeys)
        assert result.ends[i] == sum(one.path[-1] == name for one in journeys)
    steps = [(labels[a], labels[b]) for a, b in zip(result.source, result.target, strict=True)]
    assert dict(zip(steps, result.steps.tolist(), strict=True)) == naive.step_counts(journeys)
    for i, step in enumerate(steps):
        took = [one for one in journeys if step in one.steps]
        times = [seconds for one in journeys for seconds in one.elapsed(step)]
        assert (result.step_journeys[i], result.step_customers[i]) == (len(took), naive.customers_of(took))
        assert result.share_out[i] == pytest.approx(len(times) / visits[step[0]])
        assert result.share_in[i] == pytest.approx(len(times) / visits[step[1]])
        assert result.mean_seconds[i] == pytest.approx(np.mean(times), rel=1e-12)
        np.testing.assert_allclose(result.quantile_seconds[:, i], np.quantile(times, quantiles), rtol=1e-12)
    sums = asked.run(CountSteps(asked.selection, len(asked.index.steps), squares=True))
    assert float(sums.squares.sum()) == pytest.approx(
        sum(float(t) ** 2 for one in journeys for step in set(one.steps) for t in one.elapsed(step)), rel=1e-12
    )


@examples
@given(logs, how_cut)
def test_paths_and_entries_count_by_the_definitions(log: list[Contact], cut: JourneySettings) -> None:
    asked, journeys = both_ways(log, cut)
    if not journeys:
        return
    labels = [touchpoint.label for touchpoint in asked.index.touchpoints]
    result = paths(asked).result
    taken = Counter(one.path for one in journeys)
    found = [tuple(labels[code] for code in path) for path in result.paths]
    assert dict(zip(found, result.journeys.tolist(), strict=True)) == taken
    for i, path in enumerate(found):
        on_it = [one for one in journeys if one.path == path]
        assert result.customers[i] == naive.customers_of(on_it)
        assert result.outcomes[i].tolist() == [sum(one.outcome == name for one in on_it) for name in OUTCOME_NAMES]
        assert result.share[i] == len(on_it) / len(journeys)
    made = entries(asked).result
    waited = "lost" if any(one.outcome == "lost" for one in journeys) else None
    for at, place in (
        (made.entry, lambda one: one.path[0]),
        (made.exit, lambda one: one.path[-1]),
        (made.before, None),
    ):
        told = defaultdict(lambda: [0] * len(OUTCOME_NAMES))
        times, whole = defaultdict(list), defaultdict(list)
        for one in journeys:
            name = place(one) if place else one.before
            if name is not None:
                told[name][OUTCOME_NAMES.index(one.outcome)] += 1
            if place is None and one.happened and one.decided and one.outcome == waited:
                times[name].append(one.seconds[one.decided] - one.seconds[one.decided - 1])
                whole[name].append(one.seconds[one.decided] - one.seconds[0])
        assert {labels[code]: line.tolist() for code, line in zip(at.touchpoint, at.counts, strict=True)} == told
        if place is None and at.waited is not None and at.waited.outcome == "lost":
            for i, code in enumerate(at.touchpoint):
                values = times[labels[code]]
                assert at.waited.n[i] == len(values)
                if values:
                    assert at.waited.mean[i] == pytest.approx(np.mean(values))
                    assert (at.waited.median[i], at.waited.p90[i]) == pytest.approx(
                        tuple(np.quantile(values, (0.5, 0.9)))
                    )
                    of_whole = tuple(np.quantile(whole[labels[code]], (0.5, 0.9)))
                    assert (at.waited.whole_median[i], at.waited.whole_p90[i]) == pytest.approx(of_whole)


STAGES = st.lists(
    st.lists(st.sampled_from(TOUCHPOINTS[:4]), min_size=1, max_size=2, unique=True), min_size=2, max_size=4
)


@examples
@given(logs, how_cut, STAGES, st.sampled_from((None, 1, 5 * HOUR, 20 * HOUR, 8 * DAY)))
def test_the_funnel_counts_by_the_definitions(
    log: list[Contact], cut: JourneySettings, stages: list[list[str]], window: int | None
) -> None:
    log = [*log, *(Contact("all", 21 * DAY + i, name) for i, name in enumerate(TOUCHPOINTS))]
    asked, journeys = both_ways(log, cut)
    got = [naive.reached(one, stages, window) for one in journeys]
    finding = funnel(asked, stages=stages, within=window)
    times = defaultdict(list)
    for one in journeys:
        for stage, seconds in naive.waits(one, stages, window).items():
            times[stage].append(seconds)
    for i, stage in enumerate(finding.result.stages, 1):
        there = [one for one, furthest in zip(journeys, got, strict=True) if furthest >= i]
        assert (stage.journeys, stage.customers) == (len(there), naive.customers_of(there))
        assert stage.stopped == got.count(i)
        if i > 1 and hasattr(stage.elapsed_median, "value"):
            assert stage.elapsed_median.value == pytest.approx(float(np.median(times[i - 1])))
        assert i == 1 or len(times[i - 1]) == len(there)
        if i < len(stages):
            stopped = Counter(
                one.path[-1] for one, furthest in zip(journeys, got, strict=True) if furthest == i
            ).most_common()
            assert sorted(n for _, n in stage.ended) == sorted(n for _, n in stopped)[-5:]


@examples
@given(logs, how_cut)
def test_what_customers_repeat_is_summed_by_the_definitions(log: list[Contact], cut: JourneySettings) -> None:
    asked, journeys = both_ways(log, cut)
    of_customer = defaultdict(list)
    for one in journeys:
        of_customer[one.customer].append(one)
    found = presence(asked, "touchpoint", len(asked.index.touchpoints))
    m = {customer: len(theirs) for customer, theirs in of_customer.items()}
    assert found.totals.tolist() == [sum(m.values()), sum(n * n for n in m.values()), len(m)]
    for code, touchpoint in enumerate(asked.index.touchpoints):
        x = {who: sum(touchpoint.label in one.path for one in theirs) for who, theirs in of_customer.items()}
        assert found.journeys[code] == sum(x.values())
        assert found.customers[code] == sum(n > 0 for n in x.values())
        assert found.squares[code] == sum(n * n for n in x.values())
        assert found.crosses[code] == sum(x[who] * m[who] for who in m)


# --- every word of the filter language ----------------------------------------------------------------------------

names = st.sampled_from(TOUCHPOINTS)
some = st.lists(names, min_size=1, max_size=3).map(tuple)
numbers = st.sampled_from(("=", "!=", "<", "<=", ">", ">="))
funnels = STAGES.map(lambda stages: tuple(map(tuple, stages)))
hours = st.integers(0, 100).map(lambda n: f.Duration(n * HOUR))
spans = st.sampled_from(("2026", "2025-12", "2026-01", "2026-Q1", "2026-01-01", "2026-01-03", "2026-01-14")).map(
    lambda text: f.parse(f"started = {text}").value  # type: ignore[union-attr]
)
comparisons = st.one_of(
    st.builds(f.Compare, st.just("outcome"), st.sampled_from(("=", "!=")), st.sampled_from(OUTCOME_NAMES)),
    st.builds(f.Compare, st.just("channel"), st.sampled_from(("=", "!=")), st.sampled_from(("phone", "web", "fax"))),
    st.builds(f.Compare, st.just("department"), st.sampled_from(("=", "!=")), st.sampled_from(("Sales", "Law"))),
    st.builds(f.Compare, st.just("customer"), st.sampled_from(("=", "!=")), st.sampled_from(("ann", "NA", "zoe"))),
    st.builds(f.Compare, st.just("journey"), st.sampled_from(("=", "!=")), st.sampled_from(("NA", "case 1", "zoe"))),
    st.builds(f.Compare, st.just("length"), numbers, st.integers(0, 9).map(float)),
    st.builds(f.Compare, st.just("value"), numbers, st.sampled_from((0.0, 10.5, -3.0, 0.99, 7.5))),
    st.builds(f.Compare, st.just("duration"), numbers, hours),
    st.builds(f.Compare, st.sampled_from(("started", "finished")), numbers, spans),
    st.builds(f.In, st.just("channel"), st.just(("web", "fax"))),
    st.builds(f.In, st.just("length"), st.just((1.0, 3.0))),
    st.builds(f.Between, st.just("length"), st.just(2.0), st.just(4.0)),
    st.builds(f.Between, st.just("duration"), st.just(f.Duration(HOUR)), st.just(f.Duration(2 * DAY))),
    st.builds(f.Between, st.just("started"), spans, spans),
)
words = st.one_of(
    st.builds(f.Visited, some),
    st.builds(f.Began, some),
    st.builds(f.Ended, some),
    st.builds(f.DecidedAfter, some),
    st.builds(f.Order, st.lists(names, min_size=2, max_size=4).map(tuple)),
    st.builds(f.Step, names, names),
    st.builds(f.Path, st.lists(names, min_size=1, max_size=4).map(tuple)),
    st.builds(f.Reached, st.just(2), funnels, st.sampled_from((None, 10 * HOUR))),
    st.builds(f.ReachedWithout, st.just(1), funnels, st.sampled_from((None, 10 * HOUR))),
    comparisons,
)
filters = st.recursive(
    words,
    lambda inner: st.one_of(
        st.builds(f.Not, inner),
        st.builds(f.And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(f.Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


@settings(settings.get_profile("journeys"), max_examples=250)
@given(logs, how_cut, filters)
def test_a_filter_chooses_the_journeys_for_which_it_holds(
    log: list[Contact], cut: JourneySettings, condition: f.Filter
) -> None:
    every = [*log, *(Contact("all", 21 * DAY + i, name) for i, name in enumerate(TOUCHPOINTS))]
    asked, journeys = both_ways(every, cut)
    chosen = [one for one in journeys if naive.holds(condition, one)]
    totals = asked.where(f.write(condition)).totals(span=True)
    assert (totals.journeys, totals.customers, totals.interactions) == (
        len(chosen),
        naive.customers_of(chosen),
        sum(len(one.path) for one in chosen),
    )
    if chosen:
        assert totals.first == min(one.seconds[0] for one in chosen)
        assert totals.last == max(one.seconds[-1] for one in chosen)


def test_a_path_that_nobody_took_chooses_nobody() -> None:
    asked = Asked(index_of([Contact("ann", 0, "a"), Contact("ann", 1, "b"), Contact("bob", 0, "b")]), LocalRunner(1))
    for text in ("path(b, a)", "step(b, a)", "path(a)", "decided_after(a)", "order(b > a)", "path(a, b, a)"):
        assert select(text, asked.index).choose(asked.index.partitions[0]).sum() == 0, text  # type: ignore[union-attr]
    assert asked.where("path(a, b)").totals().journeys == 1
    assert asked.where("all").totals(span=True).first == START_OF_LOG
