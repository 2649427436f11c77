"""What `CountPromises` counts, once more grouping by grouping, with sorting and NumPy alone."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.partition import Partition
from wegmarke.index.promises import KEPT, OPEN, Promises, promises_in
from wegmarke.index.summaries.promises import ALL, GIVER, KEEPER, LINE, STATES, CountPromises, regrouped

_FEW = 1 << 16
Counts = NDArray[np.int64]


def promises_counted(partition: Partition, asked: CountPromises) -> tuple[Counts, Counts, Counts, Counts]:
    """Groups, promises, journeys and sums of one partition."""
    promises = promises_in(partition, asked.end)
    chosen = asked.selection.choose(partition)
    if chosen is not None:
        promises = _only(promises, np.flatnonzero(chosen[promises.journey]))
    width = 16
    line = (LINE << 3 * width) | (partition.touchpoint[promises.at].astype(np.int64) << 2 * width)
    line |= (promises.giver << width) | promises.keeper
    every = np.tile(np.arange(len(promises)), 4)
    codes = np.concatenate([regrouped(line, one) for one in (ALL, GIVER, KEEPER, LINE)])
    return _counted(codes, _only(promises, every))


def _only(promises: Promises, which: Counts) -> Promises:
    return Promises(*(getattr(promises, field.name)[which] for field in fields(promises)))


def _counted(code: Counts, promises: Promises) -> tuple[Counts, Counts, Counts, Counts]:
    """Promises lie in order of customers and of their journeys, and the sorts below are stable."""
    group, place = np.unique(code, return_inverse=True)
    count = len(group)
    by_state = place * STATES + promises.state
    states = np.bincount(by_state, minlength=count * STATES).reshape(count, STATES)
    journeys = np.column_stack(
        (
            _distinct(by_state, promises.journey, count * STATES).reshape(count, STATES),
            _distinct(place, promises.journey, count),
        )
    )
    return group, states.astype(np.int64), journeys, _sums(place, promises, count)


def _sorted(key: Counts, count: int) -> Counts:
    return np.argsort(key.astype(np.uint16) if count <= _FEW else key, kind="stable")  # 16 bits sort much faster


def _distinct(key: Counts, journey: Counts, count: int) -> Counts:
    """In how many journeys each key occurs."""
    order = _sorted(key, count)
    key, journey = key[order], journey[order]
    new = np.ones(len(key), np.bool_)
    new[1:] = (key[1:] != key[:-1]) | (journey[1:] != journey[:-1])
    return np.bincount(key[new], minlength=count).astype(np.int64)


def _sums(place: Counts, promises: Promises, count: int) -> Counts:
    """Sums over customers of promises kept and no longer open."""
    order = _sorted(place, count)
    order = order[promises.state[order] != OPEN]
    place, customer = place[order], promises.customer[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (place[1:] != place[:-1]) | (customer[1:] != customer[:-1])
    of = np.cumsum(new) - 1
    m = np.bincount(of).astype(np.int64)
    x = np.bincount(of[promises.state[order] == KEPT], minlength=len(m)).astype(np.int64)
    result = np.zeros((count, 4), np.int64)
    for column, values in enumerate((np.ones(len(m), np.int64), x * x, x * m, m * m)):
        np.add.at(result[:, column], place[new], values)
    return result
