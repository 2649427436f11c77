"""What two periods held, against the same as a table of customers (`tests.naive_periods`)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.contacts import HOUR, WHOLE, index_of, random_log, with_promises
from tests.naive_periods import periods_in
from wegmarke.index.incidents import incident_marks
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.summaries.periods import ComparePeriods
from wegmarke.model.incidents import IncidentRules, WaitRule
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings

SETTINGS = JourneySettings(silence_days=4, outcomes=WHOLE.outcomes)
RULES = IncidentRules(asking=("t001", "t002"), complaints=("t003",), waits=(WaitRule("t004", "t005", 3.0),))


@pytest.mark.parametrize("text", ["", "visited(t001)", "length > 1000"])
@pytest.mark.parametrize("settings", [SETTINGS, WHOLE], ids=["journeys cut", "one journey each"])
def test_it_is_what_a_table_of_all_customers_says(text: str, settings: JourneySettings) -> None:
    rng = np.random.default_rng(4)
    index = index_of(with_promises(rng, random_log(rng, 3000, 200, 30, days=60)), settings)
    index = replace(index, incident_rules=RULES)
    (partition,) = index.partitions
    selection = select(text, index) if text else EVERYTHING
    outcomes = (np.arange(30) % len(OUTCOME_NAMES)).astype(np.uint8)
    begin = int(partition.seconds.min())
    cuts = (begin + 200 * HOUR, begin + 700 * HOUR, begin + 1200 * HOUR)
    paths = np.arange(0, 3)
    asked = ComparePeriods(selection, incident_marks(index), cuts, 30, paths, outcomes, len(index.reasons))
    told = asked.add(asked.zero(), partition).table()
    assert told.tolist() == periods_in(partition, asked).tolist()
    assert bool(told.any()) == (text != "length > 1000")
    assert told.shape[1] == len(asked.columns)
    if not text:
        seen = {changed for (changed, _), total in zip(asked.columns, told[2] + told[8], strict=True) if total}
        assert seen == {changed for changed, _ in asked.columns}
