"""What a question is asked of: an index, a selection of its journeys, and who runs the kernels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from wegmarke.index.index import Index
from wegmarke.index.runner import Kernel, Runner
from wegmarke.index.selection import EVERYTHING, Selection, select
from wegmarke.index.summaries.journeys import CountByOutcome, CountTotals, Place, Totals
from wegmarke.index.summaries.together import Together
from wegmarke.model.filter import combine
from wegmarke.model.finding import Basis

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Asked:
    """The journeys of `index` that `selection` chooses, asked through `runner`."""

    index: Index
    runner: Runner
    selection: Selection = EVERYTHING

    def where(self, text: str) -> Asked:
        """The journeys that satisfy this filter as well. Errors as in `select`."""
        return Asked(self.index, self.runner, select(combine(self.selection.text, text), self.index))

    def run(self, kernel: Kernel[S]) -> S:
        """The kernel's summary over all partitions."""
        return self.runner.map_merge(kernel, self.index.partitions)

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
        return any(bool(partition.outcome_happened.any()) for partition in self.index.partitions)

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
