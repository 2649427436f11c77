"""Faults, visits of engineers, maintenance, and putting machines to work."""

from __future__ import annotations

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.complaining import complain
from wegmarke.simulation.accounts.living import Living
from wegmarke.simulation.accounts.parameters import AccountDefect
from wegmarke.simulation.accounts.records import Job
from wegmarke.simulation.accounts.staff import DEPARTMENT, MANAGEMENT, TECHNICAL

FAULT_JOB, AGAIN_JOB, MAINTENANCE_JOB, COMMISSIONING_JOB = 0, 200, 400, 600
"""Numbers of jobs: faults by period, second visits by period, maintenance by period, commissioning by tender."""

RESPONSE_HOURS = 24
LARGE_RESPONSE_HOURS = 8
LARGE = 25
"""From so many machines on the contract promises the shorter response."""

_PER_MACHINES = 10
_MOST_FAULTS = 0.6


def response_hours(machines: int) -> int:
    """Within how many hours somebody comes, by the contract."""
    return LARGE_RESPONSE_HOURS if machines >= LARGE else RESPONSE_HOURS


def faults(living: Living, period: int, first: int, last: int) -> None:
    """A machine fails in a period, or none does."""
    draws, parameters = living.draws, living.parameters
    machines = living.firm.machine_count
    if not draws.happens(min(parameters.faults * machines / _PER_MACHINES, _MOST_FAULTS), p.FAULTS, period):
        return
    day = living.workday(first + draws.below(max(last - first, 1), p.FAULT_DAY, period))
    product, _ = living.firm.machines[draws.below(len(living.firm.machines), p.FAULT_DAY, period + 1000)]
    slow = draws.happens(parameters.share(AccountDefect.SLOW_SERVICE), p.SLOW, period)
    job = _visit(
        living,
        FAULT_JOB + period,
        day,
        product.number,
        late_days=2 + draws.below(6, p.SLOW_HOURS, period) if slow else 0,
    )
    if slow:
        job.defect = AccountDefect.SLOW_SERVICE
        complain(living, living.hurt(living.workday(day, 2), job.defect, job.number))
    if draws.happens(parameters.share(AccountDefect.UNSOLVED_FAULT), p.UNSOLVED, period):
        job.fixed = 0
        came = living.days.day(living.days.local(job.on_site).date())
        again = living.workday(came, draws.between(2, 9, p.AGAIN, period))
        second = _visit(living, AGAIN_JOB + period, again, product.number, late_days=0)
        second.follows, second.defect = job.number, AccountDefect.UNSOLVED_FAULT
        complain(living, living.hurt(again, AccountDefect.UNSOLVED_FAULT, second.number))


def _visit(living: Living, number: int, day: int, product: str, late_days: int) -> Job:
    draws = living.draws
    reported = living.at_work(day, p.FAULTS, number, 7, 15)
    hours = response_hours(living.firm.machine_count)
    due_day = day if hours < RESPONSE_HOURS else living.workday(day, 1)
    due = living.days.at(day, 17 * 60) if hours < RESPONSE_HOURS else living.days.at(due_day, 15 * 60)
    if late_days:
        on_site = living.at_work(living.workday(due_day, late_days), p.SLOW_HOURS, number, 8, 15)
    else:
        # Within what was promised: some time between report and due, in working hours.
        on_site = reported + (due - reported) * draws.between(35, 95, p.SLOW_HOURS, number) // 6_000 * 60
        if due_day != day:
            on_site = living.at_work(due_day, p.SLOW_HOURS, number, 8, 14)
    fixed = on_site + 60 * draws.between(25, 170, p.AGAIN, number + 1000)
    person = living.who(day, TECHNICAL, DEPARTMENT, MANAGEMENT, occasion=number)
    job = Job(number, "fault", person.key, product, reported, due, on_site, fixed)
    living.life.jobs.append(job)
    return job


def maintenance(living: Living, period: int, first: int) -> None:
    """Once a year all machines are looked after, on a day that was agreed."""
    draws = living.draws
    if period % 12 != draws.below(12, p.MAINTAINED):
        return
    day = living.workday(first + draws.below(28, p.MAINTAINED, period + 1))
    product, _ = living.firm.machines[0]
    person = living.who(day, TECHNICAL, MANAGEMENT, occasion=MAINTENANCE_JOB + period)
    on_site = living.at_work(day, p.MAINTAINED, period, 8, 12)
    due = living.days.at(day, 12 * 60)
    number = MAINTENANCE_JOB + period
    living.life.jobs.append(Job(number, "maintenance", person.key, product.number, 0, due, on_site, 0))


def commission(living: Living, tender: int, product: str, delivered: int, *, dropped: bool) -> None:
    """New machines are put to work some days after delivery; late where service had not been told what sales agreed."""
    draws = living.draws
    due = living.workday(delivered, draws.between(3, 6, p.COMMISSION, tender))
    day = due
    if dropped:
        day = living.workday(due, draws.between(8, 24, p.COMMISSION, tender + 1000))
    number = COMMISSIONING_JOB + tender
    person = living.who(day, TECHNICAL, DEPARTMENT, MANAGEMENT, occasion=number)
    job = Job(
        number=number,
        kind="commissioning",
        person=person.key,
        product=product,
        reported=0,
        due=living.days.at(due, 16 * 60),
        on_site=living.at_work(day, p.COMMISSION, tender, 8, 15),
        fixed=0,
    )
    living.life.jobs.append(job)
    if dropped:
        job.defect = AccountDefect.DROPPED_HANDOVER
        complain(living, living.hurt(living.workday(due, 2), job.defect, number), 1.3)
