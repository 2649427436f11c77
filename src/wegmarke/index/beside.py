"""What a workspace knows beside its journeys, asked for only where a question needs it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.changes import NO_CHANGES, Changes
from wegmarke.model.coded_reasons import Codings
from wegmarke.model.coding_schemes import SchemeName
from wegmarke.model.noted_texts import NotedText

if TYPE_CHECKING:  # an index holds what stands here
    from wegmarke.index.index import Index


@dataclass(frozen=True, slots=True)
class Beside:
    """changes: what sources told otherwise later on. may_be_asked: of customers, by their numbers, who may be
    contacted; None where nobody keeps a list. codings: what people said of free texts, to one of the schemes. texts:
    those of the sources that people chose to code to a scheme, of contacts around leaving or around the first purchase.
    state: changes whenever an answer may have.
    """

    changes: Callable[[], Changes] = lambda: NO_CHANGES
    may_be_asked: Callable[[NDArray[np.uint64]], NDArray[np.bool_]] | None = None
    codings: Callable[[SchemeName], Codings] = lambda scheme: Codings(scheme=scheme)
    texts: Callable[[Index, SchemeName], tuple[NotedText, ...]] = lambda _index, _scheme: ()
    state: Callable[[], Hashable] = lambda: None


NOTHING_BESIDE: Final = Beside()
"""A table in memory has no files that changed, and no list of whom to leave alone."""
