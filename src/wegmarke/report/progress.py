"""Progress of long work in the terminal: a bar with rows a second, and Ctrl+C as the wish to stop."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from wegmarke.model.progress import Progress as Reported
from wegmarke.model.progress import Stage
from wegmarke.text import Language, number, word


class ProgressBar:
    """A `Watcher` that draws. In `with`, a first Ctrl+C asks the work to stop where that is safe; a second ends it."""

    def __init__(self, language: Language = "en", console: Console | None = None) -> None:
        self._language = language
        self._stop = threading.Event()
        self._stage: Stage | None = None
        self._task: TaskID | None = None
        self._began = time.monotonic()
        self._before: object = None
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rows]}"),
            TimeElapsedColumn(),
            console=console or Console(stderr=True),
            transient=True,
        )

    def __enter__(self) -> Self:
        self._bar.start()
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupted)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]  # what `signal` gave back

    def report(self, progress: Reported) -> None:
        """Draw how far the stage has come."""
        if progress.stage != self._stage or self._task is None:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._stage, self._began = progress.stage, time.monotonic()
            self._task = self._bar.add_task(word(f"stage:{progress.stage}", self._language), total=None, rows="")
        rows = self._rows(progress.rows) if progress.rows else ""
        if progress.share is None:
            self._bar.update(self._task, rows=rows)
        else:
            self._bar.update(self._task, total=1.0, completed=progress.share, rows=rows)

    def stopped(self) -> bool:
        """Say whether somebody pressed Ctrl+C."""
        return self._stop.is_set()

    def _rows(self, rows: int) -> str:
        elapsed = max(time.monotonic() - self._began, 1e-6)
        unit = word("unit:rows", self._language)
        count, rate = (number(value, "count", self._language) for value in (rows, round(rows / elapsed)))
        return f"{count} {unit} ({rate}/s)"

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._stop.set()
