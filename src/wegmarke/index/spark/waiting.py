"""Work on the cluster that somebody waits for: told how far it is, and asked whether to go on."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wegmarke.errors import WegmarkeError
from wegmarke.index.spark.session import Connection, first_line, gone
from wegmarke.model.progress import Progress, Stage, Watcher

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import SparkSession

LOOKED_EVERY_SECONDS = 0.1
_CONNECTIONS = 8
_ROWS_AT_ONCE = "64"
"""So many values go from Spark to Python together: slices are of up to some megabytes each."""


@lru_cache(_CONNECTIONS)
def connection_to(address: str) -> Connection:
    """The connection for builds on that cluster, the same for all of this process."""
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
    for attempt in (1, 2):
        session, _ = connection.session()
        try:
            return _waited(connection, session, frame_of, watcher, stage)
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
    tag = f"wegmarke-{uuid.uuid4().hex}"
    answer: list[pa.Table] = []
    failed: list[Exception] = []
    share = 0.0

    def told(done: float) -> None:
        nonlocal share
        share = done

    def work() -> None:
        try:
            session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _ROWS_AT_ONCE)
            session.addTag(tag)
            with connection.telling(told):
                answer.append(frame_of(session).toArrow())
        except Exception as error:  # noqa: BLE001 - told below, in the thread that waits
            failed.append(error)

    waiting = threading.Thread(target=work, name="cluster", daemon=True)
    waiting.start()
    while waiting.is_alive():
        waiting.join(LOOKED_EVERY_SECONDS)
        if watcher.stopped():
            session.interruptTag(tag)
            raise WegmarkeError("import_stopped")
        watcher.report(Progress(stage, share))
    if failed:
        raise failed[0]
    return answer[0]
