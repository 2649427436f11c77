"""How alike two records are, found by the workers of a cluster.

Spark has no distance that counts swapped neighbours and no similarity of Jaro and Winkler, and reads other spellings of
dates. So the workers ask the engine that this machine asks, in the same words: levels are the same to the last.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import duckdb
import pyarrow as pa

from wegmarke.identity.comparing import Comparison, Level

_OF_THREAD = threading.local()


def arguments_of(comparison: Comparison) -> tuple[str, ...]:
    """The columns of a pair on which the level depends, in the order in which `found_by` wants them."""
    return tuple(f"{column}_{side}" for column in comparison.columns for side in "lr")


def found_by(comparison: Comparison) -> Callable[..., pa.Array]:
    """A function of the columns of pairs to the place of each pair's level from below, shape (pairs,); 0: different.

    It travels to the workers by what it closes over; they have this very package.
    """
    names, case = arguments_of(comparison), case_of(comparison.levels)

    def likeness(*columns: Any) -> Any:
        return levels(names, case, columns)

    likeness.__annotations__.clear()  # PySpark reads them, and knows none for any number of columns
    return likeness


def case_of(found: tuple[Level, ...]) -> str:
    """The levels as one expression in SQL: the first whose condition holds counts."""
    below = len(found) - 1
    cases = " ".join(f"WHEN {level.condition} THEN {below - place}" for place, level in enumerate(found[:-1]))
    return f"CASE {cases} ELSE 0 END"


def levels(names: tuple[str, ...], case: str, columns: tuple[pa.Array, ...]) -> pa.Array:
    """The level of every pair, in their order."""
    connection = _engine()
    connection.register("pairs", pa.table(dict(zip(names, columns, strict=True))))
    try:
        table = connection.sql(f"SELECT ({case})::INTEGER AS level FROM pairs").to_arrow_table()  # noqa: S608 - ours
    finally:
        connection.unregister("pairs")
    return table["level"].combine_chunks()


def _engine() -> duckdb.DuckDBPyConnection:
    """This thread's own, with one thread of its own: the cluster has as many tasks as it has cores, and lines must stay
    in order.
    """
    found: duckdb.DuckDBPyConnection | None = getattr(_OF_THREAD, "engine", None)
    if found is None:
        found = duckdb.connect(":memory:", config={"threads": 1, "enable_external_access": "false"})
        _OF_THREAD.engine = found
    return found
