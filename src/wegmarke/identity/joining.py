"""Compiled: which identifiers hang together."""

from __future__ import annotations

from wegmarke.compiled import RI64, VOID, WI64, compiled, inlined


@inlined
def _root(of, i):
    while of[i] != i:
        of[i] = of[of[i]]
        i = of[i]
    return i


@compiled(VOID(RI64, RI64, WI64))
def join(a, b, of):
    """Put the ends of every link under one root, the smallest place of all that hang together.

    `of` holds the parent of every place, itself at first; afterwards the root. So the result does not depend on the
    order of links.
    """
    for k in range(len(a)):
        x, y = _root(of, a[k]), _root(of, b[k])
        if x < y:
            of[y] = x
        elif y < x:
            of[x] = y
    for i in range(len(of)):
        of[i] = _root(of, i)
