"""A life with the company: period by period, from the first contact to the day on which somebody leaves, or the end."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, VOID, compiled, inner
from wegmarke.simulation.contacts import Cause
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.leaving import leaves, say_goodbye
from wegmarke.simulation.lives.loyalty import loyalty, meets_wave
from wegmarke.simulation.lives.orders import order
from wegmarke.simulation.lives.people import CIRCLE
from wegmarke.simulation.lives.prospects import becomes_customer
from wegmarke.simulation.lives.service import fault
from wegmarke.simulation.lives.shapes import (
    CONTACTS,
    FATE,
    FATES,
    LIFE,
    LIVES,
    PERSON,
    PERSONS,
    RATES,
    RATES_ROWS,
    WORLD,
    WORLDS,
)
from wegmarke.simulation.lives.telling import (
    NEVER,
    begin_life,
    draw,
)
from wegmarke.simulation.parameters import PERIOD_DAYS
from wegmarke.simulation.world import WAVE_ORIGIN

PRICE = int(Cause.PRICE)

_ARGUMENTS = (WORLD, RATES, PERSON, LIFE, CONTACTS, FATE)


@inner(VOID(*_ARGUMENTS, I64, I64))
def as_customer(world, rates, one, life, contacts, fate, since, first):
    """Period by period from a day on, until the person leaves or the simulation ends."""
    fate.customer_since = since
    meets_wave(world, rates, one, life, contacts, fate)
    begin = since // PERIOD_DAYS
    for period in range(begin, np.int64(rates.periods)):
        day = max(period * PERIOD_DAYS + np.int64(PERIOD_DAYS * draw(world, life, p.ORDER_DAY, period + 5000)), since)
        if first and period == begin:
            order(world, rates, one, life, contacts, fate, since, period, 1)
        elif draw(world, life, p.ORDERS, period) < one.need * (1.0 - min(rates.orders_shy * max(life.harm, 0.0), 0.9)):
            order(world, rates, one, life, contacts, fate, day, period, 0)
        if draw(world, life, p.FAULT, period) < 0.022:
            day = period * PERIOD_DAYS + np.int64(PERIOD_DAYS * draw(world, life, p.FAULT_DAY, period))
            fault(world, rates, one, life, contacts, fate, max(day, since + 14), period * 4 + 2)
        loyalty(world, rates, one, life, contacts, fate, period)
        fate.margin += np.int64(rates.contract_cents * 0.6)
        life.harm = max(life.harm * rates.harm_lasts + life.pending[period], 0.0)
        life.good_periods += 1 if life.harm < 0.3 else 0
        cause = leaves(world, rates, one, life, contacts, fate, period)
        if cause:
            say_goodbye(world, rates, one, life, contacts, fate, period, cause)
            return


@inner(VOID(*_ARGUMENTS, I64, I64))
def live(world, rates, one, life, contacts, fate, good_word, bad_word):
    """A whole life, given since when somebody of the circle recommends, and since when somebody warns."""
    begin_life(life)
    life.person = one.person
    fate.person = one.person
    fate.customer_since = fate.left_day = fate.first_harm_day = fate.first_delivered_day = fate.first_late = -1
    arrival = np.int64(one.arrival)
    if arrival < 0 or (rates.wave_day >= 0.0 and one.person == WAVE_ORIGIN):
        as_customer(world, rates, one, life, contacts, fate, 0, 0)
        return
    if bad_word < arrival and draw(world, life, p.DETERRED, 0) < rates.deters:
        fate.deterred = 1
        return
    recommended = 0
    if good_word < arrival and draw(world, life, p.RECOMMENDED, 0) < rates.recommends:
        recommended = 1
    since = becomes_customer(world, rates, one, life, contacts, fate, arrival, recommended)
    if 0 <= since < world.days:
        as_customer(world, rates, one, life, contacts, fate, since, 1)


@compiled(I64(WORLDS, RATES_ROWS, PERSONS, LIVES, CONTACTS, FATES))
def live_all(worlds, planted, people, lives, contacts, fates):
    """The lives of whole circles, in order; returns how many contacts there were (more than fit: none counts)."""
    world, rates, life = worlds[0], planted[0], lives[0]
    life.told = 0
    good_word = bad_word = NEVER
    for i in range(len(people)):
        one = people[i]
        if one.person % CIRCLE == 0:
            good_word = bad_word = NEVER
        live(world, rates, one, life, contacts, fates[i], good_word, bad_word)
        good_word = min(good_word, life.happy_day)
        bad_word = min(bad_word, life.angry_day)
    return life.told
