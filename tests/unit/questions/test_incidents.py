"""Incidents by kind, touchpoint and department, what followed and what is open: against a count in plain Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest

from tests import naive, naive_incidents
from tests.contacts import DAY, START_OF_LOG, WHOLE, Contact, index_of
from tests.naive_incidents import Found
from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner
from wegmarke.model.filter import parse
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.incidents import IncidentRules, WaitRule
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask
from wegmarke.questions.incidents import IncidentsFound
from wegmarke.stats.ratio import CustomerSums, SharedSums, ratio, ratio_difference

RULES = IncidentRules(
    complaints=("complaint",),
    settled=("solved",),
    failures=("failed",),
    dunning=("dunning",),
    asking=("hotline",),
    repeated_days=4,
    ping_pong_days=20,
    dunning_days=9,
    waits=(WaitRule("enquiry", "offer", 3),),
)
TOUCHPOINTS = ("shop", "hotline", "complaint", "solved", "failed", "dunning", "enquiry", "offer", "order", "refusal")
SETTINGS = JourneySettings(silence_days=12, cut_at_outcome=True, outcomes=WHOLE.outcomes)
FILTERS = ("", "outcome != won and length > 1", "visited(hotline)")
DAYS = 10


@cache
def log(contacts: int = 1500, customers: int = 90) -> tuple[Contact, ...]:
    rng = np.random.default_rng(41)
    hours = rng.choice(24 * 80, contacts, replace=len(range(24 * 80)) < contacts) + rng.random(contacts).round(3) * 0.9

    def moment(hour: float) -> datetime | None:
        return datetime.fromtimestamp(START_OF_LOG + int(hour) * 3600 + 1234, UTC) if rng.random() < 0.5 else None

    return tuple(
        Contact(
            customer=f"c{rng.integers(customers)}",
            at=float(round(hour * 3600)),
            touchpoint=str(rng.choice(TOUCHPOINTS)),
            department=[None, "Sales", "Service"][int(rng.integers(3))],
            outcome="churned" if rng.random() < 0.02 else None,
            matter=[None, "7", "8"][int(rng.integers(3))],
            scores=(("nps", float(rng.integers(11))),) if rng.random() < 0.2 else None,
            promise_due=moment(hour + 60) if rng.random() < 0.3 else None,
            promise_kept=moment(hour + 60 + rng.normal() * 30),
        )
        for hour in hours
    )


def asked_of(contacts: Iterable[Contact], partitions: int = 4) -> Asked:
    index = index_of(tuple(contacts), SETTINGS, in_partitions=partitions)
    return Asked(replace(index, incident_rules=RULES), LocalRunner(2))


@cache
def whole() -> Asked:
    return asked_of(log())


@cache
def by_definition(text: str) -> tuple[list[naive.Journey], set[int], list[Found]]:
    """All journeys, the places of those chosen, and the incidents in these."""
    journeys = naive.journeys_of(log(), SETTINGS)
    chosen = {place for place, one in enumerate(journeys) if naive.holds(parse(text), one)}
    found = naive_incidents.incidents_of(journeys, RULES)
    return journeys, chosen, [one for one in found if one.journey in chosen]


def result_of(text: str, days: int = DAYS) -> IncidentsFound:
    finding = ask("incidents", whole().where(text), {"days": days})
    assert isinstance(finding.result, IncidentsFound)
    assert finding.result.answered == "rates"
    assert finding.claim == "association"
    return finding.result


def counted(journeys: list[naive.Journey], found: list[Found]) -> tuple[int, int, int]:
    customers = {journeys[one.journey].customer for one in found}
    return len(found), len({one.journey for one in found}), len(customers)


@pytest.mark.parametrize("text", FILTERS)
def test_incidents_journeys_and_customers_by_kind_touchpoint_and_department(text: str) -> None:
    result = result_of(text)
    journeys, chosen, found = by_definition(text)
    assert len(found) > 100
    groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in found:
        groups[one.kind, one.contact.touchpoint].append(one)
    assert {(one.kind, one.touchpoint) for one in result.lines} == set(groups)
    for line in result.lines:
        here = groups[line.kind, line.touchpoint]
        still = [one for one in here if one.open]
        numbers = [(one.incidents, one.journeys, one.customers) for one in (line.found, line.open)]
        assert numbers == [counted(journeys, here), counted(journeys, still)], line
        assert line.open_since == min((one.seconds for one in still), default=None)
        assert line.visited == sum(line.touchpoint in journeys[place].path for place in chosen)
        departments = Counter(one.contact.department for one in here)
        assert departments[line.department] == max(departments.values())
    for lines, name in ((result.kinds, None), (result.departments, "department")):
        for line in lines:
            here = [
                one
                for one in found
                if one.kind == line.kind and (name is None or one.contact.department == line.department)
            ]
            told = (line.found.incidents, line.found.journeys, line.found.customers)
            assert told == counted(journeys, here)
            assert line.open.incidents == sum(one.open for one in here)
    assert sum(one.found.incidents for one in result.departments) == len(found) == result.every.incidents
    assert counted(journeys, found) == (result.every.incidents, result.every.journeys, result.every.customers)


def lost_at(journey: naive.Journey) -> int | None:
    if journey.outcome not in {"lost", "churned"}:
        return None
    return journey.seconds[journey.decided] if journey.happened else journey.seconds[-1]


@pytest.mark.parametrize("text", FILTERS)
def test_what_followed_is_counted_after_the_contact_only(text: str) -> None:
    """Losses after contacts with and without the incident at the same touchpoint, summed by customer."""
    result = result_of(text)
    journeys, chosen, found = by_definition(text)
    end = max(second for one in journeys for second in one.seconds)
    losses = defaultdict(list)
    for one in journeys:
        if (second := lost_at(one)) is not None:
            losses[one.customer].append(second)
    asked_for = {journeys[place].customer for place in chosen}
    assert result.losses == sum(len(losses[customer]) for customer in asked_for)
    happened = {(one.kind, id(one.contact)): one.seconds for one in found}
    told = 0
    for line in result.lines:
        rows: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])  # lost, of; with it, without
        for place in chosen:
            journey = journeys[place]
            for second, contact in zip(journey.seconds, journey.contacts, strict=True):
                if contact.touchpoint != line.touchpoint:
                    continue
                since = max(second, happened.get((line.kind, id(contact)), 0))
                later = [one for one in losses[journey.customer] if one > second]
                if since + DAYS * DAY > end or (later and min(later) <= since):
                    continue
                row, at = rows[journey.customer], 0 if (line.kind, id(contact)) in happened else 2
                row[at] += any(one <= since + DAYS * DAY for one in later)
                row[at + 1] += 1
        sums = [
            CustomerSums(
                sum(of[at + 1] > 0 for of in rows.values()),
                *(sum(of[at + k] for of in rows.values()) for k in (0, 1)),
                *(sum(of[at + a] * of[at + b] for of in rows.values()) for a, b in ((0, 0), (0, 1), (1, 1))),
            )
            for at in (0, 2)
        ]
        shared = SharedSums(
            *(sum(of[a] * of[2 + b] for of in rows.values()) for a, b in ((0, 0), (0, 1), (1, 0), (1, 1)))
        )
        assert line.followed.after == ratio(sums[0]), line
        assert line.followed.otherwise == ratio(sums[1]), line
        assert line.followed.difference == ratio_difference(*sums, shared), line
        told += not isinstance(line.followed.difference, CannotSay)
    assert told >= 8


@pytest.mark.parametrize("text", FILTERS)
def test_the_share_of_journeys_that_visited_is_by_customer(text: str) -> None:
    result = result_of(text)
    journeys, chosen, found = by_definition(text)
    for line in result.lines:
        with_it = {one.journey for one in found if (one.kind, one.contact.touchpoint) == (line.kind, line.touchpoint)}
        rows: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for place in chosen:
            if line.touchpoint in journeys[place].path:
                rows[journeys[place].customer][1] += 1
                rows[journeys[place].customer][0] += place in with_it
        pairs = [*rows.values()]
        sums = [sum(one[a] * one[b] for one in pairs) for a, b in ((0, 0), (0, 1), (1, 1))]
        expected = ratio(CustomerSums(len(pairs), *(sum(one[k] for one in pairs) for k in (0, 1)), *sums))
        assert line.followed.rate == expected
        assert isinstance(expected, Interval)


def test_the_answer_does_not_depend_on_partitions() -> None:
    assert ask("incidents", asked_of(log(), 1)).result == ask("incidents", asked_of(log(), 64)).result


def test_fewer_than_fifty_losses_are_counted_and_no_share_is_told() -> None:
    some = [one for one in log() if int(one.customer[1:]) < 20]
    finding = ask("incidents", asked_of(some))
    result = finding.result
    assert isinstance(result, IncidentsFound)
    assert 0 < result.losses < 50
    assert (result.answered, finding.claim, finding.method) == ("counted", "count", "incidents_counted")
    assert [one.code for one in finding.headline] == ["incidents.extent", "incidents.open", "incidents.too_few"]
    few = CannotSay("too_few", result.losses, 50)
    for line in result.lines:
        of = line.followed
        assert {of.rate, of.after, of.otherwise, of.difference} == {few}
        assert line.found.incidents > 0
    table = result.tables()[0]
    shares = [column for column in table.columns if column.unit in {"share", "difference"} or column.key == "q"]
    assert shares
    assert all(value is None for column in shares for value in column.values)


def test_nothing_critical_is_an_answer_too() -> None:
    finding = ask("incidents", asked_of([Contact("a", 0, "shop"), Contact("a", DAY, "order")]))
    assert [one.code for one in finding.headline] == ["incidents.none"]
    assert isinstance(finding.result, IncidentsFound)
    assert [len(table) for table in finding.result.tables()] == [0, 0, 0, 0]


def test_nobody_and_no_days() -> None:
    finding = ask("incidents", asked_of([Contact("a", 0, "shop")]).where("length > 3"))
    assert finding.result == CannotSay("empty_group", 0, 1)
    for days in (0, -1, 10_000):
        with pytest.raises(WegmarkeError, match="“days”"):
            ask("incidents", whole(), {"days": days})
