"""Service: calls, calls about the same matter again, faults, complaints, and redress that heals."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, VOID, inner
from wegmarke.simulation.contacts import Defect, Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.shapes import CONTACTS, FATE, LIFE, PERSON, RATES, WORLD
from wegmarke.simulation.lives.telling import (
    SERVICE,
    ask_score,
    at_leisure,
    at_work,
    draw,
    hurt,
    moment,
    note,
    promise,
    tell,
    workdays_on,
)
from wegmarke.simulation.parameters import MOST_PERIODS, PERIOD_DAYS

REPEATED = int(Defect.REPEATED_CALL)
HOTLINE, COMPLAINT, REDRESS = int(Place.HOTLINE), int(Place.COMPLAINT), int(Place.REDRESS)
REPORT, ENGINEER, SOLVED = int(Place.FAULT_REPORT), int(Place.ENGINEER_VISIT), int(Place.FAULT_SOLVED)
AFTER_SERVICE = int(Place.SURVEY_SERVICE)
PRODUCT_DEFECT, GOOD_SERVICE = 8, 9
MOST_CALLS = 4

_ARGUMENTS = (WORLD, RATES, PERSON, LIFE, CONTACTS, FATE)


@inner(I64(WORLD, LIFE, I64, I64))
def waiting_seconds(world, life, day, occasion):
    """How long a caller waits: longer where the service team's mood is low."""
    mood = world.mood[SERVICE, min(day // 7, world.known // 7)]
    u = draw(world, life, p.WAITS, occasion)
    return 20 + np.int64((1.0 - 0.6 * mood) * 240.0 * u * u)


@inner(VOID(*_ARGUMENTS, I64, I64, I64))
def complain(world, rates, one, life, contacts, fate, day, matter, theme):
    """A complaint; where redress follows, it takes away most of the harm that weighs."""
    at = at_leisure(world, life, p.COMPLAINS, matter + 500_000)
    redressed = draw(world, life, p.REDRESSED, matter) < rates.recovery
    when = workdays_on(world, one, day, 2 + np.int64(4 * draw(world, life, p.REDRESSED, matter + 500_000)))
    tell(world, life, contacts, day, at, COMPLAINT, SERVICE, matter, 0)
    note(life, contacts, 0, theme)
    life.complaint_day = day
    if redressed:
        at = at_work(world, life, p.REDRESSED, matter, 9)
        tell(world, life, contacts, when, at, REDRESS, SERVICE, matter, 0)
        note(life, contacts, 0, theme)
        period, begun = when // PERIOD_DAYS, day // PERIOD_DAYS
        if period < MOST_PERIODS:
            weighs = life.pending[begun] + (life.pending[period] if period != begun else 0.0)
            life.pending[period] -= rates.heals * max(weighs, 0.0)


@inner(VOID(*_ARGUMENTS, I64, I64, I64))
def call_about(world, rates, one, life, contacts, fate, day, matter, theme):
    """The person may call about a matter that went wrong, may have to call again, may complain, and may get redress.

    The impatient call sooner. That somebody has to call again is a defect of its own, since the first call was to
    settle the matter.
    """
    if draw(world, life, p.CALLS, matter) >= 0.35 + 0.45 * (1.0 - one.patience):
        return
    last = workdays_on(world, one, day, np.int64(3 * one.patience * draw(world, life, p.CALL_TIME, matter)))
    for call in range(MOST_CALLS):
        occasion = matter * 8 + call
        at = at_work(world, life, p.CALL_TIME, occasion + 500_000, 8)
        wait = waiting_seconds(world, life, last, occasion)
        tell(world, life, contacts, last, at, HOTLINE, SERVICE, matter, wait)
        note(life, contacts, REPEATED if call else 0, theme)
        share = rates.repeat_share * (1.0 + min(rates.hidden_cause, 1.0) * (2.0 * one.hidden - 1.0))
        if draw(world, life, p.REPEATS, occasion) >= share:
            break
        last = workdays_on(world, one, last + 2, np.int64(5 * draw(world, life, p.REPEATS, occasion + 500_000)))
        if call + 1 < MOST_CALLS:
            hurt(rates, one, life, fate, last, REPEATED, rates.repeat_harm)
    calls = call + 1
    complains = draw(world, life, p.COMPLAINS, matter)
    if complains < 0.14 + 0.16 * (calls - 1) + 0.15 * (1.0 - one.patience):
        complain(world, rates, one, life, contacts, fate, last + 1, matter, REPEATED if calls > 1 else theme)
    if draw(world, life, p.INVITED, matter + 2) < 0.5:
        bonus = 0.3 if calls == 1 else -0.8
        ask_score(world, rates, one, life, contacts, fate, last + 1, AFTER_SERVICE, matter + 2, SERVICE, bonus)


@inner(VOID(*_ARGUMENTS, I64, I64))
def fault(world, rates, one, life, contacts, fate, day, matter):
    """Something breaks: a report, often an engineer's visit, and the fault is solved within days."""
    day = workdays_on(world, one, day, 0)
    at = at_work(world, life, p.FAULT, matter, 8)
    promised = workdays_on(world, one, day, 4)
    due = world.midnight[min(promised, world.known - 1)] + 86_399
    tell(world, life, contacts, day, at, REPORT, SERVICE, matter, 0)
    promise(life, contacts, due, 0)
    note(life, contacts, 0, PRODUCT_DEFECT)
    solved = workdays_on(world, one, day, 1 + np.int64(4.6 * draw(world, life, p.ENGINEER, matter)))
    if draw(world, life, p.ENGINEER, matter + 500_000) < 0.5:
        at = at_work(world, life, p.ENGINEER, matter, 8)
        tell(world, life, contacts, solved, at - 60 * 45, ENGINEER, SERVICE, matter, 0)
        note(life, contacts, 0, PRODUCT_DEFECT)
    at = at_work(world, life, p.ENGINEER, matter, 8)
    tell(world, life, contacts, solved, at, SOLVED, SERVICE, matter, 0)
    promise(life, contacts, due, moment(world, solved, at))
    note(life, contacts, 0, GOOD_SERVICE)
    if draw(world, life, p.FAULT, matter + 500_000) < 0.45:
        call_about(world, rates, one, life, contacts, fate, day + 1, matter, PRODUCT_DEFECT)
    elif draw(world, life, p.INVITED, matter) < 0.6:
        ask_score(world, rates, one, life, contacts, fate, solved + 1, AFTER_SERVICE, matter, SERVICE, 0.6)
