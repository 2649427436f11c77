"""What the job of this app does: compare all customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from wegmarke.desk.jobs.worker import Worker
from wegmarke.desk.setup.services import workspace
from wegmarke.model.progress import Watcher

LOOK = "look_for_pairs"


def register(worker: Worker) -> None:
    """Tell the worker who does it."""
    worker.register(LOOK, look_for_pairs)


def look_for_pairs(_arguments: Mapping[str, object], watcher: Watcher) -> dict[str, object]:
    """Look for customers who may be one person; nothing is linked by it."""
    return asdict(workspace().look_for_pairs(watcher))
