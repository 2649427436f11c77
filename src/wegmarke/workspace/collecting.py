"""Collected events on their way into the record, and what a workspace asks of its collector.

The collector keeps events in files that only grow, one a source, and makes known how many of their lines are there for
good. The record takes the lines in by their numbers and commits how far it is together with what it took: whenever
either side ends, in whatever moment, the next turn goes on behind the last line that is in. A full file is taken in to
its end and then kept in `inbox/done` like any other, so that it can be read again under another mapping.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from wegmarke.errors import WegmarkeError
from wegmarke.model.ahead import ahead
from wegmarke.model.collection import (
    CLOSED,
    COLLECT,
    CONTROL_KEY_FILE,
    OPEN,
    SPOOL_TAKEN,
    STATE_FILE,
    CollectionState,
    read_state,
)
from wegmarke.record import Import, Record
from wegmarke.record.durable import sync_folder
from wegmarke.sources.interactions import apply_mapping
from wegmarke.sources.mapping import mapping_from_toml
from wegmarke.sources.staff import NO_TEAMS, Teams
from wegmarke.sources.tracking import TrackingReader
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.taking_in.inbox import DONE, INBOX
from wegmarke.workspace.taking_in.rows import append

CONTROL_TIMEOUT_SECONDS = 600
PATIENCE_SECONDS = 60.0
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Collected:
    """A file of collected events that the record has not taken in to its end; rows: None for a full one."""

    source: str
    path: Path
    rows: int | None


def collection_state(folder: Path) -> CollectionState | None:
    """The collector of the workspace in that folder as it last made itself known; None if it never did."""
    try:
        return read_state((folder / COLLECT / STATE_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def collected_files(folder: Path) -> Iterator[Collected]:
    """The files that hold events, full ones first: the growing one of the same source began after them."""
    for path in sorted((folder / COLLECT / CLOSED).glob("*/*.jsonl"), key=_age):
        yield Collected(path.parent.name, path, None)
    state = collection_state(folder)
    for source in state.sources if state else ():
        path = folder / COLLECT / OPEN / source.file
        if source.file and path.exists():
            yield Collected(source.source, path, source.rows)


def _age(path: Path) -> tuple[float, str]:
    try:
        return path.stat().st_mtime, path.name
    except OSError:
        return 0.0, path.name


class Taking:
    """Takes collected events into the record; remembers where in each file it stands, so as not to search for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[Path, Place] = {}

    def waiting(self) -> bool:
        """Whether there are files with lines not looked at yet. Cheap: nothing is opened."""
        return any(
            file.rows is None or file.rows > self._places.get(file.path, (0, 0))[0]
            for file in collected_files(self._folder)
        )

    def step(self, record: Record, generation_of: dict[str, int], teams: Teams = NO_TEAMS) -> int:
        """Take in what is there; how many rows that were. The caller holds the writer's lock.

        generation_of: for each source that has a mapping, the number of the mapping under which a file not begun yet is
        read. Files of other sources wait.
        """
        rows = 0
        for file in list(collected_files(self._folder)):
            if file.source not in generation_of:
                continue
            try:
                rows += self._take(record, file, generation_of[file.source], teams)
            except (WegmarkeError, OSError):
                if file.rows is None or file.path.exists():
                    raise
                # It has become full meanwhile, and lies elsewhere: the next turn goes on with it there.
        return rows

    def _take(self, record: Record, file: Collected, generation: int, teams: Teams) -> int:
        running = record.following(file.source, file.path, generation)
        rows = 0 if running.known else self._append(record, running, file, teams)
        if file.rows is None:
            running.finish()
            self._put_away(file)
        return rows

    def _append(self, record: Record, running: Import, file: Collected, teams: Teams) -> int:
        meant = mapping_from_toml(record.mapping_text(file.source, running.generation))
        gate = Gate.of(self._folder)
        known = self._places.get(file.path, (0, 0))
        begin = known if running.number else (0, 0)  # not in the record any more: taken back, and so begun anew
        rows = 0
        refused: frozenset[int] = frozenset()
        with TrackingReader(file.path, begin=begin, until_row=file.rows) as reader:
            for raw in ahead(reader.batches(after_row=max(running.resume_after_row, begin[0]))):
                mapped = apply_mapping(meant, raw, teams=teams)
                refused |= append(running, mapped, meant, gate)
                rows += mapped.rows
            if refused:
                blank_lines(
                    file.path, begin, refused
                )  # before they count as refused: afterwards nobody would come back
            running.commit()
            self._places[file.path] = reader.place
        return rows

    def _put_away(self, file: Collected) -> None:
        kept = self._folder / INBOX / DONE / file.source
        kept.mkdir(parents=True, exist_ok=True)
        file.path.replace(kept / file.path.name)
        sync_folder(kept)
        self._places.pop(file.path, None)


def blank_lines(path: Path, begin: Place, rows: Collection[int]) -> None:
    """Make lines of a file blank, in their place and at their length; reading passes over them.

    The collector may add to the file meanwhile: it only ever touches what is behind the lines that are there for good.
    """
    number, offset = begin
    last = max(rows)
    with path.open("rb+") as file:
        file.seek(offset)
        while number < last and (line := file.readline()):
            number += 1
            if number in rows:
                end = file.tell()
                file.seek(end - len(line))
                file.write(b" " * len(line.removesuffix(b"\n")))
                file.seek(end)
        file.flush()
        os.fsync(file.fileno())


class TakingWorkspace(Protocol):
    """What a turn needs of a workspace."""

    def take_collected(self) -> int:
        """Take collected events into the record; how many rows that were."""
        ...

    def build_collected(self) -> float:
        """Build the journeys; how many seconds it took."""
        ...


def turn(workspace: TakingWorkspace, pace: Pace) -> None:
    """Take collected events in and build, as far as it is time to; call it again and again.

    Another writer is no error: its turn ends, and ours comes again.
    """
    try:
        if pace.may_take():
            pace.took(workspace.take_collected())
        if pace.may_build():
            pace.built(workspace.build_collected())
    except WegmarkeError as error:
        if error.code != "workspace_locked":
            raise


class Pace:
    """When events are taken in and when journeys are built: often enough to be seen within a minute, never in a rush.

    A build waits at least as long as four builds take, so that a large company's builds do not follow one another.
    """

    TAKE_EVERY_SECONDS = 10.0
    BUILD_EVERY_SECONDS = 20.0

    def __init__(self) -> None:
        self._took = self._built = float("-inf")
        self._build_seconds = 0.0
        self._unbuilt = False

    def may_take(self) -> bool:
        """Whether it is time to take events in."""
        return time.monotonic() - self._took >= self.TAKE_EVERY_SECONDS

    def took(self, rows: int) -> None:
        """Note that events were taken in."""
        self._took = time.monotonic()
        self._unbuilt |= rows > 0

    def may_build(self) -> bool:
        """Whether there is something to build, and it is time to."""
        wait = max(self.BUILD_EVERY_SECONDS, 4 * self._build_seconds)
        return self._unbuilt and time.monotonic() - self._built >= wait

    def built(self, seconds: float) -> None:
        """Note a build and how long it took."""
        self._built, self._build_seconds, self._unbuilt = time.monotonic(), seconds, False


def ask_collector(folder: Path, what: str, **said: object) -> Any:
    """Have the collector do what only it can; where none runs, a process stands in for it. What came of it.

    erase, events: a person's events, by `identifiers`; how many, or the events. forget: that `messages` (source,
    messageId) were ever seen; how many. purge: what was last seen `before` a moment, by source; how much.
    `collector_missing` if neither can be.
    """
    if not (folder / COLLECT).is_dir():
        return [] if what == "events" else 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = _asked_over_http(folder, what, said) or _asked_in_its_place(folder, what, said)
        if found is not None:
            return found[what]
        time.sleep(0.2)  # it is just being started or ended
    raise WegmarkeError("collector_missing")


def _asked_over_http(folder: Path, what: str, said: dict[str, object]) -> dict[str, Any] | None:
    """What a running collector answers; None if none runs."""
    state = collection_state(folder)
    if state is None or state.ended_at is not None:
        return None
    parts = urlsplit(state.address)
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(parts.hostname or "", parts.hostname or "")  # noqa: S104 - compared
    connection = http.client.HTTPConnection(host, parts.port, timeout=CONTROL_TIMEOUT_SECONDS)
    try:
        key = (folder / COLLECT / CONTROL_KEY_FILE).read_text("ascii").strip()
        connection.request("POST", f"/collector/{what}", json.dumps(said), {"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        content = answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    if answer.status != http.client.OK:  # whoever listens there now is not our collector
        return None
    found: dict[str, Any] = json.loads(content)
    return found


def _asked_in_its_place(folder: Path, what: str, said: dict[str, object]) -> dict[str, Any] | None:
    """The same by a process of its own, which has the spool for a moment; None if somebody else has it."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "wegmarke.collect", str(folder.resolve()), what],
        input=json.dumps(said),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode == SPOOL_TAKEN:
        return None
    if done.returncode != 0:
        raise WegmarkeError("collector_missing")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
