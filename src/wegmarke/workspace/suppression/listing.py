"""The suppression list: for every rule the customers whom it keeps from being advertised to."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.partition import Partition
from wegmarke.index.selection import select
from wegmarke.model.complaints import ComplaintTouchpoints, Kind, complaint_touchpoints, open_complaints
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.relation import RELATIONS, relations_in
from wegmarke.workspace.suppression.rules import ADVERTISING_WORDS, Rule, SuppressionRules, suppression_text

ADVERTISING = "advertising"
_DAY_SECONDS = 86_400
_CUSTOMER, _WON = RELATIONS.index("customer"), OUTCOME_NAMES.index("won")
Chosen = NDArray[np.bool_]


class Objections(Protocol):
    """Who has objected to what."""

    def objects(self, customer: int, purpose: str) -> bool:
        """Whether the customer of that number has objected to this purpose."""
        ...

    @property
    def state(self) -> str:
        """Changes whenever any answer may have changed."""
        ...


class NobodyObjects:
    """Where no objections are recorded."""

    state = ""

    def objects(self, customer: int, purpose: str) -> bool:  # noqa: ARG002 - the protocol's
        """Nobody does."""
        return False


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The list. version: of the index it was made from. state: of index, rules and objections together. as_of: until
    when the data tell (whole seconds UTC), from where days are counted back. rules: those that count; numbers:
    customers in rising order; reasons: shape (customers, rules), whether a rule keeps a customer. of: how many
    customers there are.
    """

    version: str
    state: str
    as_of: int
    rules: tuple[Rule, ...]
    numbers: NDArray[np.uint64]
    reasons: NDArray[np.bool_]
    of: int

    def counts(self) -> dict[str, int]:
        """How many customers each rule keeps, by its key; a customer may be kept by several."""
        return {rule.key: int(self.reasons[:, place].sum()) for place, rule in enumerate(self.rules)}

    def by(self, key: str) -> NDArray[np.uint64]:
        """The customers whom this rule keeps; KeyError for a rule that does not count."""
        places = {rule.key: place for place, rule in enumerate(self.rules)}
        kept: NDArray[np.uint64] = self.numbers[self.reasons[:, places[key]]]
        return kept

    def why(self, number: int) -> tuple[Rule, ...]:
        """The rules that keep this customer; none for who may be advertised to."""
        at = int(np.searchsorted(self.numbers, np.uint64(number)))
        if at >= len(self.numbers) or int(self.numbers[at]) != number:
            return ()
        return tuple(rule for rule, holds in zip(self.rules, self.reasons[at].tolist(), strict=True) if holds)


def suppressed(
    index: Index,
    rules: SuppressionRules,
    objections: Objections | None = None,
    household: Mapping[int, int] | None = None,
) -> Suppressed:
    """Who must not be advertised to. Days count back from the latest contact in the data, so that the list is a
    function of the data and the rules, and of no clock.

    household: the household's number of each customer who has one, for rules that count by household.

    Errors: those of `select` for the filter of a rule.
    """
    objecting = objections or NobodyObjects()
    complaints = complaint_touchpoints(index.touchpoints, rules.complaints_opened, rules.complaints_settled)
    active = tuple(rule for rule in rules.rules if rule.on)
    choosers = [_chooser(rule, index, complaints, objecting, household or {}) for rule in active]
    numbers, reasons, every = [np.empty(0, np.uint64)], [np.empty((0, len(active)), np.bool_)], 0
    for partition in index.partitions:
        if not len(partition.number):
            continue
        there = _there(partition)
        every += int(there.sum())
        columns = [choose(partition) for choose in choosers]
        found = np.column_stack(columns) if columns else np.empty((len(there), 0), np.bool_)
        kept = there & found.any(axis=1)
        numbers.append(partition.number[kept])
        reasons.append(found[kept])
    joined = np.concatenate(numbers)
    order = np.argsort(joined)
    return Suppressed(
        version=index.version,
        state=state_of(index, rules, objecting.state),
        as_of=index.last_seconds,
        rules=active,
        numbers=joined[order],
        reasons=np.concatenate(reasons)[order],
        of=every,
    )


def state_of(index: Index, rules: SuppressionRules, objections: str = "") -> str:
    """Tells one state of the list from another without making it: the same state is the same list."""
    stated = f"{index.version}\n{objections}\n{suppression_text(rules)}"
    return hashlib.sha256(stated.encode()).hexdigest()[:16]


def advertisements(index: Index, rule: Rule) -> tuple[str, ...]:
    """The touchpoints that a rule counts: those that it names, else those whose keys speak of advertising."""
    known = index.keys
    if rule.touchpoints:
        return tuple(key for key in rule.touchpoints if key in known)
    return tuple(key for key in known if any(word in key for word in ADVERTISING_WORDS))


def _chooser(
    rule: Rule,
    index: Index,
    complaints: ComplaintTouchpoints,
    objections: Objections,
    household: Mapping[int, int],
) -> Callable[[Partition], Chosen]:
    """What says of every customer of a partition whether the rule keeps them."""
    since = 0 if rule.within_days is None else index.last_seconds - rule.within_days * _DAY_SECONDS
    match rule.kind:
        case "customer":
            return lambda partition: _are_customers(partition, since)
        case "open_complaint":
            opened, settled = (_codes(index, keys) for keys in (complaints.opened, complaints.settled))
            return lambda partition: _complain(partition, opened, settled, since)
        case "objection":
            return lambda partition: np.array(
                [objections.objects(number, ADVERTISING) for number in partition.number.tolist()], np.bool_
            )
        case "contacted":
            codes = _codes(index, advertisements(index, rule))
            if rule.by == "household":
                return _by_household(index, codes, since, rule.times, household)
            return lambda partition: _met(partition, codes, since) >= rule.times
        case "filter":
            selection = select(rule.where, index)

            def fits(partition: Partition) -> Chosen:
                chosen = selection.choose(partition)
                some = np.ones(len(partition.outcome), np.bool_) if chosen is None else chosen
                counted = np.concatenate(([0], np.cumsum(some)))[partition.journeys]
                holds: Chosen = np.diff(counted) > 0
                return holds

            return fits


def _codes(index: Index, keys: frozenset[str] | tuple[str, ...]) -> NDArray[np.int64]:
    return np.array([code for code, key in enumerate(index.keys) if key in keys], np.int64)


def _are_customers(partition: Partition, since: int) -> Chosen:
    won = np.where(partition.outcome == _WON, partition.last_seconds.astype(np.int64), -1)
    last_won = np.maximum.reduceat(won, partition.journeys[:-1])
    stands: Chosen = (relations_in(partition) == _CUSTOMER) & (last_won >= since)
    return stands


def _there(partition: Partition) -> NDArray[np.bool_]:
    """Which customers of a partition count: all of whom an overlay does not tell anew."""
    if partition.live is None:
        return np.ones(len(partition.number), np.bool_)
    found: NDArray[np.bool_] = partition.live[partition.journeys[:-1]]
    return found


def _met(partition: Partition, codes: NDArray[np.int64], since: int) -> NDArray[np.int64]:
    """How often each customer met one of these touchpoints since then."""
    hits = np.isin(partition.touchpoint, codes) & (partition.seconds >= since)
    counted: NDArray[np.int64] = np.diff(np.concatenate(([0], np.cumsum(hits)))[partition.start[partition.journeys]])
    return counted


def _by_household(
    index: Index, codes: NDArray[np.int64], since: int, times: int, household: Mapping[int, int]
) -> Callable[[Partition], Chosen]:
    """Whoever was met so often together with all of the household; who has none, alone."""
    met: defaultdict[int, int] = defaultdict(int)
    for partition in index.partitions:
        if not len(partition.number):
            continue
        there = _there(partition)
        counted = np.where(there, _met(partition, codes, since), 0)
        some = np.flatnonzero(counted)
        for number, count in zip(partition.number[some].tolist(), counted[some].tolist(), strict=True):
            met[household.get(number, number)] += count
    return lambda partition: np.array(
        [met.get(household.get(number, number), 0) >= times for number in partition.number.tolist()], np.bool_
    )


def _complain(partition: Partition, opened: NDArray[np.int64], settled: NDArray[np.int64], since: int) -> Chosen:
    """Who has a complaint that nothing settled, made since then."""
    at = np.flatnonzero(np.isin(partition.touchpoint, np.concatenate([opened, settled])))
    customer = np.searchsorted(partition.start[partition.journeys], at, side="right") - 1
    result = np.zeros(len(partition.number), np.bool_)
    if not len(at):  # nobody here ever complained
        return result
    begins = np.flatnonzero(np.diff(customer, prepend=-1))
    for begin, end in zip(begins.tolist(), np.append(begins[1:], len(at)).tolist(), strict=True):
        places = at[begin:end]
        kinds: list[tuple[Kind, str | None]] = [
            ("opened" if code in opened else "settled", None) for code in partition.touchpoint[places].tolist()
        ]
        unsettled = open_complaints(kinds)
        result[customer[begin]] = bool(unsettled) and int(partition.seconds[places[unsettled[-1]]]) >= since
    return result
