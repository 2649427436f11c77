"""What is kept of what followed contacts and incidents: the same as if found anew, whatever was asked before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest

from tests.contacts import DAY, WHOLE, index_of, random_log, with_promises
from wegmarke.index import following
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.kept import Kept
from wegmarke.index.partition import Partition
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.summaries.incidents import CountIncidents
from wegmarke.model.incidents import IncidentRules
from wegmarke.model.settings import JourneySettings

SETTINGS = JourneySettings(silence_days=9, outcomes=WHOLE.outcomes)
PLENTY = 1 << 22


def log_index(seed: int = 3) -> Index:
    rng = np.random.default_rng(seed)
    return index_of(with_promises(rng, random_log(rng, 2000, 150, 12)), SETTINGS)


def counted(asked: CountIncidents, partition: Partition) -> list[str]:
    summary = asked.add(asked.zero(), partition)
    return [str(np.asarray(getattr(summary, field.name)).tolist()) for field in fields(summary)]


def questions(index: Index) -> Iterator[CountIncidents]:
    """Filters, rules of incidents and times to watch, each beside another."""
    rules = [IncidentRules(asking=("t001", "t002"), complaints=(key,)) for key in ("t003", "t005")]
    for text in ("", "visited(t001)", "length > 2"):
        selection = select(text, index) if text else EVERYTHING
        for marks in (incident_marks(replace(index, incident_rules=one)) for one in rules):
            for days in (2, 5, 9):
                yield CountIncidents(selection, marks, len(index.touchpoints), len(index.departments), days * DAY)


def test_what_is_kept_never_answers_another_question(monkeypatch: pytest.MonkeyPatch) -> None:
    index = log_index()
    (partition,) = index.partitions
    asked = list(questions(index))
    monkeypatch.setattr(following, "_KEPT", Kept(PLENTY))
    kept = [counted(one, partition) for one in asked + asked[::-1]]
    assert kept[: len(asked)] == kept[len(asked) :][::-1]
    monkeypatch.setattr(following, "_KEPT", Kept(0))
    assert kept[: len(asked)] == [counted(one, partition) for one in asked]
    assert len({str(one) for one in kept}) == len(asked), "each question has an answer of its own"


def test_another_version_of_the_index_is_watched_anew() -> None:
    first, second = log_index(3), log_index(4)
    for index in (first, second, first):
        (partition,) = index.partitions
        watched = following.watched_in(partition, index.last_seconds, 5 * DAY)
        assert watched is following.watched_in(partition, index.last_seconds, 5 * DAY)
        journeys = [partition.touchpoint[a:b] for a, b in pairwise(partition.start.tolist())]
        assert len(watched.code) == sum(len(np.unique(journey)) for journey in journeys)
        on_time = partition.seconds.astype(np.int64) <= index.last_seconds - 5 * DAY
        assert int(watched.watched.sum()) == int(np.count_nonzero(on_time))


def test_what_is_kept_is_bounded_and_goes_with_the_partition(monkeypatch: pytest.MonkeyPatch) -> None:
    most = 1 << 16
    kept: Kept[following.Watched | following.Aftermath] = Kept(most)
    monkeypatch.setattr(following, "_KEPT", kept)
    index = log_index()
    sizes = []
    for one in questions(index):
        counted(one, index.partitions[0])
        sizes.append(kept.size)
    assert max(sizes) <= most
    assert any(after < before for before, after in pairwise(sizes)), "more was found than may be kept"
    with pytest.raises(ValueError, match="read-only"):
        following.watched_in(index.partitions[0], index.last_seconds, DAY).code[0] = 7
    del index, one
    assert kept.size == 0
