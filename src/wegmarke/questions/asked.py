"""What a question is asked of: an index, a selection of its journeys, and who runs the kernels."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.index.runner import Kernel, Runner
from wegmarke.index.selection import EVERYTHING, Selection, select
from wegmarke.index.summaries.journeys import CountByOutcome, CountTotals, Place, Totals
from wegmarke.index.summaries.together import Together
from wegmarke.model.filter import combine
from wegmarke.model.finding import Basis
from wegmarke.model.progress import Progress, Unwatched, Watcher

S = TypeVar("S")
T = TypeVar("T")
LONG_WALK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """The journeys of `index` that `selection` chooses, asked through `runner`. watcher: who is told how far a long
    answer is, and may stop it.
    """

    index: Index
    runner: Runner
    selection: Selection = EVERYTHING
    watcher: Watcher = field(default_factory=Unwatched, compare=False)

    def where(self, text: str) -> Asked:
        """The journeys that satisfy this filter as well. Errors as in `select`."""
        return replace(self, selection=select(combine(self.selection.text, text), self.index))

    def went(self, share: float) -> None:
        """So much of the answer is there (0 to 1). `question_stopped` when the watcher wishes to stop."""
        self._look()
        self.watcher.report(Progress("ask", share))

    def went_through(self, many: Sequence[T], since: float, until: float) -> Iterator[T]:
        """One after the other, from this share of the answer to that one."""
        for place, one in enumerate(many):
            yield one
            self.went(since + (until - since) * (place + 1) / len(many))

    def run(self, kernel: Kernel[S]) -> S:
        """The kernel's summary over all partitions. `question_stopped` as in `went`. A walk that takes longer is told
        by itself: how many a question makes is known to nobody before.
        """
        self._look()
        began = time.monotonic()

        def told(share: float) -> None:
            if time.monotonic() - began > LONG_WALK_SECONDS:
                self.watcher.report(Progress("walk", share))

        return self.runner.map_merge(kernel, self.index.partitions, self.watcher.stopped, told)

    def totals(self, *, span: bool = False) -> Totals:
        """How many interactions, journeys and customers, and how the journeys ended."""
        return self.run(CountTotals(self.selection, span))

    def totals_by(self, places: tuple[Place, ...], *kernels: Kernel[Any]) -> tuple[Any, ...]:
        """The totals, journeys by outcome and touchpoint at these places (of which every journey has the first), and
        the summaries of these kernels, all from one walk over the partitions.
        """
        by_outcome = CountByOutcome(self.selection, places, len(self.index.touchpoints))
        totals, counts, *others = self.run(
            Together((CountTotals(self.selection, outcomes=False), by_outcome, *kernels))
        )
        return replace(totals, outcomes=counts[0].sum(axis=1)), counts, *others

    def outcomes_happen(self) -> bool:
        """Whether in any journey the outcome is an interaction of its own, with a time and a touchpoint."""
        return any(one.outcome_happened for one in self.index.facts)

    def basis(self, totals: Totals) -> Basis:
        """What every count rests on, stated with the finding."""
        settings = self.index.settings
        return Basis(
            filter=self.selection.text,
            case_notion=self.index.case_notion,
            lifecycle=settings.lifecycle,
            silence_days=None if self.index.case_notion == "journey_id" else settings.silence_days,
            cut_at_outcome=settings.cut_at_outcome and self.index.case_notion != "journey_id",
            version=self.index.version,
            time_zone=settings.time_zone,
            interactions=totals.interactions,
            journeys=totals.journeys,
            customers=totals.customers,
            level=self.index.level,
        )

    def evidence(self, condition: str) -> str:
        """The filter expression of the journeys behind a number: this selection and the condition."""
        return combine(self.selection.text, condition)

    def _look(self) -> None:
        if self.watcher.stopped():
            raise WegmarkeError("question_stopped")
