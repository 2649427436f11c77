"""Chunks judged all at once become what they become one after the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.record.making import Row, interactions, source_file, take_in, unfit
from wegmarke.record import Record
from wegmarke.record.chunks import Pending
from wegmarke.record.importing import Import
from wegmarke.record.judging import KNOWN, Ids, PieceOf, Rulings, Verdicts, judge
from wegmarke.record.recording import HEADS
from wegmarke.record.staging import Staged, StagedPart, stage


def content(record: Record) -> dict[str, Any]:
    """The ledger, with the bytes of files in the place of their names."""
    ledger: dict[str, Any] = json.loads((record.folder / "ledger.json").read_text("utf-8"))
    for entry in ledger["files"]:
        entry.pop("imported_at")
    for part in ledger["parts"]:
        for name in ("name", "superseded"):
            part[name] = part[name] and (record.folder / part[name]).read_bytes()
    return ledger


def rows_of(rng: np.random.Generator, count: int) -> list[Row]:
    """Rows whose ids are few, some without, some that yield nothing, some that yield three contacts."""
    return [
        Row(
            number,
            str(rng.choice(["a", "b"])),
            None if rng.random() < 0.2 else str(rng.integers(0, 12)),
            unfit=bool(rng.random() < 0.1),
            parts=int(rng.integers(1, 4)),
        )
        for number in range(2, 2 + count)
    ]


def staged(folder: Path, file: int, rows: list[Row], chunk: int) -> list[Staged]:
    """The rows of a file, so many in a chunk, laid down."""
    folder.mkdir(exist_ok=True)
    found, pending = [], Pending()
    for begin in range(0, len(rows), chunk):
        some = rows[begin : begin + chunk]
        pending.append(interactions(some), unfit(some), len(some))
        whole = pending.chunk()
        assert whole is not None
        found.append(stage(folder, file, whole))
        pending.done()
    return found


def ids_of(path: str, piece: int, masked: Any = ()) -> pa.Table:
    """Heads of a file, with place and piece."""
    heads = pq.read_table(path, columns=HEADS)
    heads = heads.append_column("at", pa.array(np.arange(len(heads))))
    heads = heads.append_column("piece", pa.array(np.full(len(heads), piece)))
    there = heads["row_id"].is_valid().to_numpy() & ~np.isin(np.arange(len(heads)), masked)
    return heads.filter(pa.array(there))


def all_at_once(record: Record, chunks: list[tuple[StagedPart, int]], generation: int, shares: int) -> Rulings:
    """What `judge` says of shares of the ids."""
    parts = [part for part in record.parts() if part.entry.has_ids]
    tables = [ids_of(str(part.path), place, part.masked.at) for place, part in enumerate(parts)]
    tables += [ids_of(chunk.path, len(parts) + place) for place, (chunk, _) in enumerate(chunks)]
    pieces = [PieceOf(part.file.order, part.file.generation, KNOWN) for part in parts]
    pieces += [PieceOf(file, generation, place) for place, (_, file) in enumerate(chunks)]
    table = pa.concat_tables(tables)
    share = np.array([int(one) % shares for one in table["row_id"].to_pylist()])
    verdicts = []
    for number in range(shares):
        some = table.filter(pa.array(share == number))
        columns = [some[name].to_numpy() for name in ("row_hash", "row", "at", "piece")]
        verdicts.append(judge(Ids(some["row_id"].combine_chunks(), *columns), pieces))
    return Rulings(Verdicts.together(verdicts), [part.entry.name for part in parts] + [None] * len(chunks))


@pytest.mark.parametrize("seed", range(6))
def test_all_at_once_is_one_after_the_other(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = Record.create(tmp_path / "one"), Record.create(tmp_path / "other")
    before = [rows_of(rng, int(rng.integers(0, 25))) for _ in range(2)]
    generation = int(rng.integers(1, 3))
    for record in (one, other):
        for number, rows in enumerate(before):
            take_in(record, "crm", source_file(tmp_path, f"before{number}.csv", [*rows, Row(99, str(seed))]), rows)
    new = [rows_of(rng, int(rng.integers(1, 25))) for _ in range(3)]
    size, first = int(rng.integers(1, 12)), one.next_number

    def begun(record: Record, number: int) -> Import:
        path = source_file(tmp_path, f"{number}.csv", new[number])
        return record.importing("crm", path, generation, number=first + number)

    runs = [begun(other, number) for number in range(3)]
    laid = [staged(tmp_path / "laid", first + number, rows, size) for number, rows in enumerate(new)]
    chunks = [(chunk.part, first + number) for number, some in enumerate(laid) for chunk in some]
    told = [(part, file) for part, file in chunks if part is not None and part.has_ids]
    known = sum(part.entry.has_ids for part in other.parts())
    rulings = all_at_once(other, told, generation, 3) if told else None
    place = 0
    with other.together():
        for run, some in zip(runs, laid, strict=True):
            for chunk in some:
                if rulings is None or chunk.part is None or not chunk.part.has_ids:
                    run.take(chunk)
                    continue
                judged = rulings.of(known + place, place, chunk.part.extent.rows)
                rulings.recorded(known + place, run.take(chunk, judged))
                place += 1
            run.finish()
    for number, rows in enumerate(new):
        run = begun(one, number)
        for chunk in staged(tmp_path / "again", first + number, rows, size):
            run.take(chunk)
        run.finish()
    assert content(one) == content(other)
    assert place == len(told)
