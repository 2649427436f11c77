"""Which rows are known already, and which take the place of others, found by the workers of a cluster for many chunks.

Workers read the ids of the parts of a source and of the chunks that come to it; Spark brings together those of one
share of all ids; workers judge each share. One machine makes a pass over all ids of a source for every chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.spark import slices
from wegmarke.index.spark.scattering import TOLD, received, sent
from wegmarke.index.spark.travelling import Travelling, packed, unpacked
from wegmarke.model.hashing import hash_strings
from wegmarke.model.pieces import SCHEMA, SPARK_SCHEMA
from wegmarke.record import LivePart
from wegmarke.record.judging import KNOWN, Ids, PieceOf, Rulings, Verdicts, judge
from wegmarke.record.recording import HEADS
from wegmarke.record.staging import StagedPart
from wegmarke.record.superseded import read_superseded

IDS_A_SHARE = 1 << 20
MOST_SHARES = 1 << 12
IDS_AN_OPENING = 20_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where ids lie: a part of the record, less the places in `superseded`, or a chunk that was laid down."""

    number: int
    path: str
    superseded: str | None = None


@dataclass(frozen=True, slots=True)
class Comers:
    """What is judged: the live parts of a source that have ids, and the chunks that come to it, in order, each with its
    file's order and generation.
    """

    parts: Sequence[LivePart]
    chunks: Sequence[tuple[StagedPart, int, int]]

    @property
    def rows(self) -> int:
        """Interactions in all, about."""
        return sum(part.entry.rows for part in self.parts) + sum(one.extent.rows for one, _, _ in self.chunks)

    @property
    def passed_over(self) -> int:
        """What one machine passes over for every chunk: ids; opening a part takes as long as so many of them."""
        return self.rows + IDS_AN_OPENING * len(self.parts)

    def pieces(self) -> tuple[list[_Piece], list[PieceOf]]:
        """Parts first, then chunks."""
        lie, are = list[_Piece](), list[PieceOf]()
        for part in self.parts:
            masked = part.entry.superseded
            record = part.path.parent.parent.absolute()
            lie.append(_Piece(len(lie), str(part.path.absolute()), None if masked is None else str(record / masked)))
            are.append(PieceOf(part.file.order, part.file.generation, KNOWN))
        for place, (chunk, order, generation) in enumerate(self.chunks):
            lie.append(_Piece(len(lie), chunk.path))
            are.append(PieceOf(order, generation, place))
        return lie, are


Answer = Callable[[Callable[[Any], Any]], pa.Table]
"""What a frame of a session holds, once the cluster has worked it out."""


def ruled(comers: Comers, answer: Answer, tasks: int) -> Rulings:
    """What becomes of the chunks. Piece `len(parts) + n` is chunk n. tasks: about how many the cluster gets.

    Errors: `record_broken`, `cluster_lost`, those of the answer.
    """
    lie, are = comers.pieces()
    bits = min(comers.rows // IDS_A_SHARE, MOST_SHARES - 1).bit_length()
    shares = [lie[first::tasks] for first in range(min(tasks, len(lie)))]
    scatter, judging = ScatterIds(sent(shares), bits), _judging(sent(are))

    def asked(session: Any) -> Any:
        session.conf.set("spark.sql.shuffle.partitions", str(min(1 << bits, max(tasks, 1))))
        frame = session.range(0, len(shares), 1, len(shares)).mapInArrow(scatter, slices.SPARK_SCHEMA)
        return frame.groupBy("partition").applyInArrow(judging, SPARK_SCHEMA)

    found = unpacked(answer(asked).to_batches())
    for one in found:
        if one.error is not None:
            raise one.error
    read = sum(one.folded for one in found if one.task < 0)
    judged = sum(one.folded for one in found if one.task >= 0)
    if read != judged or sum(one.task < 0 for one in found) != len(lie):
        raise WegmarkeError("cluster_lost", found=judged, wanted=read)
    names: list[str | None] = [part.entry.name for part in comers.parts]
    names += [None] * len(comers.chunks)
    return Rulings(Verdicts.together([one.summary for one in found if one.task >= 0]), names)


def thinned(
    dropped: Sequence[tuple[StagedPart, NDArray[np.int64]]], answer: Answer, tasks: int
) -> dict[str, StagedPart | None]:
    """The chunks without what is known already, by where they lay; None where nothing is left. Workers write them.

    Errors: `record_broken`, `disk_full`, `cluster_lost`, those of the answer.
    """
    if not dropped:
        return {}
    numbered = list(enumerate(dropped))
    shares = [numbered[first::tasks] for first in range(min(tasks, len(numbered)))]
    thin_out = ThinOut(sent(shares))

    def asked(session: Any) -> Any:
        return session.range(0, len(shares), 1, len(shares)).mapInArrow(thin_out, SPARK_SCHEMA)

    found = unpacked(answer(asked).to_batches())
    for one in found:
        if one.error is not None:
            raise one.error
    if len(found) != len(dropped):
        raise WegmarkeError("cluster_lost", found=len(found), wanted=len(dropped))
    return {dropped[one.task][0].path: one.summary for one in found}


@dataclass(frozen=True, slots=True)
class ThinOut:
    """What `mapInArrow` calls with the numbers of tasks: writes chunks anew without some places. shares: as `sent`."""

    shares: bytes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What each chunk has become."""
        for batch in batches:
            for task in batch.column(0).to_pylist():
                for number, (part, dropped) in received(self.shares)[task]:
                    try:
                        one = Travelling(number, part.thinned(dropped), 1, number + 1)
                    except WegmarkeError as error:
                        one = Travelling(number, None, 1, number + 1, error)
                    yield from packed(one)


@dataclass(frozen=True, slots=True)
class ScatterIds:
    """What `mapInArrow` calls with the numbers of tasks: shares ids out by their hash, in 2^bits shares; under TOLD it
    says how many each piece has. shares: the pieces of each task, as `sent`.
    """

    shares: bytes
    bits: int

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The ids of every piece."""
        for batch in batches:
            for task in batch.column(0).to_pylist():
                for piece in received(self.shares)[task]:
                    yield from self._scattered(piece)

    def _scattered(self, piece: _Piece) -> Iterator[pa.RecordBatch]:
        count, error = 0, None
        try:
            heads = _heads(piece)
            count = len(heads)
            hashes = hash_strings(heads["row_id"].combine_chunks())
            share = (hashes >> np.uint64(63 - self.bits) >> np.uint64(1)).astype(np.int64)
            order = np.argsort(share, kind="stable")
            found, first = np.unique(share[order], return_index=True)
            ends = np.append(first[1:], len(order))
            for one, begin, end in zip(found.tolist(), first.tolist(), ends.tolist(), strict=True):
                yield _row(one, piece.number, _written(heads.take(pa.array(order[begin:end]))))
        except WegmarkeError as failed:
            error = failed
        for told in packed(Travelling(TOLD - piece.number, None, 0 if error else count, 1, error)):
            yield _row(TOLD, piece.number, told["data"][0].as_py())


def _heads(piece: _Piece) -> pa.Table:
    """Row, id, hash and place of the interactions whose row declares an id, in order; `record_broken`."""
    try:
        heads = pq.read_table(piece.path, columns=HEADS, partitioning=None)
        masked = None if piece.superseded is None else read_superseded(Path(piece.superseded)).at
    except (OSError, pa.ArrowException) as error:
        raise WegmarkeError("record_broken", what=Path(piece.path).name) from error
    heads = heads.append_column("at", pa.array(np.arange(len(heads), dtype=np.int64)))
    there = heads["row_id"].is_valid().to_numpy()
    if masked is not None:
        there = there.copy()
        there[masked.astype(np.int64)] = False
    return heads if there.all() else heads.filter(pa.array(there))


def _row(share: int, piece: int, data: bytes) -> pa.RecordBatch:
    arrays = [pa.array([value], of.type) for value, of in zip((share, piece, data), slices.SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=slices.SCHEMA)


def _written(heads: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, heads.schema) as stream:
        stream.write_table(heads.combine_chunks())
    return bytes(sink.getvalue())


def _judging(pieces: bytes) -> Callable[[pa.Table], pa.Table]:
    """What `applyInArrow` calls with each share of the ids; what is told besides goes through. pieces: as `sent`."""

    def judged(found: pa.Table) -> pa.Table:
        share, piece, data = found["partition"][0].as_py(), found["place"].to_numpy(), found["data"]
        if share == TOLD:
            zeros = np.zeros(len(piece), np.int64)
            columns = [pa.array(TOLD - piece), pa.array(zeros), pa.array(zeros + 1), data]
            return pa.Table.from_arrays(columns, schema=SCHEMA)
        tables = [pa.ipc.open_stream(one.as_buffer()).read_all() for one in data]
        of = np.repeat(piece, [len(one) for one in tables])
        heads = pa.concat_tables(tables)
        ids = Ids(
            row_id=heads["row_id"].combine_chunks(),
            row_hash=heads["row_hash"].combine_chunks().fill_null(0).to_numpy(),
            row=heads["row"].to_numpy(),
            at=heads["at"].to_numpy(),
            piece=of.astype(np.int64),
        )
        one = Travelling(share, judge(ids, received(pieces)), len(heads), 1)
        return pa.Table.from_batches(packed(one), SCHEMA)

    return judged
