"""Delimited text as old systems write it: semicolons, carriage returns, an encoding of their own."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

Row = Sequence[str]


def write_rows(path: Path, header: Row, rows: Iterable[Row], encoding: str = "cp1252") -> int:
    """Write a file; returns how many rows. What the encoding does not know becomes a question mark."""
    count = 0
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
