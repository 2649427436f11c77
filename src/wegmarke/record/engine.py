"""The one door to DuckDB in the record.

It sees the record's files and nothing else, in capped memory and capped temporary space.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from wegmarke.errors import WegmarkeError
from wegmarke.record.ledger import PartEntry
from wegmarke.record.parts import check

MEMORY_LIMIT = "2GB"
TEMPORARY_LIMIT = "100GB"


@contextmanager
def engine(
    folder: Path, scratch: Path, parts: Sequence[PartEntry] = (), memory: str = MEMORY_LIMIT
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection without a database file that may read `folder` only.

    What does not fit in memory goes to `scratch` and is gone afterwards. Running out of room, on disk or in the cap, is
    `disk_full`. parts: of the record, which are asked; where that fails, `record_broken` with the one that cannot be
    read.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(scratch),
        "max_temp_directory_size": TEMPORARY_LIMIT,
        "threads": os.cpu_count() or 1,
        "preserve_insertion_order": False,
    }
    connection = duckdb.connect(":memory:", config=settings)
    try:
        # The folders come first: once external access is off they cannot be changed any more.
        connection.execute(f"SET allowed_directories = [{_quoted(folder)}, {_quoted(scratch)}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        connection.execute("SET python_enable_replacements = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    except duckdb.Error as error:
        if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in str(error):
            raise WegmarkeError("disk_full", folder=scratch.name) from error
        for part in parts:
            check(folder, part)
        raise
    finally:
        connection.close()


def _quoted(path: Path) -> str:
    return "'" + str(path.resolve()).replace("'", "''") + "'"
