"""Incidents and the filter words that choose by them, against plain Python (`tests.naive_incidents`)."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import naive, naive_incidents
from tests.contacts import DAY, HOUR, RULES, START_OF_LOG, Contact, index_of
from wegmarke.index.incidents import incident_marks, incidents_in
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import select
from wegmarke.model import filter as f
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentRules, WaitRule
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked

TOUCHPOINTS = ("shop", "hotline", "complaint", "solved", "failed", "dunning", "enquiry", "offer", "order", "refusal")
RULES_HERE = IncidentRules(
    complaints=("complaint",),
    settled=("solved",),
    failures=("failed",),
    dunning=("dunning",),
    asking=("hotline",),
    repeated_days=2,
    ping_pong_days=6,
    dunning_days=5,
    waits=(WaitRule("enquiry", "offer", 3), WaitRule("offer", "order", 1)),
)


def moment(hour: int) -> datetime:
    """Noon or so: no promise of a whole day in any of the zones."""
    return datetime.fromtimestamp(START_OF_LOG + hour * HOUR + 1234, UTC)


moments = st.integers(0, 480).map(moment)
contacts = st.builds(
    Contact,
    customer=st.sampled_from(("ann", "bob", "cid")),
    at=st.just(0.0),
    touchpoint=st.sampled_from(TOUCHPOINTS),
    department=st.sampled_from((None, "Sales", "Service", "Service")),
    outcome=st.sampled_from((None, None, None, "churned")),
    journey=st.sampled_from((None, None, "case 1", "case 2")),
    matter=st.sampled_from((None, "7", "8")),
    scores=st.sampled_from((None, None, (("nps", 6.0),), (("nps", 7.0), ("csat", 2.0)), (("mine", 0.0),))),
    promise_due=st.none() | moments,
    promise_kept=st.none() | moments,
)
hours = st.lists(st.integers(0, 20 * 24), min_size=1, max_size=40, unique=True)
logs = hours.flatmap(
    lambda at: st.tuples(*[contacts] * len(at)).map(
        lambda made: [replace(one, at=float(hour * HOUR)) for one, hour in zip(made, at, strict=True)]
    )
)
how_cut = st.builds(
    JourneySettings,
    silence_days=st.sampled_from((None, 3.0)),
    cut_at_outcome=st.booleans(),
    outcomes=st.just(RULES),
)
examples = settings(settings.get_profile("wegmarke"), max_examples=30)


def both_ways(log: list[Contact], cut: JourneySettings) -> tuple[Index, list[naive.Journey]]:
    every = [*log, *(Contact("all", 21 * DAY + i, name) for i, name in enumerate(TOUCHPOINTS))]
    index = replace(index_of(every, cut, in_partitions=4), incident_rules=RULES_HERE)
    return index, naive.journeys_of(every, cut)


@examples
@given(logs, how_cut)
def test_incidents_are_found_by_the_definitions(log: list[Contact], cut: JourneySettings) -> None:
    index, journeys = both_ways(log, cut)
    expected = Counter(
        (one.contact.customer, one.contact.microseconds // 1_000_000, one.kind, one.seconds, one.open)
        for one in naive_incidents.incidents_of(journeys, RULES_HERE)
    )
    marks, found = incident_marks(index), Counter()
    for partition in index.partitions:
        incidents = incidents_in(partition, marks)
        columns = (incidents.at, incidents.kind, incidents.seconds, incidents.open)
        for at, kind, seconds, is_open in zip(*(column.tolist() for column in columns), strict=True):
            journey = int(partition.start.searchsorted(at, side="right")) - 1
            customer = partition.identifier[int(partition.customer_of_journey[journey])].as_py().split("\x1f")[1]
            found[customer, int(partition.seconds[at]), INCIDENT_KINDS[kind], seconds, is_open] += 1
    assert found == expected


@examples
@given(logs, how_cut)
def test_a_filter_chooses_the_journeys_with_such_an_incident(log: list[Contact], cut: JourneySettings) -> None:
    index, journeys = both_ways(log, cut)
    asked, found = Asked(index, LocalRunner(1)), naive_incidents.incidents_of(journeys, RULES_HERE)
    for kind in INCIDENT_KINDS:
        for condition in (
            f.Incident(kind),
            f.Incident(kind, ("hotline", "complaint", "offer")),
            f.IncidentOpen(kind),
            f.IncidentOpen(kind, ("complaint", "enquiry", "shop")),
            f.IncidentOf(kind, ("Service",)),
        ):
            text = f.write(condition)
            chosen = [journeys[number] for number in naive_incidents.chosen(condition, found)]
            totals = asked.where(text).totals()
            assert (totals.journeys, totals.customers) == (len(chosen), naive.customers_of(chosen)), text


def test_both_ways_find_every_kind() -> None:
    """The tests above would say little if some kind never occurred."""
    log = [
        Contact("a", 0, "complaint", matter="7", department="Sales", promise_due=moment(5)),
        Contact(
            "a", DAY, "complaint", matter="7", department="Service", promise_due=moment(5), promise_kept=moment(48)
        ),
        Contact("a", 2 * DAY, "failed", matter="7", department="Sales"),
        Contact("a", 3 * DAY, "dunning", matter="7", department="Service", scores=(("nps", 0.0),)),
        Contact("a", 4 * DAY, "enquiry"),
    ]
    _, journeys = both_ways(log, JourneySettings(silence_days=None))
    assert {one.kind for one in naive_incidents.incidents_of(journeys, RULES_HERE)} == set(INCIDENT_KINDS)


def test_a_condition_carries_the_rules_it_was_made_with() -> None:
    """It travels to other machines; a rule that is changed later does not change what it chooses."""
    index = index_of([Contact("a", 0, "complaint"), Contact("b", DAY, "grumble")])
    there = pickle.loads(pickle.dumps(select("incident(complaint)", index)))  # noqa: S301 - our own bytes
    changed = replace(index, incident_rules=IncidentRules(complaints=("grumble",)))
    assert [there.choose(one).tolist() for one in changed.partitions] == [[True, False]]
    now = select("incident(complaint)", changed)
    assert [now.choose(one).tolist() for one in changed.partitions] == [[False, True]]


@pytest.mark.parametrize(("kind", "word"), [*product(INCIDENT_KINDS, ("incident", "incident_open"))])
def test_what_is_off_chooses_nobody(kind: str, word: str) -> None:
    index = replace(index_of([Contact("a", 0, "complaint")]), incident_rules=IncidentRules(off=INCIDENT_KINDS))
    assert Asked(index, LocalRunner(1)).where(f"{word}({kind})").totals().journeys == 0
