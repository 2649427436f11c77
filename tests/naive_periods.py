"""What `ComparePeriods` adds up, once more as a table with a line a customer and a column a feature, with NumPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import Incidents, incidents_in
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.leaving import decided_at
from wegmarke.index.summaries.periods import ComparePeriods
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.settings import OUTCOME_NAMES

Floats = NDArray[np.float64]
_OPEN = OUTCOME_NAMES.index("open")
_BROKEN, _LATE = INCIDENT_KINDS.index("promise_broken"), INCIDENT_KINDS.index("promise_late")


def periods_in(partition: Partition, asked: ComparePeriods) -> Floats:
    """The sums of one partition; shape (sums, features)."""
    chosen = asked.selection.choose(partition)
    chosen = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
    told = _Told(asked, partition, chosen, incidents_in(partition, asked.marks))
    (x1, m1), (x2, m2) = told.period(*asked.cuts[1:]), told.period(*asked.cuts[:2])
    lines = [*_own(x1, m1), *_own(x2, m2)]
    return np.array(lines + [(a * b).sum(axis=0) for a, b in ((x1, x2), (x1, m2), (m1, x2), (m1, m2))])


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
