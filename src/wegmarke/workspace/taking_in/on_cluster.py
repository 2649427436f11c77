"""Many files on their way into the record at once, read by the workers of a cluster.

1. Workers look at every file: its content says whether the record has it already.
2. Wave by wave, workers read files and lay down chunks in the record's scratch folder, and find out which of their rows
   are known already where that is much work; this machine, which holds the writer's lock, moves chunks in, and writes
   the ledger once a wave.

The record is the one that this machine would make of the same files, one after the other. Whatever is interrupted
leaves the waves before; the same import again goes on behind them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.index.spark.runner import TASKS_EACH
from wegmarke.index.spark.scattering import sent
from wegmarke.index.spark.travelling import Travelling, unpacked
from wegmarke.index.spark.waiting import answered, connection_to
from wegmarke.model.pieces import SPARK_SCHEMA
from wegmarke.model.progress import Progress, Watcher
from wegmarke.model.shares import shared_out
from wegmarke.record import Import, Record
from wegmarke.record.durable import remove_folder, room_or_error
from wegmarke.record.importing import Identity
from wegmarke.record.judging import Rulings
from wegmarke.record.recording import Judged
from wegmarke.record.staging import Staged, StagedPart
from wegmarke.record.store import SCRATCH
from wegmarke.sources.staff import Teams
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.taking_in.by_workers import ImportPlan, Laid, LookAtFiles, ReadFiles, ToRead
from wegmarke.workspace.taking_in.importing import (
    GOES_ON,
    Done,
    ImportReport,
    Meant,
    NotImported,
    import_file,
    reported,
    size_of,
)
from wegmarke.workspace.taking_in.known_rows import Comers, ruled, thinned

T = TypeVar("T")
WAVE_BYTES = 256 << 20
WAVE_FILES = 64
"""A wave has so much, or so many files, for everything that the cluster does at once: enough that waiting for the last
of them costs little, and so little that not much is to be done again after a crash.
"""
JUDGED_THERE_FROM = 50_000_000
"""A pass over so many ids on this machine, once for every chunk, takes longer than sending all of them through the
cluster: a few seconds.
"""
LOOKING = 0.1
"""The share of the bar that is for looking at the files."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """An import whose file a worker is to read; place: in the list of all."""

    place: int
    meant: Meant
    running: Import
    to_read: ToRead
    resumed: int
    fresh: bool
    """Nothing of its content was there before."""


def import_on_cluster(
    record: Record,
    files: Sequence[Meant | NotImported],
    address: str,
    watcher: Watcher,
    gate: Gate,
    teams: Teams,
    told: Callable[[ImportReport | NotImported], None],
) -> None:
    """Take in files, which the workers of the cluster see under the paths of this machine, as they see the workspace.

    told: called for each file once it is settled, in order. Errors: those of connecting, `cluster_folder`,
    `cluster_failed`, `cluster_lost`, `disk_full`, `import_stopped`; what is wrong with one file is told, and the others
    are taken in.
    """
    with _staging(record) as staging:
        work = _Work(record, files, address, watcher, gate, teams, staging)
        for wave in work.waves():
            for found in work.taken(wave):
                told(found)


@contextmanager
def _staging(record: Record) -> Iterator[Path]:
    """A folder for chunks; what a crash leaves of it goes when the record is next opened for writing."""
    staging = record.folder / SCRATCH / f"import-{uuid.uuid4().hex}"
    with room_or_error(record.folder):
        staging.mkdir(parents=True)
    try:
        yield staging.absolute()
    finally:
        remove_folder(staging)  # workers that were told to stop may be about to lay down a chunk


@dataclass(frozen=True, slots=True)
class _Beforehand:
    """What becomes of chunks, found out before they are recorded. parts: how many parts of the record were looked at;
    chunks: their places, by where they lie; thinned: what is left of those of which not all is kept.
    """

    rulings: Rulings
    parts: int
    chunks: dict[str, int]
    thinned: dict[str, StagedPart | None]

    def of(self, staged: Staged) -> tuple[Staged, Judged | None]:
        """The chunk as it is to be recorded, and what becomes of it; None where it has no ids."""
        if staged.part is None or staged.part.path not in self.chunks:
            return staged, None
        path, chunk = staged.part.path, self.chunks[staged.part.path]
        judged = self.rulings.of(self.parts + chunk, chunk, staged.part.extent.rows)
        less = self.thinned.get(path)
        return (staged, judged) if less is None else (replace(staged, part=less), replace(judged, kept=None))

    def recorded(self, staged: Staged, name: str | None) -> None:
        """It is the part of this name now."""
        if staged.part is not None and staged.part.path in self.chunks:
            self.rulings.recorded(self.parts + self.chunks[staged.part.path], name)


class _Work:
    """One import on its way."""

    def __init__(
        self,
        record: Record,
        files: Sequence[Meant | NotImported],
        address: str,
        watcher: Watcher,
        gate: Gate,
        teams: Teams,
        staging: Path,
    ) -> None:
        self._record, self._files, self._gate, self._teams = record, files, gate, teams
        self._watcher, self._staging = watcher, staging
        self._connection = connection_to(address)
        self._at_once = self._connection.session()[1].at_once
        meanings = {_meaning(one): one.mapping for one in files if isinstance(one, Meant)}
        self._mapping_of = {meaning: place for place, meaning in enumerate(meanings)}
        folder = str(record.folder.parent.absolute())
        self._plan = sent(ImportPlan(folder, str(staging), tuple(meanings.values()), teams))
        self._sizes = [size_of(one.path) if isinstance(one, Meant) else 0 for one in files]
        self._rows = self._done = 0
        self._looked = self._looked_at()

    def waves(self) -> Iterator[Sequence[int]]:
        """The places of files, in order, so many at once. Content that comes again under another mapping takes the
        place of its first reading, which has to be in the record by then: it is of another wave.
        """
        wave, size, read = list[int](), 0, dict[object, int]()
        for place, here in enumerate(self._sizes):
            content, generation = self._content(place)
            if read.get(content, generation) != generation:
                yield wave
                wave, size, read = [], 0, {}
            read[content] = generation
            wave.append(place)
            size += here
            if size >= WAVE_BYTES * self._at_once or len(wave) >= WAVE_FILES * self._at_once:
                yield wave
                wave, size, read = [], 0, {}
        if wave:
            yield wave

    def _content(self, place: int) -> tuple[object, int]:
        """What tells whether files have the same content, and under which generation this one is read."""
        meant, looked = self._files[place], self._looked.get(place)
        if isinstance(meant, NotImported) or looked is None or looked.error is not None:
            return place, 0
        return (meant.mapping.source, looked.summary.sha256, looked.summary.size), meant.generation

    def _looked_at(self) -> dict[int, Travelling]:
        """What each file is, by place."""
        there = [(place, str(one.path.absolute())) for place, one in enumerate(self._files) if isinstance(one, Meant)]
        shares = self._shares([place for place, _ in there], there)
        return self._answer(LookAtFiles(sent(shares)), shares, _Part(self._watcher, 0.0, LOOKING))

    def _shares(self, places: Sequence[int], what: Sequence[T]) -> list[list[T]]:
        """What concerns the files of these places, in shares of about as many bytes."""
        tasks = shared_out([self._sizes[place] for place in places], TASKS_EACH * self._at_once)
        return [[what[number] for number in share] for share in tasks]

    def taken(self, wave: Sequence[int]) -> list[ImportReport | NotImported]:
        """What became of each file of a wave, in order."""
        found: dict[int, ImportReport | NotImported] = {}
        begun, again = self._sorted(wave, found)
        read = self._read(begun, wave)
        beforehand = self._judged(begun, read)
        with self._record.together():
            for one in begun:
                found[one.place] = self._recorded(one, read[one.place], beforehand)
        for meant in again:  # the same content twice; by now it is known, or known to be unreadable
            found[meant[0]] = self._here(meant[1])
        self._done += sum(self._sizes[place] for place in wave)
        return [found[place] for place in wave]

    def _sorted(
        self, wave: Sequence[int], found: dict[int, ImportReport | NotImported]
    ) -> tuple[list[_Begun], list[tuple[int, Meant]]]:
        """Which files of a wave workers are to read, and which have the content of one of these. What is settled
        without that is `found`.
        """
        begun, again, seen = list[_Begun](), list[tuple[int, Meant]](), set[object]()
        number = self._record.next_number
        for place in wave:
            meant = self._files[place]
            if isinstance(meant, NotImported):
                found[place] = meant
                continue
            looked = self._looked[place]
            if looked.error is not None:
                found[place] = NotImported(meant.path, looked.error)
                continue
            content, _ = self._content(place)
            if content in seen:
                again.append((place, meant))
                continue
            seen.add(content)
            one = self._begun(place, meant, looked.summary, number)
            if one.running.known:
                found[place] = self._reported(one, 0.0)
                continue
            if one.running.replaces is not None:
                content = one.running.replaces  # a file and its copy without erased persons are one
                if content in seen:
                    again.append((place, meant))
                    continue
                seen.add(content)
            begun.append(one)
            if one.to_read.number == number:
                number += 1
        return begun, again

    def _begun(self, place: int, meant: Meant, identity: Identity, number: int) -> _Begun:
        running = self._record.importing(meant.mapping.source, meant.path, meant.generation, identity, number)
        fresh = not running.number and running.replaces is None
        resumed = 0 if running.known else running.resume_after_row
        to_read = ToRead(
            place=place,
            path=str(meant.path.absolute()),
            identity=identity,
            number=running.number or number,
            mapping=self._mapping_of[_meaning(meant)],
            after_row=resumed,
            reading=running.reading,
        )
        return _Begun(place, meant, running, to_read, resumed, fresh)

    def _read(self, begun: Sequence[_Begun], wave: Sequence[int]) -> dict[int, Travelling]:
        """What workers laid down of each file, by place; `cluster_folder` unless this machine sees it."""
        self._staging.mkdir(parents=True, exist_ok=True)  # what went wrong with a file may have cleared it away
        shares = self._shares([one.place for one in begun], [one.to_read for one in begun])
        every = max(sum(self._sizes), 1)
        after = self._done + sum(self._sizes[place] for place in wave)
        first, last = (LOOKING + (1 - LOOKING) * done / every for done in (self._done, after))
        watcher = _Part(self._watcher, first, last, self._rows)
        read = self._answer(ReadFiles(self._plan, sent(shares)), shares, watcher)
        for one in read.values():
            for chunk in () if one.error is not None else one.summary.chunks:
                self._rows += chunk.read
                if not all(path.exists() for path in chunk.paths()):
                    raise WegmarkeError("cluster_folder", folder=str(self._record.folder.parent))
        return read

    def _answer(self, work: Any, shares: Sequence[Sequence[object]], watcher: Watcher) -> dict[int, Travelling]:
        """What came of each file, by place; `cluster_lost` unless each is there. What concerns more than one file is
        raised.
        """
        tasks = len(shares)
        if not tasks:
            return {}

        def asked(session: Any) -> Any:
            return session.range(0, tasks, 1, tasks).mapInArrow(work, SPARK_SCHEMA)

        found = unpacked(answered(self._connection, asked, watcher, "read").to_batches())
        wanted = sum(map(len, shares))
        if len(found) != wanted:
            raise WegmarkeError("cluster_lost", found=len(found), wanted=wanted)
        for one in found:
            if one.error is not None and one.error.code == "disk_full":  # the worker names a folder that nobody knows
                raise WegmarkeError("disk_full", folder=str(self._record.folder.parent)) from one.error
            if one.error is not None and one.error.code in (*GOES_ON, *_CONCERNS_ALL):
                raise one.error
        return {one.task: one for one in found}

    def _judged(self, begun: Sequence[_Begun], read: Mapping[int, Travelling]) -> dict[str, _Beforehand]:
        """By source, what becomes of the chunks of a wave, where it is worth asking the cluster.

        Only of files that are new as a whole: others come to rows that are newer than they are, or do not count yet.
        """
        found = dict[str, _Beforehand]()
        for source in {one.meant.mapping.source for one in begun}:
            of = [one for one in begun if one.meant.mapping.source == source]
            fresh = all(one.fresh for one in of)
            chunks = [
                (chunk.part, one)
                for one in of
                if read[one.place].error is None
                for chunk in read[one.place].summary.chunks
                if chunk.part is not None and chunk.part.has_ids
            ]
            if not chunks or not fresh:
                continue
            parts = [part for part in self._record.parts() if part.file.source == source and part.entry.has_ids]
            comers = Comers(parts, [(part, one.to_read.number, one.meant.generation) for part, one in chunks])
            if comers.passed_over * len(chunks) >= JUDGED_THERE_FROM:
                tasks = TASKS_EACH * self._at_once
                rulings = ruled(comers, self._worked_out, tasks)
                known = [(part, rulings.dropped(len(parts) + at)) for at, (part, _) in enumerate(chunks)]
                less = thinned([one for one in known if len(one[1])], self._worked_out, tasks)
                places = {part.path: at for at, (part, _) in enumerate(chunks)}
                found[source] = _Beforehand(rulings, len(parts), places, less)
        return found

    def _worked_out(self, frame_of: Callable[[Any], Any]) -> pa.Table:
        done = LOOKING + (1 - LOOKING) * self._done / max(sum(self._sizes), 1)
        return answered(self._connection, frame_of, _Part(self._watcher, done, done, self._rows), "read")

    def _recorded(
        self, one: _Begun, read: Travelling, beforehand: dict[str, _Beforehand]
    ) -> ImportReport | NotImported:
        """Move in what was laid down of a file. A file that could not be read to its end is not taken in at all."""
        running, source = one.running, one.meant.mapping.source
        try:
            if read.error is not None:
                raise read.error
            laid: Laid = read.summary
            if running.reading is None and laid.reading is not None:
                running.settle(laid.reading)
            for chunk in laid.chunks:
                known = beforehand.get(source)
                if known is None:
                    running.take(chunk)
                else:
                    known.recorded(chunk, running.take(*known.of(chunk)))
            return self._reported(one, laid.seconds)
        except WegmarkeError as error:
            if read.error is None and error.code != "file_changed":
                raise
            if any(entry.number == running.number and entry.state == "partial" for entry in self._record.files):
                self._record.discard(running.number)
            if read.error is None:
                beforehand.pop(source, None)  # what was said of the chunks behind it counted on this file
            return NotImported(one.meant.path, error)

    def _reported(self, one: _Begun, seconds: float) -> ImportReport:
        done = Done(one.meant.path.name, one.running, one.running.finish(), one.resumed, seconds)
        return reported(self._record, done, self._watcher, self._gate, self._teams)

    def _here(self, meant: Meant) -> ImportReport | NotImported:
        """What becomes of a file on this machine."""
        try:
            return import_file(self._record, meant, self._watcher, self._gate, self._teams)
        except WegmarkeError as error:
            if error.code in GOES_ON:
                raise
            return NotImported(meant.path, error)


def _meaning(meant: Meant) -> tuple[str, int]:
    """Files of one source and generation mean the same."""
    return meant.mapping.source, meant.generation


_CONCERNS_ALL = ("cluster_folder", "path_unusable")


@dataclass(frozen=True, slots=True)
class _Part:
    """Who is told that a part of the work, from one share of the bar to another, has come so far."""

    watcher: Watcher
    first: float
    last: float
    rows: int = 0

    def report(self, progress: Progress) -> None:
        """Tell it as a share of the whole."""
        share = self.first + (self.last - self.first) * (progress.share or 0.0)
        self.watcher.report(Progress(progress.stage, share, self.rows))

    def stopped(self) -> bool:
        """Whether to stop here."""
        return self.watcher.stopped()
