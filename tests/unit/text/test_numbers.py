"""Numbers as Germans and English speakers write them."""

import math

import numpy as np
import pytest

from wegmarke import text
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.sources.numbers import MINOR_DIGITS

NARROW, HARD, MINUS = "\u202f", "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("value", "unit", "english", "german"),
    [
        (1598, "count", "1,598", "1.598"),
        (1_234_567, "count", "1,234,567", "1.234.567"),
        (12.5, "count", "12.5", "12,5"),
        (-3, "count", f"{MINUS}3", f"{MINUS}3"),
        (np.int64(1598), "count", "1,598", "1.598"),
        (0.237, "share", "23.7%", f"23,7{NARROW}%"),
        (0, "share", "0%", f"0{NARROW}%"),
        (1.0, "share", "100%", f"100{NARROW}%"),
        (0.0004, "share", "<0.1%", f"<0,1{NARROW}%"),
        (0.9996, "share", ">99.9%", f">99,9{NARROW}%"),
        (np.float64(0.5), "share", "50.0%", f"50,0{NARROW}%"),
        (0.024, "difference", f"+2.4{HARD}percentage points", f"+2,4{HARD}Prozentpunkte"),
        (-0.024, "difference", f"{MINUS}2.4{HARD}percentage points", f"{MINUS}2,4{HARD}Prozentpunkte"),
        (-0.0001, "difference", f"0.0{HARD}percentage points", f"0,0{HARD}Prozentpunkte"),
        (0.0001, "difference", f"0.0{HARD}percentage points", f"0,0{HARD}Prozentpunkte"),
        (183_600, "seconds", f"2{HARD}days{HARD}3{HARD}h", f"2{HARD}Tage{HARD}3{HARD}Std."),
        (159_850, "minor_units", "€1,598.50", f"1.598,50{HARD}€"),
        (-159_850, "minor_units", f"{MINUS}€1,598.50", f"{MINUS}1.598,50{HARD}€"),
        (8.4, "score", "8.4", "8,4"),
        (1_500_000, "size", f"1.5{HARD}MB", f"1,5{HARD}MB"),
        (999, "size", f"999{HARD}B", f"999{HARD}B"),
        (999_999, "size", f"1.0{HARD}MB", f"1,0{HARD}MB"),
        (None, "count", "–", "–"),
        (math.nan, "share", "–", "–"),
        (-math.inf, "count", f"{MINUS}∞", f"{MINUS}∞"),
    ],
)
def test_number(value: float | None, unit: str, english: str, german: str) -> None:
    assert (text.number(value, unit, "en"), text.number(value, unit, "de")) == (english, german)


def test_the_sign_of_the_unit_can_be_left_to_the_header() -> None:
    assert text.number(0.237, "share", "de", sign=False) == "23,7"
    assert text.number(0.024, "difference", "en", sign=False) == "+2.4"
    assert text.number(159_850, "minor_units", "de", sign=False) == "1.598,50"


@pytest.mark.parametrize(
    ("minor", "currency", "english", "german"),
    [
        (1500, "JPY", f"JPY{HARD}1,500", f"1.500{HARD}JPY"),
        (1500, "KWD", f"KWD{HARD}1.500", f"1,500{HARD}KWD"),
        (1500, "CHF", f"CHF{HARD}15.00", f"15,00{HARD}CHF"),
        (1500, "usd", "$15.00", f"15,00{HARD}$"),
    ],
)
def test_money_has_the_digits_of_its_currency(minor: int, currency: str, english: str, german: str) -> None:
    assert text.number(minor, "minor_units", "en", currency=currency) == english
    assert text.number(minor, "minor_units", "de", currency=currency) == german


def test_amounts_are_written_with_the_digits_they_were_read_with() -> None:
    currencies = [*MINOR_DIGITS, "EUR", "USD", "CHF"]
    assert [text.minor_digits(code) for code in currencies] == [MINOR_DIGITS.get(code, 2) for code in currencies]


def test_unknown_unit() -> None:
    with pytest.raises(ValueError, match="furlong"):
        text.number(1, "furlong", "en")


@pytest.mark.parametrize(
    ("interval", "unit", "english", "german"),
    [
        (
            Interval(0.2578, 0.237, 0.28, 1598),
            "share",
            "25.8% (95% interval 23.7–28.0%)",
            f"25,8{NARROW}% (95-%-Intervall 23,7–28,0{NARROW}%)",
        ),
        (
            Interval(0.05, -0.01, 0.11, 50, level=0.9),
            "difference",
            f"+5.0{HARD}percentage points (90% interval {MINUS}1.0 to +11.0{HARD}percentage points)",
            f"+5,0{HARD}Prozentpunkte (90-%-Intervall {MINUS}1,0 bis +11,0{HARD}Prozentpunkte)",
        ),
        (
            Interval(3600, 1800, 7200, 9, level=0.995),
            "seconds",
            f"1{HARD}h (99.5% interval 30{HARD}min to 2{HARD}h)",
            f"1{HARD}Std. (99,5-%-Intervall 30{HARD}Min. bis 2{HARD}Std.)",
        ),
        (
            Interval(1000, 500, 2000, 9),
            "minor_units",
            "€10.00 (95% interval €5.00–20.00)",
            f"10,00{HARD}€ (95-%-Intervall 5,00–20,00{HARD}€)",
        ),
    ],
)
def test_interval(interval: Interval, unit: str, english: str, german: str) -> None:
    assert (text.interval(interval, unit, "en"), text.interval(interval, unit, "de")) == (english, german)


@pytest.mark.parametrize(
    ("value", "unit", "english"),
    [
        (None, "touchpoint", "–"),
        ("Hotline", "touchpoint", "Hotline"),
        ("lost", "outcome", "lost"),
        ("visited(a)", "filter", "visited(a)"),
        (0, "time", f"1{HARD}Jan{HARD}1970, 01:00"),
        (0.5, "share", "50.0%"),
        (Interval(0.5, 0.4, 0.6, 10), "share", "50.0% (95% interval 40.0–60.0%)"),
        (CannotSay("too_few", 3, 10), "share", "Too few to say: 3 of at least 10."),
        (CannotSay("too_few", 3), "share", "Too few to say: 3."),
    ],
)
def test_cell_writes_any_column(value: object, unit: str, english: str) -> None:
    assert text.cell(value, unit, "en", zone_name="Europe/Berlin") == english
