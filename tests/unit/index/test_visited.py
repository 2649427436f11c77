"""Journeys by touchpoints visited, against the walk that reads every contact."""

from __future__ import annotations

import numpy as np
import pytest

from tests.contacts import WHOLE, index_of, random_log
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.summaries.steps import CountPresence
from wegmarke.index.summaries.visited import CountVisited


@pytest.mark.parametrize("touchpoints", [3, 8, 64, 65, 90])
def test_it_counts_what_reading_every_contact_counts(touchpoints: int) -> None:
    index = index_of(random_log(np.random.default_rng(7), 2_000, 300, touchpoints), WHOLE, in_partitions=3)
    width = len(index.touchpoints)
    for selection in (EVERYTHING, select("length > 5", index), select("length > 99999", index)):
        few, every = (
            LocalRunner(1).map_merge(kernel, index.partitions)
            for kernel in (CountVisited(selection, width), CountPresence(selection, "touchpoint", width))
        )
        assert few.tolist() == every.journeys.tolist()
