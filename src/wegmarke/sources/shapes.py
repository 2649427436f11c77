"""The shapes that times are written in, and the arithmetic that reads all cells of one shape together.

The shape of a cell is its text with every digit as 0 and letters in capitals. Cells of one shape make a matrix of
bytes; a regular expression on the shape says which of its columns are the year, the month and so on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

DAY = 86_400_000_000
HOUR = 3_600_000_000
MAX_SHAPES = 96
"""Shapes read together; a column with more of them is free text, and its further cells are read one by one."""

_MAX_LENGTH = 40
_ZERO = 48
_CLOCK = (
    r"(?:,? ?[ T] ?(?P<hour>00?)(?::(?P<minute>00)(?::(?P<second>00)(?:[.,](?P<fraction>0{1,9}))?)?)"
    r"(?: ?(?P<half>[AP])\.?M\.?)?(?: ?UHR)?)?"
)
_ZONE = r"(?: ?(?P<zone>Z|UTC|GMT|(?P<sign>[+-])(?P<zone_hour>00):?(?P<zone_minute>00)?))?"
_COMPACT = "(?P<year>0000)(?P<month>00)(?P<day>00)"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?P<year>0000)([-/.])(?P<month>00?)\2(?P<day>00?){_CLOCK}{_ZONE}",
        rf"(?P<first>00?)(?P<between>[-/.])(?P<then>00?)(?P=between)(?P<year>0000|00){_CLOCK}{_ZONE}",
        rf"{_COMPACT}(?:[T ]?(?P<hour>00)(?P<minute>00)(?P<second>00)?(?:\.(?P<fraction>0{{1,9}}))?)?{_ZONE}",
        rf"{_COMPACT} (?P<hour>00):(?P<minute>00)(?::(?P<second>00))?{_ZONE}",
    )
)
_NUMBER = re.compile(r"-?(?P<whole>0+)(?:[.,](?P<part>0+))?")
_COMPACT_LENGTHS = {8, 12, 14}  # digits alone: a date, with minutes, with seconds; 10, 13, 16 and 19 count since 1970
_UPPER = np.arange(256, dtype=np.uint8)
_UPPER[ord("a") : ord("z") + 1] -= 32
_SHAPE = _UPPER.copy()
_SHAPE[ord("0") : ord("9") + 1] = _ZERO


@dataclass(frozen=True, slots=True)
class Reading:
    """Cells as microseconds: good ones, those still in local time, those that allow two readings."""

    micros: NDArray[np.int64]
    good: NDArray[np.bool_]
    local: NDArray[np.bool_]
    unsettled: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Group:
    """The cells of one shape: their rows, their bytes, and what the shape means."""

    rows: NDArray[np.int64]
    letters: NDArray[np.uint8]
    shape: re.Match[str]

    def read(self, order: str | None) -> Reading:
        """Compute the times; `order` settles shapes in which day and month could change places."""
        if self.shape.re is _NUMBER:
            return self._number()
        year = self._field("year")
        unsettled = np.zeros(len(self.rows), np.bool_)
        if "first" in self.shape.re.groupindex:
            year, month, day, unsettled = self._parts(year, order)
        else:
            month, day = self._field("month"), self._field("day")
        hour, minute, second = self._field("hour"), self._field("minute"), self._field("second")
        good = (month >= 1) & (month <= 12) & (day >= 1) & (minute < 60) & (second <= 60)
        if self._has("half"):
            good &= (hour >= 1) & (hour <= 12)
            hour = hour % 12 + (12 if self.shape["half"] == "P" else 0)
        good &= (hour < 24) | ((hour == 24) & (minute == 0) & (second == 0))
        first = (np.where(good, (year - 1970) * 12 + month - 1, 0)).astype("datetime64[M]")
        start = first.astype("datetime64[D]").astype(np.int64)
        length = (first + 1).astype("datetime64[D]").astype(np.int64) - start
        good &= day <= length
        clock = hour * HOUR + (minute * 60 + second) * 1_000_000 + self._fraction()
        micros = (start + day - 1) * DAY + clock - self._offset()
        local = np.full(len(self.rows), not self._has("zone"))
        return Reading(micros, good, local, unsettled & good)

    def certain_order(self) -> str | None:
        """Say which order of day and month some cell allows only.

        None: not a shape that could be doubted, or no such cell, or both.
        """
        if not self._doubtful():
            return None
        first, then = self._field("first"), self._field("then")
        day_first = ((first > 12) & (first <= 31) & (then <= 12)).any()
        month_first = ((then > 12) & (then <= 31) & (first <= 12)).any()
        return None if day_first == month_first else "dmy" if day_first else "mdy"

    def contradicts(self) -> bool:
        """Say whether cells of this shape are certainly of both orders."""
        if not self._doubtful():
            return False
        first, then = self._field("first"), self._field("then")
        return bool(((first > 12) & (then <= 12)).any() and ((then > 12) & (first <= 12)).any())

    def _doubtful(self) -> bool:
        return "first" in self.shape.re.groupindex and self.shape["between"] != "."

    def _parts(
        self, year: NDArray[np.int64], order: str | None
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        first, then = self._field("first"), self._field("then")
        short = len(self.shape["year"]) == 2
        settled = np.zeros(len(self.rows), np.bool_)
        if order == "ymd" and short:
            return _century(first), then, year, settled
        if short:
            year = _century(year)
        if order == "mdy":
            return year, first, then, settled
        if order == "dmy" or self.shape["between"] == ".":
            return year, then, first, settled
        swap = then > 12  # certainly the day
        unsettled = (first <= 12) & (then <= 12) & (first != then)
        return year, np.where(swap, first, then), np.where(swap, then, first), unsettled

    def _has(self, name: str) -> bool:
        return name in self.shape.re.groupindex and self.shape[name] is not None

    def _field(self, name: str) -> NDArray[np.int64]:
        if not self._has(name):
            return np.zeros(len(self.rows), np.int64)
        start, end = self.shape.span(name)
        return _digits(self.letters[:, start:end])

    def _fraction(self) -> NDArray[np.int64]:
        if not self._has("fraction"):
            return np.zeros(len(self.rows), np.int64)
        start, end = self.shape.span("fraction")
        end = min(end, start + 6)
        micros: NDArray[np.int64] = _digits(self.letters[:, start:end]) * 10 ** (6 - (end - start))
        return micros

    def _offset(self) -> NDArray[np.int64]:
        if not self._has("sign"):
            return np.zeros(len(self.rows), np.int64)
        minutes = self._field("zone_hour") * 60 + self._field("zone_minute")
        offset: NDArray[np.int64] = minutes * 60_000_000 * (-1 if self.shape["sign"] == "-" else 1)
        return offset

    def _number(self) -> Reading:
        whole = self._field("whole")
        digits = len(self.shape["whole"])
        part = np.zeros(len(self.rows), np.float64)
        if self._has("part"):
            start, end = self.shape.span("part")
            end = min(end, start + 15)
            part = _digits(self.letters[:, start:end]) / 10.0 ** (end - start)
        negative = self.shape.string.startswith("-")
        never = np.zeros(len(self.rows), np.bool_)
        if digits > 19:
            return Reading(whole, never, never, never)
        micros, local, good = number_micros(whole, part)
        return Reading(-micros if negative else micros, good & ~(local & negative), local, never)


def number_micros(
    whole: NDArray[np.int64], part: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Read numbers as times: microseconds, whether they are local (day numbers), whether they are times.

    20000 to 80000 are days since 30 December 1899 (the spreadsheets' count); from 10^8 seconds since 1970, from 10^11
    milliseconds, from 10^14 microseconds, from 10^17 nanoseconds.
    """
    size = np.abs(whole)
    days = (size >= 20_000) & (size < 80_000) & (whole > 0)
    seconds, millis = (size >= 10**8) & (size < 10**11), (size >= 10**11) & (size < 10**14)
    exact, nanos = (size >= 10**14) & (size < 10**17), size >= 10**17
    micros = np.select(
        [days, seconds, millis, exact, nanos],
        [
            (whole - 25_569) * DAY + np.rint(part * 86_400_000).astype(np.int64) * 1000,
            np.where(seconds, whole, 0) * 1_000_000 + np.rint(part * 1e6).astype(np.int64),
            np.where(millis, whole, 0) * 1000 + np.rint(part * 1e3).astype(np.int64),
            whole,
            whole // 1000,
        ],
        0,
    )
    return micros, days, days | (size >= 10**8)


def groups_of(text: pa.Array) -> tuple[list[Group], NDArray[np.int64]]:
    """Group the cells by shape; beside it the rows whose cells have no shape that is known."""
    if not len(text):
        return [], np.zeros(0, np.int64)
    offsets = np.frombuffer(text.buffers()[1], np.int32, len(text) + 1, text.offset * 4)
    buffer = text.buffers()[2]
    data = np.frombuffer(buffer, np.uint8) if buffer is not None and buffer.size else np.zeros(0, np.uint8)
    starts = offsets[:-1].astype(np.int64)
    lengths = np.diff(offsets)
    filled = pc.is_valid(text).to_numpy(zero_copy_only=False)
    groups: list[Group] = []
    known_length = filled & (lengths <= _MAX_LENGTH) & (lengths > 0)
    unknown: list[NDArray[np.int64]] = [np.flatnonzero(filled & ~known_length)]
    for length in np.unique(lengths[known_length]):
        rows = np.flatnonzero(known_length & (lengths == length))
        letters = data[starts[rows][:, None] + np.arange(length)]
        unknown.append(_by_shape(rows, letters, groups))
    return groups, np.sort(np.concatenate(unknown))


def _by_shape(rows: NDArray[np.int64], letters: NDArray[np.uint8], groups: list[Group]) -> NDArray[np.int64]:
    """Add the groups of equally long cells; give back the rows of unknown shape."""
    unknown: list[NDArray[np.int64]] = []
    while len(rows):
        if len(groups) >= MAX_SHAPES or sum(map(len, unknown)) > 10_000:
            unknown.append(rows)
            break
        shapes = _SHAPE[letters]
        same = (shapes == shapes[0]).all(axis=1)
        meaning = _meaning(shapes[0].tobytes().decode("latin-1"))
        if meaning is None:
            unknown.append(rows[same])
        elif same.all():
            groups.append(Group(rows, letters, meaning))
        else:
            groups.append(Group(rows[same], letters[same], meaning))
        rows, letters = rows[~same], letters[~same]
    return np.concatenate(unknown) if unknown else np.zeros(0, np.int64)


def _meaning(shape: str) -> re.Match[str] | None:
    number = _NUMBER.fullmatch(shape)
    if number is not None and (len(shape) not in _COMPACT_LENGTHS or not shape.isdigit()):
        return number
    return next((found for pattern in _SHAPES if (found := pattern.fullmatch(shape))), None)


def _digits(letters: NDArray[np.uint8]) -> NDArray[np.int64]:
    value = np.zeros(len(letters), np.int64)
    for place in range(letters.shape[1]):
        value = value * 10 + (letters[:, place] - _ZERO)
    return value


def _century(year: NDArray[np.int64]) -> NDArray[np.int64]:
    full: NDArray[np.int64] = np.where(year < 70, 2000, 1900) + year
    return full
