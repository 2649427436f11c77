"""Looks into the inbox while the desk is served, and has what lies there taken in as a job.

The thread itself only looks at names, sizes and times; the reading is the worker's, so that it stands in line with the
imports people start, can be stopped, and is seen in the list of jobs.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from wegmarke.desk.jobs.models import ACTIVE, Job
from wegmarke.desk.jobs.services import start_job
from wegmarke.desk.setup.handlers import TAKE_IN
from wegmarke.desk.setup.services import workspace
from wegmarke.workspace.taking_in.inbox import INBOX, SETTLE_SECONDS, waiting

log = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
AGAIN_AFTER_SECONDS = 300.0
"""Files that stayed where they are (another process writes to the workspace, the disk is full) get another turn."""

Signature = tuple[int, int, int]


class InboxWatch:
    """Starts a job once a file has lain unchanged for some seconds; one job at a time, and none twice for the same."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[str, tuple[Signature, float]] = {}
        self._asked: dict[str, tuple[Signature, float]] = {}
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look; does nothing when it looks already."""
        if self._thread is None:
            self._end.clear()
            self._thread = threading.Thread(target=self._watch, name="wegmarke-inbox", daemon=True)
            self._thread.start()

    def shut_down(self) -> None:
        """Stop looking."""
        self._end.set()
        if self._thread is not None:
            self._thread.join(5.0)
            self._thread = None

    def look(self) -> bool:
        """Look once; say whether a job was started."""
        current = self._clock()
        found: dict[str, tuple[Signature, float]] = {}
        for path, signature in waiting(workspace().folder / INBOX):
            before = self._seen.get(str(path))
            found[str(path)] = (signature, before[1] if before and before[0] == signature else current)
        self._seen = found
        ready = {
            path: (signature, current)
            for path, (signature, since) in found.items()
            if current - since >= SETTLE_SECONDS and not self._asked_lately(path, signature, current)
        }
        if not ready or Job.objects.filter(kind=TAKE_IN, state__in=ACTIVE).exists():
            return False
        self._asked |= ready
        start_job(TAKE_IN, {}, user=None)
        return True

    def _asked_lately(self, path: str, signature: Signature, current: float) -> bool:
        asked = self._asked.get(path)
        return asked is not None and asked[0] == signature and current - asked[1] < AGAIN_AFTER_SECONDS

    def _watch(self) -> None:
        while not self._end.wait(EVERY_SECONDS):
            try:
                self.look()
            except Exception:  # the thread must outlive a folder or a database that is away for a moment
                log.exception("The watch over the inbox met an error and goes on.")
            finally:
                close_old_connections()


WATCH = InboxWatch()
"""The watch of this process."""
