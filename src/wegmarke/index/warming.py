"""Compile every kernel once per machine, before somebody waits for it."""

from __future__ import annotations

import time
from importlib import import_module

from wegmarke.model.progress import Progress, Unwatched, Watcher

COMPILED = (
    "wegmarke.model.hashing",
    "wegmarke.index.kernels.arranging",
    "wegmarke.index.kernels.steps",
    "wegmarke.index.kernels.journeys",
    "wegmarke.index.kernels.funnels",
    "wegmarke.index.kernels.shared",
)
"""The modules whose functions are compiled when they are imported, or read from the cache if they ever were."""


def warm(watcher: Watcher | None = None) -> float:
    """Compile what is not yet compiled; returns the seconds it took, next to none when nothing was left to do."""
    watcher = watcher or Unwatched()
    began = time.perf_counter()
    for done, name in enumerate(COMPILED):
        watcher.report(Progress("compile", done / len(COMPILED)))
        import_module(name)
    watcher.report(Progress("compile", 1.0))
    return time.perf_counter() - began
