"""Groups of decided journeys, described up to their outcome by sums: what their difference needs, and no more.

Customers are the units: with x the sum of a feature over a customer's journeys of a group and m how many of them have
it, the sums over customers are those of `stats.ratio.CustomerSums` and, where a customer stands in both groups, of
`SharedSums`. What the features are says `summaries.features`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.decided import described_in, met_in
from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.kernels import decided as k
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.features import NUMBERS, SOMETIMES, Features

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

GROUP_SUMS: Final = ("n", "customers", "total", "squares", "clustered", "products", "sizes")
SHARED_SUMS: Final = ("both", "first_all", "all_second", "sizes")
MOST_REASONS: Final = 50
"""So many groups by reason at most are described at once."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Two groups.

    sums: float64 (sums, features): those of the first group, of the second (`GROUP_SUMS`: n journeys that have it,
    customers, Σx and Σx² over journeys, Σx², Σxm, Σm² over customers), and over customers of both (`SHARED_SUMS`:
    Σx₁x₂, Σx₁m₂, Σm₁x₂, Σm₁m₂). places: int64 (2, 2, touchpoints): journeys of each group in which the touchpoint
    stands anywhere, with which they begin. journeys: int64 (2, 3): of each group; of
    them begun before the data or at their edge; with nothing before the outcome.
    """

    sums: Floats
    places: Whole
    journeys: Whole


@dataclass(frozen=True, slots=True)
class DecidedGroups:
    """G groups: the first, the second, and those of the second with each reason asked for; all arrays flat.

    own: float64 (G, features, GROUP_SUMS). shared: float64 (G, features, SHARED_SUMS), with the first group. places:
    int64 (G, 2, touchpoints). counts: int64 (G, 6). See `kernels.decided`.
    """

    own: Floats
    shared: Floats
    places: Whole
    counts: Whole

    def against(self, group: int = 1) -> Decided:
        """The first group beside this one."""
        counts = self.counts.reshape(-1, k.COUNTS)
        groups, both = len(counts), [0, group]
        own = self.own.reshape(groups, -1, k.OWN)[both].transpose(0, 2, 1).reshape(2 * k.OWN, -1)
        shared = self.shared.reshape(groups, -1, k.SHARED)[group].T
        places = self.places.reshape(groups, k.PLACES, -1)[both]
        return Decided(np.vstack((own, shared)), places, counts[both, : k.OF_EMPTY + 1])


@dataclass(frozen=True, slots=True, eq=False)
class DescribeDecided:
    """The journeys chosen that ended with outcome `first` (a place in OUTCOME_NAMES), and those with `second`.

    begun_after: the first journey of a customer that begins before this second may have begun before the data do; its
    speed is not told. reasons: codes of stated reasons, each of which makes a group of the journeys of the second in
    which it is noted (0: in which none is); at most MOST_REASONS.
    """

    selection: Selection
    first: int
    second: int
    features: Features
    marks: IncidentMarks
    begun_after: int = 0
    reasons: tuple[int, ...] = ()

    def zero(self) -> DecidedGroups:
        """Nothing described."""
        groups, width = 2 + len(self.reasons), len(self.features.columns)
        return DecidedGroups(
            np.zeros(groups * k.OWN * width),
            np.zeros(groups * k.SHARED * width),
            np.zeros(groups * k.PLACES * len(self.features.touchpoints), np.int64),
            np.zeros(groups * k.COUNTS, np.int64),
        )

    def add(self, summary: DecidedGroups, partition: Partition) -> DecidedGroups:
        """Describe one partition."""
        met = met_in(partition, self.first, self.second)
        chosen = self.selection.choose(partition)
        if chosen is None:
            chosen = np.ones(len(partition.outcome), np.bool_)
        elif not chosen[met.journey].any():
            return summary
        outcomes, features = (self.first, self.second), self.features
        told = described_in(partition, outcomes, self.marks, self.begun_after, features.without)
        here, groups, width = self.zero(), 2 + len(self.reasons), len(features.columns)
        own, shared = here.own.reshape(groups, width, k.OWN), here.shared.reshape(groups, width, k.SHARED)
        counts, whole = here.counts.reshape(groups, k.COUNTS), np.zeros((groups, width, k.WHOLE), np.int64)
        by_code, by_department = features.coded(partition)
        places = np.zeros((groups * k.PLACES, len(by_code)), np.int64)
        k.add_decided(
            *(chosen, partition.start, met.journey, met.second, met.customers),
            *(met.first, met.before, met.code, met.since, told.told, told.department, told.since),
            *(partition.noted.reason_at, partition.noted.reason, self._reason_group(partition)),
            *(by_code, by_department, features.pairs, features.begins, whole, own, shared, places, counts),
        )
        here.places.reshape(len(places), -1)[:] = places[:, list(features.touchpoints)]
        here.places.reshape(groups, k.PLACES, -1)[:, k.ANYWHERE] += whole[:, : len(features.touchpoints), k.W_TOTAL]
        self._whole(whole, counts, own, shared)
        return self.merge(summary, here)

    def _whole(self, whole: Whole, counts: Whole, own: NDArray[np.float64], shared: NDArray[np.float64]) -> None:
        """Put what was added in whole numbers among the sums."""
        of = [feature for feature, _ in self.features.columns]
        always = [place for place, feature in enumerate(of) if feature not in SOMETIMES]
        numbers = [place for place, feature in enumerate(of) if feature in NUMBERS]
        orders = [place for place, feature in enumerate(of) if feature == "order"]
        every = always + orders
        for line, sums in ((k.TOTAL, k.W_TOTAL), (k.CLUSTERED, k.W_CLUSTERED), (k.PRODUCTS, k.W_PRODUCTS)):
            own[:, every, line] = whole[:, every, sums]
        own[:, every, k.SQUARES] = own[:, every, k.TOTAL]
        own[:, numbers, k.SQUARES] = whole[:, numbers, k.W_SQUARES]
        for line, sums in ((k.N, k.W_N), (k.CUSTOMERS, k.W_CUSTOMERS), (k.SIZES, k.W_SIZES)):
            own[:, orders, line] = whole[:, orders, sums]
        for line, sums in ((k.N, k.OF_JOURNEYS), (k.CUSTOMERS, k.OF_CUSTOMERS), (k.SIZES, k.OF_SIZES)):
            own[:, always, line] = counts[:, sums, None]
        shared[:, always, k.SHARED_SIZES] = counts[:, k.OF_BOTH, None]

    def merge(self, first: DecidedGroups, second: DecidedGroups) -> DecidedGroups:
        """Add two summaries."""
        return DecidedGroups(
            first.own + second.own,
            first.shared + second.shared,
            first.places + second.places,
            first.counts + second.counts,
        )

    def _reason_group(self, partition: Partition) -> Whole:
        """The group of each code of a reason, or −1."""
        most = max(int(partition.noted.reason.max(initial=0)), *self.reasons, 0)
        groups = np.full(most + 1, -1)
        groups[list(self.reasons)] = np.arange(2, 2 + len(self.reasons))
        return groups


@dataclass(frozen=True, slots=True)
class CountReasons:
    """Journeys of one outcome by stated reason; place 0 counts those in which none is noted. A journey with several
    counts with each.
    """

    selection: Selection
    outcome: int
    reasons: int

    def zero(self) -> NDArray[np.int64]:
        """Nothing counted."""
        return np.zeros(self.reasons + 1, np.int64)

    def add(self, summary: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
        """Count one partition."""
        chosen = self.selection.choose(partition)
        wanted = partition.outcome == self.outcome
        wanted = wanted if chosen is None else wanted & chosen
        noted = partition.noted
        own = np.searchsorted(partition.start, noted.reason_at, side="right") - 1
        here = wanted[own] if len(own) else np.zeros(0, np.bool_)
        pairs = np.unique(own[here] * (self.reasons + 1) + noted.reason[here])
        counts = np.bincount(pairs % (self.reasons + 1), minlength=self.reasons + 1)
        counts[0] = int(np.count_nonzero(wanted)) - len(np.unique(own[here]))
        return summary + counts

    def merge(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add two summaries."""
        return first + second
