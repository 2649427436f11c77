"""All contacts of everybody in one table, as no silo has them: what perfect identity resolution would make of it all.

For tests, benchmarks and whoever wants to see the truth beside what the silos tell.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.running import Block

_CODE = pa.dictionary(pa.int8(), pa.string())

INTERACTIONS = pa.schema(
    [
        pa.field("person", pa.int64(), nullable=False),
        pa.field("time", pa.timestamp("s", tz="UTC"), nullable=False),
        pa.field("touchpoint", _CODE, nullable=False),
        pa.field("channel", _CODE, nullable=False),
        pa.field("department", _CODE, nullable=False),
        pa.field("matter", pa.int64()),
        pa.field("value_cents", pa.int32()),
        pa.field("score", pa.int8()),
        pa.field("due", pa.timestamp("s", tz="UTC")),
        pa.field("done", pa.timestamp("s", tz="UTC")),
    ]
)
"""One line a contact. matter: number of the order, offer or fault, different for different people. value_cents: of
orders, offers, invoices and payments. score: 0 to 10 of surveys, 1 to 5 of reviews. due, done: of a promise.
"""

VALUED = (
    Place.BASKET,
    Place.OFFER,
    Place.ORDER,
    Place.CONFIRMATION,
    Place.INVOICE,
    Place.INVOICE_CORRECTED,
    Place.DUNNING,
    Place.PAYMENT,
)
SCORED = (Place.SURVEY_NPS, Place.SURVEY_DELIVERY, Place.SURVEY_SERVICE, Place.REVIEW, Place.MENTION)
_MATTERS = 1 << 12
"""Matters of one person are numbered below this."""


def interactions(block: Block) -> pa.RecordBatch:
    """The contacts of a block with the columns of `INTERACTIONS`, person by person, each in order of time."""
    contacts = block.contacts
    place, person, matter = contacts["place"], contacts["person"].astype(np.int64), contacts["matter"].astype(np.int64)
    columns = [
        pa.array(person),
        _times(contacts["time"]),
        *(_coded(place, name) for name in ("label", "channel", "department")),
        pa.array(person * _MATTERS + matter, mask=matter == 0),
        pa.array(contacts["detail"], mask=~_among(place, VALUED)),
        pa.array(contacts["detail"].astype(np.int8), mask=~_among(place, SCORED)),
        _times(contacts["due"]),
        _times(contacts["done"]),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=INTERACTIONS)


def write_interactions(path: Path, blocks: Iterable[Block]) -> Generator[Block]:
    """Write the contacts of the blocks that pass through; the file is complete when the last has passed."""
    writing = path.with_name(f"{path.name}.writing")
    with pq.ParquetWriter(writing, INTERACTIONS, compression="zstd") as writer:
        for block in blocks:
            writer.write_batch(interactions(block))
            yield block
    writing.replace(path)


def _among(place: NDArray[np.uint8], places: tuple[Place, ...]) -> NDArray[np.bool_]:
    table = np.zeros(len(CATALOGUE), np.bool_)
    table[list(places)] = True
    return table[place]


def _coded(place: NDArray[np.uint8], name: str) -> pa.DictionaryArray:
    of_place = [getattr(one, name) for one in CATALOGUE]
    words = list(dict.fromkeys(of_place))
    codes = np.array([words.index(word) for word in of_place], np.int8)
    return pa.DictionaryArray.from_arrays(pa.array(codes[place]), pa.array(words))


def _times(seconds: NDArray[np.int64]) -> pa.Array:
    return pa.array(seconds, mask=seconds == 0).cast(pa.timestamp("s", tz="UTC"))
