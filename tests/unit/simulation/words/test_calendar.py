"""Holidays of the German states against dates that are known, and what follows from them."""

import datetime as dt

import numpy as np
import pytest
from dateutil.easter import easter as easter_of_dateutil

from wegmarke.simulation.words.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    SEASON_PER_MILLE,
    easter,
    holidays,
    repentance_day,
    season_per_mille,
    workdays,
)
from wegmarke.simulation.words.places import STATES


def test_easter_agrees_with_another_algorithm() -> None:
    """The library dateutil computes it by Oudin's algorithm (1940), this by the anonymous one."""
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        assert easter(year) == easter_of_dateutil(year), year


def test_easter_is_where_calendars_print_it() -> None:
    printed = ("1990-04-15", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2038-04-25")
    assert [easter(int(day[:4])).isoformat() for day in printed] == list(printed)


# How many public holidays each state had in 2026, Easter and Whit Sunday counted in Brandenburg (as in its law).
COUNTED_2026 = {
    "BW": 12, "BY": 13, "BE": 10, "BB": 12, "HB": 10, "HH": 10, "HE": 10, "MV": 11,
    "NI": 10, "NW": 11, "RP": 11, "SL": 12, "SN": 11, "ST": 11, "SH": 10, "TH": 11,
}  # fmt: skip


def test_every_state_has_its_number_of_holidays() -> None:
    assert {state: len(holidays(state, 2026)) for state in STATES} == COUNTED_2026


@pytest.mark.parametrize(
    ("state", "day", "name"),
    [
        ("BY", "2025-06-19", "Fronleichnam"),
        ("NW", "2024-05-30", "Fronleichnam"),
        ("NW", "2023-11-01", "Allerheiligen"),
        ("SN", "2024-11-20", "Buß- und Bettag"),
        ("SN", "2025-11-19", "Buß- und Bettag"),
        ("HE", "1994-11-16", "Buß- und Bettag"),
        ("TH", "2019-09-20", "Weltkindertag"),
        ("BE", "2019-03-08", "Internationaler Frauentag"),
        ("MV", "2023-03-08", "Internationaler Frauentag"),
        ("BE", "2020-05-08", "Tag der Befreiung"),
        ("BE", "2025-05-08", "Tag der Befreiung"),
        ("BY", "2017-10-31", "Reformationstag"),
        ("HH", "2018-10-31", "Reformationstag"),
        ("BB", "1996-10-31", "Reformationstag"),
        ("ST", "2022-01-06", "Heilige Drei Könige"),
        ("SL", "2022-08-15", "Mariä Himmelfahrt"),
        ("BB", "2026-04-05", "Ostersonntag"),
        ("SH", "2026-05-14", "Christi Himmelfahrt"),
        ("BE", "1990-10-03", "Tag der Deutschen Einheit"),
    ],
)
def test_it_was_a_holiday(state: str, day: str, name: str) -> None:
    date = dt.date.fromisoformat(day)
    assert holidays(state, date.year)[date] == name


@pytest.mark.parametrize(
    ("state", "day"),
    [
        ("BE", "2018-03-08"),
        ("MV", "2022-03-08"),
        ("TH", "2018-09-20"),
        ("BY", "2016-10-31"),
        ("BY", "2018-10-31"),
        ("HH", "2016-10-31"),
        ("HE", "1995-11-22"),
        ("NW", "2025-10-31"),
        ("SN", "2025-06-19"),
        ("BE", "2024-05-08"),
        ("NW", "2026-01-06"),
        ("TH", "2024-11-01"),
    ],
)
def test_it_was_none(state: str, day: str) -> None:
    date = dt.date.fromisoformat(day)
    assert date not in holidays(state, date.year)


def test_repentance_day_is_a_wednesday_before_the_23rd() -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        day = repentance_day(year)
        assert day.weekday() == 2
        assert dt.date(year, 11, 16) <= day <= dt.date(year, 11, 22)


def test_workdays_leave_out_weekends_and_holidays_of_each_state() -> None:
    table = workdays(dt.date(2025, 12, 20), 21)
    assert table.shape == (16, 21)
    by_state = dict(zip(STATES, table, strict=True))
    # 22 to 24, 29 to 31 December, 2 and 5 to 9 January; the 6th is a holiday in three states.
    assert by_state["NW"].nonzero()[0].tolist() == [2, 3, 4, 9, 10, 11, 13, 16, 17, 18, 19, 20]
    assert by_state["BY"].nonzero()[0].tolist() == [2, 3, 4, 9, 10, 11, 13, 16, 18, 19, 20]
    # 261 days from Monday to Friday in 2025; All Saints was a Saturday, so ten and twelve holidays fell on them.
    year = dict(zip(STATES, workdays(dt.date(2025, 1, 1), 365).sum(1), strict=True))
    assert (year["NW"], year["BY"]) == (251, 249)
    assert workdays(dt.date(2025, 1, 1), 0).shape == (16, 0)


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        holidays("XX", 2025)
    for year in (1989, 2061):
        with pytest.raises(ValueError, match="known from 1990 to 2060"):
            holidays("BY", year)


def test_a_year_of_seasons_is_a_year() -> None:
    for category, _ in SEASON_PER_MILLE:
        season = season_per_mille(category)
        assert season.shape == (12,)
        assert season.sum() == 12_000
    assert np.argmax(season_per_mille("air_conditioners")) == 6
    assert np.argmax(season_per_mille("coffee_machines")) == 11
