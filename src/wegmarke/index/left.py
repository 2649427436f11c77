"""The condition that a customer left in a journey, with such a stated reason or after such an incident."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.conditions import Chooser, Chosen, Everything
from wegmarke.index.incidents import IncidentMarks, incident_marks, incidents_in
from wegmarke.index.index import Index
from wegmarke.index.leaving import leaving_in, moments_of_leaving
from wegmarke.index.moments import Moments
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.losses import leaving_contacts, met_before, said_around
from wegmarke.model import filter as f
from wegmarke.model.filter.grammar import ANY
from wegmarke.model.incidents import INCIDENT_KINDS


@dataclass(frozen=True, slots=True)
class LeftWith:
    """The customer left for the first time in the journey. words: codes (`Index.said`) of which one was noted
    around it; None: whatever was. or_silent: who stated nothing counts too. kinds: incidents of which one lay before;
    None: whatever did, or nothing.
    """

    moments: Moments
    marks: IncidentMarks
    words: tuple[int, ...] | None = None
    or_silent: bool = False
    kinds: tuple[int, ...] | None = None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys in which somebody so left."""
        result = np.zeros(len(partition.outcome), np.bool_)
        at = leaving_contacts(partition, self.moments, self.marks)
        if not len(at):
            return result
        of = np.repeat(np.arange(len(partition.number)), np.diff(partition.start[partition.journeys]))
        gone = np.full(len(partition.number), -1, np.int64)
        gone[of[at]] = partition.seconds[at]
        wanted = np.ones(len(gone), np.bool_)
        if self.words is not None:
            wanted &= self._said(partition, of, gone)
        if self.kinds is not None:
            found = incidents_in(partition, self.marks)
            met = met_before(found, of, gone) & np.isin(found.kind, self.kinds)
            wanted &= _marked(of[found.at[met]], len(gone))
        chosen = at[wanted[of[at]]]
        result[np.searchsorted(partition.start, chosen, side="right") - 1] = True
        return result

    def _said(self, partition: Partition, of: NDArray[np.int64], gone: NDArray[np.int64]) -> NDArray[np.bool_]:
        at, codes = partition.said("leaving")
        around = said_around(partition, at, of, gone)
        said = _marked(of[at[around & np.isin(codes, self.words or ())]], len(gone))
        return said | ~_marked(of[at[around]], len(gone)) if self.or_silent else said


def _marked(customers: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, np.bool_)
    found[customers] = True
    return found


def left_condition(expression: f.LeftSaying | f.LeftAfter, index: Index) -> Chooser:
    """The condition in the codes of an index; nobody where nobody ever left."""
    leaving = leaving_in(index)
    if leaving is None:
        return Everything(holds=False)
    moments, marks = moments_of_leaving(leaving), incident_marks(index)
    if isinstance(expression, f.LeftAfter):
        every = ANY in expression.kinds
        kinds = tuple(code for code, kind in enumerate(INCIDENT_KINDS) if every or kind in expression.kinds)
        return LeftWith(moments, marks, kinds=kinds)
    if ANY in expression.codes:
        return LeftWith(moments, marks)
    words = index.codes_saying("leaving", expression.codes)
    return LeftWith(moments, marks, words, "none_stated" in expression.codes)
