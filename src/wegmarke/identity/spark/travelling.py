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
from wegmarke.model.pieces import SPARK_SCHEMA, in_pieces, put_together

SENT = pa.schema([("number", pa.int64()), ("data", pa.binary())])

Given = TypeVar("Given")
Made = TypeVar("Made")


def made_on(cluster: Cluster, make: Callable[[Given], Made], things: Sequence[Given]) -> list[Made]:
    """What workers make of each of these things, in their order.

    Errors: as `Cluster.run`; what a worker refuses with; `cluster_lost` where one did not come back.
    """
    sent = pa.table([range(len(things)), [_bytes(thing) for thing in things]], schema=SENT)
    answer = cluster.run(lambda session, _: _asked(session, sent, Making(make)))
    found = put_together(answer.to_batches())
    whole = {number: data for number, data in found.items() if data is not None}
    if [*whole] != [*range(len(things))]:
        raise WegmarkeError("cluster_lost", found=len(whole), wanted=len(things))
    return [_read(data) for data in whole.values()]


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
        yield from in_pieces(number, data)


def _asked(session: Any, sent: pa.Table, making: Making) -> pa.Table:
    frame = session.createDataFrame(sent).repartition(len(sent), "number")
    table: pa.Table = frame.mapInArrow(making, SPARK_SCHEMA).toArrow()
    return table


def _bytes(thing: object) -> bytes:
    return pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)


def _read(data: bytes) -> Any:
    made, refused = pickle.loads(data)  # noqa: S301 - of the company's own cluster, see above
    if refused is not None:
        raise WegmarkeError(refused[0], **refused[1])
    return made
