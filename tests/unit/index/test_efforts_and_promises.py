"""What became of promises and what journeys cost, against the same by NumPy alone (`tests.naive_promises`)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.contacts import WHOLE, index_of, random_log, with_promises
from tests.naive_friction import friction_counted, friction_told
from tests.naive_promises import promises_counted
from wegmarke.index.burdens import MEASURES
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.kernels import promises as k
from wegmarke.index.kernels.friction import MEASURES as MEASURES_OF_KERNEL
from wegmarke.index.kernels.friction import MOST_HOURS
from wegmarke.index.promises import PROMISE_STATES
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.summaries.friction import CountFriction
from wegmarke.index.summaries.promises import CountPromises
from wegmarke.model.incidents import IncidentRules, WaitRule
from wegmarke.model.settings import JourneySettings

SETTINGS = JourneySettings(silence_days=4, outcomes=WHOLE.outcomes)
RULES = IncidentRules(asking=("t001", "t002"), complaints=("t003",), waits=(WaitRule("t004", "t005", 0.1),))
TEXTS = ("", "visited(t001)", "length > 1000")


def some_index(settings: JourneySettings, days: int = 60) -> Index:
    rng = np.random.default_rng(5)
    index = index_of(with_promises(rng, random_log(rng, 3000, 200, 30, days=days)), settings)
    return replace(index, incident_rules=RULES)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("settings", [SETTINGS, WHOLE], ids=["journeys cut", "one journey each"])
def test_promises(text: str, settings: JourneySettings) -> None:
    index = some_index(settings)
    selection = select(text, index) if text else EVERYTHING
    asked = CountPromises(selection, index.last_seconds - 20 * 86_400)
    (partition,) = index.partitions
    told = asked.add(asked.zero(), partition)
    found = (told.group, told.promises, told.journeys, told.sums)
    assert [part.tolist() for part in found] == [part.tolist() for part in promises_counted(partition, asked)]
    assert bool(told.promises.any()) == (text != "length > 1000")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("departments", [True, False])
@pytest.mark.parametrize("settings", [SETTINGS, WHOLE], ids=["journeys cut", "one journey each"])
def test_friction(text: str, settings: JourneySettings, departments: bool) -> None:  # noqa: FBT001
    index = some_index(settings)
    selection = select(text, index) if text else EVERYTHING
    (partition,) = index.partitions
    if not departments:
        partition = replace(partition, department=None)
    count = len(index.departments) if departments else 0
    asked = CountFriction(selection, incident_marks(index), count)
    told = asked.add(asked.zero(), partition)
    found = friction_told(told)
    assert [part.tolist() for part in found] == [part.tolist() for part in friction_counted(partition, asked)]
    assert bool(told.sums.any()) == (text != "length > 1000")
    large = found[0][:, 0] & 0xFFFFFFFF
    assert text == "length > 1000" or large.max() > 256  # hours of waiting, beyond the table of small values


def test_a_year_of_waiting_is_counted_to_the_hour() -> None:
    index = some_index(WHOLE, days=600)
    asked = CountFriction(EVERYTHING, incident_marks(index), len(index.departments))
    (partition,) = index.partitions
    found = friction_told(asked.add(asked.zero(), partition))
    assert [part.tolist() for part in found] == [part.tolist() for part in friction_counted(partition, asked)]
    assert (found[0][:, 0] & 0xFFFFFFFF).max() > MOST_HOURS  # beyond the tables of the kernel
    assert len(MEASURES) == MEASURES_OF_KERNEL


def test_the_kernel_knows_the_places_of_states() -> None:
    assert len(PROMISE_STATES) == k.STATES
    assert (PROMISE_STATES[k.KEPT], PROMISE_STATES[k.OPEN]) == ("kept", "open")
