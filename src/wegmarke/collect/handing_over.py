"""From the spool to files: events leave the spool once they stand in a file that is forced to the disk.

Each source has one file that grows, a line an event. How far it is there for good (bytes and lines) is noted in the
transaction that deletes the events from the spool. After a crash the file is cut to that length and the events, which
are then still in the spool, are written again: nothing is lost, nothing is there twice. The record keeps count of the
lines it has taken in, by the same numbers. At the end of a day, of a size, or of a mapping's validity a file is full
and goes to the folder `closed`, from where it is taken in to its end and kept like any imported file.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from wegmarke.clock import now
from wegmarke.model.collection import CLOSED, OPEN, CollectedSource

EVENTS_AT_ONCE = 20_000
BYTES_AT_ONCE = 16 * 1024 * 1024
FULL_BYTES = 256 * 1024 * 1024
_LIMITED = "limited "


@dataclass(frozen=True, slots=True)
class Stream:
    """The file of a source that grows, as far as it is there for good. meaning: which mapping it began under."""

    source: str
    file: str
    day: str
    bytes: int
    rows: int
    meaning: str


@dataclass(slots=True)
class Refused:
    """Events that were answered with an error; limited: those of them that were too many for a key, by its number."""

    events: int = 0
    limited: Counter[int] = field(default_factory=Counter)


class HandOver:
    """Moves events from the spool to files; used by the one thread that has the connection."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, sources: Path) -> None:
        self.connection = connection
        self.folder = folder
        self._sources = sources
        for name in (OPEN, CLOSED):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        self.finish_closing()

    def step(self) -> bool:
        """Hand over what waits, up to a bound; close what is full. Whether anything was done."""
        closed = self._close_full()
        return self._hand_over() or closed

    def streams(self) -> dict[str, Stream]:
        """The files that grow, by source."""
        rows = self.connection.execute("SELECT source, file, day, bytes, rows, meaning FROM stream")
        return {row[0]: Stream(*row) for row in rows}

    def path(self, stream: Stream) -> Path:
        """Where a growing file lies."""
        return self.folder / OPEN / stream.file

    def refused(self) -> Refused:
        """Events that were answered with an error, as last noted."""
        totals = dict(self.connection.execute("SELECT name, value FROM total"))
        limited = {int(name.removeprefix(_LIMITED)): n for name, n in totals.items() if name.startswith(_LIMITED)}
        return Refused(totals.get("refused", 0), Counter(limited))

    def note_refused(self, refused: Refused) -> None:
        """Note them."""
        limited = ((f"{_LIMITED}{key}", events) for key, events in refused.limited.items())
        rows = [("refused", refused.events), *limited]
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany("INSERT OR REPLACE INTO total(name, value) VALUES(?, ?)", rows)
        self.connection.execute("COMMIT")

    def counts(self) -> tuple[CollectedSource, ...]:
        """How each source stands."""
        streams = self.streams()
        waiting = dict(self.connection.execute("SELECT source, count(*) FROM event GROUP BY source"))
        rows = self.connection.execute("SELECT name, stored, duplicate, unfit, last_at FROM source ORDER BY name")
        return tuple(
            CollectedSource(
                name,
                streams[name].file if name in streams else "",
                streams[name].rows if name in streams else 0,
                stored,
                duplicate,
                unfit,
                waiting.get(name, 0),
                last_at,
            )
            for name, stored, duplicate, unfit, last_at in rows
        )

    def _hand_over(self) -> bool:
        lines, last = self._waiting()
        if not lines:
            return False
        known, moved = self.streams(), []
        for source, some in lines.items():
            stream = known.get(source) or self._begun(source)
            added = b"".join(line + b"\n" for line in some)
            _append(self.path(stream), stream.bytes, added)
            moved.append(replace(stream, bytes=stream.bytes + len(added), rows=stream.rows + len(some)))
        _sync(self.folder / OPEN)
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("DELETE FROM event WHERE seq <= ?", (last,))
        self.connection.executemany(
            "INSERT OR REPLACE INTO stream(source, file, day, bytes, rows, meaning) VALUES(?, ?, ?, ?, ?, ?)",
            [(one.source, one.file, one.day, one.bytes, one.rows, one.meaning) for one in moved],
        )
        self.connection.execute("COMMIT")
        if not self.connection.execute("SELECT 1 FROM event LIMIT 1").fetchall():
            # The log still holds what has moved on; emptied, it is short, and holds nobody who is erased elsewhere.
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return True

    def _waiting(self) -> tuple[dict[str, list[bytes]], int]:
        """The oldest events in the spool, by source, and the number of the last of them."""
        lines: dict[str, list[bytes]] = {}
        last = size = 0
        query = "SELECT seq, source, line FROM event ORDER BY seq LIMIT ?"
        for seq, source, line in self.connection.execute(query, (EVENTS_AT_ONCE,)):
            if size > BYTES_AT_ONCE:
                break
            lines.setdefault(source, []).append(line)
            size += len(line)
            last = seq
        return lines, last

    def _begun(self, source: str) -> Stream:
        """A new file; its name is random, so that no spool ever gives it again."""
        day = _today()
        return Stream(source, f"{source}-{day}-{secrets.token_hex(6)}.jsonl", day, 0, 0, self._meaning(source))

    def _meaning(self, source: str) -> str:
        """Tells one mapping of the source from the next, without reading it."""
        try:
            found = (self._sources / f"{source}.toml").stat()
        except OSError:
            return ""
        return f"{found.st_ino}-{found.st_mtime_ns}"

    def _close_full(self) -> bool:
        full = [stream for stream in self.streams().values() if self._is_full(stream)]
        for stream in full:
            self.close(stream)
        return bool(full)

    def _is_full(self, stream: Stream) -> bool:
        if stream.day != _today() or stream.bytes >= FULL_BYTES:
            return True
        return stream.meaning != self._meaning(stream.source)

    def close(self, stream: Stream) -> None:
        """Let a file grow no further; the next event of its source begins another."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("DELETE FROM stream WHERE source = ?", (stream.source,))
        self.connection.execute(
            "INSERT INTO closing(file, source, bytes) VALUES(?, ?, ?)", (stream.file, stream.source, stream.bytes)
        )
        self.connection.execute("COMMIT")
        self.finish_closing()

    def finish_closing(self) -> None:
        """Put full files where they belong; after a crash, those on which it was going on."""
        closing = self.connection.execute("SELECT file, source, bytes FROM closing").fetchall()
        for file, source, size in closing:
            path, target = self.folder / OPEN / file, self.folder / CLOSED / source / file
            target.parent.mkdir(mode=0o700, exist_ok=True)
            if path.exists():
                _append(path, size, b"")
                path.replace(target)
                _sync(target.parent)
            self.connection.execute("DELETE FROM closing WHERE file = ?", (file,))


def _append(path: Path, size: int, added: bytes) -> None:
    """Write behind the first `size` bytes; whatever else stands there is of an attempt that was not finished."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "rb+") as handle:
        if os.fstat(handle.fileno()).st_size < size:
            raise OSError(f"{path.name} is shorter than it was")
        handle.truncate(size)
        handle.seek(size)
        handle.write(added)
        handle.flush()
        os.fsync(handle.fileno())


def _sync(folder: Path) -> None:
    """Make new names in the folder survive a power cut."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _today() -> str:
    return now().date().isoformat()
