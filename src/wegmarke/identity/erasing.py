"""Taking identifiers out of the ledger of numbers: the text goes, the number stays taken for good.

Numbers of others must not move, so in place of the identifier stands a tombstone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import SEPARATOR, TOMBSTONE, save_numbers
from wegmarke.record.durable import aside


def erase_identifiers(folder: Path, is_theirs: Callable[[str, str], bool]) -> int:
    """Rewrite the ledger of numbers without the identifiers (kind, value) for which `is_theirs`; returns how many.

    Each file is replaced as a whole, so a crash leaves some of them done, and doing it again does the others.
    """
    count = 0
    for path, numbers, identifiers in _files(folder):
        gone = np.array([is_theirs(*pair) for pair in _pairs(identifiers)], np.bool_)
        if gone.any():
            kept = pc.if_else(pa.array(gone), TOMBSTONE, identifiers)
            save_numbers(path, numbers, kept)
            count += int(gone.sum())
    return count


def erase_reasons(folder: Path, is_theirs: Callable[[str, str], bool]) -> int:
    """Rewrite the ledger of links without what people wrote about the identifiers for which `is_theirs`; the numbers
    stay, and point at nobody. Returns how many assertions. Done before the numbers forget the identifiers.
    """
    theirs = pa.array([number for number, *pair in saved_identifiers(folder) if is_theirs(*pair)], pa.int64())
    count = 0
    for path in sorted(folder.glob("links-*.parquet")) if len(theirs) else ():
        try:
            table = pq.read_table(path)
        except (OSError, pa.ArrowException) as error:
            raise WegmarkeError("record_broken", what=f"{folder.name}/{path.name}") from error
        about = pc.or_(pc.is_in(table["a"], theirs), pc.is_in(table["b"], theirs))
        count += pc.sum(about).as_py() or 0
        reasons = pc.if_else(about, "", table["reason"])
        table = table.set_column(table.schema.get_field_index("reason"), table.schema.field("reason"), reasons)
        with aside(path) as written:
            pq.write_table(table, written, compression="zstd")
    return count


def saved_identifiers(folder: Path) -> Iterable[tuple[int, str, str]]:
    """Every (number, kind, value) of the ledger, tombstones left out."""
    for _, numbers, identifiers in _files(folder):
        for number, (kind, value) in zip(numbers.to_pylist(), _pairs(identifiers), strict=True):
            if kind:
                yield number, kind, value


def _pairs(identifiers: pa.Array) -> Sequence[tuple[str, str]]:
    return [(kind, value) for kind, _, value in (text.partition(SEPARATOR) for text in identifiers.to_pylist())]


def _files(folder: Path) -> Iterable[tuple[Path, pa.Array, pa.Array]]:
    for path in sorted(folder.glob("numbers-*.parquet")):
        try:
            table = pq.read_table(path)
            yield path, table["number"].combine_chunks(), table["identifier"].combine_chunks()
        except (OSError, pa.ArrowException, KeyError) as error:
            raise WegmarkeError("record_broken", what=f"{folder.name}/{path.name}") from error
