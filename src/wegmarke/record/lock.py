"""One writer at a time: a lock that the operating system lets go of when its process ends, however it ends."""

from __future__ import annotations

import json
import os
import platform
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.record.durable import room_or_error

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 30  # far behind the text, which others must still be able to read

    def _take(handle: IO[str]) -> None:
        handle.seek(_LOCKED_BYTE)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        handle.seek(0)

else:
    import fcntl

    def _take(handle: IO[str]) -> None:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


_SIGNATURE = ("process", "machine", "since", "doing")
COLLECTING = "collect"
"""What the collection of events does, every few seconds and not for long; others wait for it."""
PATIENCE_SECONDS = 120.0
_LOOK_EVERY_SECONDS = 0.05


class WriterLock:
    """The right to write into a folder. Readers need none.

    The same thread may enter again while it holds the lock. Whoever comes second, from another thread, process or
    object, gets `workspace_locked`, told who holds it (process number and machine), since when and for what; while the
    collection of events holds it, they wait. A process that dies lets go.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self, doing: str) -> Iterator[None]:
        """Hold the lock while the block runs; `doing` is a word that others are told (import, build, settings, …)."""
        patient_until = time.monotonic() + (0 if doing == COLLECTING else PATIENCE_SECONDS)
        while not self._thread.acquire(blocking=False):
            self._wait(patient_until, self._locked())
        try:
            if self._depth:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                return
            with self._patiently(patient_until) as handle:
                self._depth = 1
                try:
                    self._sign(handle, doing)
                    yield
                finally:
                    self._depth = 0
                    with suppress(OSError):
                        handle.seek(0)
                        handle.truncate()
                        handle.flush()
        finally:
            self._thread.release()

    def _patiently(self, until: float) -> IO[str]:
        while True:
            try:
                return self._open()
            except WegmarkeError as error:
                if error.code != "workspace_locked":
                    raise
                self._wait(until, error)

    @staticmethod
    def _wait(until: float, locked: WegmarkeError) -> None:
        """Wait a little if it is the collection that holds the lock, and there is time left; else give up."""
        if locked.details.get("doing") != COLLECTING or time.monotonic() > until:
            raise locked
        time.sleep(_LOOK_EVERY_SECONDS)

    def _open(self) -> IO[str]:
        with room_or_error(self.path.parent.resolve()):
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        handle = os.fdopen(descriptor, "r+", encoding="utf-8")
        try:
            _take(handle)
        except OSError as error:
            handle.close()
            raise self._locked() from error
        return handle

    @staticmethod
    def _sign(handle: IO[str], doing: str) -> None:
        with suppress(OSError):  # a full disk must not keep anybody from clearing it
            handle.truncate(0)
            signature = {
                "process": os.getpid(),
                "machine": platform.node(),
                "since": now().isoformat(timespec="seconds"),
                "doing": doing,
            }
            # Past the buffer: what it could not get rid of now, it would fail with when the file is closed.
            os.write(handle.fileno(), json.dumps(signature).encode())

    def _locked(self) -> WegmarkeError:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = None  # the holder has not signed yet, or just let go
        signature = found if isinstance(found, dict) else {}
        return WegmarkeError("workspace_locked", **{key: signature[key] for key in _SIGNATURE if key in signature})
