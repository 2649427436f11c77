"""Simulate accounts: their lives, one after the other, each a function of seed and account alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from wegmarke.errors import WegmarkeError
from wegmarke.simulation.accounts import caring, serving, supplying
from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.days import Days
from wegmarke.simulation.accounts.firms import Firm, firms
from wegmarke.simulation.accounts.living import Living
from wegmarke.simulation.accounts.parameters import (
    FEWEST_ACCOUNTS,
    MOST_ACCOUNTS,
    PERIOD_DAYS,
    AccountDefect,
    AccountParameters,
    StatedReason,
)
from wegmarke.simulation.accounts.records import AccountLife, Cause
from wegmarke.simulation.accounts.renewing import contract_years, renew
from wegmarke.simulation.accounts.selling import tender
from wegmarke.simulation.accounts.staff import Staff, staff_of

_OF_SELLING = frozenset(
    (
        P.TRADE_FAIR, P.RECOMMENDATION, P.FIRST_VISIT, P.DEMONSTRATION, P.NEGOTIATION, P.WORKS_COUNCIL, P.FOLLOW_UP,
        P.HANDOVER, P.WELCOME, P.RENEWAL,
    )
)  # fmt: skip
_TIMES = {
    "tenders": ("enquired", ("offered", "test_from", "test_until", "approved", "decided")),
    "orders": ("ordered", ("confirmed", "delay_noted", "delivered")),
    "jobs": ("", ("reported", "on_site", "fixed")),
    "invoices": ("issued", ("paid", "dunned", "corrected")),
    "talks": ("time", ()),
    "incidents": ("time", ()),
}


@dataclass(frozen=True, slots=True)
class World:
    """What is settled before anything happens: the days, who the accounts are, and who works there."""

    parameters: AccountParameters
    seed: int
    days: Days
    firms: tuple[Firm, ...]
    staff: tuple[Staff, ...]


def world_of(parameters: AccountParameters, accounts: int, seed: int) -> World:
    """The world of so many accounts; `simulation_size` outside 10 to 20,000."""
    if not FEWEST_ACCOUNTS <= accounts <= MOST_ACCOUNTS:
        raise WegmarkeError("simulation_size", customers=accounts, least=FEWEST_ACCOUNTS, most=MOST_ACCOUNTS)
    days = _days(parameters.begin, parameters.days)
    all_firms = firms(parameters, accounts, seed)
    staff = staff_of(parameters, all_firms, seed, parameters.days)
    return World(parameters, seed, days, tuple(all_firms), tuple(staff))


_days = lru_cache(maxsize=4)(Days)


def lives_of(parameters: AccountParameters, accounts: int, seed: int) -> Iterator[AccountLife]:
    """The lives of the accounts 0 … accounts - 1, in order."""
    world = world_of(parameters, accounts, seed)
    for account in range(accounts):
        yield life_of(world, parameters, account)


def life_of(world: World, parameters: AccountParameters, account: int) -> AccountLife:
    """The life of one account under these parameters, which may differ from the world's in what goes wrong and what
    things cost; who the accounts are, and who works there, is the world's.
    """
    living = Living(parameters, world.firms[account], world.staff[account], world.days, world.seed)
    since = 0
    if living.firm.arrival >= 0:
        since = tender(living, 0, living.firm.arrival, again=False)
    if 0 <= since < world.days.count:
        _as_customer(living, since)
    _end(living)
    return living.life


def _as_customer(living: Living, since: int) -> None:
    """Period by period until the account leaves or the simulation ends."""
    living.life.since = since
    years, gone = contract_years(living), living.days.count
    for period in range(since // PERIOD_DAYS, -(-living.days.count // PERIOD_DAYS)):
        first, last = max(period * PERIOD_DAYS, since + 1), (period + 1) * PERIOD_DAYS
        if first >= gone:
            break
        supplying.consumables(living, period, first, last)
        serving.faults(living, period, first, last)
        serving.maintenance(living, period, first)
        supplying.invoices(living, first, last)
        caring.successions(living, first, last)
        caring.price_letters(living, first, last)
        caring.mails(living, period, first, last)
        if living.life.notice is None:
            caring.visits(living, period, first, last)
            _more_machines(living, period, first)
            for day, end in years:
                if first <= day < last and renew(living, day, end):
                    gone = end
                    break


def _more_machines(living: Living, period: int, first: int) -> None:
    """An account that asks for more machines, at most once at a time."""
    share = living.parameters.expands * PERIOD_DAYS / 365
    if not living.draws.happens(share, p.EXPANDS, period):
        return
    if any(one.decided_day > first for one in living.life.tenders):
        return
    tender(living, period + 1, first + living.draws.below(PERIOD_DAYS, p.EXPAND_DAY, period), again=True)


def _end(living: Living) -> None:
    """Take away what lies beyond the end of the simulation, and what an account that left no longer does."""
    life, end = living.life, living.days.end
    if life.notice and life.notice.received >= end:
        life.notice = None
    if life.notice:
        _without_future(life, life.notice.received, min(life.notice.effective, end))
    life.renewals = [one for one in life.renewals if one.time < end]
    for name, (begin, later) in _TIMES.items():
        kept = []
        for one in getattr(life, name):
            began = getattr(one, begin) if begin else one.reported or one.on_site
            if began < end:
                kept.append(one)
                for time in later:
                    if getattr(one, time) >= end:
                        setattr(one, time, 0)
        setattr(life, name, kept)
    for one in life.tenders:
        if one.offer_due >= end:
            one.defect = AccountDefect.NONE  # nobody has had to wait yet
        if not one.decided:
            one.status, one.stated, one.cause = "open", StatedReason.NONE_GIVEN, Cause.NONE


def _without_future(life: AccountLife, notice: int, gone: int) -> None:
    """After notice nothing more is bought of machines; after the end of the contract nothing at all happens."""
    life.tenders = [one for one in life.tenders if one.enquired < notice]
    for one in life.tenders:
        if one.decided > notice:
            one.status, one.stated, one.cause = "lost", StatedReason.NO_NEED, Cause.OTHER
            one.decided, one.approved = notice, 0
            one.offered = one.offered if one.offered < notice else 0
            one.test_from = one.test_from if one.test_from < notice else 0
            one.test_until = one.test_until if one.test_from else 0
    life.orders = [one for one in life.orders if one.ordered < (notice if one.machines else gone)]
    bought = {one.number - supplying.MACHINE_ORDER for one in life.orders if one.machines}
    life.jobs = [
        one
        for one in life.jobs
        if (one.number - serving.COMMISSIONING_JOB in bought if one.kind == "commissioning" else True)
        and (one.reported or one.on_site) < gone
    ]
    life.invoices = [one for one in life.invoices if one.issued < gone]
    _without_matters(life, bought)
    life.talks = [one for one in life.talks if one.time < (notice if one.place in _OF_SELLING else gone)]


def _without_matters(life: AccountLife, bought: set[int]) -> None:
    """Take away incidents of what never came to be, and the talks about them."""
    orders, tenders = {one.number for one in life.orders}, {one.number for one in life.tenders}

    def came_to_be(defect: int, matter: int) -> bool:
        if defect == AccountDefect.UNANSWERED_COMPLAINT:
            return came_to_be(matter >> 16, matter & 0xFFFF)
        if defect == AccountDefect.DROPPED_HANDOVER:
            return matter - serving.COMMISSIONING_JOB in bought
        if defect == AccountDefect.LATE_DELIVERY:
            return matter in orders
        return matter in tenders if defect == AccountDefect.SLOW_OFFER else True

    life.incidents = [one for one in life.incidents if came_to_be(one.defect, one.matter)]
    left = {id(one) for one in life.incidents}
    life.talks = [one for one in life.talks if one.incident is None or id(one.incident) in left]
