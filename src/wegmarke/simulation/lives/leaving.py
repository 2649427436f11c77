"""Leaving: whether, why in truth, what is said, and when.

Leaving is decided at the end of each period by what weighs then, against a number drawn for that person and period.
Since the number stays the same in every world, it tells why somebody left: who would have stayed without the harm left
because of a defect, who would have stayed at the old prices because of the price.
"""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import I64, VOID, inner
from wegmarke.simulation.contacts import Cause, Place, Reason
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.loyalty import price_pressure
from wegmarke.simulation.lives.randomness import ln, logistic
from wegmarke.simulation.lives.shapes import (
    CONTACTS,
    FATE,
    LIFE,
    PERSON,
    RATES,
    WORLD,
)
from wegmarke.simulation.lives.telling import (
    SERVICE,
    at_leisure,
    at_work,
    draw,
    note,
    tell,
    workdays_on,
)
from wegmarke.simulation.parameters import PERIOD_DAYS

PAGE, CANCELLATION = int(Place.CANCELLATION_PAGE), int(Place.CANCELLATION)
DEFECT, PRICE, BOTH, OTHER = int(Cause.DEFECT), int(Cause.PRICE), int(Cause.BOTH), int(Cause.OTHER)
NONE_GIVEN, SAYS_PRICE, SAYS_DELIVERY, SAYS_SERVICE = (
    int(Reason.NONE_GIVEN), int(Reason.PRICE), int(Reason.DELIVERY), int(Reason.SERVICE),
)  # fmt: skip
SAYS_PRODUCT, SAYS_COMPETITOR, SAYS_NO_NEED = int(Reason.PRODUCT), int(Reason.COMPETITOR), int(Reason.NO_NEED)
PRICE_THEME = 7

_ARGUMENTS = (WORLD, RATES, PERSON, LIFE, CONTACTS, FATE)


@inner(I64(*_ARGUMENTS, I64))
def leaves(world, rates, one, life, contacts, fate, period):
    """Whether the person leaves at the end of a period, and why: 0, or a `Cause`."""
    end = (period + 1) * PERIOD_DAYS
    base = ln(rates.leaving / (1.0 - rates.leaving)) + rates.hidden_cause * (2.0 * one.hidden - 1.0)
    weight = rates.harm_leaves_business if one.business else rates.harm_leaves
    by_harm = weight * max(life.harm, 0.0)
    by_price = rates.price_leaves * price_pressure(rates, one, end)
    u = draw(world, life, p.LEAVES, period)
    if u >= logistic(base + by_harm + by_price):
        return 0
    stays_unharmed = u >= logistic(base + by_price)
    stays_at_old_price = u >= logistic(base + by_harm)
    if stays_unharmed and stays_at_old_price:
        return BOTH
    if stays_unharmed:
        return DEFECT
    return PRICE if stays_at_old_price else OTHER


@inner(I64(*_ARGUMENTS, I64))
def stated_reason(world, rates, one, life, contacts, fate, cause):
    """What the person says on leaving, which need not be why."""
    u, v = draw(world, life, p.STATED, 0), draw(world, life, p.STATED, 1)
    price = (
        rates.price_said if cause == PRICE else (rates.excuse if cause in (DEFECT, BOTH) else rates.other_says_price)
    )
    if u < price:
        return SAYS_PRICE
    if cause in (DEFECT, BOTH):
        if v < 0.25:
            return NONE_GIVEN
        return SAYS_DELIVERY if life.theme in (1, 2) else SAYS_SERVICE
    if cause == PRICE:
        return SAYS_COMPETITOR if v < 0.7 else NONE_GIVEN
    if v < 0.45:
        return SAYS_NO_NEED
    return NONE_GIVEN if v < 0.75 else (SAYS_PRODUCT if v < 0.9 else SAYS_COMPETITOR)


@inner(VOID(*_ARGUMENTS, I64, I64))
def say_goodbye(world, rates, one, life, contacts, fate, period, cause):
    """The cancellation, with the reason stated, some days after it was decided."""
    day = (period + 1) * PERIOD_DAYS + np.int64(25 * draw(world, life, p.LEAVE_DAY, 0))
    if draw(world, life, p.PAGE, 0) < 0.6:
        at = at_leisure(world, life, p.PAGE, 1)
        tell(world, life, contacts, day - 1, at, PAGE, SERVICE, 0, 0)
    day = workdays_on(world, one, day, 0)
    stated = stated_reason(world, rates, one, life, contacts, fate, cause)
    theme = (0, PRICE_THEME, 1, 3, 8, PRICE_THEME, 0)[stated]
    at = at_work(world, life, p.LEAVE_DAY, 1, 8)
    tell(world, life, contacts, day, at, CANCELLATION, SERVICE, 0, stated)
    note(life, contacts, 0, theme)
    if day < world.days:
        fate.left_day, fate.cause, fate.stated = day, cause, stated
