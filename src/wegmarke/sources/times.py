"""Times as files write them, read a column at a time.

Text is grouped by its shape (31.12.2026 14:05 has the shape 00.00.0000 00:00); each shape is understood once, and all
its cells are then computed together. What has no known shape goes value by value. Understood are ISO 8601, German and
English dates with and without time, two-digit years (70 to 99 are 1970 to 1999), month names, am and pm, zones as Z,
UTC and offset, seconds, milli-, micro- and nanoseconds since 1970, spreadsheet day numbers (20000 to 80000), and
20261231 with or without time.

Three things are decided here. A time without zone is one of the mapping's zone. One that occurs twice when clocks go
back is the first of the two; one that is skipped when clocks go forward is the moment they do. Whether 3/4/2026 is in
March or April is settled by the mapping (`read.date_order`), else by cells of the same column that allow one reading
only (13/4/2026); what then still allows two is not guessed: it counts as ambiguous. With points (3.4.2026) the day
comes first, as in German.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.sources.shapes import Group, groups_of, number_micros
from wegmarke.sources.texts import as_text, missing_to_null

DateOrder = Literal["dmy", "mdy", "ymd"]
UTC_TIME = pa.timestamp("us", tz="UTC")

EARLIEST = 0
LATEST = int(np.datetime64("2106-01-01T00:00:00", "us").astype(np.int64)) - 1
"""Microseconds since 1970 of the last moment the index can hold: the end of 2105."""

_DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - differences of local times are wanted
_ARROW_KNOWS_CLOCKS_UNTIL = 2_114_380_800_000_000
"""1 January 2037: later changes of the clocks are in no table but in a rule, which Arrow does not apply."""

_MONTHS = (
    ("jan", "jän"), ("feb",), ("mar", "mär", "mrz", "maer"), ("apr",), ("may", "mai"), ("jun",),
    ("jul",), ("aug",), ("sep",), ("oct", "okt"), ("nov",), ("dec", "dez"),
)  # fmt: skip
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_WEEKDAY = r"(?:(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[a-zä]*[.,]* +)?"
_CLOCK = (
    r"(?:(?:,| um| at)? *t? *(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r" *(?P<half>[ap]m)?(?: *uhr)?)?"
)
_ZONE = r"(?: *(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}))?"
_NAMED_MONTH = (
    re.compile(_WEEKDAY + r"(?P<day>\d{1,2})\.?[ -]*(?P<month>[a-zä]{3,9})\.?[ ,-]*(?P<year>\d{4})" + _CLOCK + _ZONE),
    re.compile(
        _WEEKDAY + r"(?P<month>[a-zä]{3,9})\.? *(?P<day>\d{1,2})(?:st|nd|rd|th)?,? *(?P<year>\d{4})" + _CLOCK + _ZONE
    ),
)


@dataclass(frozen=True, slots=True)
class Times:
    """A column of times.

    values: UTC microseconds, null where there is none. unreadable: cells that are filled and no time. outside: before
    1970 or after 2105. ambiguous: those of the unreadable that allow two readings.
    """

    values: pa.Array
    unreadable: NDArray[np.bool_]
    outside: NDArray[np.bool_]
    ambiguous: NDArray[np.bool_]


def read_times(column: pa.Array, zone: str = "UTC", date_order: DateOrder | None = None) -> Times:
    """Read a column of times, dates, numbers or text. `zone` (IANA name) is that of times without one."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _taken(read_times(column.dictionary, zone, date_order), column.indices)
    if pa.types.is_date(kind):
        column = column.cast(pa.timestamp("s"))
    if pa.types.is_timestamp(column.type):
        if (values := _plain(column, zone)) is not None:
            none = np.zeros(len(column), np.bool_)
            return Times(values, none, none, none)
        known = _mask(pc.is_valid(column))
        micros = _micros(column)
        local = np.full(len(column), column.type.tz is None)
        return _finish(micros, known, local, zone, filled=known)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _numeric(column, zone)
    return _text(missing_to_null(as_text(column)), zone, date_order)


def date_order_of(column: pa.Array) -> DateOrder | None:
    """Tell the order of day and month that the column's cells settle.

    None: nothing in it could be doubted, or nothing settles it.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return date_order_of(column.dictionary)
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return None
    return _certain_order(groups_of(missing_to_null(as_text(column)))[0])


def _plain(column: pa.Array, zone: str) -> pa.Array | None:
    """A column of typed times in UTC, if there is nothing about it to decide: every cell is filled and far from what
    is outside, from finer units than the index keeps, and from years whose clocks Arrow does not know.
    """
    factor = {"s": 1_000_000, "ms": 1000, "us": 1}.get(column.type.unit)
    if factor is None or column.null_count or not len(column):
        return None
    here = column.type.tz is None and zone != "UTC"
    span = pc.min_max(column.cast(pa.int64())).as_py()
    latest = _ARROW_KNOWS_CLOCKS_UNTIL if here else LATEST
    if span["min"] * factor < EARLIEST + _DAY or span["max"] * factor > latest - _DAY:
        return None
    micros = column.cast(pa.timestamp("us", tz=column.type.tz))
    if here:
        micros = pc.assume_timezone(micros, zone, ambiguous="earliest", nonexistent="latest")
    return micros.cast(pa.int64()).cast(UTC_TIME)


def _micros(column: pa.Array) -> NDArray[np.int64]:
    """Microseconds of a timestamp column; what a microsecond column cannot hold becomes the far future or past."""
    factor = {"s": 1_000_000, "ms": 1000, "us": 1, "ns": 1}[column.type.unit]
    number: NDArray[np.int64] = pc.fill_null(column.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    if column.type.unit == "ns":
        return number // 1000
    limit = np.int64(2**62 // factor)
    return np.clip(number, -limit, limit) * factor


def _numeric(column: pa.Array, zone: str) -> Times:
    if pa.types.is_integer(column.type) and not pa.types.is_uint64(column.type):
        number = column.cast(pa.int64())
        filled = _mask(pc.is_valid(number))
        whole = pc.fill_null(number, 0).to_numpy(zero_copy_only=False)
        compact = filled & (whole >= 19_000_000) & (whole < 22_000_000)
        if compact.any():
            return _text(as_text(number), zone, None)
        part = np.zeros(len(whole), np.float64)
    else:
        floats = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
        filled = np.isfinite(floats)
        floats = np.where(filled & (np.abs(floats) < 2.0**62), floats, 0.0)
        whole = np.floor(floats).astype(np.int64)
        part = floats - whole
    micros, local, good = number_micros(whole, part)
    return _finish(micros, good & filled, local, zone, filled=filled)


def _text(text: pa.Array, zone: str, date_order: DateOrder | None) -> Times:
    count = len(text)
    micros = np.zeros(count, np.int64)
    known, local, ambiguous = np.zeros(count, np.bool_), np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    groups, rest = groups_of(text)
    order = date_order or _certain_order(groups)
    for group in groups:
        reading = group.read(order)
        good = reading.good & ~reading.unsettled
        micros[group.rows] = reading.micros
        known[group.rows], local[group.rows] = good, reading.local
        ambiguous[group.rows] = reading.unsettled
    for row, value, naive in _one_by_one(text, rest):
        micros[row], known[row], local[row] = value, True, naive
    return _finish(micros, known, local, zone, filled=_mask(pc.is_valid(text)), ambiguous=ambiguous)


def _certain_order(groups: list[Group]) -> DateOrder | None:
    """Settle day and month by the cells that allow one reading only; None: none does, or they contradict each other."""
    certain = {group.certain_order() for group in groups} - {None}
    if len(certain) != 1 or any(group.contradicts() for group in groups):
        return None
    return "dmy" if "dmy" in certain else "mdy"


def _finish(
    micros: NDArray[np.int64],
    known: NDArray[np.bool_],
    local: NDArray[np.bool_],
    zone: str,
    *,
    filled: NDArray[np.bool_],
    ambiguous: NDArray[np.bool_] | None = None,
) -> Times:
    """Bring local times to UTC and tell the times outside."""
    outside = known & ((micros < EARLIEST - _DAY) | (micros > LATEST + _DAY))
    inside = known & ~outside
    micros = np.where(inside, micros, 0)
    here = inside & local
    wall_micros = micros.copy()
    if zone != "UTC" and here.any():
        wall = pa.array(micros[here]).cast(pa.timestamp("us"))
        moved = pc.assume_timezone(wall, zone, ambiguous="earliest", nonexistent="latest").cast(pa.int64())
        micros[here] = moved.to_numpy(zero_copy_only=False)
        late = np.flatnonzero(here & (micros >= _ARROW_KNOWS_CLOCKS_UNTIL))
        micros[late] = [_to_utc(value, ZoneInfo(zone)) for value in wall_micros[late].tolist()]
    beyond = inside & ((micros < EARLIEST) | (micros > LATEST))
    outside |= beyond
    values = pa.array(micros, pa.int64(), mask=~(inside & ~beyond)).cast(UTC_TIME)
    none = np.zeros(len(micros), np.bool_)
    return Times(values, filled & ~known, outside, none if ambiguous is None else ambiguous)


def _to_utc(wall: int, zone: ZoneInfo) -> int:
    """Bring one local time to UTC by the same rules."""
    moment = _EPOCH + timedelta(microseconds=wall)
    first, second = (
        wall - int((moment.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()).total_seconds()) * 1_000_000
        for fold in (0, 1)
    )
    if second >= first:  # usual, or twice: then the first of the two
        return first
    before = _offset_at(second, zone)
    while first - second > 1:  # skipped: close in on the moment at which the offset changes
        middle = (first + second) // 2
        first, second = (first, middle) if _offset_at(middle, zone) == before else (middle, second)
    return first


def _offset_at(utc: int, zone: ZoneInfo) -> timedelta | None:
    return (_EPOCH.replace(tzinfo=UTC) + timedelta(microseconds=utc)).astimezone(zone).utcoffset()


def _taken(times: Times, indices: pa.Array) -> Times:
    """Spread what was read of a dictionary over its column."""
    places = pc.fill_null(indices, 0).to_numpy(zero_copy_only=False)
    there = _mask(pc.is_valid(indices))
    if not len(times.values):
        none = np.zeros(len(places), np.bool_)
        return Times(pa.nulls(len(places), UTC_TIME), none, none, none)
    values = pc.take(times.values, indices)
    return Times(
        values, times.unreadable[places] & there, times.outside[places] & there, times.ambiguous[places] & there
    )


def _one_by_one(text: pa.Array, rows: NDArray[np.int64]) -> Iterator[tuple[int, int, bool]]:
    """Read cells of no known shape: row, microseconds, whether local. Equal cells are read once."""
    seen: dict[str, tuple[int, bool] | None] = {}
    for row in rows.tolist():
        value = text[row].as_py()
        if value not in seen:
            seen[value] = _one(value)
        if (read := seen[value]) is not None:
            yield row, *read


def _one(value: str) -> tuple[int, bool] | None:
    if len(value) > 80:
        return None
    moment = _named_month(value.lower())
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        if moment is not None:
            break
        try:
            moment = read(value)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    if moment is None:
        return None
    offset = moment.utcoffset()
    since = moment.replace(tzinfo=None) - _EPOCH
    micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return (micros, True) if offset is None else (micros - int(offset.total_seconds() * 1_000_000), False)


def _named_month(value: str) -> datetime | None:
    for pattern in _NAMED_MONTH:
        found = pattern.fullmatch(value)
        month = _MONTH_NUMBER.get(found["month"][:3]) or _MONTH_NUMBER.get(found["month"][:4]) if found else None
        if found is None or month is None:
            continue
        hour = int(found["hour"] or 0)
        if found["half"]:
            hour = hour % 12 + (12 if found["half"] == "pm" else 0)
        zone = (found["zone"] or "").replace("utc", "z").replace("gmt", "z").upper()
        clock = f"{hour:02}:{found['minute'] or '00'}:{found['second'] or '00'}"
        try:
            return datetime.fromisoformat(f"{found['year']}-{month:02}-{int(found['day']):02}T{clock}{zone}")
        except ValueError:
            return None
    return None


def _mask(values: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = values.to_numpy(zero_copy_only=False)
    return found
