"""How a text table is laid out: its delimiter, its line ends, and the line in which its header stands."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import ReadOptions
from wegmarke.sources.batch import column_names
from wegmarke.sources.encoding import utf8_blocks
from wegmarke.sources.limits import MAX_COLUMNS, SAMPLE_BYTES
from wegmarke.sources.records import Record, naive_split, records
from wegmarke.sources.stream import ByteStream

DELIMITERS = (";", ",", "\t", "|")
_LINES_LOOKED_AT = 200
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_VALUE = re.compile(r"[-+]?[\d.,:/ TZ-]*\d[\d.,:/ TZ-]*")


@dataclass(frozen=True, slots=True)
class Dialect:
    """delimiter; columns: names from the header; header_lines: lines up to the end of the header.

    Return_ends_line: as on old Macs.
    """

    delimiter: str
    columns: tuple[str, ...]
    header_lines: int
    return_ends_line: bool


def find_dialect(path: Path, encoding: str, options: ReadOptions, *, whole: bool) -> Dialect:
    """Find the layout from the first megabyte; what `options` say is taken as given.

    `whole`: the file is no longer than that.
    """
    with ByteStream(path) as stream:
        data = b"".join(block for block, _ in zip(utf8_blocks(stream, encoding, SAMPLE_BYTES), range(1), strict=False))
    return_ends_line = b"\r" in data and b"\n" not in data
    text = data.decode("utf-8", "replace")
    if return_ends_line:
        text = text.replace("\r", "\n")
    announced = _SEPARATOR_LINE.match(text)
    delimiter = options.delimiter or (announced[1] if announced else _delimiter(text, path, final=whole))
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        raise WegmarkeError("mapping_broken", file=path.name, key="read.delimiter", value=delimiter)
    found = _first_records(text, delimiter, final=whole)
    header = _header(found, options.header_row, 1 if announced else 0)
    if header is None:
        if not whole and text.find("\n") < 0:
            raise WegmarkeError(
                "too_many_columns", file=path.name, columns=text.count(delimiter) + 1, limit=MAX_COLUMNS
            )
        raise WegmarkeError("header_missing", file=path.name, row=options.header_row or 1)
    cells = header.cells if header.cells is not None else naive_split(header.text, delimiter)
    if all(_VALUE.fullmatch(cell.strip()) or not cell.strip() for cell in cells):
        raise WegmarkeError("header_missing", file=path.name, row=header.line + 1)
    return Dialect(delimiter, column_names(cells, path.name), header.line + header.lines, return_ends_line)


def _first_records(text: str, delimiter: str, *, final: bool) -> list[Record]:
    # The header decides how many cells a record has, so no number of cells is asked for here; blank lines are no
    # records.
    found = islice(records(text, delimiter, None, final=final), _LINES_LOOKED_AT)
    return [record for record in found if record.text.strip(" \t\r" + delimiter)]


def _delimiter(text: str, path: Path, *, final: bool) -> str:
    """Choose the delimiter that gives most records one and the same number of cells, two at least."""
    usual = "\t" if path.name.lower().removesuffix(".gz").endswith((".tsv", ".tab")) else ","
    best, best_score = usual, 0.0
    for delimiter in DELIMITERS:
        found = _first_records(text, delimiter, final=final) or _first_records(text, delimiter, final=True)
        widths = Counter(len(record.cells) for record in found if record.cells is not None)
        if not widths:
            continue
        width, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        score = often / len(found) * (1 + min(width, 50) / 100) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _header(found: list[Record], header_row: int | None, after: int) -> Record | None:
    """Find the header.

    The record that starts in the given line, else the first one that is as wide as most (titles above are narrower).
    """
    if header_row is not None:
        return next((record for record in found if record.line + 1 == header_row), None)
    found = [record for record in found if record.line >= after]
    widths = Counter(len(record.cells) for record in found if record.cells is not None)
    if not widths:
        return found[0] if found else None
    usual = widths.most_common(1)[0][0]
    first = len(found[0].cells or ())
    if first >= usual or widths[usual] * 2 < len(found):
        return found[0]
    return next(record for record in found if record.cells is not None and len(record.cells) >= usual)
