"""What is kept of journeys with an outcome: the same as if it were found anew, whatever was asked before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest

from tests.contacts import HOUR, WHOLE, index_of, random_log, with_promises
from wegmarke.index import decided
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.kept import Kept
from wegmarke.index.partition import Partition
from wegmarke.index.selection import EVERYTHING, select
from wegmarke.index.summaries.decided import DescribeDecided
from wegmarke.index.summaries.features import Features
from wegmarke.model.incidents import IncidentRules
from wegmarke.model.settings import JourneySettings

SETTINGS = JourneySettings(silence_days=9, outcomes=WHOLE.outcomes)
RULES = IncidentRules(asking=("t001", "t002"), complaints=("t003",))
LEAST = 1 << 20


def log_index(seed: int = 3) -> Index:
    rng = np.random.default_rng(seed)
    index = index_of(with_promises(rng, random_log(rng, 2000, 150, 12)), SETTINGS)
    return replace(index, incident_rules=RULES)


def told(asked: DescribeDecided, partition: Partition) -> list[list[float]]:
    summary = asked.add(asked.zero(), partition)
    return [getattr(summary, field.name).tolist() for field in fields(summary)]


def questions(index: Index) -> Iterator[DescribeDecided]:
    """Filters, pairs of outcomes, touchpoints, rules of incidents and beginnings, each beside another."""
    (partition,) = index.partitions
    edge = int(partition.seconds.min()) + 200 * HOUR
    rules = (incident_marks(index), incident_marks(replace(index, incident_rules=IncidentRules(complaints=("t005",)))))
    for text in ("", "visited(t001)", "length > 2"):
        selection = select(text, index) if text else EVERYTHING
        for outcomes in ((1, 2), (2, 1)):
            for without in ((), (1,), (4, 7)):
                codes = tuple(code for code in range(12) if code not in without)
                features = Features(codes, codes[:4], codes[2:6], (1, 2), without)
                for marks in rules:
                    for begun_after in (0, edge):
                        yield DescribeDecided(selection, *outcomes, features, marks, begun_after, (1, 0))


def test_what_is_kept_never_answers_another_question(monkeypatch: pytest.MonkeyPatch) -> None:
    index = log_index()
    (partition,) = index.partitions
    asked = list(questions(index))
    monkeypatch.setattr(decided, "_KEPT", Kept(LEAST))
    kept = [told(one, partition) for one in asked + asked[::-1]]
    assert kept[: len(asked)] == kept[len(asked) :][::-1]
    anew = []
    for one in asked:
        monkeypatch.setattr(decided, "_KEPT", Kept(0))
        anew.append(told(one, partition))
    assert kept[: len(asked)] == anew
    assert len({str(one) for one in anew}) == len(anew), "each question has an answer of its own"


def test_another_version_of_the_index_is_described_anew() -> None:
    first, second = log_index(3), log_index(4)
    for index in (first, second, first):
        (partition,) = index.partitions
        met = decided.met_in(partition, 1, 2)
        wanted = np.flatnonzero((partition.outcome == 1) | (partition.outcome == 2))
        assert met.journey.tolist() == wanted.tolist()
        assert met is decided.met_in(partition, 1, 2)
    assert decided.met_in(first.partitions[0], 1, 2) is not decided.met_in(second.partitions[0], 1, 2)


def test_what_is_kept_is_bounded_and_goes_with_the_partition(monkeypatch: pytest.MonkeyPatch) -> None:
    most = LEAST // 4
    kept: Kept[decided.Met | decided.Described | str] = Kept(most)
    monkeypatch.setattr(decided, "_KEPT", kept)
    index = log_index()
    sizes = []
    for one in questions(index):
        told(one, index.partitions[0])
        sizes.append(kept.size)
    assert max(sizes) <= most
    assert any(after < before for before, after in pairwise(sizes)), "more was found than may be kept"
    del index, one
    assert kept.size == 0


def test_what_is_passed_over_and_not_met_needs_no_description_of_its_own() -> None:
    index = log_index()
    (partition,) = index.partitions
    marks = incident_marks(index)
    every = decided.described_in(partition, (1, 2), marks, 0, ())
    assert decided.described_in(partition, (1, 2), marks, 0, (40,)) is every
    assert decided.described_in(partition, (1, 2), marks, 0, (40,)) is every
    assert decided.described_in(partition, (1, 2), marks, 0, (1,)) is not every
    with pytest.raises(ValueError, match="read-only"):
        every.told[0, 0] = 7
