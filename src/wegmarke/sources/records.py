"""Text lines into records of cells, carefully: the rules that say which record is broken, one record at a time.

The fast path in `csv` reads what is well formed; this one reads the rest. A quote opens a cell only at its beginning;
within, it is doubled (or escaped with a backslash, as some programs do); line breaks within quotes belong to the cell.
A record over several lines that does not come out with as many cells as there are columns costs its first line only:
the next line is tried as a new record, so an unclosed quote cannot swallow the rows behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wegmarke.sources.limits import MAX_CELL_BYTES

_Trouble = Literal["broken", "open"]


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its text, the position behind it, its first line and how many it has, and its cells (None: broken)."""

    text: str
    end: int
    line: int
    lines: int
    cells: list[str] | None


def split_line(text: str, delimiter: str) -> list[str] | None:
    """Split the text of one record; None: its quotes do not work out."""
    read = _read(text, 0, delimiter)
    return read[0] if not isinstance(read, str) and read[1] >= len(text) else None


def naive_split(text: str, delimiter: str) -> list[str]:
    """Split a broken record without regard to quotes, so that a person can see and mend its cells."""
    return text.split(delimiter)


def records(text: str, delimiter: str, width: int | None, *, final: bool) -> Iterator[Record]:
    """Yield the records of `text`, which should have `width` cells (None: any).

    One that is still open at its end is left for the next block, unless this is the last.
    """
    at, line = 0, 0
    while at < len(text):
        newline = text.find("\n", at)
        if newline < 0 and not final:
            return
        end = len(text) if newline < 0 else newline + 1
        cells: list[str] | None = None
        lines = 1
        if '"' not in text[at:end]:
            cells = text[at:end].rstrip("\r\n").split(delimiter)
        else:
            read = _read(text, at, delimiter)
            # A quote at the very end of a block may be the first of two, so a record there waits for its line end.
            unfinished = read == "open" or (not isinstance(read, str) and not text.endswith("\n", at, read[1]))
            if unfinished and not final:
                if len(text) - at <= MAX_CELL_BYTES:
                    return
                read = "open"
            if not isinstance(read, str):
                over_lines = read[1] > end
                if not over_lines or width in {None, len(read[0])}:
                    cells, end = read
                    lines = text.count("\n", at, end) + (not text.endswith("\n", at, end)) if over_lines else 1
        yield Record(text[at:end].rstrip("\r\n"), end, line, lines, cells)
        at, line = end, line + lines


def _read(text: str, at: int, delimiter: str) -> tuple[list[str], int] | _Trouble:
    """Read the record at `at`: its cells and the position behind it."""
    read = _scan(text, at, delimiter, backslash=False)
    if isinstance(read, str) and text.find('\\"', at, at + MAX_CELL_BYTES) >= 0:
        escaped = _scan(text, at, delimiter, backslash=True)
        return read if isinstance(escaped, str) else escaped
    return read


def _scan(text: str, at: int, delimiter: str, *, backslash: bool) -> tuple[list[str], int] | _Trouble:
    cells: list[str] = []
    newline = text.find("\n", at)
    newline = len(text) if newline < 0 else newline
    while True:
        if text.startswith('"', at):
            cell, at = _quoted(text, at + 1, backslash=backslash)
            if at < 0:
                return "open"
            if at > newline:
                newline = text.find("\n", at)
                newline = len(text) if newline < 0 else newline
            cells.append(cell)
            if text.startswith("\r", at) and at + 1 >= newline:
                at = newline
        else:
            after = text.find(delimiter, at, newline)
            after = newline if after < 0 else after
            cells.append(text[at:after].removesuffix("\r") if after == newline else text[at:after])
            at = after
        if at >= newline:
            return cells, min(newline + 1, len(text))
        if not text.startswith(delimiter, at):
            return "broken"
        at += 1


def _quoted(text: str, at: int, *, backslash: bool) -> tuple[str, int]:
    """Read a quoted cell from behind its quote: the cell, and the position behind the closing quote (-1: none near)."""
    pieces: list[str] = []
    limit = at + MAX_CELL_BYTES
    while True:
        quote = text.find('"', at, limit)
        if quote < 0:
            return "", -1
        if backslash and quote > at and text[quote - 1] == "\\":
            pieces.append(text[at : quote - 1] + '"')
            at = quote + 1
        elif text.startswith('""', quote) and not backslash:
            pieces.append(text[at : quote + 1])
            at = quote + 2
        else:
            pieces.append(text[at:quote])
            return "".join(pieces), quote + 1
