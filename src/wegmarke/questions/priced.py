"""Which touchpoints' amounts are counted as revenue: of more than one it may be the same money several times."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wegmarke.index.index import Index
from wegmarke.model.finding import Sentence


def priced_touchpoints(index: Index) -> tuple[str, ...]:
    """The touchpoints whose amounts count as revenue, in order of the index."""
    found = np.zeros(len(index.touchpoints), np.bool_)
    for one in index.facts:
        found[list(one.priced)] = True
    return tuple(index.touchpoints[code].label for code in np.flatnonzero(found).tolist())


def counted_together(index: Index) -> Iterator[Sentence]:
    """The caveat that amounts of several touchpoints are added up, unless the settings say which are revenue."""
    labels = priced_touchpoints(index) if index.settings.revenue is None else ()
    if len(labels) > 1:
        yield Sentence("caveat.priced_together", {"touchpoints": labels})
