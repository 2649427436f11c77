"""Contracts: how many renewals are to be expected of those who have one, and how long new customers stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wegmarke.index.incidents import incident_marks
from wegmarke.index.leaving import leaving_in
from wegmarke.index.moments import Moments
from wegmarke.index.summaries.terms import CountTerms, Terms, no_terms
from wegmarke.model.finding import CannotSay, Column, Estimate, Interval, Sentence, Table
from wegmarke.questions.asked import Asked
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.stats.contracts import Renewals, contracts
from wegmarke.stats.wilson import wilson_array

MOST_SHOWN = 24
MISFIT_AT = 0.05
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """Contracts of terms of `term_days`.

    standing: how many go on now. ended: how many ended. counted: decisions by age. ahead: renewals to expect of those
    that go on, of the next `terms_ahead` decisions of each. staying: the share of new contracts that still goes on
    after as many decisions. shares: the same after 1, 2, … decisions. misfit: the chance of deviating so much from the
    model by chance alone, None where that cannot be told.
    """

    term_days: int
    terms_ahead: int
    standing: int
    ended: int
    counted: Terms
    ahead: Estimate
    staying: Estimate
    shares: tuple[Estimate, ...]
    misfit: float | None

    def table(self) -> Table:
        """One line a decision: how many came to it, how many renewed, and what the model says of staying."""
        watched = np.flatnonzero(self.counted.renewed + self.counted.lost)
        ages = range(min(int(watched.max(initial=-1)) + 1, MOST_SHOWN))
        renewed = self.counted.renewed[: len(ages)]
        lost = self.counted.lost[: len(ages)]
        rate = wilson_array(renewed, renewed + lost)
        unsaid = [self.staying] * len(ages) if isinstance(self.staying, CannotSay) else []
        return Table(
            "value_contracts",
            (
                Column("decision", "count", [age + 1 for age in ages]),
                Column("came_to_it", "count", (renewed + lost).tolist()),
                Column("renewed", "count", renewed.tolist()),
                Column("not_renewed", "count", lost.tolist()),
                *interval_columns("renewal_rate", "share", [rate.at(age) for age in ages]),
                *interval_columns("still_there", "share", unsaid or list(self.shares[: len(ages)])),
            ),
        )

    def sums(self) -> tuple[Column, ...]:
        """What is said of all together."""
        return (
            Column("contracts_now", "count", [self.standing]),
            Column("contracts_ended", "count", [self.ended]),
            *interval_columns("renewals_ahead", "score", [self.ahead]),
        )

    def headline(self, days: int) -> Iterator[Sentence]:
        """What is to be expected, or what is missing for it."""
        said: dict[str, object] = {"standing": self.standing, "ended": self.ended, "days": days, "term": self.term_days}
        if isinstance(self.ahead, CannotSay):
            code = "value.contracts_too_few" if self.ahead.reason == "too_few" else "value.contracts_no_model"
            yield Sentence(code, said)
            return
        yield Sentence("value.contracts_ahead", said | {end: round(of) for end, of in _ends(self.ahead).items()})
        if isinstance(self.staying, Interval):
            yield Sentence("value.contracts_staying", said | {"terms": self.terms_ahead} | _ends(self.staying))

    def caveats(self) -> Iterator[Sentence]:
        """That the model does not fit, where it does not."""
        if self.misfit is not None and self.misfit < MISFIT_AT:
            yield Sentence("caveat.contracts_misfit")


def contract_terms(asked: Asked, term_days: int, days: int) -> ContractTerms:
    """The contracts of the customers of the journeys asked for, `days` ahead (at least one decision)."""
    leaving = leaving_in(asked.index, ())
    counted = no_terms()
    if leaving is not None:
        moments = Moments((), leaving.contacts, (leaving.outcome,), bought_once=True)
        end = asked.index.last_seconds
        counted = asked.run(CountTerms(asked.selection, incident_marks(asked.index), moments, term_days * _DAY, end))
    ahead = max(1, round(days / term_days))
    fitted = contracts(Renewals(counted.renewed, counted.lost))
    standing, ended = int(counted.standing.sum()), int(counted.lost.sum())
    if isinstance(fitted, CannotSay):
        return ContractTerms(term_days, ahead, standing, ended, counted, fitted, fitted, (), None)
    shares = fitted.staying(max(ahead, MOST_SHOWN))
    return ContractTerms(
        term_days=term_days,
        terms_ahead=ahead,
        standing=standing,
        ended=ended,
        counted=counted,
        ahead=fitted.remaining_of(counted.standing, periods=ahead),
        staying=shares.at(ahead - 1),
        shares=tuple(shares.at(age) for age in range(len(shares))),
        misfit=fitted.misfit,
    )


def _ends(estimate: Interval) -> dict[str, float]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}
