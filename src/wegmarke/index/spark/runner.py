"""Kernels on a cluster: partitions are folded where they lie, summaries merged in a tree, the last few here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from wegmarke.errors import WegmarkeError
from wegmarke.index.partition import Partition
from wegmarke.index.partitions import places_of, replaced, sizes_of
from wegmarke.index.runner import Kernel
from wegmarke.index.spark.executing import MERGED_AT_ONCE, FoldPartitions, MergeSummaries, Share, merged
from wegmarke.index.spark.session import columns_of_pieces
from wegmarke.index.spark.travelling import unpacked
from wegmarke.index.spark.versions import Workers
from wegmarke.index.spark.waiting import asked_again, connection_to, waited
from wegmarke.index.storage import address_of
from wegmarke.model.progress import Progress, Unwatched, Watcher
from wegmarke.model.shares import shared_out

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

S = TypeVar("S")
TASKS_EACH = 4
"""So many tasks for everything that the cluster does at once: enough that a slow worker delays little."""
ROWS_A_TASK = 100_000
"""A task folds so much before there are more than the cluster does at once: to start one takes about as long as to fold
a million interactions for the map, or some ten thousand for a question that describes histories.
"""

_LOST = ("index_broken", "storage_behind")


class SparkRunner:
    """Asks on the cluster at `address` (`sc://host:port`).

    storage: the address of the workspace on object storage, from where workers take partitions instead of from its
    folder. tasks: into how many the partitions are shared out at most; None: by what the cluster does at once, and
    how much there is to do. The
    answer is complete or there is none: every task says which partitions its summary holds, and what is missing is an
    error.
    """

    def __init__(
        self, address: str, watcher: Watcher | None = None, tasks: int | None = None, storage: str = ""
    ) -> None:
        self._connection = connection_to(address)
        self._watcher = watcher or Unwatched()
        self._tasks = tasks
        self._storage = storage

    @property
    def address(self) -> str:
        """Where the cluster is asked."""
        return self._connection.address

    def workers(self) -> Workers:
        """Who answers there, and that they have what this machine has; errors of connecting, `cluster_differs`."""
        return self._connection.session()[1]

    def map_merge(
        self,
        kernel: Kernel[S],
        partitions: Sequence[Partition],
        stopped: Callable[[], bool] | None = None,
        told: Callable[[float], None] | None = None,
    ) -> S:
        """The merged summary.

        Errors: `import_stopped` when the watcher wishes to stop, `question_stopped` likewise, those of connecting,
        `cluster_folder` where workers do not see the workspace, `index_broken` with the file that is missing or
        damaged, `index_replaced` where builds have removed it meanwhile, `cluster_failed`, `cluster_lost`.
        """
        if not partitions:
            return kernel.zero()
        found = merged(kernel, unpacked(self._answer(kernel, partitions, stopped, told).to_batches()), 0)
        if found.error is not None:
            if found.error.code in _LOST and replaced(partitions):
                raise WegmarkeError("index_replaced") from found.error
            raise found.error
        count = len(partitions)
        if (found.folded, found.places) != (count, count * (count + 1) // 2):
            raise WegmarkeError("cluster_lost", found=found.folded, wanted=count)
        summary: S = found.summary
        return summary

    def _answer(
        self,
        kernel: Kernel[Any],
        partitions: Sequence[Partition],
        stopped: Callable[[], bool] | None,
        told: Callable[[float], None] | None,
    ) -> pa.Table:
        """What the tree left."""

        def ask(session: SparkSession, workers: Workers) -> pa.Table:
            shares = partitions_shared(partitions, self._tasks or tasks_for(partitions, workers.at_once), self._storage)
            return self._asked(session, FoldPartitions.of(kernel, shares), len(shares), stopped, told)

        return asked_again(self._connection, ask)

    def _asked(
        self,
        session: SparkSession,
        fold: FoldPartitions,
        tasks: int,
        stopped: Callable[[], bool] | None,
        told: Callable[[float], None] | None,
    ) -> pa.Table:
        """What the tree left, as rows; waits, tells and may stop meanwhile."""

        def work() -> pa.Table:
            found: pa.Table = _tree(self._connection.numbers(session, tasks), fold, tasks).toArrow()
            return found

        def look(share: float) -> None:
            if self._watcher.stopped() or (stopped is not None and stopped()):
                raise WegmarkeError("import_stopped" if self._watcher.stopped() else "question_stopped")
            self._watcher.report(Progress("ask", share))
            if told is not None and share:  # not every server says how far it is
                told(share)

        return waited(self._connection, session, work, look)


def tasks_for(partitions: Sequence[Partition], at_once: int) -> int:
    """Into how many tasks a walk is shared out, of which the cluster does so many at once."""
    rows = sum(interactions for interactions, _, _ in sizes_of(partitions))
    return min(TASKS_EACH * at_once, max(at_once, rows // ROWS_A_TASK))


def partitions_shared(partitions: Sequence[Partition], most: int, storage: str = "") -> list[Share]:
    """The partitions in shares of about the same size; `runner_needs_files` where one lies in memory alone."""
    places = []
    for place in places_of(partitions):
        if place is None:
            raise WegmarkeError("runner_needs_files")
        places.append(replace(place, folder=address_of(storage, Path(place.folder))) if storage else place)
    shares = shared_out([size for size, _, _ in sizes_of(partitions)], most)
    return [tuple((number + 1, places[number]) for number in share) for share in shares]


def _tree(numbers: Any, fold: FoldPartitions, tasks: int) -> Any:
    """Fold for the numbers of all tasks, then merge so many at once until a few are left."""
    columns = columns_of_pieces()
    found = numbers.mapInArrow(fold, columns)
    merge = MergeSummaries(fold.kernel)
    while tasks > MERGED_AT_ONCE:
        into = -(-tasks // MERGED_AT_ONCE)
        group = (found["task"] / MERGED_AT_ONCE).cast("long")
        found = found.repartition(into, group).mapInArrow(merge, columns)
        tasks = into
    return found
