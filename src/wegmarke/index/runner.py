"""Where kernels run: on the threads of this machine, or on a cluster (`index/spark`; DESIGN D5, D6)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from wegmarke.errors import WegmarkeError
from wegmarke.index.partition import Partition
from wegmarke.model.progress import Progress, Watcher

S = TypeVar("S")


class Kernel(Protocol[S]):
    """A question to one partition, as a mergeable summary.

    `zero` is a fresh neutral summary, `add` folds a partition into a summary (which it may change and must return),
    `merge` folds one summary into another. The merge is associative and commutative: exact for integers, within
    1e-12 for float sums. A kernel is a small value that can be sent to another machine.
    """

    def zero(self) -> S:
        """A fresh neutral summary."""
        ...

    def add(self, summary: S, partition: Partition) -> S:
        """Fold one partition into the summary."""
        ...

    def merge(self, first: S, second: S) -> S:
        """Fold one summary into another."""
        ...


class Runner(Protocol):
    """Asks a kernel of every partition and merges the answers."""

    def map_merge(
        self,
        kernel: Kernel[S],
        partitions: Sequence[Partition],
        stopped: Callable[[], bool] | None = None,
        told: Callable[[float], None] | None = None,
    ) -> S:
        """The kernel's summary over all partitions. stopped: asked now and then; `question_stopped` when it says so.
        told: is told now and then what share of the walk (0 to 1) is done, where that is known.
        """
        ...


class LocalRunner:
    """Threads of this process; kernels release the GIL. Each thread folds partitions into a summary of its own."""

    def __init__(self, threads: int | None = None, watcher: Watcher | None = None) -> None:
        self.threads = threads or int(os.environ.get("WEGMARKE_THREADS", "0")) or os.cpu_count() or 1
        self._watcher = watcher
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="kernel") if self.threads > 1 else None

    def map_merge(
        self,
        kernel: Kernel[S],
        partitions: Sequence[Partition],
        stopped: Callable[[], bool] | None = None,
        told: Callable[[float], None] | None = None,
    ) -> S:
        """The merged summary. `import_stopped` when the watcher wishes to stop, `question_stopped` likewise."""
        todo = iter(sorted(partitions, key=lambda partition: -len(partition.seconds)))
        lock = threading.Lock()
        done = 0
        watcher = self._watcher

        def work() -> S:
            nonlocal done
            summary = kernel.zero()
            while True:
                with lock:
                    partition = next(todo, None)
                if partition is None:
                    return summary
                if watcher is not None and watcher.stopped():
                    raise WegmarkeError("import_stopped")
                if stopped is not None and stopped():
                    raise WegmarkeError("question_stopped")
                summary = kernel.add(summary, partition)
                with lock:
                    done += 1
                    share = done / len(partitions)
                if watcher is not None:
                    watcher.report(Progress("ask", share))
                if told is not None:
                    told(share)

        workers = min(self.threads, len(partitions))
        if workers <= 1 or self._pool is None:
            return work()
        futures = [self._pool.submit(work) for _ in range(workers - 1)]
        result = work()
        for future in futures:
            result = kernel.merge(result, future.result())
        return result
