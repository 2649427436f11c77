"""The record of a workspace: one folder, one ledger, and all there is to ask of it and to do with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.quarantine import Unfit, UnfitReason
from wegmarke.record.correcting import Corrector, Meant, correct_cells, further_identifiers, own_rows, unfit_rows
from wegmarke.record.counts import RowCounts
from wegmarke.record.durable import write_text
from wegmarke.record.erasing import ErasedRows, Judge, erase_rows, known_identifiers, rows_of
from wegmarke.record.evidence import SourceRow, source_rows
from wegmarke.record.expiring import Limits, expire_rows, older_identifiers, older_rows
from wegmarke.record.importing import Identity, Import, begin_import, follow, next_number
from wegmarke.record.joining import join_parts
from wegmarke.record.ledger import FileEntry, GenerationEntry
from wegmarke.record.quarantine import QuarantinePage, ReasonCount, correct_rows, quarantine_page, reason_counts
from wegmarke.record.reading import changed_customers, live_batches, only_added
from wegmarke.record.replaying import ReadAgain, Refuses, replay
from wegmarke.record.retiring import discard
from wegmarke.record.store import MAPPINGS, LivePart, Store
from wegmarke.record.versions import versions


class Record:
    """Every interaction ever taken in. Append-only: what no longer counts is masked or retired, and stays as history.

    A record opened for reading sees the state at that moment, until `refresh`; any number of readers do not disturb
    the writer, nor it them. Opening for writing removes what a crash may have left, and needs the writer's lock of the
    workspace.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def create(cls, folder: Path) -> Record:
        """An empty record; `workspace_exists` if the folder holds one already."""
        return cls(Store.create(folder))

    @classmethod
    def open(cls, folder: Path, *, write: bool = False) -> Record:
        """Open a record; `workspace_missing`, `workspace_newer` or `record_broken` when that cannot be."""
        return cls(Store(folder, write=write))

    def refresh(self) -> None:
        """See what a writer has done since."""
        self._store.refresh()

    @property
    def folder(self) -> Path:
        """Where it lies; everything in it is named relative to this."""
        return self._store.folder

    @property
    def position(self) -> int:
        """A number that grows whenever live interactions change, and only then; 0 for an empty record."""
        return self._store.ledger.position

    @property
    def files(self) -> tuple[FileEntry, ...]:
        """All imported files, retired ones too, in order of import."""
        return self._store.ledger.files

    @property
    def interactions(self) -> int:
        """How many interactions count."""
        return sum(part.rows - part.superseded_rows for _, part in self._store.ledger.live_parts())

    # what the rows of a source mean

    def generation(self, source: str, mapping: str) -> int:
        """The number of this meaning of a source.

        A mapping (its text) not seen before becomes the next one and is kept.
        """
        ledger = self._store.ledger
        digest = hashlib.sha256(mapping.encode()).hexdigest()
        known = [entry for entry in ledger.generations if entry.source == source]
        for entry in known:
            if entry.sha256 == digest:
                return entry.number
        number = max((entry.number for entry in known), default=0) + 1
        name = f"{MAPPINGS}/{source}-{number:06d}.toml"
        write_text(self.folder / name, mapping)
        entry = GenerationEntry(source, number, digest, name, now().isoformat(timespec="seconds"))
        self._store.commit(replace(ledger, generations=(*ledger.generations, entry)))
        return number

    def mapping_text(self, source: str, generation: int) -> str:
        """The mapping under which rows of that generation were read; `source_unknown` if there is none."""
        for entry in self._store.ledger.generations:
            if (entry.source, entry.number) == (source, generation):
                try:
                    return (self.folder / entry.mapping).read_text(encoding="utf-8")
                except (OSError, ValueError) as error:
                    raise WegmarkeError("record_broken", what=entry.mapping) from error
        raise WegmarkeError("source_unknown", source=source)

    # taking in

    def importing(
        self, source: str, path: Path, generation: int, identity: Identity | None = None, number: int = 0
    ) -> Import:
        """Begin to import a file, go on where it was stopped, or find that its content is known; see `Import`.

        Read again under another generation, a file is written beside its earlier reading and takes its place once it
        is complete. identity: what the file is, where somebody has looked already; number: the one that it is to get,
        if it is new (0: the next one).
        """
        return begin_import(self._store, source, path, generation, identity, number)

    def together(self) -> AbstractContextManager[None]:
        """What is committed in the block becomes true at its end, all of it or nothing."""
        return self._store.together()

    @property
    def next_number(self) -> int:
        """The number of the file that comes next; all above are free as well."""
        return next_number(self._store.ledger)

    def following(self, source: str, path: Path, generation: int) -> Import:
        """Begin to take in a file that grows, or go on where it was left; see `wegmarke.record.importing.follow`."""
        return follow(self._store, source, path, generation)

    def join_parts(self, up_to: int) -> int:
        """Join small parts whose rows everybody has seen by that position; see `wegmarke.record.joining`."""
        return join_parts(self._store, up_to)

    def discard(self, file: int) -> None:
        """Take back an import that was never completed; ValueError for one that was."""
        discard(self._store, file)

    # reading

    def batches(
        self, columns: Sequence[str] = tuple(INTERACTION_SCHEMA.names), since: int | None = None
    ) -> Iterator[pa.RecordBatch]:
        """Live interactions in order of import, with `since` only those that were added after that position."""
        return live_batches(self.parts(since), columns)

    def parts(self, since: int | None = None) -> tuple[LivePart, ...]:
        """The Parquet files behind `batches`, in the same order, for those who read them in their own way."""
        return self._store.live_parts(since=since)

    def changed_customers(self, since: int) -> pa.Table | None:
        """The identifiers (customer_kind, customer) whose live interactions changed after that position.

        None: build everything anew.
        """
        return changed_customers(self._store, since)

    def only_added(self, since: int) -> bool:
        """Whether since that position interactions were only added, and none has ceased to count."""
        return only_added(self._store, since)

    def source_rows(self, rows: Iterable[tuple[int, int]]) -> list[SourceRow]:
        """The full rows for (file, row) pairs, in the order asked for; `record_broken` if one of them is not there."""
        return source_rows(self._store, rows)

    def versions(self, columns: Sequence[str]) -> pa.Table:
        """All versions of interactions whose row was told otherwise later on; see `wegmarke.record.versions`."""
        return versions(self._store, columns)

    # quarantine

    def quarantine(
        self,
        source: str | None = None,
        file: int | None = None,
        reason: UnfitReason | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> QuarantinePage:
        """Rows that were set aside, in order of file and row."""
        return quarantine_page(self._store, source, file, reason, offset, limit)

    def quarantine_reasons(self, source: str | None = None, file: int | None = None) -> tuple[ReasonCount, ...]:
        """How many rows are set aside for which reason, the most frequent first."""
        return reason_counts(self._store, source, file)

    def correct(self, file: int, row: int, changes: Mapping[str, str]) -> None:
        """Note what is to be read in these columns of a row instead; it takes effect with `replay`.

        `quarantine_unknown_row`.
        """
        correct_rows(self._store, file, {row: changes})

    def correct_rows(self, file: int, changes: Mapping[int, Mapping[str, str]]) -> None:
        """The same for many rows of a file at once."""
        correct_rows(self._store, file, changes)

    def replay(
        self,
        read_again: ReadAgain,
        source: str | None = None,
        file: int | None = None,
        refuses: Refuses | None = None,
    ) -> RowCounts:
        """Give rows in quarantine to the mapping again; see `wegmarke.record.replaying.replay`."""
        return replay(self._store, read_again, source, file, refuses)

    # rights of persons

    def erase(self, judge: Judge) -> ErasedRows:
        """Take persons out, history and quarantine included; see `wegmarke.record.erasing`."""
        return erase_rows(self._store, judge)

    def older_than(self, limits: Limits) -> dict[str, tuple[int, int]]:
        """For each source of `limits` how many rows are older, and under how many identifiers they stand."""
        return older_rows(self._store, limits)

    def identifiers_older_than(self, limits: Limits) -> set[tuple[str, str]]:
        """Under which (kind, value) the rows stand that are older; they may stand elsewhere too."""
        return older_identifiers(self._store, limits)

    def expire(self, limits: Limits) -> ErasedRows:
        """Take out the rows of sources that are older than `limits` say."""
        return expire_rows(self._store, limits)

    def correct_cells(self, corrector: Corrector) -> int:
        """Correct cells of persons' rows, all or none; how many interactions and rows of the quarantine changed."""
        return correct_cells(self._store, corrector)

    def own_rows(self, judge: Judge) -> Iterator[Meant]:
        """The interactions of persons part by part, with all columns."""
        return own_rows(self._store, judge)

    def unfit_rows(self) -> Iterator[tuple[FileEntry, Unfit]]:
        """Every row of the quarantine with its file."""
        return unfit_rows(self._store)

    def further_identifiers(self) -> Iterator[tuple[str, str]]:
        """Every (kind, value) that rows name besides the one they stand under; some more than once."""
        return further_identifiers(self._store)

    def known_identifiers(self) -> Iterable[tuple[str, str]]:
        """Every (kind, value) under which an interaction stands, history included; some more than once."""
        return known_identifiers(self._store)

    def rows_of(self, judge: Judge) -> Iterable[tuple[FileEntry, pa.Table, NDArray[np.bool_]]]:
        """The interactions of persons part by part, history included, and which of them count now."""
        return rows_of(self._store, judge)

    def kept_as(self, file: int, sha256: str, size: int) -> None:
        """Note that the kept copy of a file has another content since persons were taken out of it."""
        entry = self._store.ledger.file(file)
        self._store.commit(self._store.ledger.with_file(replace(entry, cleaned=(sha256, size))))
