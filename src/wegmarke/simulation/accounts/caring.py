"""What goes on between the matters: visits, calls, mails, price letters, and people who come and go."""

from __future__ import annotations

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.living import Living
from wegmarke.simulation.accounts.parameters import AccountDefect
from wegmarke.simulation.accounts.records import Incident
from wegmarke.simulation.accounts.staff import (
    CONTROLLING,
    DEPARTMENT,
    MANAGEMENT,
    PURCHASING,
    TECHNICAL,
    Contact,
)

_QUESTIONS = (
    ("question_contract", (CONTROLLING, PURCHASING)),
    ("question_consumables", (PURCHASING, TECHNICAL)),
    ("question_machine", (TECHNICAL, DEPARTMENT)),
    ("question_training", (DEPARTMENT, TECHNICAL)),
    ("question_invoice", (CONTROLLING, MANAGEMENT)),
    ("question_site", (MANAGEMENT, TECHNICAL)),
)
_EVERY_PERIODS = ((25, 3), (10, 5), (0, 8))
"""From so many machines on field sales comes every so many periods."""

NEGLECTED_AFTER_DAYS = 75


def every_periods(machines: int) -> int:
    """Every how many periods field sales comes."""
    return next(periods for least, periods in _EVERY_PERIODS if machines >= least)


def mood_of(living: Living, day: int, head: str) -> tuple[str, Incident | None]:
    """What a talk on a day is about, as the topic of its text, and the incident it speaks of."""
    sore = living.sore(day)
    if sore is not None:
        return f"{head}_{sore.defect.name.lower()}", sore
    return (f"{head}_price" if living.pressure(day) > 0.45 else f"{head}_fine"), None


def visits(living: Living, period: int, first: int, last: int) -> None:
    """Field sales comes by, or calls."""
    draws = living.draws
    every = every_periods(living.firm.machine_count)
    if period % every == draws.below(every, p.VISITS):
        day = living.workday(first + draws.below(max(last - first, 1), p.VISITS, period + 1000))
        person = living.who(day, PURCHASING, TECHNICAL, MANAGEMENT, occasion=period)
        theme, sore = mood_of(living, day, "care")
        living.talk(P.CARE_VISIT, day, person, theme, period, incident=sore)
        if draws.happens(0.4, p.VISITS, period + 2000):
            before = living.workday(day - draws.between(5, 10, p.VISITS, period + 3000))
            if before < day:
                living.talk(P.APPOINTMENT, before, person, "appointment", period, matter=day)
    if draws.happens(0.14, p.CALLS, period):
        day = living.workday(first + draws.below(max(last - first, 1), p.CALLS, period + 1000))
        theme, sore = mood_of(living, day, "call")
        person = living.who(day, TECHNICAL, DEPARTMENT, PURCHASING, occasion=period + 1000)
        living.talk(P.CARE_CALL, day, person, theme, period, incident=sore)


def mails(living: Living, period: int, first: int, last: int) -> None:
    """Questions with their answers, and thanks."""
    draws = living.draws
    if draws.happens(0.3, p.ASKS, period):
        day = living.workday(first + draws.below(max(last - first, 1), p.ASKS, period + 1000))
        theme, roles = _QUESTIONS[draws.below(len(_QUESTIONS), p.ASKS, period + 2000)]
        person = living.who(day, *roles, MANAGEMENT, occasion=period + 2000)
        asked = living.talk(P.QUESTION, day, person, theme, period, outbound=False)
        if draws.happens(0.92, p.ASKS, period + 3000):
            answered = living.workday(day, draws.between(1, 3, p.ASKS, period + 4000))
            theme = theme.replace("question", "answer_to")
            living.talk(P.ANSWER, answered, person, theme, period, answers=asked)
    if draws.happens(0.035, p.THANKS, period):
        day = living.workday(first + draws.below(max(last - first, 1), p.THANKS, period + 1000))
        if living.harm(day) < 0.5:
            person = living.who(day, TECHNICAL, DEPARTMENT, MANAGEMENT, occasion=period + 3000)
            living.talk(P.THANKS, day, person, "thanks", period, outbound=False)


def price_letters(living: Living, first: int, last: int) -> None:
    """The yearly price letter, and what some write back."""
    draws = living.draws
    if living.parameters.price_rise <= 0.0:
        return
    for day in living.letter_days:
        if not first <= day < last:
            continue
        year = living.days.date(day).year
        person = living.staff.info(day)
        letter = living.talk(P.PRICE_LETTER, day, person, "price_letter", year)
        if draws.happens(0.08 + 0.5 * living.pressure(day), p.TALKS, year):
            back = living.workday(day, draws.between(2, 9, p.TALKS, year + 10_000))
            protest = living.talk(P.PRICE_TALK, back, person, "price_protest", year, outbound=False, answers=letter)
            reply = living.workday(back, draws.between(2, 6, p.TALKS, year + 20_000))
            living.talk(P.PRICE_TALK, reply, person, "price_firm", year + 10_000, answers=protest)


def successions(living: Living, first: int, last: int) -> None:
    """Contacts who left in these days: the successor writes, and field sales pays a visit, or nobody does."""
    for one in living.staff.people:
        if one.successor and first <= one.ends < last:
            _succession(living, one, living.staff[one.successor])


def _succession(living: Living, gone: Contact, new: Contact) -> None:
    draws = living.draws
    occasion = new.key % 128
    if draws.happens(0.75, p.SUCCEEDS, occasion):
        day = living.workday(new.begins, draws.between(1, 8, p.SUCCEEDS, occasion + 1000))
        living.talk(P.NEW_CONTACT, day, new, "new_contact", occasion, outbound=False, matter=gone.key)
    if living.staff.info(gone.ends - 1).key != gone.key:
        return
    if draws.happens(living.parameters.share(AccountDefect.NEGLECTED_SUCCESSOR), p.SUCCEEDS, occasion + 2000):
        living.hurt(living.workday(new.begins + NEGLECTED_AFTER_DAYS), AccountDefect.NEGLECTED_SUCCESSOR, occasion)
        return
    day = living.workday(new.begins + draws.between(14, 50, p.SUCCEEDS, occasion + 3000))
    living.talk(P.SUCCESSOR_VISIT, day, new, "successor", occasion, matter=gone.key)
