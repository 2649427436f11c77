"""A look at a file before anything is decided: columns, first values, and what its reader found out."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.desk.setup.attributes import WORDS_SHOWN, WordsSeen
from wegmarke.desk.setup.editor import EXAMPLES, Sample
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Format, ReadOptions
from wegmarke.sources.csv import CsvReader
from wegmarke.sources.excel import ExcelReader
from wegmarke.sources.guess import as_found, employees_among, guess_from_batch
from wegmarke.sources.profile import profile
from wegmarke.sources.reading import find_format, open_source
from wegmarke.sources.texts import as_text, missing_to_null

LOOKED_AT = 2_000
DOUBTS = {"time_unreadable", "mapping_incomplete"}
"""Days and months, or decimals, that could be either, or which side of a mail is the company's: the page asks, so the
columns are shown all the same.
"""
NOBODY = "unknown.invalid"


def sample_of(path: Path, read: ReadOptions, source: str) -> Sample:
    """Look at the first rows; looked at again only when the file or the way of reading changes.

    Errors: those of reading.
    """
    status = path.stat()
    return _sample(path, (status.st_size, status.st_mtime_ns), read, source)


@lru_cache(maxsize=16)
def _sample(path: Path, stamp: tuple[int, int], read: ReadOptions, source: str) -> Sample:
    kind: Format = find_format(path)
    with open_source(path, read, kind, batch_rows=LOOKED_AT) as reader:
        columns = reader.columns
        batch = next(reader.batches(), None)
        read = as_found(reader, read)
        encoding = delimiter = ""
        if isinstance(reader, CsvReader):
            encoding, delimiter = reader.encoding, reader.dialect.delimiter
        sheets = reader.sheets if isinstance(reader, ExcelReader) else ()
    if batch is None:
        raise WegmarkeError("file_empty", file=path.name)
    rows = batch.columns.slice(0, LOOKED_AT)
    profiles = {name: profile(name, rows.column(name), read.date_order) for name in rows.schema.names}
    try:
        guess = guess_from_batch(batch, columns, kind, read, source)
    except WegmarkeError as error:
        if error.code not in DOUBTS:
            raise
        # Guess as if it were settled, and leave what is in doubt open: the page asks for it.
        own = read.own_domains or (NOBODY,)
        settled = replace(read, date_order=read.date_order or "dmy", decimal=read.decimal or ",", own_domains=own)
        guess = guess_from_batch(batch, columns, kind, settled, source)
        guess = replace(guess, mapping=guess.mapping and replace(guess.mapping, read=read))
    return Sample(
        columns=columns,
        examples={found.name: found.examples[:EXAMPLES] for found in profiles.values()},
        guess=guess,
        employees=tuple(dict.fromkeys((*employees_among(profiles), *guess.drop))),
        encoding=encoding,
        delimiter=delimiter,
        sheets=sheets,
        words={name: _words(rows.column(name)) for name in rows.schema.names},
    )


def _words(column: pa.Array) -> WordsSeen:
    """The words of a column's first rows, the commonest first."""
    counted = pc.value_counts(missing_to_null(as_text(column)).drop_null())
    words, counts = counted.field("values").to_pylist(), counted.field("counts").to_pylist()
    ranked = sorted(zip(words, counts, strict=True), key=lambda one: (-one[1], one[0]))
    return WordsSeen(len(ranked), tuple(ranked[:WORDS_SHOWN]))
