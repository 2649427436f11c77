"""What workers of the cluster do: fold partitions into a summary, and merge summaries in a tree.

The same kernels on the same files as on one machine; nothing here knows what a question means. An error that a person
can mend travels back as a result, so that Spark does not try the same again; any other is Spark's to repeat.
"""

from __future__ import annotations

import gc
import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.index.kept import share_with_neighbours
from wegmarke.index.partition import Partition, Place, open_partition
from wegmarke.index.runner import Kernel
from wegmarke.index.spark.travelling import Travelling, packed, unpacked
from wegmarke.index.storage import Cache

MERGED_AT_ONCE = 16
"""So many summaries are merged by one task of the tree; it holds them all in memory."""

KEPT_OPEN = 1024
"""So many partitions stay open in a process: sooner or later it is given any of the index, and holds no file open for
them (eight maps each)."""
TRIES = 3
KEPT_KERNELS = 4

Share = tuple[tuple[int, Place], ...]
"""What one task folds: places of partitions in the index from 1, and where each lies."""


@lru_cache(KEPT_OPEN)
def _opened(place: Place) -> Partition:
    """A partition never changes; one that is open already keeps what was found in it, whatever texts others have."""
    if place.texts is not None:
        return place.texts.beside(_opened(replace(place, texts=None)))
    if "://" in place.folder:
        return _fetched(place)
    if not Path(place.folder).is_dir():
        raise WegmarkeError("cluster_folder", folder=place.folder)
    return open_partition(Path(place.folder), place.entry)


def _fetched(place: Place) -> Partition:
    """From object storage, through the disk of this worker; another process may make room there at the same time, and
    whoever cleans that disk may take some files and leave others: what cannot be opened is fetched anew.
    """
    for attempt in range(TRIES):
        cache = Cache.here()
        try:
            return open_partition(cache.fetched(place.folder, place.entry), place.entry)
        except WegmarkeError as error:
            if error.code != "index_broken" or attempt == TRIES - 1:
                raise
            cache.forget(place.folder, place.entry)
    raise AssertionError


@lru_cache(KEPT_KERNELS)
def _kernel(data: bytes) -> Kernel[Any]:
    """The tasks of a walk that share a process share what the kernel's filter chooses."""
    kernel: Kernel[Any] = pickle.loads(data)  # noqa: S301 - made by this program on the machine that asks
    return kernel


@lru_cache(KEPT_KERNELS)
def _shares(data: bytes) -> tuple[Share, ...]:
    """What all tasks are to fold. They name the whole index, so what is kept of earlier versions of it can go."""
    shares: tuple[Share, ...] = pickle.loads(zlib.decompress(data))  # noqa: S301 - as above
    stored: dict[str, set[str]] = {}
    for share in shares:
        for _, place in share:
            if "://" in place.folder:
                stored.setdefault(place.folder, set()).add(place.entry.name)
    for url, names in stored.items():
        Cache.here().keep_only(url, names)
    Cache.here().drop_ended_builds()
    return shares


_KINDS: set[type] = set()
"""Of kernels, that have folded something in this process."""


@cache
def _left_to_stay(kinds: int) -> None:  # noqa: ARG001 - once for each number of kinds
    """What is there by now (modules, compiled kernels) is looked through for garbage no more.

    Spark lets Python collect garbage after every task, before the next: with all that a kernel imports a twelfth of a
    second, of a task of some milliseconds. What is put aside is freed as before when nobody refers to it; only rings of
    it would stay, and there is no more of that than the first task of each kind of kernel leaves.
    """
    gc.freeze()


@dataclass(frozen=True, slots=True)
class FoldPartitions:
    """What `mapInArrow` calls with the numbers of tasks. `shares`: what each is to fold, as a compressed pickle."""

    kernel: bytes
    shares: bytes

    @classmethod
    def of(cls, kernel: Kernel[Any], shares: Sequence[Share]) -> FoldPartitions:
        """This kernel over these shares."""
        shared = zlib.compress(pickle.dumps(tuple(shares), pickle.HIGHEST_PROTOCOL), 1)
        return cls(pickle.dumps(kernel, pickle.HIGHEST_PROTOCOL), shared)

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """One summary a task."""
        _left_to_stay(len(_KINDS))
        shares = _shares(self.shares)
        share_with_neighbours()
        for batch in batches:
            for task in batch.column(0).to_pylist():
                yield from packed(self._folded(task, shares[task]))

    def _folded(self, task: int, share: Share) -> Travelling:
        try:
            kernel = _kernel(self.kernel)
            summary = kernel.zero()
            for _, place in share:
                summary = kernel.add(summary, _opened(place))
            _KINDS.add(type(kernel))
        except WegmarkeError as error:
            return Travelling(task, None, 0, 0, error)
        return Travelling(task, summary, len(share), sum(number for number, _ in share))


@dataclass(frozen=True, slots=True)
class MergeSummaries:
    """What `mapInArrow` calls with summaries that belong together, a number of tasks after the other."""

    kernel: bytes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """One summary for every MERGED_AT_ONCE that came."""
        found: dict[int, list[Travelling]] = {}
        for one in unpacked(batches):
            found.setdefault(one.task // MERGED_AT_ONCE, []).append(one)
        kernel = _kernel(self.kernel)
        for group, some in found.items():
            yield from packed(merged(kernel, some, group))


def merged(kernel: Kernel[Any], some: Sequence[Travelling], task: int) -> Travelling:
    """Summaries of tasks as one, in their order, so that sums do not depend on who was first; the first error, where
    one went wrong.
    """
    for one in some:
        if one.error is not None:
            return Travelling(task, None, 0, 0, one.error)
    summary = some[0].summary
    for one in some[1:]:
        summary = kernel.merge(summary, one.summary)
    return Travelling(task, summary, sum(one.folded for one in some), sum(one.places for one in some))
