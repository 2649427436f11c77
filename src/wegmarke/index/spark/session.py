"""The connection to a cluster by Spark Connect: made when first needed, and anew when the cluster has forgotten it."""

from __future__ import annotations

import atexit
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wegmarke.errors import WegmarkeError
from wegmarke.index.spark.versions import SPARK_SCHEMA, Workers, checked, telling
from wegmarke.model.pieces import SCHEMA as PIECES

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

USUAL_PORT = 15002
CHECKED_TASKS = 64
KEPT_FRAMES = 64
HEARD_WITHIN_SECONDS = 10.0
RETRIES = 4
"""About five seconds in sum; what Spark itself would try is ten minutes, and somebody waits for the answer."""

Told = Callable[[float], None]


class Connection:
    """One session, shared by all threads of this process that ask."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._open: tuple[SparkSession, Workers] | None = None
        self._numbers: dict[int, DataFrame] = {}
        self._telling = threading.local()

    def session(self) -> tuple[SparkSession, Workers]:
        """The session, and what its workers said.

        Errors: `package_missing` without the extra `spark`, `cluster_unreachable`, `cluster_differs`.
        """
        with self._lock:
            if self._open is None:
                session = self._connected()
                self._open = session, self._checked(session)
                self._numbers.clear()
            return self._open

    def numbers(self, session: SparkSession, tasks: int) -> DataFrame:
        """A frame of the numbers from 0 of so many tasks, a task each. The last few are kept: of each new one PySpark
        asks the server for its columns.
        """
        with self._lock:
            if self._open is None or self._open[0] is not session:
                return session.range(0, tasks, 1, tasks)
            found = self._numbers.pop(tasks, None)
            self._numbers[tasks] = session.range(0, tasks, 1, tasks) if found is None else found
            if len(self._numbers) > KEPT_FRAMES:
                del self._numbers[next(iter(self._numbers))]
            return self._numbers[tasks]

    def forget(self, session: SparkSession) -> None:
        """Connect anew the next time."""
        with self._lock:
            if self._open is not None and self._open[0] is session:
                self._open = None

    @contextmanager
    def telling(self, told: Told) -> Iterator[None]:
        """While in here, this thread is told what share of the tasks is done."""
        self._telling.told = told
        try:
            yield
        finally:
            self._telling.told = None

    def _connected(self) -> SparkSession:
        try:
            with warnings.catch_warnings(), _program_with_a_file():
                warnings.simplefilter("ignore")  # of pandas, which is not used here
                from pyspark.sql import SparkSession  # noqa: PLC0415 - only where a workspace names a cluster
                from pyspark.sql.connect.client.retries import DefaultPolicy  # noqa: PLC0415

                self._listens()
                session: SparkSession = SparkSession.builder.remote(self.address).create()
                _leave_quietly(session)
                session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
                _ = session.version
        except ImportError as error:
            raise WegmarkeError("package_missing", package="wegmarke[spark]") from error
        except Exception as error:
            raise WegmarkeError("cluster_unreachable", address=self.address, reason=first_line(error)) from error
        progress: Any = self._progress  # PySpark asks for a class of its own, and calls whatever can be called
        session.registerProgressHandler(progress)
        return session

    def _listens(self) -> None:
        """OSError unless somebody does at the address; gRPC would go on trying for minutes."""
        place = urlsplit(self.address)
        where = place.hostname or "", place.port or USUAL_PORT
        socket.create_connection(where, HEARD_WITHIN_SECONDS).close()

    def _checked(self, session: SparkSession) -> Workers:
        try:
            frame = session.range(0, CHECKED_TASKS)
            told: pa.Table = frame.mapInArrow(telling(), SPARK_SCHEMA).toArrow()
        except Exception as error:
            raise WegmarkeError("cluster_failed", address=self.address, reason=first_line(error)) from error
        return checked(told)

    def _progress(self, *, stages: Any, **_: object) -> None:
        """Spark calls this in the thread that waits for the answer."""
        told = getattr(self._telling, "told", None)
        tasks = sum(stage.num_tasks for stage in stages or ())
        if told is not None and tasks:
            told(sum(stage.num_completed_tasks for stage in stages) / tasks)


def _leave_quietly(session: SparkSession) -> None:
    """At the end of a program PySpark tells the server to forget models of machine learning, which nobody made here. A
    server that is gone by then, or does not answer, would hold the program up, for minutes or for good.
    """
    leaving = getattr(session.client, "_on_exit", None)
    if leaving is not None:
        atexit.unregister(leaving)


@cache
def columns_of_pieces() -> StructType:
    """What `model.pieces` puts things into. PySpark asks the server what a schema means that is told as text."""
    from pyspark.sql.types import BinaryType, LongType, StructField, StructType  # noqa: PLC0415 - as above

    numbers = [StructField(name, LongType()) for name in PIECES.names if name != "data"]
    return StructType([*numbers, StructField("data", BinaryType())])


@contextmanager
def _program_with_a_file() -> Iterator[None]:
    """PySpark takes a program that comes from no file (`python -c`, the worker of a server) for a run of its doctests,
    and ends it when it is imported.
    """
    main = sys.modules["__main__"]
    if hasattr(main, "__file__"):
        yield
        return
    main.__file__ = ""
    try:
        yield
    finally:
        del main.__file__


def gone(error: Exception) -> bool:
    """Whether the server, or what it knew of the session, went away."""
    return any(sign in str(error) for sign in ("SESSION", "UNAVAILABLE", "RETRIES_EXCEEDED", "Connection re"))


def first_line(error: Exception) -> str:
    """What a person can read of an error of Spark, which may hold hundreds of lines of two languages."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if line.split(":", 1)[0].endswith(("Error", "Exception"))]
    return (told or lines or [type(error).__name__])[-1 if told else 0][:300]
