"""What was found in a partition is kept with it, within so many bytes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.contacts import index_of, walks
from wegmarke.index import kept as kept_module
from wegmarke.index.incidents import incident_marks, incidents_in
from wegmarke.index.kept import Budget, Kept, share_with_neighbours
from wegmarke.index.moments import LEFT, Moments
from wegmarke.index.partition import Partition
from wegmarke.index.summaries import losses
from wegmarke.index.summaries.losses import leaving_contacts
from wegmarke.model.incidents import IncidentRules


def partition_of(path: str) -> Partition:
    (partition,) = index_of(walks([("a", path)])).partitions
    return partition


def test_what_is_kept_is_that_of_the_same_partition_and_key() -> None:
    kept: Kept[str] = Kept(100)
    one, other = partition_of("AB"), partition_of("AB")
    kept.put(one, "x", "first", 10)
    assert kept.get(one, "x") == "first"
    assert kept.get(one, "y") is None
    assert kept.get(other, "x") is None


def test_it_never_takes_more_than_it_may() -> None:
    kept: Kept[int] = Kept(100)
    some = [partition_of("AB") for _ in range(5)]
    for number, partition in enumerate(some):
        kept.put(partition, "x", number, 40)
        assert kept.get(some[0], "x") == 0  # asked for again and again, so it stays
    assert [kept.get(partition, "x") for partition in some] == [0, None, None, None, 4]
    assert kept.size == 80
    kept.put(some[1], "x", 1, 101)
    assert kept.get(some[1], "x") is None
    kept.put(some[4], "x", 5, 60)
    assert kept.size == 100


def test_several_take_no_more_together_than_they_may() -> None:
    budget = Budget(100)
    first, second = Kept[int](80, budget), Kept[int](80, budget)
    some = [partition_of("AB") for _ in range(4)]
    first.put(some[0], "x", 0, 40)
    second.put(some[1], "x", 1, 40)
    assert first.get(some[0], "x") == 0
    first.put(some[2], "x", 2, 30)
    assert [first.get(some[0], "x"), second.get(some[1], "x"), first.get(some[2], "x")] == [0, None, 2]
    assert (first.size, second.size, budget.size) == (70, 0, 70)
    second.put(some[3], "x", 3, 70)
    assert [first.get(some[0], "x"), first.get(some[2], "x"), second.get(some[3], "x")] == [None, 2, 3]
    second.put(some[3], "y", 4, 101)
    assert second.get(some[3], "y") is None
    del some[3]
    assert (first.size, second.size, budget.size) == (30, 0, 30), "it goes with the partition"


def test_workers_that_are_many_on_a_machine_keep_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_module, "SHARED", Budget(kept_module.SHARED.most))
    monkeypatch.setattr(kept_module, "_memory", lambda: 64 << 30)
    monkeypatch.setattr("os.cpu_count", lambda: 16)
    share_with_neighbours()
    assert kept_module.SHARED.most == 2 << 30


def test_it_goes_with_the_partition() -> None:
    kept: Kept[str] = Kept(100)
    partition = partition_of("AB")
    kept.put(partition, "x", "first", 10)
    del partition
    assert kept.size == 0


def test_who_left_is_found_once_and_anew_by_other_rules_of_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: Kept[NDArray[np.int64]] = Kept(1000)
    monkeypatch.setattr(losses, "_KEPT", kept)
    index = index_of(walks([("a", "ABAC"), ("b", "BAB"), ("c", "AAAB")]))
    (partition,) = index.partitions
    marks = incident_marks(index)
    outcomes = np.eye(3, dtype=np.uint8) * np.uint8(LEFT)
    leaving = [Moments((), one, (), bought_once=False) for one in outcomes]
    found = []
    for code in (0, 1, 2, 1, 0):
        found.append(leaving_contacts(partition, leaving[code], marks))
        assert set(partition.touchpoint[found[-1]].tolist()) == {code}
    assert found[0] is found[4]
    assert found[1] is found[3]
    assert kept.size == sum(one.nbytes for one in found[:3])
    with pytest.raises(ValueError, match="read-only"):
        found[0][0] = 7
    assert len(leaving_contacts(partition_of("AB"), leaving[0], marks)) == 1
    del partition, index
    assert kept.size == 0, "what is kept goes with the partition, and one beside it does not take its place"


def test_incidents_are_found_once_and_anew_under_other_rules() -> None:
    index = index_of(walks([("a", "ABAC")]))
    (partition,) = index.partitions
    marks = [incident_marks(replace(index, incident_rules=IncidentRules(complaints=(key,)))) for key in "abb"]
    found = [incidents_in(partition, one) for one in marks]
    assert [len(one) for one in found] == [2, 1, 1]
    assert found[1] is found[2]
    with pytest.raises(ValueError, match="read-only"):
        found[0].at[0] = 7
