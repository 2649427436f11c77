"""The state of a life being simulated, and the small verbs of which lives are made: tell a contact, be hurt, wait."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import F64, I64, VOID, inner
from wegmarke.simulation.contacts import Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.randomness import uniform
from wegmarke.simulation.lives.shapes import CONTACTS, FATE, LIFE, PERSON, RATES, WORLD
from wegmarke.simulation.parameters import MOST_PERIODS, PERIOD_DAYS

NEVER = 1 << 30

SURVEY_NPS, SURVEY_DELIVERY, SURVEY_SERVICE = (
    int(Place.SURVEY_NPS), int(Place.SURVEY_DELIVERY), int(Place.SURVEY_SERVICE),
)  # fmt: skip
GOOD_SERVICE, GOOD_PRODUCT, GOOD_DELIVERY = 9, 10, 11
MARKETING, SALES, SHOP, LOGISTICS, SERVICE, ACCOUNTING, PRODUCT = 0, 1, 2, 3, 4, 5, 6


@inner(VOID(LIFE))
def begin_life(life):
    """Nothing has happened yet."""
    life.harm = 0.0
    life.pending[:] = 0.0
    life.last_harm_day = life.complaint_day = -1000
    life.good_periods = 0
    life.club = 0
    life.happy_day = life.angry_day = NEVER
    life.theme = 0


@inner(F64(WORLD, LIFE, I64, I64))
def draw(world, life, purpose, occasion):
    """A number in [0, 1) for this purpose and occasion of the person whose life it is."""
    return uniform(world.seed, life.person, purpose, occasion)


@inner(I64(WORLD, LIFE, I64, I64, I64))
def at_work(world, life, purpose, occasion, first_hour):
    """A second of the day between `first_hour` and 18:00, more often in the morning."""
    u = uniform(world.seed, life.person, purpose, occasion)
    v = uniform(world.seed, life.person, purpose, occasion + 7_000_000)
    return first_hour * 3600 + np.int64(min(u, v) * (18 - first_hour) * 3600)


@inner(I64(WORLD, LIFE))
def offered_cents(world, life):
    """What field sales offers to the person, in cents."""
    return 10 * np.int64(9_000 + 42_000 * draw(world, life, p.VALUE, 0))


@inner(I64(WORLD, LIFE, I64, I64))
def at_leisure(world, life, purpose, occasion):
    """A second of the day between 7:00 and 23:00, more often in the evening."""
    u = uniform(world.seed, life.person, purpose, occasion)
    v = uniform(world.seed, life.person, purpose, occasion + 7_000_000)
    return 7 * 3600 + np.int64(max(u, v) * 16 * 3600)


@inner(I64(WORLD, PERSON, I64, I64))
def workdays_on(world, one, day, workdays):
    """The day that lies so many working days of the person's state after a day; 0: the day itself or the next one."""
    calendar = world.workday[one.state]
    last = world.known - 1
    while day < last and not calendar[day]:
        day += 1
    for _ in range(workdays):
        day += 1
        while day < last and not calendar[day]:
            day += 1
    return min(day, last)


@inner(I64(WORLD, I64, I64))
def moment(world, day, second):
    """Seconds since 1970 of a second of a local day; far beyond the calendar where the day is."""
    if day >= world.known:
        return world.midnight[world.known - 1] + (day - world.known + 1) * 86_400 + second
    return world.midnight[day] + second


@inner(VOID(WORLD, LIFE, CONTACTS, I64, I64, I64, I64, I64, I64))
def tell(world, life, contacts, day, second, place, team, matter, detail):
    """Tell a contact, unless it lies beyond the end. Where there is no room left it is only counted."""
    life.last = -1
    if day < 0 or day >= world.days:
        return
    if life.told < len(contacts):
        life.last = life.told
        c = contacts[life.told]
        c.time = moment(world, day, second)
        c.person = life.person
        c.place, c.team, c.matter, c.detail = place, team, matter, detail
    life.told += 1


@inner(VOID(LIFE, CONTACTS, I64, I64))
def promise(life, contacts, due, done):
    """The contact just told is, or keeps, a promise: due by then, done then (0: not yet)."""
    if life.last >= 0:
        contacts[life.last].due, contacts[life.last].done = due, done


@inner(VOID(LIFE, CONTACTS, I64, I64))
def note(life, contacts, defect, theme):
    """In the contact just told this defect is at play, and this is what one would speak of."""
    if life.last >= 0:
        contacts[life.last].defect, contacts[life.last].theme = defect, theme


@inner(VOID(RATES, PERSON, LIFE, FATE, I64, I64, F64))
def hurt(rates, one, life, fate, day, defect, harm):
    """A defect meets the person on a day: it is counted, and weighs from then on.

    A second bad event within 90 days weighs more; so does every one for a person who expects much.
    """
    period = day // PERIOD_DAYS
    if period >= rates.periods:
        return
    fate.defects[defect] += 1
    if fate.first_harm_day < 0:
        fate.first_harm_day = day
    weight = harm * one.expectation
    if day - life.last_harm_day < 90:
        weight *= rates.negativity
    life.last_harm_day = day
    life.pending[period] += weight
    life.good_periods = 0
    life.theme = defect


@inner(F64(LIFE, I64))
def felt(life, day):
    """The harm that weighs on a day: what is left from before, and what this period has brought."""
    period = day // PERIOD_DAYS
    return life.harm + (life.pending[period] if period < MOST_PERIODS else 0.0)


@inner(VOID(WORLD, RATES, PERSON, LIFE, CONTACTS, FATE, I64, I64, I64, I64, F64))
def ask_score(world, rates, one, life, contacts, fate, day, place, occasion, team, bonus):
    """A survey is sent; who answers, and what, depends on how things stand.

    The score (0 to 10) tells harm, the mood of the team some weeks ago, and chance. Those who are content, and those
    who are angry, answer more often than the rest, so that a mean of answers is not the mean of customers.
    """
    now = felt(life, day)
    week = max(day // 7 - np.int64(rates.mood_delay_weeks), 0)
    noise = 0.0
    for k in range(3):
        noise += draw(world, life, p.SCORE, occasion * 4 + k) - 0.5
    level = 8.1 + bonus - 2.4 * min(now, 2.5) + rates.mood_moves_scores * world.mood[team, week] + 2.2 * noise
    score = min(max(np.int64(np.floor(level + 0.5)), 0), 10)
    if place == SURVEY_NPS and day < world.days:
        fate.asked += 1
        fate.promoters += score >= 9
        fate.detractors += score <= 6
    odds = one.answers * (1.0 + rates.answers_biased * (score - 7.0)) + (0.18 if score <= 2 else 0.0)
    if draw(world, life, p.ANSWERED, occasion) < min(max(odds, 0.03), 0.95):
        good = (
            GOOD_SERVICE if place == SURVEY_SERVICE else (GOOD_DELIVERY if place == SURVEY_DELIVERY else GOOD_PRODUCT)
        )
        theme = life.theme if score <= 7 else good
        replied = day + 1 + np.int64(5 * draw(world, life, p.ANSWERED, occasion + 5_000_000))
        at = at_leisure(world, life, p.INVITED, occasion)
        tell(world, life, contacts, replied, at, place, team, occasion, score)
        note(life, contacts, 0, theme)
