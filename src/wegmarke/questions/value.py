"""What are customers worth from here on, who is still one, and who lacks attention?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Claim, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.questions.asked import Asked
from wegmarke.questions.buyers import Buyers, buyers
from wegmarke.questions.contract_terms import ContractTerms, contract_terms
from wegmarke.questions.contracts_due import decisions, due_within
from wegmarke.questions.customers import DEFAULT_LIMIT, MOST_LISTED
from wegmarke.questions.expectation import Expectation, expectation
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.priced import counted_together
from wegmarke.questions.value_parts import TENTHS, ValueParts, since_table

ValueOrder = Literal["expected", "silent", "purchases", "latest", "decision"]
VALUE_ORDERS: tuple[ValueOrder, ...] = ("expected", "silent", "purchases", "latest", "decision")
HORIZON_DAYS = 365
CONTRACTS_ASSUME = ("readiness_to_leave_never_changes",)

_MOST_DAYS = 20 * 365
_FEW = 10


@dataclass(frozen=True, slots=True)
class Buyer:
    """One customer who ever bought.

    purchases: journeys won, those of one day once. last: the last purchase (whole seconds UTC). days_silent: since then
    until the data end. longest_gap: the longest time between two purchases in days, None for who bought less than four
    times or is known to have left. alive: the probability of being a customer still, None for who bought once or is
    known to have left. purchases_ahead, value_ahead: to expect within the horizon, the latter in minor units. These
    three are None where no model can be fitted. decision: when the term of the contract is over next (whole seconds
    UTC), None without one.
    """

    customer: int
    kind: str
    identifier: str
    purchases: int
    last: int
    days_silent: int
    longest_gap: int | None
    alive: float | None
    purchases_ahead: float | None
    value_ahead: int | None
    decision: int | None = None

    @property
    def silence_ratio(self) -> float | None:
        """The silence by the longest gap: above 1, the customer is silent for longer than ever before."""
        return None if self.longest_gap is None else self.days_silent / self.longest_gap


@dataclass(frozen=True, slots=True)
class Value:
    """A page of the customers who ever bought, and what is to be expected of all of them together.

    buyers, repeating, left: how many bought, bought again, are known to have left. alive: how many of those who bought
    again and are not known to have left are customers still. purchases_ahead, value_ahead: of all. All three with the
    interval of the expectation; chance around it is not in it. rhythm: how many bought often enough for a rhythm;
    silent: how many of them are silent for longer than ever; by_chance: how many would be by chance alone. fitted: to
    how many buyers the model was fitted. listed: how many the list has, all or a tenth. answered: by the model, or by
    counting alone. parts: where what is to be expected lies, None where nothing is forecast; since: then how long ago
    customers bought last. contracts: of those who have a contract, where its term was given.
    """

    lines: tuple[Buyer, ...]
    offset: int
    horizon_days: int
    buyers: int
    listed: int
    repeating: int
    left: int
    fitted: int
    rhythm: int
    silent: int
    by_chance: float
    alive: Estimate
    purchases_ahead: Estimate
    value_ahead: Estimate
    currency: str
    filter: str
    parts: ValueParts | None = None
    since: Table | None = None
    contracts: ContractTerms | None = None

    @property
    def answered(self) -> Literal["model", "counted"]:
        """In which of the two ways the question was answered."""
        return "counted" if isinstance(self.alive, CannotSay) else "model"

    def tables(self) -> tuple[Table, ...]:
        """One line a customer, the sums, then where they lie."""
        lines = self.lines
        each: tuple[Column, ...] = (
            Column("customer", "text", [one.identifier for one in lines]),
            Column("kind", "text", [one.kind for one in lines]),
            Column("customer_number", "text", [one.customer for one in lines]),
            Column("purchases", "count", [one.purchases for one in lines]),
            Column("last_purchase", "time", [one.last for one in lines]),
            Column("days_silent", "count", [one.days_silent for one in lines]),
            Column("longest_gap", "count", [one.longest_gap for one in lines]),
            Column("silence_ratio", "score", [one.silence_ratio for one in lines]),
            Column("alive", "share", [one.alive for one in lines]),
            Column("purchases_ahead", "score", [one.purchases_ahead for one in lines]),
            Column("value_ahead", "minor_units", [one.value_ahead for one in lines]),
        )
        sums = (
            Column("answered", "text", [self.answered]),
            Column("customers", "count", [self.buyers]),
            Column("repeating", "count", [self.repeating]),
            Column("known_left", "count", [self.left]),
            *interval_columns("still_customers", "score", [self.alive]),
            *interval_columns("purchases_ahead", "score", [self.purchases_ahead]),
            *interval_columns("value_ahead", "minor_units", [self.value_ahead]),
            Column("with_rhythm", "count", [self.rhythm]),
            Column("silent_longer", "count", [self.silent]),
            Column("silent_by_chance", "score", [self.by_chance]),
            *(() if self.contracts is None else self.contracts.sums()),
        )
        if self.contracts is not None:
            each = (*each, Column("contract_decision", "time", [one.decision for one in lines]))
        told = [Table("value", each), Table("value_sums", sums)]
        if self.contracts is not None:
            told.append(self.contracts.table())
        if self.parts is not None:
            told.append(self.parts.table())
        elif self.since is not None:
            told.append(self.since)
        return tuple(told)


def value(
    asked: Asked,
    *,
    days: int = HORIZON_DAYS,
    offset: int = 0,
    limit: int = DEFAULT_LIMIT,
    order: ValueOrder = "expected",
    contract_days: int | None = None,
    tenth: int | None = None,
    due_days: int | None = None,
) -> Finding[Value]:
    """The customers who ever bought and have a journey that the filter leaves: told from their whole history.

    days: how far to look ahead. order: by expected value, by silence against the own rhythm, by purchases, or by the
    last of them. contract_days: how long a term is where customers have contracts that are renewed; then
    renewals to come and how long customers stay are told as well. tenth: list those alone of this tenth (from 1); what
    is told of all stays. due_days: likewise those alone whose contract comes to a decision within so many days.
    Errors: `question_argument`, also for a tenth where nothing is forecast, and for decisions without a term.
    """
    _check(days, offset, limit, order)
    _check_contracts(contract_days, due_days, order)
    totals = asked.totals()
    basis = asked.basis(totals)
    found = buyers(asked)
    if not len(found):
        code = "value.nobody" if totals.journeys else "customers.nobody"
        return Finding("value", (Sentence(code),), CannotSay("empty_group", 0, 1), basis, "value_counted")
    told = expectation(found, days)
    decision = np.zeros(len(found), np.int64) if contract_days is None else decisions(asked, found, contract_days)
    ranked = _listed(found, told, order, decision, tenth)
    if due_days is not None:
        ranked = ranked[due_within(decision[ranked], asked.index.last_seconds, due_days)]
    result = Value(
        lines=tuple(_line(asked, found, told, decision, at) for at in ranked[offset : offset + limit].tolist()),
        offset=offset,
        horizon_days=days,
        buyers=len(found),
        listed=len(ranked),
        repeating=int(np.count_nonzero(found.purchases > 1)),
        left=int(np.count_nonzero(found.left)),
        fitted=told.fitted,
        rhythm=int(np.count_nonzero(found.has_rhythm)),
        silent=int(np.count_nonzero(found.lacks_attention)),
        by_chance=found.by_chance,
        alive=told.all_alive,
        purchases_ahead=told.all_purchases,
        value_ahead=told.all_worth,
        currency=asked.index.settings.currency,
        filter=asked.selection.text,
        parts=told.parts,
        since=None if told.parts is not None else since_table(found),
        contracts=None if contract_days is None else contract_terms(asked, contract_days, days),
    )
    headline, caveats = tuple(_headline(result)), (*_caveats(result, found), *counted_together(asked.index))
    if result.contracts is not None:
        fitted = not isinstance(result.contracts.ahead, CannotSay)
        headline, caveats = (*result.contracts.headline(days), *headline), (*result.contracts.caveats(), *caveats)
        claim: Claim = "association" if result.answered == "model" or fitted else "count"
        return Finding(
            "value", headline, result, basis, "value_contracts", claim, CONTRACTS_ASSUME if fitted else (), caveats
        )
    if result.answered == "counted":
        return Finding("value", headline, result, basis, "value_counted", caveats=caveats)
    assumed = ("no_contract", "no_seasons", "amount_apart_from_rate")
    return Finding("value", headline, result, basis, "value", "association", assumed, caveats)


def _headline(result: Value) -> Iterator[Sentence]:
    said: dict[str, object] = {
        "customers": result.buyers,
        "repeating": result.repeating,
        "days": result.horizon_days,
        "currency": result.currency,
    }
    if isinstance(result.alive, CannotSay):
        yield Sentence("value.too_few" if result.alive.reason == "too_few" else "value.no_model", said)
    for name in ("alive", "purchases_ahead", "value_ahead"):
        estimate: Estimate = getattr(result, name)
        if isinstance(estimate, Interval):
            ends = {end: _rounded(getattr(estimate, end)) for end in ("value", "low", "high")}
            yield Sentence(f"value.{name}", {**said, **ends})
    if result.rhythm:
        silent: dict[str, object] = {
            "silent": result.silent,
            "rhythm": result.rhythm,
            "by_chance": _rounded(result.by_chance),
        }
        yield Sentence("value.silent", silent)
    if result.parts is not None:
        yield from result.parts.sentences(result.currency)


def _rounded(count: float) -> float:
    """Part of a customer is told only where there are few."""
    return round(count) if count >= _FEW else round(count, 1)


def _caveats(result: Value, found: Buyers) -> Iterator[Sentence]:
    if result.left:
        yield Sentence("caveat.value_left", {"left": result.left})
    if result.answered == "counted":
        return
    if result.buyers > result.repeating:
        yield Sentence("caveat.value_once", {"once": result.buyers - result.repeating})
    if result.fitted < result.buyers:
        yield Sentence("caveat.value_sample", {"fitted": result.fitted, "customers": result.buyers})
    if isinstance(result.value_ahead, Interval):
        yield Sentence("caveat.value_is_revenue")
        bought = int(found.purchases.sum())
        if without := bought - int(found.priced.sum()):
            yield Sentence("caveat.value_without_amount", {"without": without, "purchases": bought})


def _check(days: int, offset: int, limit: int, order: str) -> None:
    wrong: tuple[str, object] | None = None
    if not 0 < days <= _MOST_DAYS:
        wrong = ("days", days)
    elif offset < 0 or not 0 < limit <= MOST_LISTED:
        wrong = ("limit", limit)
    elif order not in VALUE_ORDERS:
        wrong = ("order", order)
    if wrong is not None:
        raise WegmarkeError("question_argument", question="value", argument=wrong[0], value=wrong[1])


def _listed(
    found: Buyers,
    told: Expectation,
    order: ValueOrder,
    decision: NDArray[np.int64],
    tenth: int | None,
) -> NDArray[np.int64]:
    """The places of the customers in order: of all, or of a tenth."""
    key = np.where(decision > 0, decision, np.iinfo(np.int64).max) if order == "decision" else _key(found, told, order)
    ranked: NDArray[np.int64] = np.lexsort((found.number, key))
    if tenth is not None:
        if told.parts is None or not 1 <= tenth <= TENTHS:
            raise WegmarkeError("question_argument", question="value", argument="tenth", value=tenth)
        ranked = ranked[told.parts.part[ranked] // 2 == tenth - 1]
    return ranked


def _check_contracts(contract_days: int | None, due_days: int | None, order: str) -> None:
    """A term, and what is asked of its end."""
    wrong: tuple[str, object] | None = None
    if contract_days is not None and not 0 < contract_days <= _MOST_DAYS:
        wrong = ("contract_days", contract_days)
    elif due_days is not None and (contract_days is None or not 0 < due_days <= _MOST_DAYS):
        wrong = ("due_days", due_days)
    elif order == "decision" and contract_days is None:
        wrong = ("order", order)
    if wrong is not None:
        raise WegmarkeError("question_argument", question="value", argument=wrong[0], value=wrong[1])


def _key(found: Buyers, told: Expectation, order: ValueOrder) -> NDArray[np.float64]:
    """What the customers are ordered by, the least first."""
    match order:
        case "expected":
            expected = np.where(np.isnan(told.worth), told.purchases, told.worth)
            return -np.where(np.isnan(expected), found.purchases, expected)
        case "silent":
            return -np.where(found.has_rhythm, found.silent / np.maximum(found.longest, 1), -1.0)
        case "purchases":
            return -found.purchases.astype(np.float64)
        case "latest" | "decision":
            return -found.last_seconds.astype(np.float64)


def _line(asked: Asked, found: Buyers, told: Expectation, decision: NDArray[np.int64], at: int) -> Buyer:
    partition = asked.index.partitions[int(found.partition[at])]
    kind, _, identifier = partition.identifier[int(found.place[at])].as_py().partition("\x1f")
    worth = _known(told.worth, at)
    return Buyer(
        customer=int(found.number[at]),
        kind=kind,
        identifier=identifier,
        purchases=int(found.purchases[at]),
        last=int(found.last_seconds[at]),
        days_silent=int(found.silent[at]),
        longest_gap=int(found.longest[at]) if found.has_rhythm[at] else None,
        alive=_known(told.alive, at),
        purchases_ahead=_known(told.purchases, at),
        value_ahead=None if worth is None else round(worth),
        decision=int(decision[at]) or None,
    )


def _known(values: NDArray[np.float64], at: int) -> float | None:
    return None if np.isnan(values[at]) else float(values[at])
