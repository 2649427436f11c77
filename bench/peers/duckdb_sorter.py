"""DuckDB's own way to a sorted log on disk: the yardstick of building an index."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import duckdb

from bench.peers.contract import Asked, Files


class Sorter:
    """`COPY (… ORDER BY customer_id, timestamp) TO … (FORMAT parquet)` of the same file."""

    name = "DuckDB, ORDER BY to Parquet"
    version = duckdb.__version__

    def prepare(self, files: Files) -> Mapping[str, float]:
        """Sort once, and tell seconds and bytes."""
        sorted_file = Path(files.scratch) / "sorted.parquet"
        with duckdb.connect() as connected:
            connected.execute(f"SET temp_directory = '{files.scratch}'; SET max_temp_directory_size = '40GB'")
            began = time.perf_counter()
            connected.execute(
                f"COPY (SELECT * FROM read_parquet('{files.arrival}') ORDER BY customer_id, timestamp) "
                f"TO '{sorted_file}' (FORMAT parquet)"
            )
            seconds = time.perf_counter() - began
        told = {"load_seconds": seconds, "bytes": float(sorted_file.stat().st_size)}
        sorted_file.unlink()
        return told

    def jobs(self) -> Mapping[str, Asked]:
        """None: it only sorts."""
        return {}
