"""Work on the cluster that somebody waits for: told how far it is, and asked whether to go on."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from wegmarke.errors import WegmarkeError
from wegmarke.index.spark.session import Connection, first_line, gone
from wegmarke.index.spark.versions import Workers
from wegmarke.model.progress import Progress, Stage, Watcher

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

T = TypeVar("T")
LOOKED_EVERY_SECONDS = 0.1
HEARD_WITHIN_SECONDS = 2.0
_CONNECTIONS = 8
_ROWS_AT_ONCE = "64"
"""So many values go from Spark to Python together: slices are of up to some megabytes each."""


@lru_cache(_CONNECTIONS)
def connection_to(address: str) -> Connection:
    """The connection for questions and builds on that cluster, the same for all of this process: each new one has
    workers begin anew, and load what they need.
    """
    return Connection(address)


def answered(
    connection: Connection, frame_of: Callable[[SparkSession], Any], watcher: Watcher, stage: Stage
) -> pa.Table:
    """What the frame holds, once it is worked out. A server that has begun anew is asked once more.

    Errors: `import_stopped` when the watcher wishes to stop, those of connecting, `cluster_failed`.
    """
    watcher.report(Progress(stage, 0.0))
    if watcher.stopped():
        raise WegmarkeError("import_stopped")
    return asked_again(connection, lambda session, _: _waited(connection, session, frame_of, watcher, stage))


def asked_again(connection: Connection, ask: Callable[[SparkSession, Workers], T]) -> T:
    """What is answered in the session. A server that has begun anew, and so knows nothing of it, is asked once more.

    Errors: those of connecting, `cluster_failed`; what is raised as a `WegmarkeError` goes through.
    """
    for attempt in (1, 2):
        session, workers = connection.session()
        try:
            return ask(session, workers)
        except WegmarkeError:
            raise
        except Exception as error:
            connection.forget(session)
            if attempt == 2 or not gone(error):
                address = connection.address
                raise WegmarkeError("cluster_failed", address=address, reason=first_line(error)) from error
    raise AssertionError


def _waited(
    connection: Connection,
    session: SparkSession,
    frame_of: Callable[[SparkSession], Any],
    watcher: Watcher,
    stage: Stage,
) -> pa.Table:
    def work() -> pa.Table:
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _ROWS_AT_ONCE)
        found: pa.Table = frame_of(session).toArrow()
        return found

    def look(share: float) -> None:
        if watcher.stopped():
            raise WegmarkeError("import_stopped")
        watcher.report(Progress(stage, share))

    return waited(connection, session, work, look)


def waited(connection: Connection, session: SparkSession, work: Callable[[], T], look: Callable[[float], None]) -> T:
    """What the work in this session returns; raises what it raises.

    look: called again and again meanwhile with the share that is done, which never falls (0 where the server does not
    say); what it raises ends the waiting, and the cluster drops the work.
    """
    tag = f"wegmarke-{uuid.uuid4().hex}"
    found: list[T] = []
    failed: list[Exception] = []
    share = 0.0

    def told(done: float) -> None:
        nonlocal share
        share = max(share, done)  # a later stage may only then be counted

    def working() -> None:
        try:
            session.addTag(tag)
            with connection.telling(told):
                found.append(work())
        except Exception as error:  # noqa: BLE001 - told below, in the thread that waits
            failed.append(error)

    waiting = threading.Thread(target=working, name="cluster", daemon=True)
    waiting.start()
    while waiting.is_alive():
        waiting.join(LOOKED_EVERY_SECONDS)
        try:
            look(share)
        except WegmarkeError:
            _dropped(session, tag)
            raise
    if failed:
        raise failed[0]
    return found[0]


def _dropped(session: SparkSession, tag: str) -> None:
    """Tell the cluster to drop that work. A server all of whose threads are busy hears it late; nobody waits long."""

    def drop() -> None:
        with suppress(Exception):  # a server that is gone does nothing any more
            session.interruptTag(tag)

    dropping = threading.Thread(target=drop, name="cluster-stop", daemon=True)
    dropping.start()
    dropping.join(HEARD_WITHIN_SECONDS)
