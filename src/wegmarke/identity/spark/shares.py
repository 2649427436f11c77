"""Who is who on a cluster: regions are sent in shares, found by the workers, and put together here.

The machine that asks finds the regions, which is a tenth of the work, and never holds more than a wave of shares as it
travels. The workers need nothing but this package: shares come with the question.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.identity.cluster import Cluster
from wegmarke.identity.clusters import Known
from wegmarke.identity.resolution import Resolution
from wegmarke.identity.shares import FoundShare, Sharing, found

IDENTIFIERS_A_SHARE = 50_000
"""Some four megabytes: a task is worth its start, and a share fits into every limit on a message."""

SHARES_A_WAVE = 64
SCHEMA = pa.schema([("share", pa.int64()), ("data", pa.binary())])
SPARK_SCHEMA = "share long, data binary"


def waves_of(identifiers: int) -> int:
    """In how many steps at most so many identifiers are resolved."""
    return -(-identifiers // (IDENTIFIERS_A_SHARE * SHARES_A_WAVE))


def resolved_on(
    cluster: Cluster, known: Known, ages: NDArray[np.int64], identifiers_each: int = IDENTIFIERS_A_SHARE
) -> Resolution:
    """Who is who, all found anew; the same as `resolved`. Errors: as `Cluster.run`, `cluster_lost`."""
    sharing = Sharing(known, ages, identifiers_each)
    shares: list[FoundShare] = []
    for first in range(0, sharing.count, SHARES_A_WAVE):
        wave = range(first, min(first + SHARES_A_WAVE, sharing.count))
        sent = pa.table([wave, [packed(sharing.share(number)) for number in wave]], schema=SCHEMA)
        answer = cluster.run(lambda session, _, sent=sent: asked(session, sent))  # type: ignore[misc]
        some = [pickle.loads(data) for data in answer["data"].to_pylist()]  # noqa: S301 - of the company's own cluster
        if sorted(one.number for one in some) != [*wave]:
            raise WegmarkeError("cluster_lost", found=len(some), wanted=len(wave))
        shares += some
    return sharing.put_together(shares)


def asked(session: Any, sent: pa.Table) -> pa.Table:
    """What workers find of these shares, a task each."""
    frame = session.createDataFrame(sent).repartition(len(sent), "share")
    table: pa.Table = frame.mapInArrow(find, SPARK_SCHEMA).toArrow()
    return table


def find(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What a worker does with the shares it is given."""
    for batch in batches:
        for number, data in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            one = found(pickle.loads(data))  # noqa: S301 - made by this program on the machine that asks
            yield pa.RecordBatch.from_arrays([pa.array([number]), pa.array([packed(one)], pa.binary())], schema=SCHEMA)


def packed(one: object) -> bytes:
    """As it travels."""
    return pickle.dumps(one, pickle.HIGHEST_PROTOCOL)
