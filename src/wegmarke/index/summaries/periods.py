"""Two periods that follow each other, by sums over customers: what their difference needs, and no more.

Every feature is a ratio: so many of so many (of the journeys begun in the period those that began at a touchpoint, of
the promises that fell due those kept in time …). With x and m those of a customer in a period, the sums are those of
`summaries.decided`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks, incidents_in
from wegmarke.index.kernels import periods as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.settings import OUTCOME_NAMES

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
_BROKEN, _LATE = INCIDENT_KINDS.index("promise_broken"), INCIDENT_KINDS.index("promise_late")

Changed = Literal["reach", "entry", "path", "ended", "outcome", "happened", "promise_kept", "reason"]
PERIOD_SUMS: Final = ("n", "customers", "total", "clustered", "products", "sizes")
_SUMS: Final = 2 * len(PERIOD_SUMS) + 4
_OPEN = OUTCOME_NAMES.index("open")
_ENDINGS: Final = len(OUTCOME_NAMES) - 1
_OF: Final = (k.ACTIVE, k.BEGUN, k.DECIDED, k.DECIDED, k.NOTED, k.ACTIVE, k.PROMISED, k.SAID)
"""Of what each sort of features is a share."""


@dataclass(frozen=True, slots=True)
class PeriodSums:
    """For each feature, flat (sums, features): of the first period n (Σm), customers with m > 0, Σx, Σx², Σxm, Σm² over
    customers; of the second; and Σx₁x₂, Σx₁m₂, Σm₁x₂, Σm₁m₂.
    """

    sums: Whole

    def table(self) -> Floats:
        """A line a sum; shape (sums, features)."""
        return self.sums.reshape(_SUMS, -1).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class ComparePeriods:
    """The journeys chosen in the period from cuts[1] to before cuts[2] (seconds), and in the one from cuts[0] to before
    cuts[1].

    touchpoints: how many codes. paths: codes of variants. outcomes: of each touchpoint the outcome that a contact there
    is (a place in OUTCOME_NAMES; open: none). reasons: how many codes of stated reasons.
    """

    selection: Selection
    marks: IncidentMarks
    cuts: tuple[int, int, int]
    touchpoints: int
    paths: NDArray[np.int64]
    outcomes: NDArray[np.uint8]
    reasons: int

    @property
    def columns(self) -> tuple[tuple[Changed, int], ...]:
        """What each feature is: its kind, and the code it is about."""
        return (
            *(("reach", code) for code in range(self.touchpoints)),
            *(("entry", code) for code in range(self.touchpoints)),
            *(("path", int(code)) for code in self.paths),
            *(("ended", code) for code in range(len(OUTCOME_NAMES)) if code != _OPEN),
            *(("outcome", code) for code in range(len(OUTCOME_NAMES)) if code != _OPEN),
            *(("happened", code) for code in range(len(INCIDENT_KINDS))),
            ("promise_kept", 0),
            *(("reason", code) for code in range(1, self.reasons + 1)),
        )

    def zero(self) -> PeriodSums:
        """Nothing counted."""
        return PeriodSums(np.zeros(_SUMS * len(self.columns), np.int64))

    def add(self, summary: PeriodSums, partition: Partition) -> PeriodSums:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        chosen = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
        if not chosen.any():
            return summary
        found, noted = incidents_in(partition, self.marks), partition.noted
        # Most of what happened or was due lies in neither period, and need not be walked over.
        met = np.flatnonzero((found.seconds >= self.cuts[0]) & (found.seconds < self.cuts[2]))
        due = np.flatnonzero((noted.promise_due >= self.cuts[0]) & (noted.promise_due < self.cuts[2]))
        # What is broken today will be late tomorrow, as what was broken in the period before is by now: one kind.
        kind = found.kind[met]
        kind[kind == _BROKEN] = _LATE
        codes = [one.astype(np.uint16, copy=False) for one in (partition.touchpoint, partition.entry)]
        told = (
            *(partition.start, partition.journeys, partition.seconds, *codes, partition.outcome, partition.decided),
            *(partition.outcome_happened, partition.variant, chosen, found.at[met], kind, found.seconds[met]),
            *(noted.promise_at[due], noted.promise_due[due], noted.promise_kept[due], noted.reason_at, noted.reason),
        )
        widths = (self.touchpoints, self.touchpoints, len(self.paths), _ENDINGS, _ENDINGS, len(INCIDENT_KINDS), 1)
        begins = np.cumsum((0, *widths))
        of = np.repeat(_OF, (*widths, self.reasons))
        sums, whole = np.zeros((len(of), k.LINES), np.int64), np.zeros((k.OF, k.OF_LINES), np.int64)
        k.compare_periods(*told, np.array(self.cuts), begins, self.paths, self.outcomes, of, sums, whole)
        m, sums = whole[of].T, sums.T
        lines = [m[:2], sums[:3], m[2:3], m[3:5], sums[3:6], m[5:6], sums[6:], m[6:]]
        return self.merge(summary, PeriodSums(np.vstack(lines).ravel()))

    def merge(self, first: PeriodSums, second: PeriodSums) -> PeriodSums:
        """Add two summaries."""
        return PeriodSums(first.sums + second.sums)
