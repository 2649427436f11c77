"""Work of a workspace in a session of the cluster that its settings name: watched, stopped, and ended behind it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from wegmarke.errors import WegmarkeError
from wegmarke.index.runners import LOCAL
from wegmarke.index.spark.session import Connection, first_line
from wegmarke.index.spark.waiting import waited
from wegmarke.model.progress import Progress, Stage, Watcher
from wegmarke.model.settings import BuildsOn

T = TypeVar("T")


def cluster_for(runner: str, on: BuildsOn, *, worth: bool) -> str | None:
    """The address of the cluster that does a piece of work; None: this machine does. runner: the setting; worth:
    whether there is so much to do that a cluster is worth the way.

    `workspace_setting` where a cluster is asked for and none is named.
    """
    if on == "cluster" and runner == LOCAL:
        raise WegmarkeError("workspace_setting", setting="runner", value=runner, expected=["sc://host:port"])
    return runner if runner != LOCAL and (on == "cluster" or (on == "auto" and worth)) else None


def let_go(session: Any) -> None:
    """Take from the cluster's memory and disks what the views of this session hold there, and would outlive it."""
    for table in session.catalog.listTables():
        if table.isTemporary:
            session.catalog.uncacheTable(table.name)


class OnCluster:
    """One piece of work in several steps on the cluster at `address`; fulfils `identity.cluster.Cluster`.

    stage, steps: what the watcher is told, and of how many steps. The session is this work's own. It is ended with the
    work, so that the cluster keeps nothing that was sent there.
    """

    def __init__(self, address: str, watcher: Watcher, stage: Stage, steps: int) -> None:
        self._connection = Connection(address)
        self._watcher = watcher
        self._stage, self._steps, self._done = stage, steps, 0
        self._session: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is None:
            return
        self._connection.forget(self._session)
        with suppress(Exception):  # a cluster that is gone keeps nothing
            let_go(self._session)
        self._session.stop()

    def run(self, work: Callable[[Any, int], T]) -> T:
        """What the step returns; waits, tells and may stop meanwhile. Errors: as `Cluster.run`."""
        session, workers = self._connection.session()
        self._session = session

        def look(share: float) -> None:
            if self._watcher.stopped():
                raise WegmarkeError("import_stopped")
            self._watcher.report(Progress(self._stage, min((self._done + share) / self._steps, 1.0)))

        try:
            return waited(self._connection, session, lambda: work(session, workers.at_once), look)
        except WegmarkeError:
            raise
        except Exception as error:
            address, reason = self._connection.address, first_line(error)
            raise WegmarkeError("cluster_failed", address=address, reason=reason) from error
        finally:
            self._done += 1
