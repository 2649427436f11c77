"""Searches every file of a folder for texts: packed ones unpacked, tables decoded, databases read, raw bytes besides.

It knows nothing of what Wegmarke stores where. What it cannot decode it reads as bytes, so it may miss only what stands
compressed in a format that is not named here; the folders of a workspace hold none.
"""

import base64
import gzip
import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def found(folder: Path, texts: set[str]) -> dict[str, list[str]]:
    """Which of the texts stand where: text → files, relative to the folder; case does not matter."""
    wanted = {text.casefold(): text for text in texts}
    where: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = "\n".join([path.name, *_decoded(path.name, path.read_bytes(), path)]).casefold()
            for low, text in wanted.items():
                if low in content:
                    where.setdefault(text, []).append(str(path.relative_to(folder)))
    return where


def _decoded(name: str, data: bytes, path: Path | None = None) -> Iterator[str]:
    """Every text that a file can be read as."""
    yield data.decode("utf-8", "replace")
    yield data.decode("cp1252", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data.decode("utf-16", "replace")
    if data[:2] == b"\x1f\x8b":
        yield from _decoded(name, gzip.decompress(data))
    if data[:4] == b"PAR1":
        yield from _table(pq.read_table(io.BytesIO(data)))
    if data[:6] == b"ARROW1":
        yield from _table(pa.ipc.open_file(io.BytesIO(data)).read_all())
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from _decoded(inner, archive.read(inner))
    if data[:15] == b"SQLite format 3" and path is not None:
        yield from _database(path)


def _table(table: pa.Table) -> Iterator[str]:
    for column in table.columns:
        yield from (str(value) for value in column.to_pylist() if value is not None)


def _database(path: Path) -> Iterator[str]:
    """Every cell of every table; what is JSON or a signed session in it is unpacked too."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in connection.execute(f'select * from "{table}"'):  # noqa: S608 - a name of the database itself
                for cell in row:
                    yield from _cell(cell)
    finally:
        connection.close()


def _cell(cell: object) -> Iterator[str]:
    if isinstance(cell, bytes):
        yield cell.decode("utf-8", "replace")
    elif isinstance(cell, str):
        yield cell
        try:
            yield json.dumps(json.loads(cell), ensure_ascii=False)
        except ValueError:
            yield from _session(cell)
    elif cell is not None:
        yield str(cell)


def _session(text: str) -> Iterator[str]:
    """Django keeps sessions signed, in base 64, compressed where that is shorter (a dot before them)."""
    body = text.lstrip(".").split(":")[0]
    try:
        data = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        yield (zlib.decompress(data) if text.startswith(".") else data).decode("utf-8", "replace")
    except (ValueError, zlib.error):
        return
