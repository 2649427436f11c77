"""The customer's effort by hand, and counted once more in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest

from tests import naive
from tests.contacts import DAY, HOUR, START_OF_LOG, WHOLE, Contact, index_of, random_log, with_promises
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.incidents import IncidentRules, WaitRule
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask
from wegmarke.questions.friction import FEWEST_CUSTOMERS, Effort, Friction
from wegmarke.stats.clustered_mean import CustomerTotals, clustered_mean


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(START_OF_LOG + seconds, UTC)


BY_HAND = [
    # Calls, calls again in the same week by mail, and complains by phone: two repeats would need one touchpoint.
    Contact("a", 0, "hotline", channel="phone", department="Service", matter="1"),
    Contact("a", 3 * DAY, "hotline", channel="mail", department="Service", matter="1"),
    Contact("a", 4 * DAY, "complaint", channel="phone", department="Service", matter="1"),
    Contact("a", 5 * DAY, "hotline", channel="web", department="Service", matter="2"),
    # Another journey of the same customer.
    Contact("a", 200 * DAY, "shop", channel="web", department="Sales"),
    # Promised for day 2 and done on day 5; the confirmation is no asking, whatever its channel.
    Contact("b", 0, "order", channel="web", department="Sales"),
    Contact(
        "b",
        HOUR,
        "confirmation",
        "mail",
        "Sales",
        matter="7",
        promise_due=at(2 * DAY + 1),
        promise_kept=at(5 * DAY + 1),
    ),
    Contact("b", 5 * DAY + 1, "delivery", channel="van", department="Logistics", matter="7"),
    # Promised for day 2 and never done; the customer was last there on day 4.
    Contact("c", 0, "hotline", department="Service", promise_due=at(2 * DAY + 1)),
    Contact("c", 4 * DAY + 1, "shop", department="Sales"),
    # An offer is late after ten days; it came after twelve.
    Contact("d", 0, "enquiry", department="Sales"),
    Contact("d", 12 * DAY, "offer", department="Sales"),
    # Promised for day 2 and never done: the matter went on until day 6, the journey until day 40.
    Contact("e", 0, "order", department="Sales", matter="9", promise_due=at(2 * DAY + 1)),
    Contact("e", 6 * DAY + 1, "invoice", department="Sales", matter="9"),
    Contact("e", 40 * DAY, "shop", department="Sales", matter="10"),
    Contact("zz", 300 * DAY, "shop"),
]
CUT = JourneySettings(silence_days=60, cut_at_outcome=False, outcomes=WHOLE.outcomes, time_zone="UTC")


def friction(asked: Asked, where: str = "") -> Friction:
    result = ask("friction", asked.where(where) if where else asked).result
    assert isinstance(result, Friction)
    return result


def totals(efforts: tuple[Effort, ...]) -> dict[str, int]:
    return {effort.measure: effort.total for effort in efforts}


def test_by_hand() -> None:
    asked = Asked(index_of(BY_HAND, CUT), LocalRunner(1))
    result = friction(asked)
    assert totals(result.whole) == {
        "contacts": 16,
        "asked": 6,  # four by a, one by c, and the enquiry of d
        "repeats": 1,
        "channel_breaks": 2,
        "waited": 72 + 48 + 48 + 96,
        "incidents": 1 + 1 + 1 + 2 + 1,  # again, complaint, late, broken, long wait
    }
    assert set(result.asking) == {"hotline", "complaint", "enquiry"}
    arose = {name: {effort.measure: effort.arose for effort in efforts} for name, efforts in result.departments.items()}
    # Who kept late has the wait, else who promised. A contact without a matter, or another one, is no change.
    assert arose["Logistics"]["waited"] == 72
    assert arose["Service"] == {
        "contacts": 5, "asked": 5, "repeats": 1, "channel_breaks": 2, "waited": 48, "incidents": 3,
    }  # fmt: skip
    assert arose["Sales"]["waited"] == 48 + 96
    assert [effort.mean for effort in result.whole] == [CannotSay("too_few", 6, FEWEST_CUSTOMERS)] * 6


@pytest.mark.parametrize(
    ("where", "customers"),
    [
        ("asked >= 4", {"a"}),
        ("asked between 1 and 3", {"c", "d"}),
        ("repeats > 0", {"a"}),
        ("channel_breaks = 2", {"a"}),
        ("waited >= 3 days", {"b", "e"}),
        ("waited > 1 hour and waited < 3 days", {"c", "d"}),
        ("incidents >= 2", {"a"}),
        ("incidents = 0", {"a", "zz"}),
    ],
)
def test_efforts_as_fields_of_the_filter_language(where: str, customers: set[str]) -> None:
    asked = Asked(index_of(BY_HAND, CUT, in_partitions=4), LocalRunner(1))
    found = ask("customers", asked.where(where), {"limit": 100}).result
    assert {line.identifier for line in found.lines} == customers


def test_where_nobody_asks_it_says_so() -> None:
    asked = Asked(index_of([Contact(f"c{i}", i, "shop") for i in range(60)]), LocalRunner(1))
    finding = ask("friction", asked)
    assert finding.caveats[0].code == "caveat.nobody_asks"
    assert isinstance(finding.result, Friction)
    # All have one contact: no mean with an interval without width, no limits of a quantile.
    assert finding.result.whole[0].mean == CannotSay("no_variation", 60)
    assert (finding.result.whole[0].median.value, finding.result.whole[0].median.low) == (1.0, None)
    assert ask("friction", asked.where("length > 9")).result == CannotSay("empty_group", 0, 1)


# --- counted once more in plain Python ------------------------------------------------------------------------------

RULES = IncidentRules(
    asking=("t000", "t001"), complaints=("t002",), repeated_days=3.0, waits=(WaitRule("t003", "t004", 3.0),)
)
ASKING = {"T000", "T001", "T002", "T003"}
SETTINGS = replace(WHOLE, silence_days=6, cut_at_outcome=True)
LOG = with_promises(np.random.default_rng(3), random_log(np.random.default_rng(2), 3000, 220, 9))


def breaks(journey: naive.Journey) -> int:
    asked = [one for one in journey.contacts if one.touchpoint in ASKING and one.channel is not None]
    return sum(
        this.channel != last.channel
        and this.microseconds // 1_000_000 - last.microseconds // 1_000_000 <= RULES.repeated_days * DAY
        and (this.matter is None or last.matter is None or this.matter == last.matter)
        for last, this in pairwise(asked)
    )


def index_with_rules(in_partitions: int) -> Index:
    return replace(index_of(LOG, SETTINGS, in_partitions=in_partitions), incident_rules=RULES)


@pytest.mark.parametrize("in_partitions", [1, 16])
@pytest.mark.parametrize("where", ["", "outcome = won", "department = Sales"])
def test_a_plain_recount_says_the_same(where: str, in_partitions: int) -> None:
    result = friction(Asked(index_with_rules(in_partitions), LocalRunner(1)), where)
    made = [
        one
        for one in naive.journeys_of(LOG, SETTINGS)
        if not where
        or (where == "outcome = won" and one.outcome == "won")
        or (where == "department = Sales" and any(contact.department == "Sales" for contact in one.contacts))
    ]
    of_each = {
        "contacts": [len(one.contacts) for one in made],
        "asked": [sum(contact.touchpoint in ASKING for contact in one.contacts) for one in made],
        "channel_breaks": [breaks(one) for one in made],
    }
    by_measure = {effort.measure: effort for effort in result.whole}
    for measure, values in of_each.items():
        _same(by_measure[measure], values, [one.customer[1] for one in made])
    assert all(effort.total > 0 for effort in result.whole)
    for most in result.most:
        if most.measure in of_each:
            values = of_each[most.measure]
            reaching = [value for value in values if value >= most.least]
            assert (most.journeys, most.share) == (len(reaching), sum(reaching) / sum(values))
            assert len(reaching) <= 0.1 * len(values) < sum(value >= most.least - 1 for value in values)


def _same(effort: Effort, values: list[int], customers: list[str]) -> None:
    of_customer: dict[str, list[int]] = defaultdict(list)
    for customer, value in zip(customers, values, strict=True):
        of_customer[customer].append(value)
    x, m = [sum(some) for some in of_customer.values()], [len(some) for some in of_customer.values()]
    products = sum(a * b for a, b in zip(x, m, strict=True))
    sums = CustomerTotals(len(m), sum(m), sum(x), sum(a * a for a in x), products, sum(b * b for b in m))
    assert (effort.journeys, effort.customers, effort.total) == (len(values), len(m), sum(values))
    assert effort.mean == clustered_mean(sums)
    assert isinstance(effort.mean, Interval)
    assert effort.median.value == np.median(values)
    assert effort.p90.value == np.quantile(values, 0.9)


@pytest.mark.parametrize("field", ["asked", "repeats", "channel_breaks", "incidents", "waited"])
def test_totals_are_what_the_filter_language_finds(field: str) -> None:
    """The sum over all values of the journeys that have just that, whatever the kernel makes of it."""
    asked = Asked(index_with_rules(4), LocalRunner(1))
    total = next(effort.total for effort in friction(asked).whole if effort.measure == field)
    unit = " hours" if field == "waited" else ""
    found, least = 0, 1
    while reaching := asked.where(f"{field} >= {least}{unit}").totals().journeys:
        found += reaching
        least += 1
        if field == "waited" and least > 30:
            break
    assert found == total if field != "waited" else 0 < found <= total
