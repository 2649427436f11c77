"""Answers that are being made right now: how far each is, and the wish of who waits for it to stop.

They live in the process that answers, as the answers that are kept do: whoever asks for the same waits for the same.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from wegmarke.model.progress import Progress

LEAST_SHARE: Final = 0.03
"""Below this share done, the time that remains cannot be told from what has passed."""


@dataclass(slots=True)
class Working:
    """A `Watcher` of one answer. share: how much of it is there; walk: how far the walk over the journeys is that is
    being made for it, where it takes long. can_stop: whether it is made for a page that says that it was stopped; where
    a page that needs many answers makes it, nobody takes one of them away.
    """

    can_stop: bool
    share: float = 0.0
    walk: float | None = None
    begun: float = field(default_factory=time.monotonic)
    _stop: threading.Event = field(default_factory=threading.Event)

    def report(self, progress: Progress) -> None:
        """Take note; an answer within an answer does not go back, another walk over the journeys begins anew."""
        if progress.stage == "walk":
            self.walk = progress.share
        else:
            self.share = max(self.share, progress.share or 0.0)
            self.walk = None

    def stopped(self) -> bool:
        """Whether who waits wants it to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Stop where that is possible."""
        if self.can_stop:
            self._stop.set()

    @property
    def remaining_seconds(self) -> float | None:
        """About how long it takes still; None where that cannot be told yet."""
        if self.share < LEAST_SHARE:
            return None
        return (time.monotonic() - self.begun) * (1 - self.share) / self.share


_WORKING: dict[str, Working] = {}
_LOCK = threading.Lock()


@contextmanager
def working_on(token: str, *, can_stop: bool) -> Iterator[Working]:
    """While the answer of this token is made."""
    made = Working(can_stop)
    with _LOCK:
        _WORKING[token] = made
    try:
        yield made
    finally:
        with _LOCK:
            _WORKING.pop(token, None)


def working(token: str) -> Working | None:
    """How far the answer of this token is; None where nobody makes it."""
    with _LOCK:
        return _WORKING.get(token)
