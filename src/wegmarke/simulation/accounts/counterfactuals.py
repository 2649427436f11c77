"""Find out the truth: live the same lives again, with the same draws, in worlds in which one thing is different.

Nothing here uses the formula by which accounts leave. An account was driven away by a defect if it stays where the
defect never happens. Since accounts do not influence each other, only those that a change can touch live again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from wegmarke.simulation.accounts.catalogue import ACCOUNT_CATALOGUE
from wegmarke.simulation.accounts.contacts import contacts_of
from wegmarke.simulation.accounts.counting import critical, estimands_of, unresolved
from wegmarke.simulation.accounts.numbering import invoice_number, job_number, order_number, tender_number
from wegmarke.simulation.accounts.parameters import AccountDefect, AccountParameters, StatedReason
from wegmarke.simulation.accounts.records import AccountLife, Cause, Incident, Notice
from wegmarke.simulation.accounts.running import World, life_of
from wegmarke.simulation.accounts.told import Told, WrittenFile
from wegmarke.simulation.accounts.truth import (
    AccountsTruth,
    Counts,
    Dirt,
    FileTruth,
    Loss,
    LostTender,
    Mover,
    Promises,
    TrueIncident,
    WithoutDefect,
)

DEFECTS = tuple(one for one in AccountDefect if one)


@dataclass(frozen=True, slots=True)
class OtherWorlds:
    """Who leaves in which world: accounts by number. `without` by defect; unharmed: nothing goes wrong."""

    left: frozenset[int]
    without: dict[AccountDefect, frozenset[int]]
    unharmed: frozenset[int]
    old_prices: frozenset[int]


def met(life: AccountLife) -> frozenset[AccountDefect]:
    """The defects that an account has met by the end."""
    found = {one.defect for one in life.incidents}
    return frozenset(found | {one.defect for one in life.tenders if one.defect})


def other_worlds(world: World, lives: Sequence[AccountLife]) -> OtherWorlds:
    """Live again without each defect, without all of them, and at the old prices."""
    parameters = world.parameters
    left = frozenset(life.firm.account for life in lives if life.notice)
    defects = {life.firm.account: life.touched for life in lives}

    def leaving(changed: AccountParameters, touched: Callable[[int], bool]) -> frozenset[int]:
        again = [account for account in defects if touched(account)]
        still = left - frozenset(again)
        return still | {account for account in again if life_of(world, changed, account).notice}

    def without(one: AccountDefect) -> frozenset[int]:
        return leaving(parameters.without(one), lambda account: one in defects[account])

    return OtherWorlds(
        left=left,
        without={one: without(one) for one in DEFECTS},
        unharmed=leaving(parameters.without_defects(), lambda account: bool(defects[account])),
        old_prices=leaving(parameters.at_old_prices(), lambda _: True),
    )


def cause_of(account: int, worlds: OtherWorlds) -> Cause:
    """Why an account left."""
    by_defect, by_price = account not in worlds.unharmed, account not in worlds.old_prices
    if by_defect and by_price:
        return Cause.BOTH
    if by_defect:
        return Cause.DEFECT
    return Cause.PRICE if by_price else Cause.OTHER


def truth_of(world: World, told: Told, files: Iterable[WrittenFile]) -> AccountsTruth:
    """The truth about what was told."""
    lives = list(told.lives)
    worlds = other_worlds(world, lives)
    losses = tuple(
        _loss(told, life, life.notice, worlds)
        for life in sorted((one for one in lives if one.notice), key=_when)
        if life.notice
    )
    tenders = tuple(_lost_tenders(told, lives))
    counts = _counts(lives, losses, tenders)
    defects = tuple(_without(lives, worlds, one) for one in DEFECTS)
    promises = _promises(told, lives)
    return AccountsTruth(
        scenario=world.parameters.key,
        seed=world.seed,
        begin=world.parameters.begin.isoformat(),
        end=told.days.date(told.days.count).isoformat(),
        contacts=sum(1 for life in told.lives for _ in contacts_of(told, life)),
        counts=counts,
        estimands=estimands_of(counts, lives, defects, len(worlds.old_prices), promises),
        losses=losses,
        lost_tenders=tenders,
        defects=defects,
        losses_without_defects=len(worlds.unharmed),
        losses_at_old_prices=len(worlds.old_prices),
        promises=promises,
        dirt=_dirt(told, lives, files),
    )


def _when(life: AccountLife) -> tuple[int, int]:
    return (life.notice.received if life.notice else 0), life.firm.account


def _loss(told: Told, life: AccountLife, notice: Notice, worlds: OtherWorlds) -> Loss:
    account, day = life.firm.account, told.day(notice.received)
    before = [one for one in life.incidents if critical(one) and 0 <= day - one.day < 365]
    return Loss(
        account=life.firm.number,
        name=life.firm.name,
        notice=told.written(notice.received, "%Y-%m-%d"),
        effective=told.written(notice.effective, "%Y-%m-%d"),
        stated=notice.stated.name.lower(),
        cause=cause_of(account, worlds).name.lower(),
        kept_without=tuple(one.name.lower() for one in DEFECTS if account not in worlds.without[one]),
        incidents=tuple(_incident(told, life, one, day) for one in sorted(before, key=lambda one: one.time)),
        unresolved=sum(unresolved(one, day) for one in before),
    )


def _incident(told: Told, life: AccountLife, one: Incident, day: int) -> TrueIncident:
    return TrueIncident(
        date=told.written(one.time, "%Y-%m-%d"),
        defect=one.defect.name.lower(),
        number=_number(told, life, one.defect, one.matter),
        made_good=told.written(one.healed, "%Y-%m-%d") if one.healed_day <= day else None,
    )


def _number(told: Told, life: AccountLife, defect: AccountDefect, matter: int) -> str:
    """The number under which the exports know what an incident is about."""
    if defect == AccountDefect.UNANSWERED_COMPLAINT:
        return _number(told, life, AccountDefect(matter >> 16), matter & 0xFFFF)
    days, firm = told.days, life.firm
    found = [order_number(days, firm, one) for one in life.orders if one.number == matter]
    if defect in (AccountDefect.SLOW_SERVICE, AccountDefect.UNSOLVED_FAULT, AccountDefect.DROPPED_HANDOVER):
        found = [job_number(days, firm, one) for one in life.jobs if one.number == matter]
    elif defect == AccountDefect.WRONG_INVOICE:
        found = [invoice_number(firm, one) for one in life.invoices if one.number == matter]
    elif defect == AccountDefect.SLOW_OFFER:
        found = [tender_number(firm, one) for one in life.tenders if one.number == matter]
    elif defect == AccountDefect.NEGLECTED_SUCCESSOR:
        found = []
    return found[0] if found else ""


def _lost_tenders(told: Told, lives: Iterable[AccountLife]) -> Iterable[LostTender]:
    for life in lives:
        for one in life.tenders:
            if one.status == "lost":
                yield LostTender(
                    tender=tender_number(life.firm, one),
                    account=life.firm.number,
                    decided=told.written(one.decided, "%Y-%m-%d"),
                    again=one.again,
                    stated=one.stated.name.lower(),
                    cause=one.cause.name.lower(),
                    slow_offer=one.defect == AccountDefect.SLOW_OFFER,
                )


def _counts(lives: Sequence[AccountLife], losses: Sequence[Loss], tenders: Sequence[LostTender]) -> Counts:
    price = StatedReason.PRICE.name.lower()
    kept = [(life, one) for life in lives for one in life.renewals if not one.left]
    with_incident = [
        one
        for life, one in kept
        if any(critical(i) and 0 <= one.day - i.day < 365 and unresolved(i, one.day) for i in life.incidents)
    ]
    status = Counter(one.status for life in lives for one in life.tenders)
    handed = [one for life in lives for one in life.jobs if one.kind == "commissioning"]
    return Counts(
        accounts=len(lives),
        customers=sum(life.since >= 0 for life in lives),
        losses=len(losses),
        losses_with_unresolved_incident=sum(one.unresolved > 0 for one in losses),
        price_noted=sum(one.stated == price for one in losses),
        price_noted_with_unresolved_incident=sum(one.stated == price and one.unresolved > 0 for one in losses),
        losses_by_cause=dict(sorted(Counter(one.cause for one in losses).items())),
        renewed=len(kept),
        renewed_with_unresolved_incident=len(with_incident),
        tenders_won=status["won"],
        tenders_lost=status["lost"],
        tenders_open=status["open"],
        lost_tenders_price_noted=sum(one.stated == price for one in tenders),
        lost_tenders_with_slow_offer=sum(one.slow_offer for one in tenders),
        handovers=len(handed),
        handovers_dropped=sum(one.defect == AccountDefect.DROPPED_HANDOVER for one in handed),
    )


def _without(lives: Sequence[AccountLife], worlds: OtherWorlds, defect: AccountDefect) -> WithoutDefect:
    without = worlds.without[defect]
    number = {life.firm.account: life.firm.number for life in lives}
    events = sum(one.defect == defect for life in lives for one in life.incidents)
    if defect == AccountDefect.SLOW_OFFER:
        events = sum(one.defect == defect for life in lives for one in life.tenders)
    return WithoutDefect(
        defect=defect.name.lower(),
        events=events,
        accounts=sum(defect in met(life) for life in lives),
        losses=len(worlds.left),
        without=len(without),
        kept=tuple(number[one] for one in sorted(worlds.left - without)),
        lost_instead=tuple(number[one] for one in sorted(without - worlds.left)),
    )


def _promises(told: Told, lives: Iterable[AccountLife]) -> tuple[Promises, ...]:
    due: Counter[int] = Counter()
    kept: Counter[int] = Counter()
    for life in lives:
        for one in contacts_of(told, life):
            if 0 < one.due < told.days.end:
                due[one.place] += 1
                kept[one.place] += 0 < one.kept <= one.due
    return tuple(Promises(ACCOUNT_CATALOGUE[place].label, due[place], kept[place]) for place in sorted(due))


def _dirt(told: Told, lives: Sequence[AccountLife], files: Iterable[WrittenFile]) -> Dirt:
    people = {one.key: one for life in lives for one in life.staff.people if one.begins < told.days.count}
    gone = [one for one in people.values() if one.ends < told.days.count and told.still_active(one)]
    mails = [(life, one) for life in lives for one in life.talks if ACCOUNT_CATALOGUE[one.place].source == "b2b_mails"]
    return Dirt(
        files=tuple(FileTruth(one.source, one.path.name, one.rows, one.unfit) for one in files),
        twice={life.firm.number: life.firm.second_number for life in lives if life.firm.twice_day >= 0},
        movers=tuple(
            Mover(f"{one.first} {one.last}", people[one.came_from].email, one.email)
            for one in people.values()
            if one.came_from
        ),
        mailboxes=tuple(f"rechnung@{life.firm.host}" for life in lives if told.central_invoices(life.firm)),
        left_but_active=tuple(one.email for one in gone),
        mails_not_filed=sum(told.not_filed(life.firm, one) for life, one in mails),
    )
