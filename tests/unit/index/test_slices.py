"""Rows that went through the shuffle of a build on a cluster make the partitions that they make at once; no cluster is
needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.contacts import batches_of, random_log, with_promises
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.arrange import Arranged, arrange
from wegmarke.index.rows import Chunk, Rows
from wegmarke.index.spark import slices
from wegmarke.index.spark.gathering import empty_chunk
from wegmarke.index.spark.scattering import MAY_BE_MISSING
from wegmarke.index.spark.slices import Extent, chunk_of, sliced
from wegmarke.model.settings import JourneySettings

SETTINGS = JourneySettings(silence_days=6)


@pytest.fixture(scope="module")
def coded() -> tuple[list[Chunk], Any]:
    """The rows of a log with ids, promises and scores in several chunks, and the codes of their touchpoints."""
    rng = np.random.default_rng(11)
    log = with_promises(rng, random_log(rng, 6000, 400, 40, with_ids=0.5))
    rows = Rows(SETTINGS)
    chunks = [rows.scattered(one) for batch in batches_of(log, 700) for one in rows.enter(batch)]
    return chunks, rows.settle()


def gathered(chunks: Sequence[Chunk], bits: int, recoded: Any, numbers: CustomerNumbers) -> Iterator[Arranged]:
    """The partitions of what was shared out, each made of its own slices alone, in order."""
    shared: dict[int, list[bytes]] = {}
    for chunk in chunks:
        for partition, data in sliced(chunk, bits):
            shared.setdefault(partition, []).append(data)
    for partition in sorted(shared):
        extent = Extent.of(partition, bits)
        come = [*(chunk_of(data, extent) for data in shared[partition]), empty_chunk(MAY_BE_MISSING, extent)]
        part = arrange(come, 0, len(extent), recoded, SETTINGS, numbers)
        assert part is not None
        yield part


@pytest.mark.parametrize("bits", [0, 3, 8, 9, 12])
def test_partitions_of_slices_are_those_of_the_rows(coded: tuple[list[Chunk], Any], bits: int) -> None:
    chunks, recoded = coded
    numbers = CustomerNumbers()
    whole = arrange(chunks, 0, 256, recoded, SETTINGS, numbers)
    assert whole is not None
    parts = list(gathered(chunks, bits, recoded, numbers))
    assert bits == 0 or len(parts) > min(200, 1 << bits) / 2
    for name, values in whole.columns.items():
        assert (np.concatenate([part.columns[name] for part in parts]) == values).all(), name
    for name, values in whole.journeys_columns.items():
        if name == "label":
            assert pa.concat_arrays([part.journeys_columns[name] for part in parts]).equals(values)
        else:
            assert (np.concatenate([part.journeys_columns[name] for part in parts]) == values).all(), name
    assert (np.concatenate([np.diff(part.start) for part in parts]) == np.diff(whole.start)).all()
    assert (np.concatenate([np.diff(part.customers) for part in parts]) == np.diff(whole.customers)).all()
    assert (np.concatenate([part.number for part in parts]) == whole.number).all()
    assert pa.concat_arrays([part.identifier for part in parts]).equals(whole.identifier)
    assert (np.concatenate([part.path for part in parts]) == whole.path).all()
    for name in ("promise_due", "promise_kept", "score", "score_scale", "reason", "amount"):
        found = np.concatenate([getattr(part.noted, name) for part in parts])
        assert (found == getattr(whole.noted, name)).all(), name
    assert len(whole.noted.promise_due) > 100
    counts: dict[int, int] = {}
    for part in parts:
        for pair, count in zip(part.pairs.tolist(), part.pair_counts.tolist(), strict=True):
            counts[pair] = counts.get(pair, 0) + count
    assert counts == dict(zip(whole.pairs.tolist(), whole.pair_counts.tolist(), strict=True))


def test_two_customers_who_share_the_first_hash_stay_two() -> None:
    key, check = np.array([7, 7, 9, 7], np.uint64), np.array([1, 2, 3, 1], np.uint64)
    first, of = slices._distinct(key, check)
    assert (check[first][of] == check).all()
    assert (key[first][of] == key).all()


def test_a_column_that_no_row_of_the_partition_has_is_there_all_the_same(coded: tuple[list[Chunk], Any]) -> None:
    chunks, recoded = coded
    part = next(gathered(chunks, 8, recoded, CustomerNumbers()))
    assert {"channel", "department", "matter"} <= set(part.columns)
    assert {"value", "label"} <= set(part.journeys_columns)
