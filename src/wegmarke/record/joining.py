"""Joining small parts: a file that grows leaves a part every few seconds, and each costs those who read.

Nothing else changes: the same rows in the same order under the same file. Only parts that everybody has seen are joined
(up to a position that the caller names), so that nobody takes old rows for new ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from wegmarke.model.columns import INTERACTION_SCHEMA, completed
from wegmarke.record.ledger import PartEntry
from wegmarke.record.parts import opened
from wegmarke.record.recording import write_parquet
from wegmarke.record.store import PARTS, Store

FEWEST = 16
MOST_ROWS = 1_000_000


def join_parts(store: Store, up_to: int) -> int:
    """Join neighbouring small parts of each file whose rows came to count by that position; how many parts are gone."""
    runs = list(_runs(store, up_to))
    if not runs:
        return 0
    ledger = store.ledger
    with store.changing():
        joined = {}
        for number, run in enumerate(runs):
            name = store.new_name(PARTS, run[0].file, ".parquet", f"-joined-{number}")
            tables = []
            for part in run:
                with opened(store.folder, part) as parquet:
                    tables += [completed(batch, INTERACTION_SCHEMA.names) for batch in parquet.iter_batches()]
            write_parquet(store.folder / name, pa.Table.from_batches(tables, INTERACTION_SCHEMA))
            joined[run[0].name] = replace(
                run[0],
                name=name,
                rows=sum(part.rows for part in run),
                last_row=run[-1].last_row,
                has_ids=any(part.has_ids for part in run),
                first_time=min(part.first_time for part in run),
                last_time=max(part.last_time for part in run),
                position=max(part.position for part in run),
            )
        gone = {part.name for run in runs for part in run[1:]}
        kept = (joined.get(part.name, part) for part in ledger.parts if part.name not in gone)
        store.commit(replace(ledger, parts=tuple(kept)))
    return len(gone)


def _runs(store: Store, up_to: int) -> Iterator[list[PartEntry]]:
    of_file: dict[int, list[PartEntry]] = {}
    for part in store.ledger.parts:
        of_file.setdefault(part.file, []).append(part)
    live = {entry.number for entry in store.ledger.live_files()}
    for number, parts in of_file.items():
        if number in live and len(parts) >= FEWEST:
            yield from _runs_of(sorted(parts, key=lambda part: (part.first_row, part.position)), up_to)


def _runs_of(parts: list[PartEntry], up_to: int) -> Iterator[list[PartEntry]]:
    run: list[PartEntry] = []
    for part in parts:
        fits = part.superseded is None and part.position <= up_to
        if not fits or sum(one.rows for one in run) + part.rows > MOST_ROWS:
            if len(run) >= FEWEST:
                yield run
            run = []
        if fits and part.rows < MOST_ROWS:
            run.append(part)
    if len(run) >= FEWEST:
        yield run
