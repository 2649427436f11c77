"""Values of the filter language: what a field takes, read from tokens and written back."""

from __future__ import annotations

import datetime as dt
import difflib
import math
from collections.abc import Iterable
from decimal import Decimal

from wegmarke.errors import WegmarkeError
from wegmarke.model.coming_reasons import COMING_CODES, ON_THE_WAY
from wegmarke.model.filter.ast import DateSpan, Duration, PromiseIs, Value
from wegmarke.model.filter.grammar import ANY, FIRST_YEAR, LAST_YEAR, MOST_SECONDS, PROMISE_STATES, SECONDS_OF_UNIT
from wegmarke.model.filter.lexer import quoted
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.stated_reasons import STATED_CODES

_MONTHS_OF_QUARTER = 3
_DECEMBER = 12


def nearest(word: str, known: Iterable[str], most: int = 1) -> tuple[str, ...]:
    """The known words that look most like this one, the nearest first; empty when none is near."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=most, cutoff=0.6)
    return tuple(by_folded[folded] for folded in found)


def outcome_of(text: str, position: int | None = None) -> str:
    """One of the outcomes, without regard to case; `filter_wrong_value` for any other word."""
    name = text.lower()
    if name not in OUTCOME_NAMES:
        raise wrong_value("outcome", text, OUTCOME_NAMES, position, nearest(text, OUTCOME_NAMES))
    return name


def promise_is(text: str, call: str, position: int | None = None) -> PromiseIs:
    """What became of a promise, without regard to case; `filter_wrong_value` for any other word."""
    for state in PROMISE_STATES:
        if text.lower() == state:
            return state
    raise wrong_value(call, text, PROMISE_STATES, position, nearest(text, PROMISE_STATES))


def incident_kind_of(text: str, word: str, position: int | None = None) -> str:
    """One of the kinds of incidents, without regard to case; `filter_wrong_value` for any other word."""
    name = text.lower()
    if name not in INCIDENT_KINDS:
        raise wrong_value(word, text, INCIDENT_KINDS, position, nearest(text, INCIDENT_KINDS))
    return name


def left_with(text: str, word: str, position: int | None = None) -> str:
    """What `left_saying` (a code of stated reasons), `left_after` (a kind of incidents), `came_saying` (a code of
    reasons for coming) or `came_after` (one of those that a contact can be) takes, or "any".
    """
    takes: dict[str, tuple[str, ...]] = {"left_saying": STATED_CODES, "left_after": INCIDENT_KINDS}
    takes |= {"came_saying": COMING_CODES, "came_after": ON_THE_WAY}
    name, known = text.lower(), (*takes[word], ANY)
    if name not in known:
        raise wrong_value(word, text, known, position, nearest(text, known))
    return name


def amount_of(text: str, field: str, position: int | None = None) -> float:
    """A finite number."""
    number = float(text)
    if not math.isfinite(number):
        raise wrong_value(field, text, ("number",), position)
    return number + 0.0  # −0 is 0


def count_of(text: str, field: str, position: int | None = None) -> float:
    """A whole number from 0."""
    number = amount_of(text, field, position)
    if number < 0 or number != int(number):
        raise wrong_value(field, text, ("whole_number",), position)
    return number


def duration_of(number: str, unit: str, field: str, position: int | None = None) -> Duration:
    """An elapsed time of whole seconds; the unit in singular or plural."""
    seconds_of_unit = SECONDS_OF_UNIT.get(unit.lower().removesuffix("s"))
    if seconds_of_unit is None:
        units = [f"{name}s" for name in SECONDS_OF_UNIT]
        raise wrong_value(field, f"{number} {unit}", ("duration",), position, nearest(unit, units))
    seconds = Decimal(number) * seconds_of_unit
    if seconds != int(seconds) or not 0 <= seconds <= MOST_SECONDS:
        raise wrong_value(field, f"{number} {unit}", ("duration",), position)
    return Duration(int(seconds))


def span_of(text: str, field: str, position: int | None = None) -> DateSpan:
    """The days of a year, quarter, month or day: 2026, 2026-Q1, 2026-03, 2026-03-31."""
    year, _, rest = text.upper().partition("-")
    try:
        span = _span(int(year), rest)
    except ValueError as error:
        raise wrong_value(field, text, ("date",), position) from error
    if not FIRST_YEAR <= span.first.year <= LAST_YEAR:
        raise wrong_value(field, text, ("date",), position)
    return span


def day_span(day: dt.date) -> DateSpan:
    """That one day."""
    return span_of(day.isoformat(), "started")


def written(value: Value) -> str:
    """The value as the language writes it: the one way, whichever way it was read."""
    match value:
        case str():
            return quoted(value)
        case Duration():
            return _duration_text(value.seconds)
        case DateSpan():
            return value.text
        case _:
            return f"{Decimal(repr(float(value))):f}".removesuffix(".0")


def wrong_value(
    field: str,
    found: str,
    expected: tuple[str, ...],
    position: int | None,
    suggestions: tuple[str, ...] = (),
) -> WegmarkeError:
    """What was found is not what the field or place takes."""
    return WegmarkeError(
        "filter_wrong_value",
        field=field,
        found=found,
        expected=expected,
        position=position,
        suggestions=suggestions,
    )


def _span(year: int, rest: str) -> DateSpan:
    """`rest` is what stands behind the year; ValueError when it is no date."""
    if not rest:
        return DateSpan(dt.date(year, 1, 1), dt.date(year + 1, 1, 1), f"{year:04}")
    if rest in {"Q1", "Q2", "Q3", "Q4"}:
        month = (int(rest[1]) - 1) * _MONTHS_OF_QUARTER + 1
        after_last = _month_after(year, month + _MONTHS_OF_QUARTER - 1)
        return DateSpan(dt.date(year, month, 1), after_last, f"{year:04}-{rest}")
    if len(rest) == len("03") and rest.isascii() and rest.isdigit():
        month = int(rest)
        return DateSpan(dt.date(year, month, 1), _month_after(year, month), f"{year:04}-{rest}")
    if len(rest) != len("03-31"):
        raise ValueError(rest)
    first = dt.date.fromisoformat(f"{year:04}-{rest}")
    return DateSpan(first, first + dt.timedelta(days=1), first.isoformat())


def _month_after(year: int, month: int) -> dt.date:
    return dt.date(year + 1, 1, 1) if month == _DECEMBER else dt.date(year, month + 1, 1)


def _duration_text(seconds: int) -> str:
    """In the largest unit that leaves no rest; weeks are read, not written: 28 days stay what somebody asked for."""
    for unit in ("day", "hour", "minute"):
        size = SECONDS_OF_UNIT[unit]
        if seconds and seconds % size == 0:
            return _plural(seconds // size, unit)
    return _plural(seconds, "second")


def _plural(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
