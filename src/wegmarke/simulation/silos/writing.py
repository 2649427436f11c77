"""How silos write: German dates, amounts with a decimal comma, tables in the encodings of old systems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

GERMAN_MINUTE, GERMAN_DAY, ISO_SECOND = "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S"


def local_times(seconds: NDArray[np.int64], pattern: str = GERMAN_MINUTE) -> pa.StringArray:
    """Seconds since 1970 as the clocks in Germany show them; empty where there is none (0)."""
    times = pa.array(seconds, pa.timestamp("s", tz="UTC")).cast(pa.timestamp("s", tz="Europe/Berlin"))
    written = pc.strftime(times, format=pattern)
    return pc.if_else(pa.array(seconds > 0), written, "")


def utc_times(seconds: NDArray[np.int64], milliseconds: NDArray[np.int64] | None = None) -> pa.StringArray:
    """Seconds since 1970 as ISO 8601 in UTC, with milliseconds where given."""
    written = pc.strftime(pa.array(seconds, pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%S")
    if milliseconds is None:
        return pc.binary_join_element_wise(written, "Z", "")
    parts = pc.utf8_lpad(pa.array(milliseconds).cast(pa.string()), 3, "0")
    return pc.binary_join_element_wise(written, ".", parts, "Z", "")


def euros(cents: NDArray[np.int64], *, thousands: bool = True) -> pa.StringArray:
    """An amount as a German writes it: 1.234,50."""
    whole, rest = np.divmod(np.abs(cents), 100)
    text = pa.array(whole).cast(pa.string())
    if thousands:
        grouped = pc.replace_substring_regex(text, r"^(\d+)(\d{3})$", r"\1.\2")
        text = pc.replace_substring_regex(grouped, r"^(\d+)(\d{3}\.\d{3})$", r"\1.\2")
    sign = pc.if_else(pa.array(cents < 0), "-", "")
    return pc.binary_join_element_wise(sign, text, ",", pc.utf8_lpad(pa.array(rest).cast(pa.string()), 2, "0"), "")


def in_order(seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """The order of rows by time; equal times as they came."""
    return np.argsort(seconds, kind="stable")


class TextTable:
    """A delimited text file written block by block: header once, cells quoted where they must be."""

    def __init__(self, path: Path, header: Sequence[str], *, delimiter: str = ";", encoding: str = "utf-8") -> None:
        self.path = path
        self._delimiter, self._encoding = delimiter, encoding
        self._file = path.open("wb")
        self._columns = len(header)
        self._file.write((delimiter.join(header) + "\r\n").encode(encoding))

    def add(self, columns: Sequence[pa.StringArray]) -> None:
        """Write rows; what the encoding does not know becomes a question mark, as in the systems that write so."""
        if len(columns) != self._columns:
            raise ValueError(f"{len(columns)} columns for a header of {self._columns}")
        if not len(columns[0]):
            return
        needs = "[" + self._delimiter + '"\r\n]'
        cells = []
        for column in columns:
            filled = pc.fill_null(column, "")
            quoted = pc.match_substring_regex(filled, needs)
            if pc.any(quoted).as_py():
                doubled = pc.binary_join_element_wise('"', pc.replace_substring(filled, '"', '""'), '"', "")
                filled = pc.if_else(quoted, doubled, filled)
            cells.append(filled)
        lines = pc.binary_join_element_wise(*cells, self._delimiter)
        text = "\r\n".join(lines.to_pylist()) + "\r\n"
        self._file.write(text.encode(self._encoding, "replace"))

    def close(self) -> tuple[Path, ...]:
        """Complete the file."""
        self._file.close()
        return (self.path,)
