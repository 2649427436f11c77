"""Rows that are older than their source keeps them: how many there are, and taking them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.record.engine import engine
from wegmarke.record.erasing import ErasedRows, Judge, Rewriting
from wegmarke.record.ledger import FileEntry, PartEntry, QuarantineEntry
from wegmarke.record.store import SCRATCH, Store

Limits = Mapping[str, dt.datetime]
"""For each source the time before which its rows go."""


def older_rows(store: Store, limits: Limits) -> dict[str, tuple[int, int]]:
    """For each source of `limits` how many rows go, and under how many identifiers they stand. History counts too."""
    sources = {entry.number: entry.source for entry in store.ledger.files}
    found: dict[str, tuple[int, int]] = {}
    for source, before in limits.items():
        paths = [
            str((store.folder / part.name).resolve()) for part in store.ledger.parts if sources[part.file] == source
        ]
        if not paths:
            continue
        with engine(store.folder, store.folder / SCRATCH) as connection:
            counted = connection.sql(_OLDER, params={"paths": paths, "before": before}).to_arrow_table()
        found[source] = (int(counted["n_rows"][0].as_py()), int(counted["n_customers"][0].as_py()))
    return found


_OLDER = """
    select count(*) as n_rows, count(distinct who) as n_customers from (
        select file, row, any_value(customer_kind::varchar || chr(31) || customer) as who
        from read_parquet($paths) group by file, row having max(time) < $before
    )
"""


class _Nobody:
    """Judges that no row is meant for whose it is."""

    def rows(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        return np.zeros(batch.num_rows, np.bool_)

    def mentions(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        return np.zeros(batch.num_rows, np.bool_)

    def speaks(self, text: str) -> bool:
        del text
        return False


class _Expiring(Rewriting):
    """The same way through the files as an erasure, judged by source and time."""

    def __init__(self, store: Store, limits: Limits) -> None:
        judge: Judge = _Nobody()
        super().__init__(store, judge)
        self._limits = limits
        self._files = {entry.number: entry for entry in store.ledger.files}

    def _before(self, file: int) -> int | None:
        before = self._limits.get(self._files[file].source)
        return None if before is None else int(before.timestamp() * 1_000_000)

    def judged(self, part: PartEntry, file: pq.ParquetFile) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which interactions of a part go: those of rows of which every interaction is too old."""
        before = self._before(part.file)
        nobody = np.zeros(part.rows, np.bool_)
        if before is None or part.first_time >= before:
            return nobody, nobody.copy()
        table = file.read(columns=["row", "time"])
        rows, old = table["row"].to_numpy(), table["time"].cast(pa.int64()).to_numpy() < before
        begins = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
        whole = np.logical_and.reduceat(old, begins)
        return np.repeat(whole, np.diff(np.append(begins, len(rows)))), nobody

    def unfit(self, entry: QuarantineEntry) -> QuarantineEntry | None:
        """Rows nobody could read have no time: they go with the time at which their file was taken in."""
        before = self._before(entry.file)
        taken_in = dt.datetime.fromisoformat(self._files[entry.file].imported_at)
        if before is None or taken_in.timestamp() * 1_000_000 >= before:
            return entry
        self.quarantined += entry.rows
        self.gone[entry.file] += entry.rows
        return None

    def file(self, entry: FileEntry, accepted: int, quarantined: int) -> FileEntry:
        """The entry with its counts; corrections of rows that went go with them."""
        changed = super().file(entry, accepted, quarantined)
        return replace(changed, corrections=None) if quarantined and changed.quarantined == 0 else changed


def expire_rows(store: Store, limits: Limits) -> ErasedRows:
    """Take out the rows that are too old, all or none; errors as for `erase_rows`."""
    return _Expiring(store, limits).commit()
