"""How somebody becomes a customer, or does not: from the first contact to an order or a declined offer."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import F64, I64, inner
from wegmarke.simulation.contacts import Defect, Place, Reason
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.people import FIELD, PARTNER, WEB
from wegmarke.simulation.lives.randomness import exponential, logistic
from wegmarke.simulation.lives.shapes import CONTACTS, FATE, LIFE, PERSON, RATES, WORLD
from wegmarke.simulation.lives.telling import (
    MARKETING,
    SALES,
    SHOP,
    at_leisure,
    at_work,
    draw,
    hurt,
    note,
    offered_cents,
    tell,
    workdays_on,
)

SLOW = int(Defect.SLOW_OFFER)
ADVERT, SEARCH, RECOMMENDATION = int(Place.ADVERT), int(Place.SEARCH), int(Place.RECOMMENDATION)
FAIR, PORTAL = int(Place.TRADE_FAIR), int(Place.COMPARISON_PORTAL)
GUIDE, PRODUCT_PAGE, CONFIGURATOR, BASKET = (
    int(Place.GUIDE), int(Place.PRODUCT_PAGE), int(Place.CONFIGURATOR), int(Place.BASKET),
)  # fmt: skip
ENQUIRY, CONSULTATION, PARTNER_TALK = int(Place.ENQUIRY), int(Place.CONSULTATION), int(Place.PARTNER_CONSULTATION)
OFFER, FOLLOW_UP, DECLINED = int(Place.OFFER), int(Place.FOLLOW_UP), int(Place.OFFER_DECLINED)
SAYS_PRICE, SAYS_COMPETITOR, SAYS_NO_NEED = int(Reason.PRICE), int(Reason.COMPETITOR), int(Reason.NO_NEED)
SLOW_THEME, PRICE_THEME = 6, 7

_ARGUMENTS = (WORLD, RATES, PERSON, LIFE, CONTACTS, FATE)


@inner(F64(RATES, PERSON, I64))
def price_gap(rates, one, day):
    """How dear the company looks to this person on a day, from 0 to about 1."""
    gap = 0.3
    if day >= rates.price_letter_day:
        gap += 0.3 * rates.price_rise / 0.06
    if day >= rates.competitor_day:
        gap += 0.4 * rates.competitor_cut / 0.10
    return gap * one.price_sensitivity


@inner(I64(*_ARGUMENTS, I64, I64))
def first_contact(world, rates, one, life, contacts, fate, day, recommended):
    """Where the person comes in; returns the touchpoint."""
    u = draw(world, life, p.SOURCE, 0)
    if recommended:
        place, team = RECOMMENDATION, MARKETING
    elif one.business and u < 0.12:
        place, team = FAIR, SALES
    elif u < 0.12 + 0.22 * one.price_sensitivity:
        place, team = PORTAL, MARKETING
    elif u < 0.62:
        place, team = SEARCH, MARKETING
    else:
        place, team = ADVERT, MARKETING
    web = place in (ADVERT, SEARCH, PORTAL)
    at = at_leisure(world, life, p.SOURCE, 1) if web else at_work(world, life, p.SOURCE, 1, 9)
    tell(world, life, contacts, day, at, place, team, 0, 0)
    fate.came_by = place
    return place


@inner(I64(*_ARGUMENTS, I64))
def looks_around(world, rates, one, life, contacts, fate, day):
    """Visits of guide, product pages and configurator over some days; returns the last day."""
    visits = 1 + np.int64(exponential(draw(world, life, p.VISITS, 0), 2.6))
    for k in range(min(visits, 12)):
        if k:
            day += np.int64(exponential(draw(world, life, p.VISIT_TIME, k), 2.2))
        u = draw(world, life, p.VISIT_PLACE, k)
        place = PRODUCT_PAGE if u < 0.52 else (GUIDE if u < 0.80 else CONFIGURATOR)
        team = MARKETING if place == GUIDE else SHOP
        at = at_leisure(world, life, p.VISIT_TIME, k + 100) + k
        tell(world, life, contacts, day + (k == 0), at, place, team, 0, 0)
    return day + 1


@inner(I64(*_ARGUMENTS, I64, I64))
def through_sales(world, rates, one, life, contacts, fate, day, recommended):
    """Enquiry, consultation, offer, follow-up; an offer that takes too long loses. The day of the order, or -1."""
    day = workdays_on(world, one, day, 0)
    at = at_work(world, life, p.ANSWER_TIME, 0, 8)
    tell(world, life, contacts, day, at, ENQUIRY, SALES, 3, 0)
    talk = workdays_on(world, one, day, 2 + np.int64(5 * draw(world, life, p.CONSULTED, 0)))
    at = at_work(world, life, p.CONSULTED, 1, 9)
    tell(world, life, contacts, talk, at, CONSULTATION, SALES, 3, 0)
    slow = draw(world, life, p.SLOW, 0) < rates.slow_share
    takes = 11 + 12 * draw(world, life, p.SLOW, 1) if slow else 1 + 3 * draw(world, life, p.SLOW, 1)
    offered = workdays_on(world, one, talk, np.int64(takes))
    cents = offered_cents(world, life)
    at = at_work(world, life, p.SLOW, 2, 9)
    tell(world, life, contacts, offered, at, OFFER, SALES, 3, cents)
    note(life, contacts, SLOW if slow else 0, 6 if slow else 0)
    if slow:
        hurt(rates, one, life, fate, offered, SLOW, rates.slow_harm)
    # Whoever waits long for an offer decides on the same day as they would have: they only have less time to be won.
    decided = workdays_on(world, one, talk, 25 + np.int64(10 * draw(world, life, p.WINS, 1)))
    if draw(world, life, p.FOLLOWED, 0) < 0.6:
        called = workdays_on(world, one, offered, 2)
        at = at_work(world, life, p.FOLLOWED, 1, 9)
        tell(world, life, contacts, called, at, FOLLOW_UP, SALES, 3, 0)
    odds = rates.first_orders + 0.5 + 0.6 * recommended
    odds -= rates.price_loses_offers * (price_gap(rates, one, decided) - 0.25)
    dear, u = logistic(odds), draw(world, life, p.WINS, 0)
    if slow:
        odds -= rates.slow_offer_loses
    won = u < logistic(odds)
    if decided < world.days:
        fate.offer = 1 if won else 2
    if won:
        return decided
    noted = draw(world, life, p.REP_REASON, 0)
    because_slow = slow and u < dear
    reason = SAYS_COMPETITOR if noted > 0.85 else SAYS_NO_NEED
    if noted < (0.62 if because_slow else 0.45):
        reason = SAYS_PRICE
    at = at_work(world, life, p.REP_REASON, 1, 8)
    theme = SLOW_THEME if because_slow else PRICE_THEME
    tell(world, life, contacts, decided, at, DECLINED, SALES, 3, reason)
    note(life, contacts, SLOW if because_slow else 0, theme)
    return -1


@inner(I64(*_ARGUMENTS, I64, I64))
def becomes_customer(world, rates, one, life, contacts, fate, day, recommended):
    """From the first contact on; returns the day of the first order, or -1."""
    first_contact(world, rates, one, life, contacts, fate, day, recommended)
    day = looks_around(world, rates, one, life, contacts, fate, day)
    if one.sales_channel == FIELD:
        return through_sales(world, rates, one, life, contacts, fate, day, recommended)
    odds = rates.first_orders + 0.6 * recommended - rates.price_loses_offers * (price_gap(rates, one, day) - 0.25)
    if one.sales_channel == PARTNER:
        day = workdays_on(world, one, day, 1 + np.int64(6 * draw(world, life, p.CONSULTED, 0)))
        at = at_work(world, life, p.CONSULTED, 1, 9)
        tell(world, life, contacts, day, at, PARTNER_TALK, SALES, 0, 0)
        day += 1
        odds += 0.3
    if draw(world, life, p.BUYS, 0) >= logistic(odds):
        if one.sales_channel == WEB and draw(world, life, p.BUYS, 1) < 0.35:
            at = at_leisure(world, life, p.BUYS, 2)
            tell(world, life, contacts, day, at, BASKET, SHOP, 1, 0)
        return -1
    return workdays_on(world, one, day, 0) if one.sales_channel == PARTNER else day
