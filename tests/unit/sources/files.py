"""Small files for the tests of sources, written on the spot."""

import gzip
from pathlib import Path

import pyarrow as pa

from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, ReadOptions
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import Reader
from wegmarke.sources.reading import open_source

HEADER = "kunde;zeit;was\n"


def written(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """Write a file, packed if its name ends in .gz."""
    path = folder / name
    data = content if isinstance(content, bytes) else content.encode(encoding)
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def rows_of(reader: Reader, after_row: int = 0) -> tuple[list[tuple[int, dict[str, object]]], list[Unfit]]:
    """Read everything: numbered rows, and the unreadable ones."""
    rows: list[tuple[int, dict[str, object]]] = []
    unreadable: list[Unfit] = []
    with reader:
        for batch in reader.batches(after_row):
            rows += zip(batch.row_numbers.tolist(), batch.columns.to_pylist(), strict=True)
            unreadable += batch.unreadable
    return rows, unreadable


def read(path: Path, after_row: int = 0, **options: object) -> tuple[list[tuple[int, dict[str, object]]], list[Unfit]]:
    """Open and read everything."""
    return rows_of(open_source(path, ReadOptions(**options)), after_row)  # type: ignore[arg-type]


def plain_mapping(**more: object) -> Mapping:
    """Map the columns of `HEADER`."""
    return Mapping("test", "kunde", (InteractionMapping("zeit", Cell("was")),), **more)  # type: ignore[arg-type]


def record_batch(**columns: list[object]) -> pa.RecordBatch:
    """Make a batch of columns."""
    return pa.RecordBatch.from_pydict(columns)
