"""Where all pairs of records are compared and weighed: in this process, or on a cluster (`spark/pairs.py`).

What is learned, and how pairs are weighed, does not depend on it.
"""

from __future__ import annotations

from typing import Any, Protocol

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

RECORDS = "records"
"""The table of the records in the engine of this process."""


class Comparer(Protocol):
    """Who compares."""

    def take(self, records: pa.Table, keys: tuple[str, ...]) -> None:
        """Take the records, once. keys: expressions in SQL; those that agree on one of them are compared."""
        ...

    def compare(self, settings: dict[str, Any], at_least: float) -> str:
        """The name of a table of the pairs of at least that weight, as Splink has it."""
        ...

    def ask(self, query: str) -> pa.Table:
        """What a query of that table says."""
        ...


class Here:
    """In the engine of this process, where the records are already, with a column `key_N` for each key."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def take(self, records: pa.Table, keys: tuple[str, ...]) -> None:
        """They are there."""

    def compare(self, settings: dict[str, Any], at_least: float) -> str:
        """As `Comparer`."""
        linker = Linker(registered(self._connection, RECORDS), settings, log_level=None, validate_settings=False)
        return str(linker.inference.predict(threshold_match_weight=at_least).physical_name)

    def ask(self, query: str) -> pa.Table:
        """As `Comparer`."""
        return self._connection.sql(query).to_arrow_table()


def registered(connection: duckdb.DuckDBPyConnection, table: str) -> Any:
    """The table as Splink wants it."""
    return DuckDBAPI(connection).register(table)
