"""Days, moments and elapsed times as people of each language write them."""

from __future__ import annotations

import datetime as dt

from wegmarke.clock import from_seconds, zone
from wegmarke.text.language import HARD_SPACE, MINUS, Language, Wording, chosen

_MINUTE = 60
_HOUR = 3600
_DAY = 86_400
_YEAR_DAYS = 365.25
_DAYS_ONLY_FROM = 14
_YEARS_FROM = 730

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECONDS: Wording = ("s", "Sek.")
_MINUTES: Wording = ("min", "Min.")
_HOURS: Wording = ("h", "Std.")
_DAY_WORD: Wording = ("day", "Tag")
_DAYS: Wording = ("days", "Tage")
_YEARS: Wording = ("years", "Jahre")


def duration(seconds: float, lang: Language) -> str:  # noqa: PLR0911 - one return a size
    """An elapsed time in at most two units, the smaller rounded: 2 days 3 h, 3 h 12 min, 45 s.

    From 14 days on in whole days, from 730 days on in years. German: 2 Tage 3 Std., 3 Std. 12 Min., 45 Sek.
    """
    if seconds < 0:
        text = duration(-seconds, lang)
        is_nothing = not any(character in "123456789" for character in text)
        return text if is_nothing else f"{MINUS}{text}"
    if round(seconds, 1) < 10 and seconds != int(seconds):
        return _with(_decimal(seconds, lang), _SECONDS, lang)
    if round(seconds) < _MINUTE:
        return _with(str(round(seconds)), _SECONDS, lang)
    if round(seconds) < _HOUR:
        return _two(round(seconds), _MINUTE, 1, _MINUTES, _SECONDS, lang)
    minutes = round(seconds / _MINUTE)
    if minutes * _MINUTE < _DAY:
        return _two(minutes * _MINUTE, _HOUR, _MINUTE, _HOURS, _MINUTES, lang)
    hours = round(seconds / _HOUR)
    if hours * _HOUR < _DAYS_ONLY_FROM * _DAY:
        return _two(hours * _HOUR, _DAY, _HOUR, _DAYS, _HOURS, lang)
    days = round(seconds / _DAY)
    if days < _YEARS_FROM:
        return _with(str(days), _DAYS, lang)
    return _with(_decimal(days / _YEAR_DAYS, lang), _YEARS, lang)


def date(value: dt.date | float, lang: Language, zone_name: str = "UTC") -> str:
    """A day: 22 Nov 2026, 22.11.2026.

    A moment (a datetime, or seconds since 1970) is the day on which it falls in that zone.
    """
    day = value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else _moment(value, zone_name)
    if lang == "de":
        return f"{day.day:02}.{day.month:02}.{day.year:04}"
    return f"{day.day}{HARD_SPACE}{_MONTHS[day.month - 1]}{HARD_SPACE}{day.year:04}"


def time(value: dt.datetime | float, lang: Language, zone_name: str = "UTC", *, seconds: bool = False) -> str:
    """A moment (a datetime, or seconds since 1970) in that zone: 22 Nov 2026, 14:05; 22.11.2026, 14:05."""
    moment = _moment(value, zone_name)
    clock = f"{moment:%H:%M:%S}" if seconds else f"{moment:%H:%M}"
    return f"{date(moment, lang, zone_name)}, {clock}"


def _moment(value: dt.datetime | float, zone_name: str) -> dt.datetime:
    """In that zone; a datetime without a zone is taken as it stands."""
    if not isinstance(value, dt.datetime):
        return from_seconds(int(value), zone_name)
    return value if value.tzinfo is None else value.astimezone(zone(zone_name))


def _two(amount: int, large: int, small: int, large_name: Wording, small_name: Wording, lang: Language) -> str:
    whole, rest = divmod(amount, large)
    text = _with(str(whole), _DAY_WORD if whole == 1 and large == _DAY else large_name, lang)
    return f"{text}{HARD_SPACE}{_with(str(rest // small), small_name, lang)}" if rest else text


def _with(amount: str, unit: Wording, lang: Language) -> str:
    return f"{amount}{HARD_SPACE}{chosen(unit, lang)}"


def _decimal(value: float, lang: Language) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if lang == "de" else text
