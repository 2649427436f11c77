"""What coming is in an index, and the condition that a customer came in a journey: saying this, or after that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.conditions import Chooser, Chosen
from wegmarke.index.incidents import IncidentMarks, incident_marks
from wegmarke.index.index import Index
from wegmarke.index.leaving import moments_of_coming, touchpoints_deciding
from wegmarke.index.moments import Moments
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.comings import came_at, coming_contacts, on_way, owners, stated_around
from wegmarke.model import filter as f
from wegmarke.model.coming_reasons import ON_THE_WAY, ComingCode
from wegmarke.model.filter.grammar import ANY


@dataclass(frozen=True, slots=True)
class CameWith:
    """The customer bought for the first time in the journey. words: codes (`Index.said`) of which one was noted
    around it; None: whatever was. or_silent: who stated nothing counts too. touchpoints, channels: which of them are
    such a contact; None: whatever lay before, or nothing.
    """

    moments: Moments
    marks: IncidentMarks
    refusing: NDArray[np.bool_]
    words: tuple[int, ...] | None = None
    or_silent: bool = False
    met: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None = None

    def choose(self, partition: Partition) -> Chosen:
        """Journeys in which somebody so came."""
        result = np.zeros(len(partition.outcome), np.bool_)
        at, of = coming_contacts(partition, self.moments, self.marks), owners(partition)
        if not len(at):
            return result
        came = came_at(partition, at, of)
        wanted = np.ones(len(came), np.bool_)
        if self.words is not None:
            said_at, codes = partition.said("coming")
            around = stated_around(partition, said_at, of, came, self.refusing)
            said = _marked(of[said_at[around & np.isin(codes, self.words)]], len(came))
            silent = ~_marked(of[said_at[around]], len(came))
            wanted &= said | silent if self.or_silent else said
        if self.met is not None:
            touchpoints, channels = self.met
            fits = touchpoints[partition.touchpoint]
            if partition.channel is not None:
                fits = fits | channels[partition.channel]
            wanted &= _marked(of[on_way(partition, of, came) & fits], len(came))
        chosen = at[wanted[of[at]]]
        result[np.searchsorted(partition.start, chosen, side="right") - 1] = True
        return result


def _marked(customers: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    found = np.zeros(count, np.bool_)
    found[customers] = True
    return found


def kinds_on_way(index: Index, kinds: tuple[ComingCode, ...]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of each touchpoint, and of each channel (0: none), whether a contact there is one of these kinds. Touchpoints go
    by their keys, since pages call them by names of their own.
    """
    coding, wanted = index.coming_coding, set(kinds)
    touchpoints = [not wanted.isdisjoint(coding.on_the_way(one.key)) for one in index.touchpoints]
    channels = [False, *(not wanted.isdisjoint(coding.on_the_way(name)) for name in index.channels)]
    return np.array(touchpoints, np.bool_), np.array(channels, np.bool_)


def came_condition(expression: f.CameSaying | f.CameAfter, index: Index) -> Chooser:
    """The condition in the codes of an index."""
    moments, marks = moments_of_coming(index), incident_marks(index)
    refusing = touchpoints_deciding(index, ("lost", "churned", "returned"))
    if isinstance(expression, f.CameAfter):
        kinds = tuple(one for one in ON_THE_WAY if ANY in expression.kinds or one in expression.kinds)
        return CameWith(moments, marks, refusing, met=kinds_on_way(index, kinds))
    if ANY in expression.codes:
        return CameWith(moments, marks, refusing)
    words = index.codes_saying("coming", expression.codes)
    return CameWith(moments, marks, refusing, words, "none_stated" in expression.codes)
