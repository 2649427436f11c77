"""Elapsed times, days and moments as Germans and English speakers write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke import text


def plain(written: str) -> str:
    """With ordinary spaces."""
    return written.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (0, "0 s", "0 Sek."),
        (0.42, "0.4 s", "0,4 Sek."),
        (9.96, "10 s", "10 Sek."),
        (45, "45 s", "45 Sek."),
        (59.7, "1 min", "1 Min."),
        (60, "1 min", "1 Min."),
        (750, "12 min 30 s", "12 Min. 30 Sek."),
        (3599.6, "1 h", "1 Std."),
        (11_520, "3 h 12 min", "3 Std. 12 Min."),
        (86_399, "1 day", "1 Tag"),
        (86_400, "1 day", "1 Tag"),
        (90_000, "1 day 1 h", "1 Tag 1 Std."),
        (183_600, "2 days 3 h", "2 Tage 3 Std."),
        (14 * 86_400 - 1, "14 days", "14 Tage"),
        (17.4 * 86_400, "17 days", "17 Tage"),
        (729 * 86_400, "729 days", "729 Tage"),
        (730 * 86_400, "2.0 years", "2,0 Jahre"),
        (-750, "−12 min 30 s", "−12 Min. 30 Sek."),
    ],
)
def test_duration(seconds: float, english: str, german: str) -> None:
    assert (plain(text.duration(seconds, "en")), plain(text.duration(seconds, "de"))) == (english, german)


SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86_400, "days": 86_400, "years": 365.25 * 86_400}


@given(st.floats(0, 2**32))
def test_a_duration_is_never_far_from_what_it_says(seconds: float) -> None:
    words = plain(text.duration(seconds, "en")).split()
    said = sum(float(number) * SECONDS[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    assert abs(said - seconds) <= max(0.5, 0.05 * seconds)
    assert len(words) <= 4


MOMENT = dt.datetime(2026, 11, 22, 23, 5, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("value", [MOMENT, int(MOMENT.timestamp()), MOMENT.timestamp()])
def test_a_moment_falls_on_the_day_of_its_zone(value: dt.datetime | float) -> None:
    assert plain(text.date(value, "en", "Europe/Berlin")) == "23 Nov 2026"
    assert text.date(value, "de", "Europe/Berlin") == "23.11.2026"
    assert text.date(value, "de") == "22.11.2026"
    assert plain(text.time(value, "en", "Europe/Berlin")) == "23 Nov 2026, 00:05"
    assert text.time(value, "de", "Europe/Berlin") == "23.11.2026, 00:05"
    assert text.time(value, "de", "Europe/Berlin", seconds=True) == "23.11.2026, 00:05:09"


def test_a_day_is_a_day_everywhere() -> None:
    assert text.date(dt.date(2026, 3, 1), "de", "Pacific/Auckland") == "01.03.2026"
    assert plain(text.date(dt.date(2026, 3, 1), "en", "Pacific/Auckland")) == "1 Mar 2026"
