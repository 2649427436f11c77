"""Whoever is told of progress: a watcher, or simply a function."""

from __future__ import annotations

from collections.abc import Callable

from wegmarke.model.progress import Progress, Unwatched, Watcher


class _Told:
    """A function that is told of progress, and never stops the work."""

    __slots__ = ("_tell",)

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell

    def report(self, progress: Progress) -> None:
        """Tell it."""
        self._tell(progress)

    def stopped(self) -> bool:
        """Go on."""
        return False


def watcher_of(progress: Watcher | Callable[[Progress], None] | None) -> Watcher:
    """Whoever is to be told, as a watcher."""
    if progress is None:
        return Unwatched()
    return _Told(progress) if callable(progress) else progress
