"""What goes on besides orders: newsletter, help page, club, price letter, surveys, reviews, talk, and the wave."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import F64, I64, VOID, inner
from wegmarke.simulation.contacts import Cause, Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.service import complain
from wegmarke.simulation.lives.shapes import (
    CONTACTS,
    FATE,
    LIFE,
    PERSON,
    RATES,
    WORLD,
)
from wegmarke.simulation.lives.telling import (
    MARKETING,
    NEVER,
    SERVICE,
    ask_score,
    at_leisure,
    at_work,
    draw,
    felt,
    note,
    tell,
    workdays_on,
)
from wegmarke.simulation.parameters import PERIOD_DAYS
from wegmarke.simulation.world import WAVE_ORIGIN

NEWSLETTER, CLUB, HELP, LETTER = int(Place.NEWSLETTER), int(Place.CLUB), int(Place.HELP_PAGE), int(Place.PRICE_LETTER)
PORTAL, NPS, REVIEW, MENTION = (
    int(Place.COMPARISON_PORTAL),
    int(Place.SURVEY_NPS),
    int(Place.REVIEW),
    int(Place.MENTION),
)
PRICE = int(Cause.PRICE)
PRICE_THEME, GOOD_PRODUCT = 7, 10

_ARGUMENTS = (WORLD, RATES, PERSON, LIFE, CONTACTS, FATE)


@inner(F64(RATES, PERSON, I64))
def price_pressure(rates, one, day):
    """How hard the prices press on this person on a day: 0 before the price letter, about 1 at the most."""
    pressure = 0.0
    if day >= rates.price_letter_day:
        pressure += 0.5 * rates.price_rise / 0.06
    if day >= rates.competitor_day:
        pressure += 0.5 * rates.competitor_cut / 0.10
    return pressure * one.price_sensitivity


@inner(I64(*_ARGUMENTS, I64))
def loyalty(world, rates, one, life, contacts, fate, period):
    """What goes on besides orders: newsletter, help page, club, price letter, surveys, reviews, talk."""
    begin = period * PERIOD_DAYS
    day = begin + np.int64(PERIOD_DAYS * draw(world, life, p.NEWSLETTER, period + 500))
    weighs = felt(life, begin)
    if one.consent and draw(world, life, p.NEWSLETTER, period) < 0.34:
        at = at_leisure(world, life, p.NEWSLETTER, period)
        tell(world, life, contacts, day, at, NEWSLETTER, MARKETING, 0, 0)
    # Whoever is in trouble looks for help. The page itself does nothing: the first decoy.
    day = begin + np.int64(PERIOD_DAYS * draw(world, life, p.HELP, period + 500))
    if draw(world, life, p.HELP, period) < rates.help_visits * (
        0.004 + 0.45 * min(max(felt(life, begin) - 0.8, 0.0), 1.6)
    ):
        at = at_leisure(world, life, p.HELP, period)
        tell(world, life, contacts, day, at, HELP, SERVICE, 0, 0)
    # Only who has stayed long and in peace is invited to the club. It does nothing either: the second decoy.
    if life.club == 0 and life.good_periods >= 7 and draw(world, life, p.CLUB, period) < 0.16 * rates.club_invites:
        life.club = 1
        at = at_leisure(world, life, p.CLUB, period)
        tell(world, life, contacts, begin + 11, at, CLUB, MARKETING, 0, 0)
    letter = np.int64(rates.price_letter_day)
    if letter // PERIOD_DAYS == period and rates.price_rise > 0.0:
        at = at_work(world, life, p.PORTAL, 500, 9)
        tell(world, life, contacts, workdays_on(world, one, letter, 0), at, LETTER, MARKETING, 0, 0)
        note(life, contacts, 0, PRICE_THEME)
    pressure = price_pressure(rates, one, begin + PERIOD_DAYS)
    if draw(world, life, p.PORTAL, period) < 0.01 + 0.15 * pressure:
        day = begin + np.int64(PERIOD_DAYS * draw(world, life, p.PORTAL, period + 600))
        at = at_leisure(world, life, p.PORTAL, period)
        tell(world, life, contacts, day, at, PORTAL, MARKETING, 0, 0)
    if (period + one.person) % 6 == 0 and draw(world, life, p.INVITED, period * 4) < 0.8:
        ask_score(world, rates, one, life, contacts, fate, begin + 15, NPS, period * 4, MARKETING, 0.2)
    speak = 0.012 + 0.05 * min(weighs, 2.0)
    if draw(world, life, p.REVIEWS, period) < speak:
        stars = 5 - np.int64(min(weighs * 2.2 + draw(world, life, p.REVIEWS, period + 500) * 1.4, 4.0))
        at = at_leisure(world, life, p.REVIEWS, period)
        theme = life.theme if stars <= 3 else GOOD_PRODUCT
        tell(world, life, contacts, begin + 19, at, REVIEW, MARKETING, 0, stars)
        note(life, contacts, 0, theme)
    if weighs > 1.2 and life.angry_day == NEVER and draw(world, life, p.TALKS, period) < 0.25 + 0.5 * one.reach:
        life.angry_day = begin + 20
    if (
        life.good_periods >= 5
        and life.happy_day == NEVER
        and draw(world, life, p.TALKS, period) < 0.10 + 0.4 * one.reach
    ):
        life.happy_day = begin + 20
    return 0


@inner(VOID(*_ARGUMENTS))
def meets_wave(world, rates, one, life, contacts, fate):
    """The wave, if there is one, reaches the person on a day or never; it weighs on customers like their own events."""
    last = world.days - 1
    if rates.wave_day < 0.0 or world.wave[last] <= 0.0:
        return
    u = draw(world, life, p.WAVE, 0)
    if one.person == WAVE_ORIGIN:
        day = np.int64(rates.wave_day)
        complain(world, rates, one, life, contacts, fate, day - 3, 999, 3)
        tell(world, life, contacts, day, 20 * 3600, REVIEW, MARKETING, 0, 1)
        note(life, contacts, 0, 3)
        tell(world, life, contacts, day, 21 * 3600, MENTION, MARKETING, 0, 1)
        note(life, contacts, 0, 3)
        return
    if u >= world.wave[last]:
        return
    low, high = np.int64(rates.wave_day), last
    while low < high:
        middle = (low + high) // 2
        if world.wave[middle] > u:
            high = middle
        else:
            low = middle + 1
    life.pending[low // PERIOD_DAYS] += rates.wave_harm * one.expectation
    if draw(world, life, p.MENTIONS, 0) < 0.10 + 0.3 * one.reach:
        at = at_leisure(world, life, p.MENTIONS, 0)
        tell(world, life, contacts, low, at, MENTION, MARKETING, 0, 2)
        note(life, contacts, 0, 3)
