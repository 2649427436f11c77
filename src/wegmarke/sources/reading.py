"""Opening a file of any format: the format is found from the content first, then from the name."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Format, ReadOptions
from wegmarke.sources.batch import RawBatch, Reader, text_batch
from wegmarke.sources.csv import CsvReader
from wegmarke.sources.documents import WORD_PART
from wegmarke.sources.encoding import find_encoding
from wegmarke.sources.excel import ExcelReader
from wegmarke.sources.json_arrays import begins_array
from wegmarke.sources.jsonl import JsonLinesReader
from wegmarke.sources.limits import BLOCK_BYTES, ROWS_A_BATCH
from wegmarke.sources.mail import MailReader, begins_mail
from wegmarke.sources.parquet import ParquetReader
from wegmarke.sources.report import ReportReader, begins_report
from wegmarke.sources.stream import ByteStream
from wegmarke.sources.tracking import TrackingReader
from wegmarke.sources.xes import XesReader

__all__ = ["RawBatch", "Reader", "find_format", "open_source", "text_batch"]

_UNSUPPORTED = (
    (b"%PDF", "PDF"),
    (b"SQLite format 3", "SQLite"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"RDX", "R"),
    (b"\x89PNG", "PNG"),
)
_BYTES_A_ROW = 200
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = {"xl/workbook.xml", "content.xml"}


def find_format(path: Path) -> Format:
    """Find the format.

    Errors: `file_missing`, `file_unreadable`, `file_empty`, `format_unknown`, `format_unsupported`.
    """
    if os.path.isdir(path):  # noqa: PTH112 - the method raises what the system refuses, which reading tells better
        raise WegmarkeError("file_unreadable", file=str(path), reason="folder")
    with ByteStream(path) as stream:
        head, gzipped, truncated = stream.read(1 << 16), stream.gzipped, stream.truncated
    if not head:
        raise WegmarkeError("file_truncated" if truncated else "file_empty", file=path.name, row=0)
    for magic, name in _UNSUPPORTED:
        if head.startswith(magic):
            raise WegmarkeError("format_unsupported", file=path.name, format=name)
    if head.startswith(b"PAR1") and not gzipped:
        return "parquet"
    if head.startswith(_OLD_EXCEL) and not gzipped:
        return "excel"
    if head.startswith(b"PK\x03\x04"):
        return _spreadsheet(path, gzipped=gzipped)
    if begins_mail(head):
        return "mail"
    if begins_report(path, head):
        return "report"
    return _text_format(path, head)


def _spreadsheet(path: Path, *, gzipped: bool) -> Format:
    if gzipped:
        raise WegmarkeError("format_unsupported", file=path.name, format="zip in gzip")
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise WegmarkeError("file_truncated", file=path.name, row=0) from error
    if WORD_PART in names:
        return "report"
    if names & _PARTS:
        return "excel"
    if "xl/workbook.bin" in names:
        raise WegmarkeError("format_unsupported", file=path.name, format="xlsb")
    raise WegmarkeError("format_unsupported", file=path.name, format="zip")


def _text_format(path: Path, head: bytes) -> Format:
    encoding = find_encoding(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    low = text[:4096].lower()
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if text.startswith("<"):
        if low.startswith(("<html", "<!doctype html")):
            raise WegmarkeError("format_unsupported", file=path.name, format="HTML")
        if "<log" in low or ".xes" in suffixes or low.startswith("<?xml"):
            return "xes"
    if text.startswith("{") or begins_array(text):
        return "jsonl"
    if text.startswith("[") and ".json" in suffixes:
        raise WegmarkeError("format_unsupported", file=path.name, format="JSON")
    controls = sum(text.count(chr(code)) for code in (*range(1, 9), *range(14, 32)))
    if controls > max(10, len(text) // 20):
        raise WegmarkeError("format_unknown", file=path.name)
    return "csv"


def open_source(
    path: Path | str,
    options: ReadOptions | None = None,
    format: Format | None = None,  # noqa: A002 - the mapping's word
    *,
    batch_rows: int = ROWS_A_BATCH,
) -> Reader:
    """Open a file for reading.

    `format` settles what the file is (else it is found out); `options` how it is to be read; `batch_rows` is how many
    rows a batch has, about: a text table goes by bytes. A look at the first rows asks for few.
    """
    place = Path(path)
    kind = format or find_format(place)
    read = options or ReadOptions()
    makers: dict[Format, Callable[[], Reader]] = {
        "csv": lambda: CsvReader(place, read, block_bytes=_block_bytes(batch_rows)),
        "excel": lambda: ExcelReader(place, read, batch_rows=batch_rows),
        "parquet": lambda: ParquetReader(place, batch_rows=batch_rows),
        "jsonl": lambda: JsonLinesReader(place, read, batch_rows=batch_rows),
        "xes": lambda: XesReader(place, batch_rows=batch_rows),
        "mail": lambda: MailReader(place, read, batch_rows=batch_rows),
        "report": lambda: ReportReader(place),
        "tracking": lambda: TrackingReader(place, batch_rows=batch_rows),
    }
    return makers[kind]()


def _block_bytes(batch_rows: int) -> int:
    return BLOCK_BYTES if batch_rows >= ROWS_A_BATCH else max(1 << 16, batch_rows * _BYTES_A_ROW)
