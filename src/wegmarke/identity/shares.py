"""Regions shared out: whose every identifier is, found share by share, in any place and order.

Whole regions (see `regions`) depend on nothing outside them, so each share is found by itself, guards and all. Put
together, the shares give the resolution of the whole, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.agreement import KINDS_THAT_TELL
from wegmarke.identity.clusters import Known, Pairs, unique_pairs
from wegmarke.identity.regions import regions
from wegmarke.identity.resolution import Resolution, found_of


@dataclass(frozen=True, slots=True)
class Share:
    """Some whole regions. known, ages: of their identifiers, by places counted through; number: of the share."""

    number: int
    known: Known
    ages: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FoundShare:
    """What was found of a share, by its places: as in `Resolution`."""

    number: int
    customer: NDArray[np.int64]
    shown: NDArray[np.int64]
    agreed: Pairs


def found(share: Share) -> FoundShare:
    """Whose every identifier of a share is."""
    part = found_of(share.known, share.ages, np.zeros(len(share.ages), np.bool_))
    return FoundShare(share.number, part.customer, part.shown, part.agreed)


class Sharing:
    """All that is known, shared out by regions of about so many identifiers each; who hangs together with nobody is in
    no share.
    """

    def __init__(self, known: Known, ages: NDArray[np.int64], identifiers_each: int) -> None:
        self._known, self._ages = known, ages
        now_ = regions(known)
        self._crowd = now_.crowd
        share_of = _share_of(now_.of, identifiers_each)
        self._places, self._begins = _by_share(share_of)
        self.count = len(self._begins) - 1
        self._rank = np.zeros(len(share_of), np.int64)
        self._rank[self._places] = np.arange(len(self._places)) - np.repeat(self._begins[:-1], np.diff(self._begins))
        self._pairs = _Links(share_of, now_.pairs[~now_.barred])
        self._same, self._apart, self._model = (
            _Links(share_of, links) for links in (known.same, known.apart, known.model)
        )
        telling = pc.is_in(known.described["kind"], pa.array(KINDS_THAT_TELL)).to_numpy()
        lines = np.flatnonzero(telling)
        order, self._described = _by_share(share_of[known.described_at[lines]], self.count)
        self._lines = lines[order]

    def share(self, number: int) -> Share:
        """One of the shares, from 0."""
        at = self._places[self._begins[number] : self._begins[number + 1]]
        lines = self._lines[self._described[number] : self._described[number + 1]]
        known = Known(
            kinds=self._known.kinds,
            kind=self._known.kind[at],
            pairs=unique_pairs(self._rank[self._pairs.of(number)]),
            described=self._known.described.select(["kind", "value"]).take(pa.array(lines)),
            described_at=self._rank[self._known.described_at[lines]],
            same=self._rank[self._same.of(number)],
            apart=self._rank[self._apart.of(number)],
            model=self._rank[self._model.of(number)],
        )
        return Share(number, known, self._ages[at])

    def put_together(self, shares: Iterable[FoundShare]) -> Resolution:
        """The resolution of the whole, from all shares, each once."""
        customer = np.arange(len(self._rank))
        shown = customer.copy()
        agreed = [np.zeros((0, 2), np.int64)]
        for one in shares:
            at = self._places[self._begins[one.number] : self._begins[one.number + 1]]
            customer[at], shown[at] = at[one.customer], at[one.shown]
            agreed.append(at[one.agreed])
        return Resolution(customer, shown, unique_pairs(np.concatenate(agreed)), self._crowd)


class _Links:
    """Links in the order of shares; those between two shares join nothing, and are in none."""

    def __init__(self, share_of: NDArray[np.int32], links: Pairs) -> None:
        inside = np.flatnonzero(share_of[links[:, 0]] == share_of[links[:, 1]])
        order, self._begins = _by_share(share_of[links[inside, 0]], int(share_of.max(initial=-1)) + 1)
        self._links = links[inside[order]]

    def of(self, number: int) -> Pairs:
        """Those of one share."""
        found: Pairs = self._links[self._begins[number] : self._begins[number + 1]]
        return found


def _share_of(of: NDArray[np.int64], identifiers_each: int) -> NDArray[np.int32]:
    """By place: the share in which its region lies; -1 for a region of one. Shares are filled region by region."""
    sizes = np.bincount(of, minlength=len(of))
    sizes[sizes < 2] = 0
    before = np.cumsum(sizes) - sizes
    number = (before // identifiers_each).astype(np.int32)
    number[sizes == 0] = -1
    used = np.unique(number[number >= 0])
    number[number >= 0] = np.searchsorted(used, number[number >= 0])  # a large region leaves gaps behind it
    return number[of]


def _by_share(share_of: NDArray[np.int32], shares: int | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What lies in a share, in the order of shares and else as it was, and where each share begins (and their end)."""
    inside = np.flatnonzero(share_of >= 0)
    numbers = share_of[inside]
    count = int(numbers.max(initial=-1)) + 1 if shares is None else shares
    begins = np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=count))))
    return inside[np.argsort(numbers, kind="stable")], begins
