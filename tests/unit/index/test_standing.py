"""Who was a customer, left, was hit and paid, against histories written out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from tests.contacts import DAY, START_OF_LOG, Contact, index_of
from wegmarke.index.incidents import incident_marks
from wegmarke.index.moments import LEFT, WON, Moments
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.summaries.standing import CountStanding, Standing
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings, OutcomeRule

SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    outcomes=(OutcomeRule("won", touchpoints=("order",)), OutcomeRule("churned", touchpoints=("goodbye",))),
)
LATE = INCIDENT_KINDS.index("promise_late")


def due(days: float) -> datetime:
    return datetime.fromtimestamp(START_OF_LOG + days * DAY, UTC)


CONTACTS = [
    Contact("stays", 0, "order", value_minor=1_000, currency="EUR"),
    Contact("stays", 120 * DAY, "order", value_minor=2_500, currency="EUR"),
    Contact("stays", 150 * DAY, "parcel", promise_due=due(140), promise_kept=due(150)),
    Contact("leaves", 10 * DAY, "order"),
    Contact("leaves", 130 * DAY, "order", value_minor=700, currency="EUR"),
    Contact("leaves", 180 * DAY, "goodbye"),
    Contact("returns", 5 * DAY, "order"),
    Contact("returns", 50 * DAY, "goodbye"),
    Contact("returns", 250 * DAY, "order", value_minor=9_000, currency="EUR"),
    Contact("looks", 20 * DAY, "shop"),
    Contact("looks", 299 * DAY, "shop"),
]


def counted(where: str = "", *, bought_once: bool = True) -> Standing:
    """With periods from day 100 to 200 and 200 to 300."""
    index = index_of(CONTACTS, SETTINGS, in_partitions=4, rows_a_batch=100)
    bits = np.array([{"order": WON, "goodbye": LEFT}.get(one.label, 0) for one in index.touchpoints], np.uint8)
    bounds = tuple(START_OF_LOG + day * DAY for day in (100, 200, 300))
    selection = select(where, index) if where else EVERYTHING
    leaves = (OUTCOME_NAMES.index("churned"),)
    moments = Moments((), bits, leaves, bought_once=bought_once)
    kernel = CountStanding(selection, incident_marks(index), bounds, moments)
    return LocalRunner(1).map_merge(kernel, index.partitions)


def test_customers_are_those_who_bought_and_have_not_left_since() -> None:
    found = counted()
    assert found.now == 2, "who stays, and who came back"
    assert (found.lost.customers, found.lost.counted, found.lost.journeys) == (2, 1, 3)


def test_where_nothing_is_bought_everybody_is_a_customer_from_the_first_contact() -> None:
    found = counted(bought_once=False)
    assert found.now == 3
    assert found.lost.journeys == 5


def test_events_and_money_count_in_the_periods_of_customers_only() -> None:
    found = counted()
    assert (found.hit[LATE].counted, found.hit[LATE].journeys) == (1, 3)
    assert sum(one.counted for one in found.hit) == 1
    assert found.amounts == 2
    revenue = found.revenue
    assert (revenue.total, revenue.squares, revenue.products) == (3_200, 2_500**2 + 700**2, 2_500 * 2 + 700)
    assert found.lost_revenue == 700, "of who leaves, once"


@pytest.mark.parametrize(("where", "now"), [("length = 3", 2), ("visited(goodbye)", 1), ("visited(parcel)", 1)])
def test_a_filter_chooses_customers_and_their_whole_history_is_told(where: str, now: int) -> None:
    assert counted(where).now == now
