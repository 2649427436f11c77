"""How near a text comes to what is searched: edits between it and the nearest part of each text.

Bit-parallel after Myers (1999, Journal of the ACM 46), in the form for searching: one step a byte, however many edits.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from wegmarke.compiled import I64, R8, R64, RI64, VOID, W8, compiled

LONGEST = 64
"""Bytes of a text that is searched; what is longer is cut."""

THREADS = 2
_ROWS_A_THREAD = 50_000
_ONE, _NONE = np.uint64(1), np.uint64(0)
_ALL = ~_NONE


def edits_to(
    wanted: bytes, heap: NDArray[np.uint8], starts: NDArray[np.int64], rows: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """For the texts in these rows the edits (letters put in, left out, exchanged) between `wanted` and their nearest
    part; shape (rows,). 0: it stands in the text. `wanted` must have 1 to 64 bytes.
    """
    masks = np.zeros(256, np.uint64)
    for place, byte in enumerate(wanted):
        masks[byte] |= _ONE << np.uint64(place)
    out = np.empty(len(rows), np.uint8)
    cuts = np.linspace(0, len(rows), 1 + min(THREADS, 1 + len(rows) // _ROWS_A_THREAD)).astype(int).tolist()

    def part(first: int, last: int) -> None:
        _edits(heap, starts, rows, masks, len(wanted), first, last, out)

    if len(cuts) == 2:
        part(0, len(rows))
    else:
        with ThreadPoolExecutor(len(cuts) - 1) as pool:
            list(pool.map(part, cuts[:-1], cuts[1:]))
    return out


@compiled(VOID(R8, RI64, RI64, R64, I64, I64, I64, W8))
def _edits(heap, starts, rows, masks, length, first, last, out):
    high = _ONE << np.uint64(length - 1)
    for k in range(first, last):
        i = rows[k]
        plus, minus = _ALL, _NONE
        score, best = length, length
        for j in range(starts[i], starts[i + 1]):
            equal = masks[heap[j]]
            vertical = equal | minus
            horizontal = (((equal & plus) + plus) ^ plus) | equal
            up = minus | ~(horizontal | plus)
            down = plus & horizontal
            if up & high:
                score += 1
            elif down & high:
                score -= 1
            up <<= _ONE
            down <<= _ONE
            plus = down | ~(vertical | up)
            minus = up & vertical
            best = min(best, score)
        out[k] = best
