"""What the identity of customers wants of a cluster: that work is done in its session, watched and stopped like any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Cluster(Protocol):
    """A cluster that speaks Spark Connect. Whoever knows its address fulfils this (`workspace/cluster.py`)."""

    def run(self, work: Callable[[Any, int], T]) -> T:
        """What `work` returns, which is given the session (a `SparkSession`) and how many tasks the cluster begins at
        once.

        All steps of one piece of work see the same session. Errors: `import_stopped`, `package_missing` without the
        extra `spark`, `cluster_unreachable`, `cluster_differs`, `cluster_failed`.
        """
        ...
