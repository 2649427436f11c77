"""Taking files in: the part of `Workspace` that finds out what a file means and brings it into the record."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Mapping as SourceMapping
from wegmarke.model.progress import Unwatched, Watcher
from wegmarke.model.settings import BuildsOn
from wegmarke.record import Record, RowCounts
from wegmarke.sources.guess import guess_mapping, source_name, with_staff
from wegmarke.sources.mapping import check_source, load_mapping
from wegmarke.sources.staff import Teams
from wegmarke.workspace.cluster import cluster_for
from wegmarke.workspace.part import WorkspacePart
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.staff import load_teams
from wegmarke.workspace.taking_in.importing import (
    GOES_ON,
    ImportReport,
    Meant,
    NotImported,
    checked_generation,
    import_file,
    replay,
    size_of,
)
from wegmarke.workspace.taking_in.inbox import DONE, INBOX, SETTLE_SECONDS, Inbox, InboxFile
from wegmarke.workspace.taking_in.rows import settled

WATCH_EVERY_SECONDS = 10.0
ON_CLUSTER_FROM = 10 << 30
"""From so many bytes on, in at least two files, a cluster that the workspace names reads them, unless told otherwise.
One machine reads as many in a quarter of an hour or so.
"""


@dataclass(frozen=True, slots=True)
class ToImport:
    """A file, and what it means, where that is told: see `Workspace.import_file`."""

    path: Path
    mapping: SourceMapping | Path | str | None = None
    source: str | None = None


class TakingIn(WorkspacePart):
    """Files and rows of the quarantine, on their way into the record."""

    @property
    def teams(self) -> Teams:
        """Who belongs to which team, by `staff.toml` or `staff.csv` in the workspace."""
        return load_teams(self.folder)

    def import_file(
        self,
        path: Path | str,
        mapping: SourceMapping | Path | str | None = None,
        *,
        source: str | None = None,
        watcher: Watcher | None = None,
    ) -> ImportReport:
        """Take in a file.

        mapping: what its columns mean, or the file that says so; it becomes the mapping of its source. Without one the
        mapping of `source` is taken; without either that of the source after which the file is named, else a guess. Of
        columns that name single employees, and of which it says nothing, it then says that they are dropped.
        The same file again adds nothing; under a changed mapping it takes its own place;
        a stopped import goes on where it was. Errors: those of reading and mapping, `file_changed`, `import_stopped`,
        `disk_full`, `workspace_locked`, `source_unknown`.
        """
        meant = self._meant(ToImport(Path(path), mapping, source))
        with self._writing("import") as record:
            checked = self._checked(record, Path(path), meant)
            return self._taken(record, checked, watcher or Unwatched(), Gate.of(self.folder))

    def import_files(
        self,
        files: Sequence[ToImport | Path],
        *,
        on: BuildsOn = "auto",
        watcher: Watcher | None = None,
        told: Callable[[ImportReport | NotImported], None] | None = None,
    ) -> tuple[ImportReport | NotImported, ...]:
        """Take in files, one after the other, or many at once where the cluster that the settings name does it.

        on: where they are read, `here` or on the `cluster`; `auto` takes the cluster from ten gigabytes on. told:
        called with what became of each file as soon as it is settled. A file that cannot be taken in does not stop the
        others. Errors: `import_stopped`, `disk_full`, `workspace_locked`, those of the cluster; what was settled by
        then stays.
        """
        watcher, found = watcher or Unwatched(), list[ImportReport | NotImported]()
        asked = [file if isinstance(file, ToImport) else ToImport(Path(file)) for file in files]
        total = sum(size_of(file.path) for file in asked)
        worth = len(asked) > 1 and total >= ON_CLUSTER_FROM and not self.settings.storage
        address = cluster_for(self.settings.runner, on, worth=worth)

        def tell(one: ImportReport | NotImported) -> None:
            found.append(one)
            if told is not None:
                told(one)

        with self._writing("import") as record:
            gate = Gate.of(self.folder)
            if address is None:
                for file in asked:
                    tell(self._one_of_many(record, file, watcher, gate))
            else:
                self._on_cluster(record, asked, address, watcher, gate, tell)
        return tuple(found)

    def _one_of_many(self, record: Record, file: ToImport, watcher: Watcher, gate: Gate) -> ImportReport | NotImported:
        try:
            meant = self._checked(record, file.path, self._meant(file))
            return self._taken(record, meant, watcher, gate)
        except WegmarkeError as error:
            if error.code in GOES_ON:
                raise
            return NotImported(file.path, error)

    def _on_cluster(
        self,
        record: Record,
        files: Sequence[ToImport],
        address: str,
        watcher: Watcher,
        gate: Gate,
        tell: Callable[[ImportReport | NotImported], None],
    ) -> None:
        from wegmarke.workspace.taking_in.on_cluster import import_on_cluster  # noqa: PLC0415 - only where one imports

        meant: list[Meant | NotImported] = []
        for file in files:  # the head of each is read here, in order: what is said of one holds for the next
            if watcher.stopped():
                raise WegmarkeError("import_stopped")
            try:
                meant.append(self._checked(record, file.path, self._meant(file)))
            except WegmarkeError as error:
                meant.append(NotImported(file.path, error))
        import_on_cluster(record, meant, address, watcher, gate, self.teams, tell)

    def _meant(self, file: ToImport) -> SourceMapping:
        if isinstance(file.mapping, SourceMapping):
            meant = file.mapping
        elif file.mapping is not None:
            meant = load_mapping(file.mapping)
        elif file.source is not None:
            return self.mapping(file.source)
        else:
            return self._guessed(file.path)
        meant = meant if file.source is None else replace(meant, source=file.source)
        check_source(meant.source)
        return meant

    def _guessed(self, path: Path) -> SourceMapping:
        """The mapping of the source that the file's name speaks of; else a guess from its first rows."""
        try:
            return self.mapping(source_name(path))
        except WegmarkeError as error:
            if error.code != "source_unknown":
                raise
        guess = guess_mapping(path)
        if guess.mapping is None:
            raise WegmarkeError("mapping_incomplete", file=path.name, key=guess.missing[0])
        return guess.mapping

    def _checked(self, record: Record, path: Path, meant: SourceMapping) -> Meant:
        """The file with what it means, once it has been opened and has the columns; the mapping is its source's now."""
        meant = with_staff(path, meant)
        zoned = settled(meant, self.settings.journeys.time_zone)
        generation = checked_generation(record, path, zoned)
        self.save_mapping(meant)  # before the rows, so that a stopped import can go on without being told again
        return Meant(path, zoned, generation)

    def _taken(self, record: Record, meant: Meant, watcher: Watcher, gate: Gate) -> ImportReport:
        return import_file(record, meant, watcher, gate, self.teams)

    def read_again(
        self, source: str, paths: Sequence[Path] = (), watcher: Watcher | None = None
    ) -> tuple[ImportReport, ...]:
        """Read files of a source again under its present mapping: those given, and those kept in `inbox/done`.

        A file whose content is in the record takes its own place, so that a newer file stays newer.
        """
        kept = self.folder / INBOX / DONE / source
        candidates = [*paths, *(sorted(kept.iterdir()) if kept.is_dir() else [])]
        reports = []
        for path in candidates:
            report = self.import_file(path, source=source, watcher=watcher)
            if not report.known:
                reports.append(report)
        return tuple(reports)

    def inbox(self, watcher: Watcher | None = None, settle_seconds: float = SETTLE_SECONDS) -> Inbox:
        """The watched folder `inbox/<source>/`; each `look()` takes in what is stable by then."""
        return Inbox(
            self.folder, lambda source, path: self.import_file(path, source=source, watcher=watcher), settle_seconds
        )

    def watch(
        self,
        stopped: Callable[[], bool],
        *,
        every_seconds: float = WATCH_EVERY_SECONDS,
        settle_seconds: float = SETTLE_SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Iterator[InboxFile]:
        """Look into the inbox until `stopped`, and give what became of each file as soon as it is known."""
        inbox = self.inbox(settle_seconds=settle_seconds)
        while not stopped():
            yield from inbox.look()
            sleep(every_seconds)

    def replay(self, source: str | None = None, file: int | None = None, watcher: Watcher | None = None) -> RowCounts:
        """Read rows in quarantine again, corrections applied; what passes leaves it."""
        with self._writing("replay") as record:
            gate = Gate.of(self.folder)
            return replay(record, watcher or Unwatched(), gate, self.teams, source, file)

    def discard(self, file: int) -> None:
        """Take back an import that was stopped and is not to go on."""
        with self._writing("discard") as record:
            record.discard(file)
