"""The calendar of the sixteen German states: public holidays, workdays, and the months in which appliances are bought.

Holidays by state law, with the years in which they began or ended. Where only some communities of a state have a
holiday (Assumption in Bavaria, Corpus Christi in parts of Saxony and Thuringia, the peace festival of Augsburg), the
majority decides: Bavaria has Assumption, Saxony and Thuringia have no Corpus Christi, Augsburg works.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.words.places import STATES

FIRST_YEAR = 1990
LAST_YEAR = 2060

_ALWAYS = 0
_FOREVER = 9999
_ALL = " ".join(STATES)

_FIXED = (
    # month, day, name, states, first year, last year
    (1, 1, "Neujahr", _ALL, _ALWAYS, _FOREVER),
    (1, 6, "Heilige Drei Könige", "BW BY ST", _ALWAYS, _FOREVER),
    (3, 8, "Internationaler Frauentag", "BE", 2019, _FOREVER),
    (3, 8, "Internationaler Frauentag", "MV", 2023, _FOREVER),
    (5, 1, "Tag der Arbeit", _ALL, _ALWAYS, _FOREVER),
    (5, 8, "Tag der Befreiung", "BE", 2020, 2020),
    (5, 8, "Tag der Befreiung", "BE", 2025, 2025),
    (6, 17, "Tag der deutschen Einheit", "BW BY BE HB HH HE NI NW RP SL SH", _ALWAYS, 1990),
    (6, 17, "Jahrestag des Volksaufstandes", "BE", 2028, 2028),
    (8, 15, "Mariä Himmelfahrt", "BY SL", _ALWAYS, _FOREVER),
    (9, 20, "Weltkindertag", "TH", 2019, _FOREVER),
    (10, 3, "Tag der Deutschen Einheit", _ALL, _ALWAYS, _FOREVER),
    (10, 31, "Reformationstag", "BB MV SN ST TH", _ALWAYS, _FOREVER),
    (10, 31, "Reformationstag", "BW BY BE HB HH HE NI NW RP SL SH", 2017, 2017),
    (10, 31, "Reformationstag", "HB HH NI SH", 2018, _FOREVER),
    (11, 1, "Allerheiligen", "BW BY NW RP SL", _ALWAYS, _FOREVER),
    (12, 25, "Erster Weihnachtstag", _ALL, _ALWAYS, _FOREVER),
    (12, 26, "Zweiter Weihnachtstag", _ALL, _ALWAYS, _FOREVER),
)

_BY_EASTER = (
    # days after Easter Sunday, name, states
    (-2, "Karfreitag", _ALL),
    (0, "Ostersonntag", "BB"),
    (1, "Ostermontag", _ALL),
    (39, "Christi Himmelfahrt", _ALL),
    (49, "Pfingstsonntag", "BB"),
    (50, "Pfingstmontag", _ALL),
    (60, "Fronleichnam", "BW BY HE NW RP SL"),
)

_REPENTANCE = "Buß- und Bettag"
_LAST_YEAR_EVERYWHERE = 1994  # since 1995 only Saxony keeps it; the others gave it up to pay for nursing insurance

SEASON_PER_MILLE = (
    # category, then January to December: 1,000 is the month's share of an even year
    ("coffee_machines", (880, 850, 880, 890, 900, 850, 820, 840, 930, 1020, 1450, 1690)),
    ("washing_machines", (1080, 960, 980, 950, 950, 930, 960, 980, 1010, 1020, 1170, 1010)),
    ("dryers", (1050, 930, 870, 830, 800, 790, 850, 950, 1130, 1260, 1360, 1180)),
    ("dishwashers", (1020, 950, 980, 960, 970, 930, 930, 950, 1000, 1040, 1190, 1080)),
    ("water_softeners", (930, 970, 1090, 1120, 1100, 1020, 940, 930, 1040, 1050, 960, 850)),
    ("dehumidifiers", (1060, 960, 860, 790, 820, 900, 1000, 1060, 1100, 1250, 1210, 990)),
    ("air_conditioners", (200, 240, 430, 800, 1580, 2620, 2870, 1930, 560, 270, 240, 260)),
    ("water_dispensers", (900, 900, 980, 1060, 1150, 1220, 1180, 1080, 980, 900, 850, 800)),
)
"""How much of each category is bought in a month, in thousandths of an average month (12,000 a year)."""


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar.

    The anonymous algorithm in whole numbers (Meeus 1991, Astronomical Algorithms, chapter 8).
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)


@lru_cache(maxsize=4096)
def holidays(state: str, year: int) -> dict[dt.date, str]:
    """The public holidays of a state in a year, with their German names, in order.

    KeyError for a state that is none; ValueError outside 1990 to 2060: before lies another country's law, and nobody
    knows the law thereafter.
    """
    if state not in STATES:
        raise KeyError(state)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not for {year}")
    found = {
        dt.date(year, month, day): name
        for month, day, name, states, first, last in _FIXED
        if state in states.split() and first <= year <= last
    }
    sunday = easter(year)
    found |= {sunday + dt.timedelta(days): name for days, name, states in _BY_EASTER if state in states.split()}
    if state == "SN" or year <= _LAST_YEAR_EVERYWHERE:
        found[repentance_day(year)] = _REPENTANCE
    return dict(sorted(found.items()))


def repentance_day(year: int) -> dt.date:
    """The Wednesday before 23 November, eleven days before the first Sunday of Advent."""
    last = dt.date(year, 11, 22)
    return last - dt.timedelta((last.weekday() - 2) % 7)


def workdays(begin: dt.date, days: int) -> NDArray[np.bool_]:
    """Which of the days from `begin` on are workdays (Monday to Friday, no public holiday), shape (16, days).

    The rows are the states, in the order of STATES.
    """
    weekdays = (begin.weekday() + np.arange(days)) % 7 < 5
    table: NDArray[np.bool_] = np.repeat(weekdays[None, :], len(STATES), axis=0)
    if days:
        last = begin + dt.timedelta(days - 1)
        for row, state in enumerate(STATES):
            for year in range(begin.year, last.year + 1):
                for day in holidays(state, year):
                    if begin <= day <= last:
                        table[row, (day - begin).days] = False
    return table


def season_per_mille(category: str) -> NDArray[np.int64]:
    """How much of a category is bought in January to December, in thousandths of an average month, shape (12,)."""
    return np.array(dict(SEASON_PER_MILLE)[category], np.int64)
