"""Who is who on a cluster: regions are sent in shares, found by the workers, and put together here.

The machine that asks finds the regions, which is a tenth of the work, and never holds more than a wave of shares as it
travels. The workers need nothing but this package: shares come with the question.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wegmarke.identity.cluster import Cluster
from wegmarke.identity.clusters import Known
from wegmarke.identity.resolution import Resolution
from wegmarke.identity.shares import FoundShare, Sharing, found
from wegmarke.identity.spark.travelling import made_on

IDENTIFIERS_A_SHARE = 50_000
"""Some two megabytes: a task is worth its start, and a share fits into every limit on a message."""

SHARES_A_WAVE = 64


def waves_of(identifiers: int) -> int:
    """In how many steps at most so many identifiers are resolved."""
    return -(-identifiers // (IDENTIFIERS_A_SHARE * SHARES_A_WAVE))


def resolved_on(
    cluster: Cluster,
    known: Known,
    ages: NDArray[np.int64],
    identifiers_each: int = IDENTIFIERS_A_SHARE,
    shares_at_once: int = SHARES_A_WAVE,
) -> Resolution:
    """Who is who, all found anew; the same as `resolved`. Errors: as `made_on`."""
    sharing = Sharing(known, ages, identifiers_each)
    shares: list[FoundShare] = []
    for first in range(0, sharing.count, shares_at_once):
        wave = range(first, min(first + shares_at_once, sharing.count))
        shares += made_on(cluster, found, [sharing.share(number) for number in wave])
    return sharing.put_together(shares)
