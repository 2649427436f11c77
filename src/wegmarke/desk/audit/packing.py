"""The customers on a list, as the log stores them: sorted numbers, the distances between them, compressed.

A page of 25 customers takes some 60 bytes, an export of 100,000 some 150 kilobytes at most; a table of their own would
take a hundred times that, and erasing a person leaves a bare number behind either way.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np


def packed(numbers: Iterable[int]) -> bytes | None:
    """The distinct numbers as bytes; None where there are none."""
    found = np.unique(np.fromiter(numbers, np.int64))
    if not len(found):
        return None
    return zlib.compress(np.diff(found, prepend=np.int64(0)).astype("<i8").tobytes())


def unpacked(stored: bytes | memoryview | None) -> tuple[int, ...]:
    """The numbers, ascending."""
    if stored is None:
        return ()
    return tuple(np.cumsum(np.frombuffer(zlib.decompress(stored), "<i8")).tolist())


def holds_any(stored: bytes | memoryview, numbers: frozenset[int]) -> bool:
    """Whether one of the numbers is among those stored."""
    return not numbers.isdisjoint(unpacked(stored))
