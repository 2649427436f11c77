"""Who stayed and bought, and what departments did, against histories written out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from tests.contacts import DAY, START_OF_LOG, Contact, index_of
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.moments import LEFT, WON, Moments
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import EVERYTHING, Selection, select
from wegmarke.index.summaries.behaviour import WORK, Behaviour, CountBehaviour, Leavers, TakeLeavers
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings, OutcomeRule

SETTINGS = JourneySettings(
    silence_days=None,
    cut_at_outcome=False,
    outcomes=(OutcomeRule("won", touchpoints=("order",)), OutcomeRule("churned", touchpoints=("goodbye",))),
)


def due(days: float) -> datetime:
    return datetime.fromtimestamp(START_OF_LOG + days * DAY, UTC)


def at(who: str, day: float, what: str, department: str = "shop", **more: object) -> Contact:
    return Contact(who, day * DAY, what, department=department, **more)  # type: ignore[arg-type]


CONTACTS = [
    at("stays", 1, "order"),
    at("stays", 12, "call", "service", scores={"nps": 9.0}),
    at("stays", 12.5, "answer", "service"),
    at("stays", 25, "order"),
    at("leaves", 2, "order", promise_due=due(13), promise_kept=due(14)),
    at("leaves", 13, "call", "service", scores={"nps": 2.0}),
    at("leaves", 24, "goodbye", "service"),
    at("quiet", 3, "order"),
    at("quiet", 39, "look"),
    at("looks", 15, "call", "service"),
]


def opened() -> Index:
    return index_of(CONTACTS, SETTINGS, in_partitions=4, rows_a_batch=100)


def moments(index: Index) -> Moments:
    bits = np.array([{"order": WON, "goodbye": LEFT}.get(one.label, 0) for one in index.touchpoints], np.uint8)
    return Moments((), bits, (OUTCOME_NAMES.index("churned"),))


def counted(where: str = "") -> tuple[Behaviour, int, int]:
    """With periods from day 10 to 20, 20 to 30 and 30 to 40; and the codes of service and shop."""
    index = opened()
    bounds = tuple(START_OF_LOG + day * DAY for day in (10, 20, 30, 40))
    selection: Selection = select(where, index) if where else EVERYTHING
    kernel = CountBehaviour(selection, incident_marks(index), bounds, moments(index), len(index.departments), 1)
    codes = (index.departments.index(name) + 1 for name in ("service", "shop"))
    return LocalRunner(1).map_merge(kernel, index.partitions), *codes


def test_customers_are_told_with_a_lag() -> None:
    found, _, _ = counted()
    assert found.customers[0, 0].tolist() == [3, 3, 2], "at the beginning of each period"
    assert found.left[0, 0].tolist() == [0, 1, 0]
    assert found.bought[0, 0].tolist() == [0, 1, 0]
    assert found.left[0, 1].tolist() == [1, 0, 0], "what happened in the second period stands behind the first"
    assert found.customers[0, 2].tolist() == [2, 0, 0]


def test_a_department_answers_for_those_whom_it_met() -> None:
    found, service, shop = counted()
    assert found.customers[service, 1].tolist() == [2, 0, 0], "who only looks is no customer, nor who has left"
    assert found.left[service, 1].tolist() == [1, 0, 0]
    assert found.bought[service, 1].tolist() == [1, 0, 0]
    assert found.customers[shop, 1].tolist() == [0, 1, 0]


def test_what_departments_did() -> None:
    found, service, _ = counted()
    work = {name: found.work[place, service].tolist() for place, name in enumerate(WORK)}
    assert work["contacts"] == [4, 1, 0]
    assert work["met"] == [3, 1, 0]
    assert found.scored[0, service].tolist() == [2, 0, 0]
    assert found.scores[0, service].tolist() == [11.0, 0, 0]
    shop = found.work[:, counted()[2]]
    assert shop[WORK.index("due")].tolist() == [1, 0, 0], "where it fell due, not where it was given"
    assert shop[WORK.index("kept")].tolist() == [0, 0, 0]


def test_a_filter_chooses_customers() -> None:
    found, _, _ = counted("visited(goodbye)")
    assert found.customers[0, 0].tolist() == [1, 1, 0]


def test_leavers_are_those_who_were_counted() -> None:
    index = opened()
    bounds = [START_OF_LOG + day * DAY for day in (10, 20, 30)]
    for department in (0, index.departments.index("service") + 1):
        kernel = TakeLeavers(
            EVERYTHING,
            incident_marks(index),
            (bounds[0], bounds[1]),
            (bounds[1], bounds[2]),
            moments(index),
            department,
        )
        found = LocalRunner(1).map_merge(kernel, index.partitions)
        assert isinstance(found, Leavers)
        assert [str(one).partition("\x1f")[2] for one in found.identifier] == ["leaves"]
