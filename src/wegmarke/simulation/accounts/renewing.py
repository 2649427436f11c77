"""The end of each contract year: the annual talk, the price, and whether the account stays.

Whether it stays is decided by what weighs then, against a number drawn for that account and year. The number is the
same in every world, so that taking a defect out of the world shows whom it drove away.
"""

from __future__ import annotations

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.caring import mood_of
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.living import Living
from wegmarke.simulation.accounts.parameters import AccountDefect, StatedReason
from wegmarke.simulation.accounts.records import Cause, Notice, Renewal
from wegmarke.simulation.accounts.staff import CONTROLLING, MANAGEMENT, PURCHASING
from wegmarke.simulation.lives.randomness import ln, logistic

YEAR_DAYS = 365
_FIRST_DECISION_DAY = 25


def contract_years(living: Living) -> list[tuple[int, int]]:
    """The contract years of the account until long after the simulation: the days on which each is decided, and ends.

    Years that are decided in the first days, or before, have no story here.
    """
    since = living.life.since
    first = living.firm.renewal if living.firm.arrival < 0 else since + YEAR_DAYS + 30
    found = []
    for end in range(first, living.days.count + 2 * YEAR_DAYS, YEAR_DAYS):
        before = living.parameters.notice_days + living.draws.between(1, 14, p.DECISION_DAY, living.days.date(end).year)
        day = living.workday(end - before)
        if day >= _FIRST_DECISION_DAY and end > since:
            found.append((day, end))
    return found


def renew(living: Living, day: int, end: int) -> bool:
    """A contract year is decided on a day; True if the account leaves when it ends."""
    draws, parameters = living.draws, living.parameters
    year = living.days.date(end).year
    pressure = _talk(living, day, year)
    harm = living.harm(day)
    base = float(ln(parameters.leaving / (1.0 - parameters.leaving)))
    by_harm, by_price = parameters.harm_leaves * harm, parameters.price_leaves * pressure
    u = draws.share(p.LEAVES, year)
    leaves = u < logistic(base + by_harm + by_price)
    decision = Renewal(day, living.at_work(day, p.DECISION_DAY, year), year, bool(leaves), harm, pressure)
    living.life.renewals.append(decision)
    if not leaves:
        person = living.who(day, PURCHASING, MANAGEMENT, occasion=year)
        later = living.workday(day, draws.between(6, 20, p.DECISION_DAY, year + 10_000))
        if draws.happens(0.7, p.NOTICE_KIND, year + 10_000):
            living.talk(P.RENEWAL, later, person, "renewal", year)
        return False
    unharmed = u >= logistic(base + by_price)
    at_old_price = u >= logistic(base + by_harm)
    decision.cause = (Cause.OTHER, Cause.DEFECT, Cause.PRICE, Cause.BOTH)[int(unharmed) + 2 * int(at_old_price)]
    _give_notice(living, decision, end)
    return True


def _talk(living: Living, day: int, year: int) -> float:
    """The annual talk some weeks before, and the negotiation of those who press; returns what is left of pressure."""
    draws = living.draws
    before = day - draws.between(18, 40, p.TALKS, year + 30_000)
    talk = living.workday(before)
    person = living.who(talk, PURCHASING, MANAGEMENT, CONTROLLING, occasion=year)
    if before > 0 and draws.happens(0.85, p.TALKS, year + 40_000):
        theme, sore = mood_of(living, talk, "annual")
        living.talk(P.ANNUAL_TALK, talk, person, theme, year, incident=sore)
    pressure = living.pressure(day)
    if pressure <= 0.35:
        return pressure
    asked = living.talk(P.PRICE_TALK, living.workday(day - 15), person, "price_request", year + 20_000, outbound=False)
    if draws.happens(0.5, p.CONCEDES, year):
        reply = living.workday(day - 15, draws.between(1, 6, p.CONCEDES, year + 10_000))
        living.talk(P.PRICE_TALK, reply, person, "price_offer", year + 30_000, answers=asked)
        return pressure * (1.0 - living.parameters.concedes)
    return pressure


def _give_notice(living: Living, decision: Renewal, end: int) -> None:
    draws, year = living.draws, decision.year
    person = living.who(decision.day, MANAGEMENT, PURCHASING, occasion=year)
    living.life.notice = Notice(
        person=person.key,
        received=decision.time,
        effective=living.days.at(end, 0),
        effective_day=end,
        not_renewed=draws.happens(0.4, p.NOTICE_KIND, year),
        stated=_stated(living, decision),
        cause=decision.cause,
        year_cents=living.firm.month_cents * 12,
    )
    if draws.happens(0.5, p.WINS_BACK, year):
        day = living.workday(decision.day, draws.between(4, 15, p.WINS_BACK, year + 10_000))
        sore = living.sore(decision.day)
        theme = f"win_back_{'price' if sore is None else 'incident'}"
        living.talk(P.WIN_BACK, day, person, theme, year, incident=sore)


def _stated(living: Living, decision: Renewal) -> StatedReason:
    """What sales notes as the reason, which need not be why."""
    parameters = living.parameters
    u, v = living.draws.share(p.STATED, decision.year), living.draws.share(p.STATED, decision.year + 10_000)
    by_defect = decision.cause in (Cause.DEFECT, Cause.BOTH)
    price = parameters.excuse if by_defect else parameters.other_says_price
    if decision.cause == Cause.PRICE:
        price = parameters.price_said
    if u < price:
        return StatedReason.PRICE
    if by_defect:
        worst = max(living.life.incidents, key=lambda one: (one.day <= decision.day) * one.harm)
        late = worst.defect == AccountDefect.LATE_DELIVERY
        if v < 0.55:
            return StatedReason.DELIVERY if late else StatedReason.SERVICE
        return StatedReason.COMPETITOR if v < 0.75 else StatedReason.NONE_GIVEN
    if decision.cause == Cause.PRICE:
        return StatedReason.COMPETITOR if v < 0.7 else StatedReason.NONE_GIVEN
    return StatedReason.NO_NEED if v < 0.7 else StatedReason.NONE_GIVEN
