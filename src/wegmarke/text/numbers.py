"""Numbers as people of each language write them: the one place for pages, reports, terminal and library."""

from __future__ import annotations

import math
from typing import Protocol

from wegmarke.text.language import HARD_SPACE, MINUS, NARROW_SPACE, NOTHING, Language
from wegmarke.text.times import duration

_PERCENT = {"en": "%", "de": f"{NARROW_SPACE}%"}
_POINTS = {"en": f"{HARD_SPACE}percentage points", "de": f"{HARD_SPACE}Prozentpunkte"}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
_MINOR_DIGITS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""ISO 4217: how many digits the minor unit has, where it is not two."""
_SMALLEST_SHARE = 0.001
_DIGITS_THAT_COUNT = 3
_SIZES = ("B", "kB", "MB", "GB", "TB")


class IntervalLike(Protocol):
    """What `wegmarke.model.finding.Interval` is; this layer lies below the model."""

    @property
    def value(self) -> float:
        """The estimate."""

    @property
    def low(self) -> float:
        """Where the interval begins."""

    @property
    def high(self) -> float:
        """Where the interval ends."""

    @property
    def level(self) -> float:
        """How often such intervals hold the truth, 0.95 for instance."""


def number(value: float | None, unit: str, lang: Language, *, currency: str = "EUR", sign: bool = True) -> str:  # noqa: PLR0911 - one return a unit
    """A number with its unit's sign, or without (`sign=False`: for columns whose header says the unit, and for scales).

    unit: count (1,598), share (0.237 is 23.7%; what is not nothing and rounds to it is <0.1%), difference of shares
    (+2.4 percentage points), seconds (an elapsed time, always with its units), minor_units (of `currency`), about_money
    (minor units as a sentence says them: three digits that count, and no cents), score (8.4), mean (of counts: 0.62),
    size (bytes). None and NaN are –. ValueError for other units.
    """
    if value is None or math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return f"{MINUS if value < 0 else ''}∞"
    match unit:
        case "count":
            return decimal(value, 0 if value == int(value) else 1, lang)
        case "share":
            return f"{_share(value, lang)}{_PERCENT[lang] if sign else ''}"
        case "difference":
            return f"{_signed(value * 100, lang)}{_POINTS[lang] if sign else ''}"
        case "seconds":
            return duration(value, lang)
        case "minor_units":
            return _money(value, lang, currency, minor_digits(currency), sign=sign)
        case "about_money":
            return _money(_about(value, currency), lang, currency, 0, sign=sign)
        case "score":
            return decimal(value, 1, lang)
        case "mean":
            return decimal(value, 2, lang)
        case "size":
            return _size(value, lang)
        case _:
            raise ValueError(f"no such unit of a number: {unit!r}")


def decimal(value: float, digits: int, lang: Language) -> str:
    """A number with that many decimals and thousands marked: 1,598.5 or 1.598,5. Nothing is never negative."""
    text = f"{abs(value):,.{digits}f}"
    if lang == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    is_nothing = not any(character in "123456789" for character in text)
    return f"{MINUS}{text}" if value < 0 and not is_nothing else text


def interval(estimate: IntervalLike, unit: str, lang: Language, *, currency: str = "EUR") -> str:
    """An estimate and its interval: "23.7% (95% interval 21.0–26.4%)"."""
    value = number(estimate.value, unit, lang, currency=currency)
    return f"{value} ({bounds(estimate, unit, lang, currency=currency)})"


def bounds(estimate: IntervalLike, unit: str, lang: Language, *, currency: str = "EUR") -> str:
    """The interval alone, with its level: "95% interval 21.0–26.4%"."""
    level = decimal(estimate.level * 100, 0 if round(estimate.level * 100, 6) % 1 == 0 else 1, lang)
    name = f"{level}-%-Intervall" if lang == "de" else f"{level}% interval"
    return f"{name} {span(estimate.low, estimate.high, unit, lang, currency=currency)}"


def span(low: float, high: float, unit: str, lang: Language, *, currency: str = "EUR") -> str:
    """From one number to another: "21.0–26.4%", and with a word between where a dash could be a minus."""
    with_word = unit in {"difference", "seconds"} or min(low, high) < 0
    joint = (" bis " if lang == "de" else " to ") if with_word else "–"
    in_front = unit in {"minor_units", "about_money"} and lang == "en"  # the currency stands before the amount
    first = number(low, unit, lang, currency=currency, sign=in_front)
    return f"{first}{joint}{number(high, unit, lang, currency=currency, sign=not in_front)}"


def minor_digits(currency: str) -> int:
    """How many digits the minor unit of an ISO currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _MINOR_DIGITS.get(currency.upper(), 2)


def _share(value: float, lang: Language) -> str:
    if value in {0, 1}:
        return decimal(value * 100, 0, lang)
    if 0 < value < _SMALLEST_SHARE:
        return f"<{decimal(_SMALLEST_SHARE * 100, 1, lang)}"
    if 1 - _SMALLEST_SHARE < value < 1:
        return f">{decimal((1 - _SMALLEST_SHARE) * 100, 1, lang)}"
    return decimal(value * 100, 1, lang)


def _signed(value: float, lang: Language) -> str:
    text = decimal(value, 1, lang)
    return f"+{text}" if value > 0 and text != decimal(0, 1, lang) else text


def _about(minor: float, currency: str) -> float:
    """Rounded to three digits that count, and to whole major units."""
    if not minor:
        return minor
    whole = 10 ** minor_digits(currency)
    step = max(10.0 ** (math.floor(math.log10(abs(minor))) - _DIGITS_THAT_COUNT + 1), whole)
    rounded: float = round(minor / step) * step
    return rounded


def _money(minor: float, lang: Language, currency: str, digits: int, *, sign: bool) -> str:
    amount = decimal(minor / 10 ** minor_digits(currency), digits, lang)
    if not sign:
        return amount
    symbol = _SYMBOLS.get(currency.upper(), currency.upper())
    if lang == "de":
        return f"{amount}{HARD_SPACE}{symbol}"
    negative = amount.startswith(MINUS)
    space = HARD_SPACE if symbol.isalpha() else ""
    return f"{MINUS if negative else ''}{symbol}{space}{amount.removeprefix(MINUS)}"


def _size(value: float, lang: Language) -> str:
    size, place = float(value), 0
    while size >= 999.5 and place < len(_SIZES) - 1:
        size, place = size / 1000, place + 1
    digits = 1 if place and size < 99.95 else 0
    return f"{decimal(size, digits, lang)}{HARD_SPACE}{_SIZES[place]}"
