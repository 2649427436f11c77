"""What a workspace knows beside its journeys, asked for only where a question needs it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.changes import NO_CHANGES, Changes
from wegmarke.model.coded_reasons import Codings
from wegmarke.model.coding_schemes import SchemeName


@dataclass(frozen=True, slots=True)
class Beside:
    """changes: what sources told otherwise later on. may_be_asked: of customers, by their numbers, who may be
    contacted; None where nobody keeps a list. codings: what people said of free texts, to one of the schemes. state:
    changes whenever an answer may have.
    """

    changes: Callable[[], Changes] = lambda: NO_CHANGES
    may_be_asked: Callable[[NDArray[np.uint64]], NDArray[np.bool_]] | None = None
    codings: Callable[[SchemeName], Codings] = lambda scheme: Codings(scheme=scheme)
    state: Callable[[], Hashable] = lambda: None


NOTHING_BESIDE: Final = Beside()
"""A table in memory has no files that changed, and no list of whom to leave alone."""
