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

from wegmarke.index.incidents import IncidentMarks, Incidents, incidents_in
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.leaving import decided_at
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.settings import OUTCOME_NAMES

Floats = NDArray[np.float64]
_BROKEN, _LATE = INCIDENT_KINDS.index("promise_broken"), INCIDENT_KINDS.index("promise_late")

Changed = Literal["reach", "entry", "path", "ended", "outcome", "happened", "promise_kept", "reason"]
PERIOD_SUMS: Final = ("n", "customers", "total", "clustered", "products", "sizes")
_SUMS: Final = 2 * len(PERIOD_SUMS) + 4
_OPEN = OUTCOME_NAMES.index("open")


@dataclass(frozen=True, slots=True)
class PeriodSums:
    """For each feature, flat (sums, features): of the first period n (Σm), customers with m > 0, Σx, Σx², Σxm, Σm² over
    customers; of the second; and Σx₁x₂, Σx₁m₂, Σm₁x₂, Σm₁m₂.
    """

    sums: Floats

    def table(self) -> Floats:
        """A line a sum; shape (sums, features)."""
        return self.sums.reshape(_SUMS, -1)


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
        return PeriodSums(np.zeros(_SUMS * len(self.columns)))

    def add(self, summary: PeriodSums, partition: Partition) -> PeriodSums:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        chosen = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
        if not chosen.any():
            return summary
        found = incidents_in(partition, self.marks)
        told = _Told(self, partition, chosen, found)
        before, last = told.period(*self.cuts[:2]), told.period(*self.cuts[1:])
        (x1, m1), (x2, m2) = last, before
        lines = [*_own(x1, m1), *_own(x2, m2)]
        lines += [(a * b).sum(axis=0) for a, b in ((x1, x2), (x1, m2), (m1, x2), (m1, m2))]
        return self.merge(summary, PeriodSums(np.concatenate(lines)))

    def merge(self, first: PeriodSums, second: PeriodSums) -> PeriodSums:
        """Add two summaries."""
        return PeriodSums(first.sums + second.sums)


def _own(x: Floats, m: Floats) -> list[Floats]:
    some = (m > 0).sum(axis=0).astype(np.float64)
    return [m.sum(axis=0), some, x.sum(axis=0), (x * x).sum(axis=0), (x * m).sum(axis=0), (m * m).sum(axis=0)]


@dataclass(frozen=True, slots=True)
class _Told:
    """A partition, told customer by customer."""

    asked: ComparePeriods
    partition: Partition
    chosen: NDArray[np.bool_]
    found: Incidents

    def period(self, begin: int, end: int) -> tuple[Floats, Floats]:
        """For every customer x and m of every feature, from second begin to before end; (customers, features)."""
        asked, part = self.asked, self.partition
        reach, active = self._reach(begin, end)
        inside = np.flatnonzero((part.seconds >= begin) & (part.seconds < end))
        is_outcome = asked.outcomes[part.touchpoint[inside]].astype(np.int64)
        noted_outcomes = self._own(
            inside[is_outcome != _OPEN], is_outcome[is_outcome != _OPEN] - 1, len(OUTCOME_NAMES) - 1
        )
        first = part.first_seconds
        begun = np.flatnonzero(self.chosen & (first >= begin) & (first < end))
        at = decided_at(part)
        ended = np.flatnonzero(self.chosen & (part.outcome != _OPEN) & (at >= begin) & (at < end))
        line = np.full(len(asked.paths) and int(max(asked.paths.max(), part.variant.max(initial=0))) + 1, -1)
        line[asked.paths] = np.arange(len(asked.paths))
        paths = line[part.variant[ended]] if len(asked.paths) else np.full(len(ended), -1)
        outcomes = self._table(ended, part.outcome[ended].astype(np.int64) - 1, len(OUTCOME_NAMES) - 1)
        noted = part.noted
        due = (noted.promise_due >= begin) & (noted.promise_due < end)
        kept = (noted.promise_kept > 0) & (noted.promise_kept <= noted.promise_due)
        promises = self._own(noted.promise_at[due].astype(np.int64))
        in_time = self._own(noted.promise_at[due & kept].astype(np.int64))
        spoken = part.seconds[noted.reason_at]
        said = (spoken >= begin) & (spoken < end)
        told = self._own(noted.reason_at[said].astype(np.int64), noted.reason[said].astype(np.int64) - 1, asked.reasons)
        happened = (self.found.seconds >= begin) & (self.found.seconds < end)
        # What is broken today will be late tomorrow, as what was broken in the period before is by now: one kind.
        kind = np.where(self.found.kind == _BROKEN, _LATE, self.found.kind)[happened].astype(np.int64)
        incidents = self._own(self.found.at[happened], kind, len(INCIDENT_KINDS))
        decided = outcomes.sum(axis=1)
        blocks = (
            (reach, active),
            (self._table(begun, part.entry[begun].astype(np.int64), asked.touchpoints), None),
            (self._table(ended, paths, len(asked.paths)), decided),
            (outcomes, decided),
            (noted_outcomes, None),
            (incidents, active),
            (in_time, promises[:, 0]),
            (told, None),
        )
        x = np.hstack([block for block, _ in blocks])
        m = [np.repeat((b.sum(axis=1) if of is None else of)[:, None], b.shape[1], axis=1) for b, of in blocks]
        return x, np.hstack(m)

    def _reach(self, begin: int, end: int) -> tuple[Floats, Floats]:
        """Journeys with a contact in the period, by touchpoint and at all."""
        part, width = self.partition, self.asked.touchpoints
        rows = np.flatnonzero((part.seconds >= begin) & (part.seconds < end))
        journey = np.searchsorted(part.start, rows, side="right") - 1
        rows, journey = rows[self.chosen[journey]], journey[self.chosen[journey]]
        pairs = np.unique(journey * width + part.touchpoint[rows])
        active = np.unique(journey)
        return self._table(pairs // width, pairs % width, width), self._table(active, np.zeros_like(active), 1)[:, 0]

    def _own(self, at: NDArray[np.int64], code: NDArray[np.int64] | None = None, width: int = 1) -> Floats:
        """Contacts at these places by customer and code, those of the journeys chosen."""
        journey = np.searchsorted(self.partition.start, at, side="right") - 1
        wanted = self.chosen[journey]
        code = np.zeros_like(journey) if code is None else code
        return self._table(journey[wanted], code[wanted], width)

    def _table(self, journey: NDArray[np.int64], code: NDArray[np.int64], width: int) -> Floats:
        """How often each customer has each code; codes below 0 are passed over."""
        customers = len(self.partition.number)
        customer = np.searchsorted(self.partition.journeys, journey, side="right") - 1
        kept = code >= 0
        if not width:
            return np.zeros((customers, 0))
        counts = np.bincount(customer[kept] * width + code[kept], minlength=customers * width)
        return counts.astype(np.float64).reshape(customers, width)
