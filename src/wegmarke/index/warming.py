"""Compile every kernel once per machine, before somebody waits for it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from importlib import import_module

import numpy as np

from wegmarke.compiled import Codes, prepare_wide
from wegmarke.index.arrange import touchpoint_type
from wegmarke.index.dictionaries import Steps
from wegmarke.model.progress import Progress, Unwatched, Watcher
from wegmarke.model.touchpoint import Touchpoint

COMPILED = (
    "wegmarke.model.hashing",
    "wegmarke.index.kernels.arranging",
    "wegmarke.index.kernels.steps",
    "wegmarke.index.kernels.journeys",
    "wegmarke.index.kernels.following",
    "wegmarke.index.kernels.funnels",
    "wegmarke.index.kernels.incidents",
    "wegmarke.index.kernels.shared",
    "wegmarke.index.kernels.snapshots",
    "wegmarke.index.kernels.describing",
    "wegmarke.index.kernels.decided",
    "wegmarke.index.kernels.around",
    "wegmarke.index.kernels.periods",
    "wegmarke.index.kernels.friction",
    "wegmarke.index.kernels.promises",
)
"""The modules whose functions are compiled when they are imported, or read from the cache if they ever were."""


def warm(watcher: Watcher | None = None) -> float:
    """Compile what every log needs and is not yet compiled; returns the seconds it took, next to none when nothing was
    left to do.
    """
    watcher = watcher or Unwatched()
    began = time.perf_counter()
    for done, name in enumerate(COMPILED):
        watcher.report(Progress("compile", done / len(COMPILED)))
        import_module(name)
    watcher.report(Progress("compile", 1.0))
    return time.perf_counter() - began


def warm_for(touchpoints: Sequence[Touchpoint], steps: Steps) -> int:
    """Compile besides what an index with these touchpoints and steps needs because its codes are wide; returns how many
    functions that are, 0 for most logs.
    """
    wide: list[Codes] = []
    if touchpoint_type(len(touchpoints)) is not np.uint8:
        wide.append("touchpoint")
    if steps.code_type is not np.uint16:
        wide.append("step")
    if not wide:
        return 0
    warm()  # the functions for wide codes stand in the same modules
    return prepare_wide(*wide)
