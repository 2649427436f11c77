"""Rows that are older than their source keeps them: how many there are, and taking them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.record.engine import engine
from wegmarke.record.erasing import ErasedRows, Judge, Rewriting
from wegmarke.record.ledger import FileEntry, PartEntry, QuarantineEntry
from wegmarke.record.quarantine import read_quarantine
from wegmarke.record.store import SCRATCH, Store

Limits = Mapping[str, dt.datetime]
"""For each source the time before which its rows go."""


def older_rows(store: Store, limits: Limits) -> dict[str, tuple[int, int]]:
    """For each source of `limits` how many rows go, and under how many identifiers they stand. History counts too."""
    found: dict[str, tuple[int, int]] = {}
    for source, older in _older(store, limits, "count(*) as n_rows, count(distinct (kind, who)) as n_customers"):
        found[source] = (int(older["n_rows"][0].as_py()), int(older["n_customers"][0].as_py()))
    return found


def older_identifiers(store: Store, limits: Limits) -> set[tuple[str, str]]:
    """Under which (kind, value) the rows stand that go."""
    found: set[tuple[str, str]] = set()
    for _, older in _older(store, limits, "distinct kind, who"):
        found |= set(zip(older["kind"].to_pylist(), older["who"].to_pylist(), strict=True))
    return found


def _older(store: Store, limits: Limits, what: str) -> Iterator[tuple[str, pa.Table]]:
    """Ask something of the rows of each source of which every interaction lies before its limit."""
    sources = {entry.number: entry.source for entry in store.ledger.files}
    for source, before in limits.items():
        parts = [part for part in store.ledger.parts if sources[part.file] == source]
        if not parts:
            continue
        params = {"paths": [str((store.folder / part.name).resolve()) for part in parts], "before": before}
        with engine(store.folder, store.folder / SCRATCH, parts) as connection:
            yield source, connection.sql(f"select {what} from ({_OLDER})", params=params).to_arrow_table()  # noqa: S608


_OLDER = """
    select any_value(customer_kind::varchar) as kind, any_value(customer) as who
    from read_parquet($paths) group by file, row having max(time) < $before
"""
"""`what` above is a constant of this file; the values are parameters."""


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
        rows = [row.row for row in read_quarantine(self.store, entry)]
        self.let_go(entry.file, np.array(rows, np.int64))
        return None

    def file(self, entry: FileEntry, accepted: int, quarantined: int) -> FileEntry:
        """The entry with its counts; corrections of rows that went go with them."""
        changed = super().file(entry, accepted, quarantined)
        return replace(changed, corrections=None) if quarantined and changed.quarantined == 0 else changed


def expire_rows(store: Store, limits: Limits) -> ErasedRows:
    """Take out the rows that are too old, all or none; errors as for `erase_rows`."""
    return _Expiring(store, limits).commit()
