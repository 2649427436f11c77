"""Whether a spreadsheet may be opened: its archive is unpacked once, counting, before a parser makes room for it.

What the archive's table of contents says of sizes is the sender's word, and so is a sheet's own word on its used area;
both may lie. A few bytes can ask a parser for billions of cells: two cells in opposite corners, or one that is repeated
a million times.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from wegmarke.errors import WegmarkeError
from wegmarke.sources.limits import (
    FREE_WORKBOOK_BYTES,
    MAX_WORKBOOK_BYTES,
    MAX_WORKBOOK_CELLS,
    MAX_WORKBOOK_PARTS,
    MAX_WORKBOOK_RATIO,
)

_BLOCK = 1 << 20
_OVERLAP = 4096  # a tag that lies across two blocks is whole in the second
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,10})"')
_FAR_COLUMN = re.compile(rb'\br="([A-Z]{2,3})\d')
_ODS_TAG = re.compile(rb"<table:(table-row|(?:covered-)?table-cell|table)\b([^>]*)>")
_ODS_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,10})"')


def check_workbook(path: Path) -> None:
    """Refuse what is beyond the limits.

    Errors: `zip_bomb`, `file_too_large`, `too_many_cells`, `xml_forbidden`, `file_truncated`. An .xls is no archive;
    its format holds its size within bounds.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            packed = file.read(4) == b"PK\x03\x04"
        if not packed:
            if size > MAX_WORKBOOK_BYTES:
                raise WegmarkeError("file_too_large", file=path.name, size=size, limit=MAX_WORKBOOK_BYTES)
            return
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            if len(parts) > MAX_WORKBOOK_PARTS or total > max(FREE_WORKBOOK_BYTES, MAX_WORKBOOK_RATIO * size):
                raise WegmarkeError("zip_bomb", file=path.name, limit=MAX_WORKBOOK_RATIO)
            if total > MAX_WORKBOOK_BYTES:
                raise WegmarkeError("file_too_large", file=path.name, size=total, limit=MAX_WORKBOOK_BYTES)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_part(archive, part, path)
    except FileNotFoundError as error:
        raise WegmarkeError("file_missing", file=str(path)) from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise WegmarkeError("file_truncated", file=path.name, row=0) from error
    except (OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise WegmarkeError("file_unreadable", file=path.name, reason=str(error)[:200]) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
    area: _Area | None = None
    if part.filename.startswith("xl/worksheets/"):
        area = _SheetArea()
    elif part.filename == "content.xml":
        area = _OdsArea()
    with archive.open(part) as content:
        for place, block in enumerate(_blocks(content, part, path)):
            if place == 0 and b"<!DOCTYPE" in block[:_OVERLAP].upper():
                raise WegmarkeError("xml_forbidden", file=path.name)
            if area is None:
                continue
            area.see(block)
            if area.cells > MAX_WORKBOOK_CELLS:
                raise WegmarkeError("too_many_cells", file=path.name, cells=area.cells, limit=MAX_WORKBOOK_CELLS)


def _blocks(content: IO[bytes], part: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """Yield blocks that begin with the unfinished tag of the one before."""
    unpacked, rest = 0, b""
    allowed = max(FREE_WORKBOOK_BYTES, MAX_WORKBOOK_RATIO * max(1, part.compress_size))
    while block := content.read(_BLOCK):
        unpacked += len(block)
        if unpacked > min(allowed, MAX_WORKBOOK_BYTES):
            raise WegmarkeError("zip_bomb", file=path.name, limit=MAX_WORKBOOK_RATIO)
        block = rest + block
        cut = block.rfind(b"<", max(0, len(block) - _OVERLAP))
        cut = cut if cut > 0 and b">" not in block[cut:] else len(block)
        rest = block[cut:]
        yield block[:cut]


class _Area:
    """The used area of a sheet as far as it was seen."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def see(self, block: bytes) -> None:
        """Take the next block into account."""
        raise NotImplementedError


class _SheetArea(_Area):
    """Of an .xlsx: rows and cells name their places."""

    def see(self, block: bytes) -> None:
        self.rows = max(self.rows, max(map(int, _ROW.findall(block)), default=0))
        self.columns = max(self.columns, 26)
        for letters in set(_FAR_COLUMN.findall(block)):
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            self.columns = max(self.columns, column)


class _OdsArea(_Area):
    """Of an .ods: rows and cells are repeated; only filled ones take room."""

    def __init__(self) -> None:
        super().__init__()
        self._row = self._repeated = self._column = 0

    def see(self, block: bytes) -> None:
        for tag, attributes in _ODS_TAG.findall(block):
            found = _ODS_REPEATED.search(attributes)
            times = int(found[1]) if found else 1
            if tag == b"table":
                self._row = self._repeated = self._column = 0
            elif tag == b"table-row":
                self._row += self._repeated
                self._repeated, self._column = times, 0
            else:
                self._column += times
                if b"value-type" in attributes:
                    self.rows = max(self.rows, self._row + self._repeated)
                    self.columns = max(self.columns, self._column)
