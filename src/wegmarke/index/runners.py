"""Which runner a workspace wants: the threads of this machine, or a cluster that its settings name."""

from __future__ import annotations

from functools import lru_cache

from wegmarke.errors import WegmarkeError
from wegmarke.index.runner import LocalRunner, Runner

LOCAL = "local"
CLUSTER_SCHEME = "sc://"


def check_runner(setting: str) -> None:
    """`workspace_setting` unless this names threads or a cluster."""
    if setting != LOCAL and not (setting.startswith(CLUSTER_SCHEME) and setting.removeprefix(CLUSTER_SCHEME).strip()):
        raise WegmarkeError("workspace_setting", setting="runner", value=setting, expected=[LOCAL, "sc://host:port"])


@lru_cache(maxsize=8)
def runner_of(setting: str = LOCAL, threads: int | None = None, storage: str = "") -> Runner:
    """The runner, the same for all who ask. threads: of this machine, None for all its cores. storage:
    from where the workers of a cluster take partitions, where they do not see the folder.

    Nothing of Spark is imported unless a cluster is named, and none is reached before something is asked.
    """
    check_runner(setting)
    if setting == LOCAL:
        return LocalRunner(threads)
    from wegmarke.index.spark.runner import SparkRunner  # noqa: PLC0415 - only where a workspace names a cluster

    return SparkRunner(setting, storage=storage)
