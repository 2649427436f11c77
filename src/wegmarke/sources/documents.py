"""Documents as people write them (`.txt`, `.md`, `.docx`), as lines and rows of tables in their order.

Of a .docx only the text of the document itself is read: no headers, comments or deleted text, nothing that is embedded,
and neither the author nor the company that its properties name. A document type or entities are refused
(`xml_forbidden`), as is an archive that unpacks beyond measure (`zip_bomb`).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from wegmarke.errors import WegmarkeError
from wegmarke.sources.encoding import find_encoding
from wegmarke.sources.limits import (
    FREE_WORKBOOK_BYTES,
    MAX_DOCUMENT_BYTES,
    MAX_WORKBOOK_PARTS,
    MAX_WORKBOOK_RATIO,
    MAX_XML_DEPTH,
)
from wegmarke.sources.stream import ByteStream

WORD_PART = "word/document.xml"

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_LEFT_OUT = frozenset(
    ("http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback", f"{_W}del", f"{_W}moveFrom")
)
_HEADING = re.compile(r"^(?:heading|berschrift|überschrift|title|titel)", re.IGNORECASE)
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_MARKDOWN_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_MARKDOWN_RULE = re.compile(r"^[\s|:-]+$")
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a line of text; heading: whether it stands over what follows."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[str, ...]


Block = Line | Row


def document_blocks(path: Path) -> list[Block]:
    """Read a document.

    Errors: `file_missing`, `file_empty`, `file_too_large`, `file_truncated`, `zip_bomb`, `xml_forbidden`, `xml_broken`.
    """
    with ByteStream(path) as stream:
        content = stream.read(MAX_DOCUMENT_BYTES + 1)
        stream.check_complete(0)
    if len(content) > MAX_DOCUMENT_BYTES:
        raise WegmarkeError("file_too_large", file=path.name, limit=MAX_DOCUMENT_BYTES)
    if not content.strip():
        raise WegmarkeError("file_empty", file=path.name)
    if content.startswith(b"PK\x03\x04"):
        return _word(path)
    return list(text_blocks(content))


def text_blocks(content: bytes) -> Iterator[Block]:
    """Yield the lines of plain text or Markdown."""
    text = content.decode(find_encoding(content), "replace").lstrip("\ufeff")
    for line in text.splitlines():
        heading = _MARKDOWN_HEADING.match(line)
        row = _MARKDOWN_ROW.match(line)
        if heading:
            yield Line(heading[1], heading=True)
        elif row and _MARKDOWN_RULE.match(line):
            continue
        elif row:
            yield Row(tuple(cell.strip() for cell in row[1].split("|")))
        else:
            yield Line(line.rstrip())


def _word(path: Path) -> list[Block]:
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            if len(parts) > MAX_WORKBOOK_PARTS or total > max(FREE_WORKBOOK_BYTES, MAX_WORKBOOK_RATIO * size):
                raise WegmarkeError("zip_bomb", file=path.name, limit=MAX_WORKBOOK_RATIO)
            return _unpacked(archive, path, MAX_WORKBOOK_RATIO * size)
    except (zipfile.BadZipFile, EOFError, KeyError) as error:
        raise WegmarkeError("file_truncated", file=path.name, row=0) from error
    except (OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise WegmarkeError("file_unreadable", file=path.name, reason=str(error)[:200]) from error


def _unpacked(archive: zipfile.ZipFile, path: Path, most: int) -> list[Block]:
    """Read the document's part, counting: what the archive says of its size is the sender's word."""
    document = _Document(path.name)
    unpacked = 0
    with archive.open(WORD_PART) as file:
        while piece := file.read(_PIECE):
            unpacked += len(piece)
            if unpacked > max(FREE_WORKBOOK_BYTES, most):
                raise WegmarkeError("zip_bomb", file=path.name, limit=MAX_WORKBOOK_RATIO)
            if unpacked > MAX_DOCUMENT_BYTES:
                raise WegmarkeError("file_too_large", file=path.name, limit=MAX_DOCUMENT_BYTES)
            document.parse(piece)
        document.parse(b"")
    return document.blocks


class _Document:
    """What the parser tells of a Word document, gathered into blocks."""

    def __init__(self, file: str) -> None:
        self.blocks: list[Block] = []
        self._file = file
        self._open: list[str] = []
        self._left_out = 0  # how deep within what is left out
        self._in_text = False
        self._text: list[str] = []
        self._heading = False
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._tables = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._forbidden
        self._parser.EntityDeclHandler = self._forbidden

    def parse(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece, not piece)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise WegmarkeError("xml_broken", file=self._file, reason=reason, line=error.lineno) from error

    def _forbidden(self, *_: object) -> None:
        raise WegmarkeError("xml_forbidden", file=self._file)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if len(self._open) > MAX_XML_DEPTH:
            raise WegmarkeError("xml_broken", file=self._file, reason="depth", line=self._parser.CurrentLineNumber)
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
            return
        word = name.removeprefix(_W)
        if word == "t":
            self._in_text = True
        elif word in {"tab", "br", "cr"} and f"{_W}r" in self._open:
            self._text.append("\t" if word == "tab" else "\n")
        elif word == "pStyle":
            self._heading = _HEADING.match(attributes.get(f"{_W}val", "")) is not None
        elif word == "tbl":
            self._tables += 1
        elif word == "tr" and self._tables == 1:
            self._cells = []
        elif word == "tc" and self._tables == 1:
            self._cell = []

    def _end(self, name: str) -> None:
        self._open.pop()
        if self._left_out:
            self._left_out -= 1
            return
        word = name.removeprefix(_W)
        if word == "t":
            self._in_text = False
        elif word == "p":
            self._paragraph()
        elif word == "tc" and self._tables == 1:
            self._cells.append("\n".join(self._cell).strip())
        elif word == "tr" and self._tables == 1:
            self.blocks.append(Row(tuple(self._cells)))
        elif word == "tbl":
            self._tables -= 1

    def _characters(self, text: str) -> None:
        if self._in_text and not self._left_out:
            self._text.append(text)

    def _paragraph(self) -> None:
        text = "".join(self._text)
        heading, self._heading, self._text = self._heading, False, []
        if self._tables:
            self._cell.append(text)
        else:
            self.blocks += [Line(line.rstrip(), heading=heading) for line in text.split("\n")]
