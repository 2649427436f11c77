"""Takes collected events into the record and builds, while the desk is served.

A thread of its own and no job: it has a turn every second, mostly with nothing to do, and a list of jobs full of such
turns would show people nothing.
"""

from __future__ import annotations

import logging
import threading

from wegmarke.desk.setup.services import workspace
from wegmarke.workspace.collecting import Pace, turn

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
AFTER_AN_ERROR_SECONDS = 30.0


class Moving:
    """The thread; `start` begins and `shut_down` ends it."""

    def __init__(self) -> None:
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to move; does nothing when it moves already."""
        if self._thread is None:
            self._end.clear()
            self._thread = threading.Thread(target=self._move, name="wegmarke-collected", daemon=True)
            self._thread.start()

    def shut_down(self) -> None:
        """Stop moving; what was begun is finished, or goes on at the next start."""
        self._end.set()
        if self._thread is not None:
            self._thread.join(10.0)
            self._thread = None

    def _move(self) -> None:
        pace = Pace()
        wait = EVERY_SECONDS
        while not self._end.wait(wait):
            wait = EVERY_SECONDS
            try:
                turn(workspace(), pace)
            except Exception:  # the thread must outlive a disk that is full for a moment
                log.exception("Collected events could not be taken in; they wait, and it is tried again.")
                wait = AFTER_AN_ERROR_SECONDS


MOVING = Moving()
"""The thread of this process."""
