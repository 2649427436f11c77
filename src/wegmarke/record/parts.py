"""Opening the Parquet files of the record; what cannot be read of one is said by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wegmarke.errors import WegmarkeError
from wegmarke.record.ledger import PartEntry


@contextmanager
def opened(folder: Path, part: PartEntry) -> Iterator[pq.ParquetFile]:
    """A part, to be read in here and nothing else done; `record_broken` with its name when it is missing, not what the
    ledger says, or turns out to be damaged while it is read.
    """
    try:
        with pq.ParquetFile(folder / part.name) as file:
            if file.metadata.num_rows != part.rows:
                raise WegmarkeError("record_broken", what=part.name)
            yield file
    except (OSError, pa.ArrowException) as error:
        raise WegmarkeError("record_broken", what=part.name) from error


def check(folder: Path, part: PartEntry) -> None:
    """Read all of a part; `record_broken` as in `opened`."""
    with opened(folder, part) as file:
        for _ in file.iter_batches():
            pass
