"""The spool: where an event is safe before its sender is told so.

A SQLite file of its own. Exactly one thread has exactly one connection to it, in exclusive locking mode: nobody else
can open it, no part of it is shared memory, and none is mapped. (SQLite before 3.51.3 can corrupt a file in WAL mode
that two connections write and checkpoint at once.) Requests of some milliseconds share one transaction, forced to the
disk as a whole; from here events move to files that the record takes in (`handing_over`).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import sqlite3
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from wegmarke.collect.fingerprints import day_of
from wegmarke.collect.handing_over import HandOver, Refused
from wegmarke.collect.judging import Event
from wegmarke.collect.limits import MAX_WAITING_REQUESTS
from wegmarke.collect.tables import connect

LINGER_SECONDS = 0.002
"""So long a group waits for further requests; while one is written, the next gathers by itself."""

GROUP_REQUESTS = 500
HAND_OVER_SECONDS = 2.0
PROBE_SECONDS = 1.0
"""How often a spool that could not be written is tried again."""

Result = TypeVar("Result")


class Publish(Protocol):
    """Makes known how things stand."""

    def __call__(self, over: HandOver, *, ready: bool, refused: Refused, ended: bool) -> None:
        """Do so; called by the thread of the spool."""
        ...


class UnavailableError(Exception):
    """Nothing of this request is on the disk; its sender is to come again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the events of one request; all of it is on the disk. unfit: on the way to quarantine."""

    stored: int
    duplicate: int
    unfit: int


@dataclass(slots=True)
class _Request:
    source: str
    events: Sequence[Event]
    received_at: str
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Stored]
    result: Stored | None = None


@dataclass(slots=True)
class _Task:
    """Something else to be done by the thread that has the connection."""

    work: Callable[[HandOver], object]
    answer: Future[object] = field(default_factory=Future)


class Spool:
    """Keeps events; to be used from the loop that serves. `start` before, `stop` after."""

    def __init__(self, folder: Path, publish: Publish, sources: Path) -> None:
        """folder: the collector's own. publish: told after each change what there is. sources: where mappings lie."""
        self._folder = folder
        self._publish = publish
        self._sources = sources
        self._queue: queue.SimpleQueue[_Request | _Task | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="wegmarke-spool", daemon=True)
        self._opened: Future[None] = Future()
        self._refused = Refused()
        self._refused_kept = 0
        self._changed = True
        self.ready = False

    def start(self) -> None:
        """Open the spool; sqlite3.Error or OSError if that cannot be: another collector has it, or it is damaged."""
        self._thread.start()
        self._opened.result()

    def stop(self) -> None:
        """Write what waits, hand it on, and close."""
        self._queue.put(None)
        self._thread.join()

    async def keep(self, source: str, events: Sequence[Event], received_at: str) -> Stored:
        """Return once all these events are on the disk; `UnavailableError` if that cannot be now."""
        if self._queue.qsize() > MAX_WAITING_REQUESTS:
            raise UnavailableError
        loop = asyncio.get_running_loop()
        request = _Request(source, events, received_at, loop, loop.create_future())
        self._queue.put(request)
        return await request.answer

    def refuse(self, events: int, *, limited: int = 0) -> None:
        """Count events that were answered with an error; limited: the key, by number, for which they were too many."""
        self._refused.events += events
        if limited:
            self._refused.limited[limited] += events

    def do(self, work: Callable[[HandOver], Result]) -> Future[Result]:
        """Have the thread of the spool do something between two groups."""
        task = _Task(work)
        self._queue.put(task)
        return task.answer  # type: ignore[return-value]  # what the work gives is what the future holds

    # the thread

    def _run(self) -> None:
        try:
            connection = connect(self._folder)
            over = HandOver(connection, self._folder, self._sources)
            self._refused = over.refused()
            self._refused_kept = self._refused.events
        except BaseException as error:  # noqa: BLE001 - told to whoever starts the spool
            self._opened.set_exception(error)
            return
        self.ready = True
        self._opened.set_result(None)
        try:
            with contextlib.closing(connection):
                self._work(connection, over)
        except BaseException:  # noqa: BLE001 - a dead thread leaves every sender waiting; a process is started again
            traceback.print_exc()
            os._exit(1)

    def _work(self, connection: sqlite3.Connection, over: HandOver) -> None:
        due = time.monotonic()
        ending = False
        while not ending:
            requests, tasks, ending = self._gathered(due)
            if requests:
                self._commit(connection, requests)
            for task in tasks:
                _done(task, over)
                self._changed = True
            if tasks or ending or time.monotonic() >= due:
                self._chores(connection, over, ending=ending)
                due = time.monotonic() + (HAND_OVER_SECONDS if self.ready else PROBE_SECONDS)

    def _gathered(self, due: float) -> tuple[list[_Request], list[_Task], bool]:
        """What has come in until now: waits for the first, lingers a little for the others."""
        requests: list[_Request] = []
        tasks: list[_Task] = []
        wait = max(0.0, due - time.monotonic())
        while len(requests) < GROUP_REQUESTS:
            try:
                found = self._queue.get(timeout=wait) if wait > 0 else self._queue.get_nowait()
            except queue.Empty:
                break
            if found is None:
                return requests, tasks, True
            if isinstance(found, _Task):
                tasks.append(found)
                wait = 0.0
                continue
            wait = LINGER_SECONDS if not requests else 0.0
            requests.append(found)
        return requests, tasks, False

    def _commit(self, connection: sqlite3.Connection, requests: list[_Request]) -> None:
        """One transaction for all these requests; they are answered when it is on the disk, or failed."""
        try:
            connection.execute("BEGIN IMMEDIATE")
            for request in requests:
                request.result = _written(connection, request)
            connection.execute("COMMIT")
        except (sqlite3.Error, OSError):
            self.ready = False
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            for request in requests:
                request.result = None
        else:
            self.ready = True
            self._changed = True
        _answer(requests)

    def _chores(self, connection: sqlite3.Connection, over: HandOver, *, ending: bool) -> None:
        """Hand events over, keep the count of what was refused, make known how things stand."""
        try:
            if not self.ready or self._refused.events != self._refused_kept:
                refused = Refused(self._refused.events, self._refused.limited.copy())  # the loop goes on counting
                over.note_refused(refused)
                self._refused_kept, self._changed = refused.events, True
            was_ready, self.ready = self.ready, True
            self._changed |= over.step() or not was_ready
        except (sqlite3.Error, OSError):
            self.ready = False
            self._changed = True
            with contextlib.suppress(sqlite3.Error):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        if self._changed or ending:
            with contextlib.suppress(OSError, sqlite3.Error):
                self._publish(over, ready=self.ready, refused=self._refused, ended=ending)
                self._changed = False


def _written(connection: sqlite3.Connection, request: _Request) -> Stored:
    counts: Counter[str] = Counter()
    source, day = request.source, day_of(request.received_at)
    for event in request.events:
        seen = connection.execute(
            "INSERT OR IGNORE INTO seen(id, source, day) VALUES(?, ?, ?)", (event.digest, source, day)
        )
        if not seen.rowcount:
            counts["duplicate"] += 1
            continue
        line = event.line
        if event.tie is not None and not _tied(connection, event.tie, source, day):
            line = event.untied
        connection.execute("INSERT INTO event(source, line) VALUES(?, ?)", (source, line))
        counts["stored" if event.fit else "unfit"] += 1
    connection.execute(
        "INSERT INTO source(name, stored, duplicate, unfit, last_at) VALUES(?, ?, ?, ?, ?) ON CONFLICT(name) DO UPDATE "
        "SET stored = stored + excluded.stored, duplicate = duplicate + excluded.duplicate, "
        "unfit = unfit + excluded.unfit, last_at = excluded.last_at",
        (source, counts["stored"], counts["duplicate"], counts["unfit"], request.received_at),
    )
    return Stored(counts["stored"], counts["duplicate"], counts["unfit"])


def _tied(connection: sqlite3.Connection, tie: tuple[bytes, bytes], source: str, day: int) -> bool:
    """Whether this browser may be told to be this user's: the first user it was tied to stays the only one."""
    connection.execute(
        "INSERT INTO tie(cookie, user, source, day) VALUES(?, ?, ?, ?) ON CONFLICT(cookie) DO UPDATE "
        "SET day = excluded.day WHERE user = excluded.user AND day < excluded.day",
        (*tie, source, day),
    )
    found = connection.execute("SELECT user FROM tie WHERE cookie = ?", tie[:1]).fetchone()
    return bool(found[0] == tie[1])


def _answer(requests: list[_Request]) -> None:
    """Tell the loop once for all of them: each call wakes it up."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Request]] = {}
    for request in requests:
        by_loop.setdefault(request.loop, []).append(request)
    for loop, some in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop has ended; what is on the disk is on the disk
            loop.call_soon_threadsafe(_settle, some)


def _settle(requests: list[_Request]) -> None:
    for request in requests:
        if request.answer.done():
            continue
        if request.result is None:
            request.answer.set_exception(UnavailableError())
        else:
            request.answer.set_result(request.result)


def _done(task: _Task, over: HandOver) -> None:
    try:
        task.answer.set_result(task.work(over))
    except BaseException as error:  # noqa: BLE001 - told to whoever asked
        task.answer.set_exception(error)
