"""What can be counted among so few losses, and the questions that must stay open, each put precisely."""

from __future__ import annotations

from collections.abc import Sequence

from wegmarke.simulation.accounts.parameters import AccountDefect
from wegmarke.simulation.accounts.records import AccountLife, Cause, Incident
from wegmarke.simulation.accounts.supplying import MACHINE_ORDER
from wegmarke.simulation.accounts.truth import Counts, Estimand, Promises, WithoutDefect

_ALL = "accounts that gave notice within the time told"
_TIME = "from the first to the last day told"
_TO_END = "until the last day told"

MANY_LOSSES = 200
"""From so many losses on a defect's part can be estimated: eight defects, a dozen ways in which accounts differ,
and ten losses for each. 300 accounts have some twenty.
"""


def critical(incident: Incident) -> bool:
    """Whether an incident counts: consumables that come late are a nuisance, everything else is critical."""
    return incident.defect != AccountDefect.LATE_DELIVERY or incident.matter >= MACHINE_ORDER


def unresolved(incident: Incident, day: int) -> bool:
    """Whether no answer with a remedy had come by a day."""
    return incident.healed_day > day


def estimands_of(
    counts: Counts,
    lives: Sequence[AccountLife],
    defects: Sequence[WithoutDefect],
    losses_at_old_prices: int,
    promises: Sequence[Promises],
) -> tuple[Estimand, ...]:
    """All questions with their true answers."""
    return (
        *_counted(counts),
        _association(counts),
        _slow_offer(lives),
        *(_kept_promises(one) for one in promises),
        *(_effect(one) for one in defects),
        _price(counts, losses_at_old_prices),
        _excuses(counts),
    )


def _count(key: str, question: str, population: str, outcome: str, of: tuple[int, int], explanation: str) -> Estimand:
    value, n = of
    return Estimand(
        key, question, population, outcome, _TIME, "", value, "count", n, identifiable=True, reason=None,
        explanation=explanation,
    )  # fmt: skip


def _counted(counts: Counts) -> tuple[Estimand, ...]:
    incident = "a critical incident within 365 days before that had not been made good"
    losses = counts.losses
    return (
        _count(
            "unresolved_before_loss",
            "Before how many losses did an unresolved incident stand?",
            _ALL,
            incident,
            (counts.losses_with_unresolved_incident, losses),
            "Counted case by case. It says what stood before, not what it caused: see the renewals for how often the "
            "same stands before accounts that stay.",
        ),
        _count(
            "price_noted",
            "In how many losses did sales note the price?",
            _ALL,
            "price as the reason in the file of notices",
            (counts.price_noted, losses),
            "What was noted, not why they left.",
        ),
        _count(
            "price_noted_though_unresolved",
            "In how many losses with the price noted did an unresolved incident stand before?",
            "losses with the price noted",
            incident,
            (counts.price_noted_with_unresolved_incident, counts.price_noted),
            "The contradiction that a tool can show without any statistics.",
        ),
        _count(
            "unresolved_before_renewal",
            "Before how many renewals did an unresolved incident stand?",
            "contract years decided within the time told that went on",
            incident,
            (counts.renewed_with_unresolved_incident, counts.renewed),
            "The other side, without which the count before losses says nothing.",
        ),
        _count(
            "slow_offer_before_lost_tender",
            "In how many lost tenders did the offer come later than promised?",
            "tenders that were lost",
            "the offer came after the day on which it had been promised",
            (counts.lost_tenders_with_slow_offer, counts.tenders_lost),
            "Counted. Sales noted the price in most of them.",
        ),
        _count(
            "handovers_dropped",
            "After how many signed contracts was service not told?",
            "contracts signed for which machines were put to work",
            "no handover in the CRM, and machines put to work later than agreed",
            (counts.handovers_dropped, counts.handovers),
            "A missing activity is the trace.",
        ),
    )


def _association(counts: Counts) -> Estimand:
    before_losses = counts.losses_with_unresolved_incident / counts.losses if counts.losses else 0.0
    before_renewals = counts.renewed_with_unresolved_incident / counts.renewed if counts.renewed else 0.0
    return Estimand(
        key="unresolved_losses_against_renewals",
        question="Does an unresolved incident stand before losses more often than before renewals?",
        population="contract years decided within the time told",
        outcome="an unresolved critical incident within 365 days before",
        horizon=_TIME,
        contrast="share before losses minus share before renewals",
        value=before_losses - before_renewals,
        unit="share",
        n=counts.losses + counts.renewed,
        identifiable=True,
        reason=None,
        explanation="An association, with an interval as wide as losses are few; no effect follows from it.",
    )


def _slow_offer(lives: Sequence[AccountLife]) -> Estimand:
    slow = [
        one
        for life in lives
        for one in life.tenders
        if one.defect == AccountDefect.SLOW_OFFER and not one.again and one.status != "open"
    ]
    won_else = sum(one.status == "lost" and one.cause in (Cause.DEFECT, Cause.BOTH) for one in slow)
    return Estimand(
        key="slow_offer_loses_tenders",
        question="How many tenders would have been won had the offer come in time?",
        population="decided tenders of new customers whose offer came later than promised",
        outcome="won",
        horizon="the day of decision",
        contrast="share won had the offer come in time, minus share won as it was",
        value=won_else / len(slow) if slow else 0.0,
        unit="share",
        n=len(slow),
        identifiable=True,
        reason=None,
        explanation="Which offers were slow was left to chance, so they can be compared with the others, if roughly.",
    )


def _kept_promises(one: Promises) -> Estimand:
    return Estimand(
        key=f"promises_kept:{one.place}",
        question=f"Which share of promises was kept in time ({one.place})?",
        population="promises that were due by the last day told",
        outcome="done by the time promised",
        horizon=_TO_END,
        contrast="",
        value=one.kept / one.due if one.due else 0.0,
        unit="share",
        n=one.due,
        identifiable=True,
        reason=None,
        explanation="Counted over all rows, those in quarantine included.",
    )


def _effect(one: WithoutDefect) -> Estimand:
    many = one.losses >= MANY_LOSSES
    return Estimand(
        key=f"losses_by:{one.defect}",
        question=f"How many accounts would not have left without this defect ({one.defect})?",
        population="all accounts",
        outcome="notice given",
        horizon=_TO_END,
        contrast="losses as it was, minus losses in the same world without this defect",
        value=one.losses - one.without,
        unit="count",
        n=one.losses,
        identifiable=many,
        reason=None if many else "too_few",
        explanation="Whom a defect meets is left to chance, given how often it could; losses are many enough."
        if many
        else "Few losses over eight defects, and accounts that differ in many ways: a model would fit chance.",
    )


def _price(counts: Counts, losses_at_old_prices: int) -> Estimand:
    return Estimand(
        key="losses_by:price",
        question="How many accounts would not have left at the old prices?",
        population="all accounts",
        outcome="notice given",
        horizon=_TO_END,
        contrast="losses as it was, minus losses in the same world without price letters and a competitor's cut",
        value=counts.losses - losses_at_old_prices,
        unit="count",
        n=counts.losses,
        identifiable=False,
        reason="no_variation",
        explanation="All accounts got the same letter on the same day; nobody stayed at the old prices.",
    )


def _excuses(counts: Counts) -> Estimand:
    driven = counts.losses_by_cause.get("price", 0) + counts.losses_by_cause.get("both", 0)
    return Estimand(
        key="price_as_excuse",
        question="How many losses with the price as cause are there in truth?",
        population=_ALL,
        outcome="the account would have stayed at the old prices",
        horizon=_TO_END,
        contrast="as it was, against the same world at the old prices",
        value=driven,
        unit="count",
        n=counts.losses,
        identifiable=False,
        reason="not_identified",
        explanation="Why a single account left is in no record. What can be said is which incidents stood before, and "
        "that the stated reason does not mention them.",
    )
