"""Work shared out among tasks: about as much for each."""

from __future__ import annotations

import heapq
from collections.abc import Sequence


def shared_out(sizes: Sequence[int], most: int) -> list[list[int]]:
    """The places of what has these sizes, in at most so many shares, none empty: the largest first, each to the share
    that has least. In a share they stand in order.
    """
    shares: list[list[int]] = [[] for _ in range(min(len(sizes), max(most, 1)))]
    held = [(0, number) for number in range(len(shares))]
    for place in sorted(range(len(sizes)), key=lambda place: -sizes[place]):
        size, number = heapq.heappop(held)
        shares[number].append(place)
        heapq.heappush(held, (size + sizes[place] + 1, number))
    return [sorted(share) for share in shares]
