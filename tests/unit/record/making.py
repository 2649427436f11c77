"""Interactions and files as sources would bring them, small enough to be judged by eye."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.quarantine import Unfit
from wegmarke.record import Record, RowCounts

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a source: content is what it says.

    Unfit rows go to quarantine; parts is how many interactions it yields.
    """

    row: int
    content: str
    row_id: str | None = None
    unfit: bool = False
    parts: int = 1


def interactions(rows: Sequence[Row]) -> pa.RecordBatch:
    """What the fit rows yield."""
    lines = [
        {
            "file": 0,
            "row": row.row,
            "part": part,
            "row_id": row.row_id,
            "row_hash": None if row.row_id is None else zlib.crc32(row.content.encode()),
            "customer_kind": "crm_number",
            "customer": f"C-{row.content}",
            "time": BEGINNING + timedelta(seconds=row.row, days=part),
            "touchpoint": f"step {part}",
            "ends": False,
            "rest": json.dumps({"note": row.content}) if part == 0 else None,
        }
        for row in rows
        if not row.unfit
        for part in range(row.parts)
    ]
    return pa.RecordBatch.from_pylist(lines, schema=INTERACTION_SCHEMA)


def unfit(rows: Sequence[Row]) -> tuple[Unfit, ...]:
    """What is set aside of the rows."""
    return tuple(
        Unfit(row.row, "time_unreadable", "time", "soon", json.dumps({"time": "soon", "content": row.content}))
        for row in rows
        if row.unfit
    )


def source_file(folder: Path, name: str, rows: Sequence[Row]) -> Path:
    """A file whose content stands for these rows: the record only looks at its hash."""
    path = folder / name
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def take_in(
    record: Record, source: str, path: Path, rows: Sequence[Row], generation: int = 1, chunk: int = 3
) -> RowCounts:
    """Import the rows of a file in small chunks, each committed."""
    running = record.importing(source, path, generation)
    left = [row for row in rows if row.row > running.resume_after_row]
    if not running.known:
        for begin in range(0, len(left), chunk):
            some = left[begin : begin + chunk]
            running.append(interactions(some), unfit(some), len(some))
            running.commit()
    return running.finish()


def live(record: Record) -> list[tuple[int, int, int, str]]:
    """What counts: file, row, part and customer."""
    batches = list(record.batches(("file", "row", "part", "customer")))
    return [tuple(line.values()) for batch in batches for line in batch.to_pylist()]


def numbers(table: pa.Table | None) -> set[str]:
    """The customers named by `changed_customers`."""
    assert table is not None
    return set(table["customer"].to_pylist())


def many(count: int, ids: bool, rng: np.random.Generator) -> pa.RecordBatch:  # noqa: FBT001 - a test's switch
    """A large batch, quickly."""

    def code(words: int) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(
            pa.array(rng.integers(0, words, count), pa.int32()), pa.array([f"word {word}" for word in range(words)])
        )

    columns: dict[str, pa.Array] = {
        "file": pa.array(np.zeros(count, np.int32)),
        "row": pa.array(np.arange(2, count + 2)),
        "part": pa.array(np.zeros(count, np.int16)),
        "customer_kind": code(1),
        "customer": pa.array(rng.integers(0, count // 5 + 1, count)).cast(pa.string()),
        "time": pa.array(rng.integers(1_600_000_000, 1_700_000_000, count) * 1_000_000).cast(pa.timestamp("us", "UTC")),
        "touchpoint": code(40),
        "ends": pa.array(np.zeros(count, np.bool_)),
    }
    if ids:
        columns["row_id"] = pa.array(np.arange(count)).cast(pa.string())
        columns["row_hash"] = pa.array(rng.integers(0, 2**63, count).astype(np.uint64))
    arrays = [columns.get(field.name, pa.nulls(count, field.type)) for field in INTERACTION_SCHEMA]
    return pa.RecordBatch.from_arrays(arrays, schema=INTERACTION_SCHEMA)
