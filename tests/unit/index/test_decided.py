"""What is told of decided journeys, against the same as a table of whole columns (`tests.naive_decided`)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.contacts import HOUR, WHOLE, index_of, random_log, with_promises
from tests.naive_decided import around_in, decided_in
from wegmarke.index.incidents import incident_marks
from wegmarke.index.kernels import describing as k
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.summaries.around import CountAround
from wegmarke.index.summaries.decided import DescribeDecided
from wegmarke.index.summaries.features import Features
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentRules, WaitRule
from wegmarke.model.settings import JourneySettings

SETTINGS = JourneySettings(silence_days=9, outcomes=WHOLE.outcomes)
RULES = IncidentRules(asking=("t001", "t002"), complaints=("t003",), waits=(WaitRule("t004", "t005", 3.0),))


@pytest.mark.parametrize("text", ["", "visited(t001)", "length > 1000"])
@pytest.mark.parametrize("settings", [SETTINGS, WHOLE], ids=["journeys cut", "one journey each"])
@pytest.mark.parametrize("without", [(), (1, 4)])
def test_it_is_what_a_table_of_all_journeys_says(
    text: str, settings: JourneySettings, without: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(3)
    index = index_of(with_promises(rng, random_log(rng, 3000, 200, 30)), settings)
    index = replace(index, incident_rules=RULES)
    (partition,) = index.partitions
    columns = tuple(code for code in range(0, 30, 2) if code not in without)
    features = Features(columns, columns[:5], columns[2:8], (1, 2), without)
    selection = select(text, index) if text else EVERYTHING
    reasons = (1, 2, 0)
    edge = int(partition.seconds.min()) + 200 * HOUR
    asked = DescribeDecided(selection, 1, 2, features, incident_marks(index), edge, reasons)
    told = asked.add(asked.zero(), partition)
    for group, reason in ((1, None), *((2 + place, code) for place, code in enumerate(reasons))):
        expected, found = decided_in(partition, asked, reason), told.against(group)
        assert found.journeys.tolist() == expected.journeys.tolist()
        assert found.places.tolist() == expected.places.tolist()
        np.testing.assert_allclose(found.sums, expected.sums, rtol=1e-12, atol=0)
        assert bool(found.journeys.any()) == (text != "length > 1000")


@pytest.mark.parametrize("settings", [SETTINGS, WHOLE], ids=["journeys cut", "one journey each"])
def test_where_touchpoints_stand_is_what_a_table_of_all_journeys_says(settings: JourneySettings) -> None:
    rng = np.random.default_rng(5)
    log = [replace(one, at=one.at // (40 * HOUR) * 40 * HOUR) for one in random_log(rng, 3000, 200, 12)]
    (partition,) = index_of(log, settings).partitions
    codes = (*range(0, 12, 2), 3)
    asked = CountAround(EVERYTHING, 1, 2, codes)
    told = asked.add(asked.zero(), partition)
    expected = around_in(partition, 1, 2, codes)
    assert told.touchpoints.tolist() == expected.touchpoints.tolist()
    assert told.journeys.tolist() == expected.journeys.tolist()
    assert told.touchpoints.any(axis=2).all()


def test_the_kernel_knows_the_places_of_kinds() -> None:
    assert len(INCIDENT_KINDS) == k.KINDS
    assert (INCIDENT_KINDS[k.K_BROKEN], INCIDENT_KINDS[k.K_LATE]) == ("promise_broken", "promise_late")
