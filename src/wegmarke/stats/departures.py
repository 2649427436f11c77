"""How many were watched, left, and why, at each time: the counts that curves of leaving are made of. They add up.

Somebody is at risk at t who began to be watched before t and was not gone before t, so that who leaves at t is counted
and who begins at t is not. Of those who leave for a known cause and those who are lost from sight at the same time, the
latter are still at risk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Departures:
    """Counts at m distinct times in order; integers, so that partitions add up exactly.

    times: −∞ where somebody was watched from ever. began: began to be watched. vanished: were watched no longer though
    they had not left. left: by cause, shape (m, causes).
    """

    times: Floats
    began: Counts
    vanished: Counts
    left: Counts

    def __add__(self, other: Departures) -> Departures:
        if self.causes != other.causes:
            raise ValueError("counts with different causes do not add up")
        times, place = np.unique(np.concatenate([self.times, other.times]), return_inverse=True)
        began, vanished = np.zeros((2, len(times)), dtype=np.int64)
        left = np.zeros((len(times), self.causes), dtype=np.int64)
        for one, here in ((self, place[: len(self.times)]), (other, place[len(self.times) :])):
            began[here] += one.began
            vanished[here] += one.vanished
            left[here] += one.left
        return Departures(times, began, vanished, left)

    @property
    def causes(self) -> int:
        """How many causes are told apart."""
        return int(self.left.shape[1])

    @property
    def people(self) -> int:
        """How many were watched (spells, where somebody is watched with interruptions)."""
        return int(self.began.sum())

    def at_risk(self, times: Floats) -> Counts:
        """How many are at risk at each of these times."""
        change = self.began - self.vanished - self.left.sum(axis=1)
        before = np.concatenate([[0], np.cumsum(change)])
        return np.asarray(before[np.searchsorted(self.times, times, side="left")], dtype=np.int64)


def departures(until: ArrayLike, cause: ArrayLike, since: ArrayLike | None = None, causes: int = 1) -> Departures:
    """Count from spells. cause: 0 where the spell ended without leaving, else 1 … causes. since: None is from ever.

    ValueError where a spell does not end after it began, or a cause is not among the causes.
    """
    end, why = np.asarray(until, dtype=np.float64), np.asarray(cause, dtype=np.int64)
    begin = np.full(len(end), -np.inf) if since is None else np.asarray(since, dtype=np.float64)
    if not bool((end > begin).all()):
        raise ValueError("a spell must end after it began")
    if not bool(((why >= 0) & (why <= causes)).all()):
        raise ValueError(f"a cause must lie between 0 and {causes}")
    times, place = np.unique(np.concatenate([begin, end]), return_inverse=True)
    began = np.bincount(place[: len(end)], minlength=len(times))
    by_cause = np.zeros((len(times), causes + 1), dtype=np.int64)
    np.add.at(by_cause, (place[len(end) :], why), 1)
    return Departures(times, began.astype(np.int64), by_cause[:, 0], by_cause[:, 1:])
