"""A long answer tells how far it is, and is stopped by whoever waits for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.advised import advised
from tests.slowly import Slowly
from trials.leavers import WORLDS, lived, told
from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner
from wegmarke.index.selection import EVERYTHING
from wegmarke.index.summaries.journeys import CountTotals
from wegmarke.library.log import Log
from wegmarke.library.watching import watcher_of
from wegmarke.model.progress import Progress


@pytest.fixture(scope="module")
def log() -> Log:
    return advised(500, 1)


class Impatient:
    """Stops as soon as so much of the answer is there."""

    def __init__(self, most: float) -> None:
        self.most = most
        self.shares: list[float] = []

    def report(self, progress: Progress) -> None:
        if progress.stage == "walk":
            return
        assert progress.stage == "ask"
        assert progress.share is not None
        self.shares.append(progress.share)

    def stopped(self) -> bool:
        return bool(self.shares) and self.shares[-1] >= self.most


def test_moments_tell_how_far_they_are(log: Log) -> None:
    shares: list[float] = []
    watched = log.moments(progress=lambda one: shares.append(one.share or 0.0) if one.stage == "ask" else None)
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1
    assert len(shares) > len(log.touchpoints)
    assert watched.finding.headline


@pytest.mark.parametrize("question", ["moments", "effect", "levers"])
def test_who_waits_may_stop_it(question: str) -> None:
    parcels = told(lived(WORLDS[0], 600, 1))
    given = {"incident": "promise_late"} if question == "effect" else {}
    # An answer that is remembered is not made again.
    narrowed = parcels.where(f"length >= {1 + len(question)}")
    watcher = Impatient(0.4 if question == "effect" else 0.1)
    with pytest.raises(WegmarkeError) as stopped:
        narrowed.ask(question, progress=watcher, **given)
    assert stopped.value.code == "question_stopped"
    assert watcher.shares[-1] < 1


def test_what_was_stopped_can_be_asked_again(log: Log) -> None:
    with pytest.raises(WegmarkeError):
        log.moments(days=90, progress=Impatient(0.0))
    assert log.moments(days=90).finding.question == "moments"


def test_a_walk_that_takes_long_is_told_by_itself(log: Log) -> None:
    """Each partition takes a quarter of a second; the first half of one is nothing that anybody has to be told."""
    told: list[Progress] = []
    asked = replace(log._of, runner=LocalRunner(1), watcher=watcher_of(told.append))
    partitions = [asked.index.partitions[0]] * 4
    assert replace(asked, index=replace(asked.index, partitions=partitions)).run(Slowly(CountTotals(EVERYTHING), 0.25))
    assert [one.stage for one in told] == ["walk"] * len(told)
    shares = [one.share for one in told]
    assert shares in ([0.75, 1.0], [0.5, 0.75, 1.0])  # half a second may have passed with the second
    asked.totals()
    assert len(told) == len(shares)
