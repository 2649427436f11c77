"""Things sent to workers, one a task, and what they make of each, which comes back in pieces.

Pickles are read only from the cluster that the workspace names, which runs code of this machine anyway.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.identity.cluster import Cluster

PIECE_BYTES = 16 << 20
"""A row is no larger, so that it fits every limit on a message."""

SENT = pa.schema([("number", pa.int64()), ("data", pa.binary())])
MADE = pa.schema([("number", pa.int64()), ("piece", pa.int64()), ("pieces", pa.int64()), ("data", pa.binary())])
SPARK_SCHEMA = "number long, piece long, pieces long, data binary"

Given = TypeVar("Given")
Made = TypeVar("Made")


def made_on(cluster: Cluster, make: Callable[[Given], Made], things: Sequence[Given]) -> list[Made]:
    """What workers make of each of these things, in their order.

    Errors: as `Cluster.run`; what a worker refuses with; `cluster_lost` where not every thing came back once.
    """
    sent = pa.table([range(len(things)), [_bytes(thing) for thing in things]], schema=SENT)
    answer = cluster.run(lambda session, _: _asked(session, sent, Making(make)))
    pieces: dict[int, dict[int, bytes]] = {}
    wanted: dict[int, int] = {}
    for number, piece, count, data in zip(*(column.to_pylist() for column in answer.columns), strict=True):
        pieces.setdefault(number, {})[piece], wanted[number] = data, count
    whole = [number for number, some in pieces.items() if len(some) == wanted[number]]
    if len(answer) != sum(wanted.values()) or sorted(whole) != [*range(len(things))]:
        raise WegmarkeError("cluster_lost", found=len(whole), wanted=len(things))
    return [_read(pieces[number]) for number in range(len(things))]


@dataclass(frozen=True, slots=True)
class Making:
    """What `mapInArrow` calls with things. An error that a person can mend travels back in the place of a result, so
    that Spark does not try the same again.
    """

    make: Callable[[Any], Any]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Row by row, in pieces."""
        for batch in batches:
            for number, data in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield from self._made(number, pickle.loads(data))  # noqa: S301 - made by the machine that asks

    def _made(self, number: int, thing: object) -> Iterator[pa.RecordBatch]:
        try:
            data = _bytes((self.make(thing), None))
        except WegmarkeError as error:
            data = _bytes((None, (error.code, error.details)))
        count = max(-(-len(data) // PIECE_BYTES), 1)
        for piece in range(count):
            row = [number], [piece], [count], [data[piece * PIECE_BYTES : (piece + 1) * PIECE_BYTES]]
            arrays = [pa.array(values, field.type) for values, field in zip(row, MADE, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, schema=MADE)


def _asked(session: Any, sent: pa.Table, making: Making) -> pa.Table:
    frame = session.createDataFrame(sent).repartition(len(sent), "number")
    table: pa.Table = frame.mapInArrow(making, SPARK_SCHEMA).toArrow()
    return table


def _bytes(thing: object) -> bytes:
    return pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)


def _read(pieces: dict[int, bytes]) -> Any:
    data = b"".join(pieces[place] for place in range(len(pieces)))
    made, refused = pickle.loads(data)  # noqa: S301 - of the company's own cluster, see above
    if refused is not None:
        raise WegmarkeError(refused[0], **refused[1])
    return made
