"""Contracts by age: who renewed, who left at which decision, and who stands where now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.incidents import IncidentMarks
from wegmarke.index.moments import LEFT, WON, Moments, contact_roles
from wegmarke.index.partition import Partition
from wegmarke.index.selection import Selection
from wegmarke.index.summaries.standing import among

MOST_TERMS = 240
"""Decisions beyond so many are not told apart: whoever comes so far counts as watched until then."""

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Terms:
    """Counts of contracts, at place t − 1 those at their t-th decision: shape (MOST_TERMS,).

    lost: left at that decision. renewed: did not. standing, shape (MOST_TERMS + 1,): contracts that go on, by how often
    they were renewed.
    """

    lost: Whole
    renewed: Whole
    standing: Whole


def no_terms() -> Terms:
    """No contracts: the zero of the sum."""
    return Terms(*(np.zeros(size, np.int64) for size in (MOST_TERMS, MOST_TERMS, MOST_TERMS + 1)))


@dataclass(frozen=True, slots=True, eq=False)
class CountTerms:
    """The contracts of the customers of the journeys chosen, of terms of `term_seconds`, watched until `end`.

    A contract begins with the first purchase after which the customer has not left, and ends when the customer leaves;
    whoever comes back has another. Leaving within a term is told at its end: until then it is paid for, and until then
    nobody else of that age has decided either.
    """

    selection: Selection
    marks: IncidentMarks
    moments: Moments
    term_seconds: int
    end: int

    def zero(self) -> Terms:
        """No contracts."""
        return no_terms()

    def add(self, summary: Terms, partition: Partition) -> Terms:
        """Count one partition."""
        return self.merge(summary, self._counted(partition)) if len(partition.seconds) else summary

    def merge(self, first: Terms, second: Terms) -> Terms:
        """Add two summaries."""
        return Terms(first.lost + second.lost, first.renewed + second.renewed, first.standing + second.standing)

    def _counted(self, partition: Partition) -> Terms:
        contracts = _contracts_in(partition, self.selection, self.marks, self.moments)
        begun, last, ended = contracts.begun, contracts.last, contracts.ended.copy()
        if not len(begun):
            return no_terms()
        watched = np.where(ended, last, self.end) - begun
        decision = np.maximum(-(-watched // self.term_seconds), 1)
        renewals = np.where(ended, decision - 1, watched // self.term_seconds)
        # Those who stay are counted at a decision once its day has come; so are those who left.
        ended &= (begun + decision * self.term_seconds <= self.end) & (renewals < MOST_TERMS)
        renewals = np.minimum(renewals, MOST_TERMS)
        return Terms(
            lost=np.bincount(renewals[ended], minlength=MOST_TERMS)[:MOST_TERMS],
            renewed=np.cumsum(np.bincount(renewals, minlength=MOST_TERMS + 1)[::-1])[::-1][1:],
            standing=np.bincount(renewals[~contracts.ended], minlength=MOST_TERMS + 1),
        )


Decisions = list[Whole]
"""Lines of a customer's number and when the term of the contract is over next, of those that go on; shapes (n, 2)."""


@dataclass(frozen=True, slots=True, eq=False)
class NextDecisions:
    """When the term of each contract that goes on is over next (whole seconds UTC, after `end`): arguments as for
    `CountTerms`.
    """

    selection: Selection
    marks: IncidentMarks
    moments: Moments
    term_seconds: int
    end: int

    def zero(self) -> Decisions:
        """None."""
        return []

    def add(self, summary: Decisions, partition: Partition) -> Decisions:
        """Those of one partition."""
        if len(partition.seconds):
            contracts = _contracts_in(partition, self.selection, self.marks, self.moments)
            goes_on = ~contracts.ended
            begun = contracts.begun[goes_on]
            over = begun + ((self.end - begun) // self.term_seconds + 1) * self.term_seconds
            number = partition.number[contracts.owner[goes_on]].astype(np.int64)
            summary.append(np.column_stack([number, over]))
        return summary

    def merge(self, first: Decisions, second: Decisions) -> Decisions:
        """Append."""
        return first + second


@dataclass(frozen=True, slots=True, eq=False)
class _Contracts:
    """The contracts of a partition. owner: the place of the customer. begun, last: the first purchase, and what was
    decided last (seconds). ended: whether that was leaving.
    """

    owner: Whole
    begun: Whole
    last: Whole
    ended: NDArray[np.bool_]


def _contracts_in(partition: Partition, selection: Selection, marks: IncidentMarks, moments: Moments) -> _Contracts:
    role = contact_roles(partition, moments, marks)
    decides = np.flatnonzero(role & (WON | LEFT))
    owner = np.repeat(np.arange(len(partition.number)), np.diff(partition.start[partition.journeys]))[decides]
    takes_part = among(partition, selection)[owner]
    decides, owner = decides[takes_part], owner[takes_part]
    seconds, left = partition.seconds[decides].astype(np.int64), (role[decides] & LEFT) != 0
    order = np.lexsort((left, seconds, owner))
    seconds, left, owner = seconds[order], left[order], owner[order]
    # Every leaving ends a contract: what follows it belongs to the next, as does another customer.
    after_leaving = np.append(np.zeros(min(len(left), 1), np.bool_), left[:-1])
    first = np.flatnonzero(np.append(np.ones(min(len(owner), 1), np.bool_), owner[1:] != owner[:-1]) | after_leaving)
    last = np.append(first[1:], len(owner))[: len(first)] - 1
    bought = ~left[first]  # who left without having bought since had none
    first, last = first[bought], last[bought]
    return _Contracts(owner[first], seconds[first], seconds[last], left[last])
