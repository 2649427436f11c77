"""What the shuffle of a build carries: the rows of one chunk that belong to one partition, as one binary value.

Spark moves values, and sorts them by partition and place; it never looks into one. A row of a table for every
interaction would cost it a hundred times as much.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.index.kernels.arranging import BUCKETS
from wegmarke.index.rows import Chunk
from wegmarke.model.hashing import string_buffers

BUCKET_BITS: Final = BUCKETS.bit_length() - 1
SPARK_SCHEMA = "partition long, place long, data binary"
SCHEMA = pa.schema([("partition", pa.int64()), ("place", pa.int64()), ("data", pa.binary())])
_CERTAIN: Final = ("key", "check", "time", "touchpoint", "outcome", "origin")
_POSSIBLE: Final = ("sequence", "channel", "department", "value", "journey")
_NOTED: Final = "noted "
_WORDS: Final = ("customers", "labels")
_ALIGNED: Final = 8


def sliced(chunk: Chunk, bits: int) -> Iterator[tuple[int, bytes]]:
    """The rows of a chunk by partition, of which there are 2^bits: number of the partition, rows.

    A partition is a range of the hashes of customers. Up to 256 they are runs of the chunk's buckets, in which rows
    keep their order; of more each bucket is split by the bits that follow.
    """
    if bits <= BUCKET_BITS:
        share = BUCKETS >> bits
        bounds, order = chunk.bounds[::share], None
    else:
        partition = (chunk.key >> np.uint64(64 - bits)).astype(np.uint16)
        order = np.argsort(partition, kind="stable")  # a radix sort, the numbers being so small
        bounds = np.concatenate(([0], np.cumsum(np.bincount(partition, minlength=1 << bits))))
    for p in np.flatnonzero(np.diff(bounds)).tolist():
        rows: Any = slice(int(bounds[p]), int(bounds[p + 1]))
        yield p, _packed(chunk, rows if order is None else order[rows])


def _packed(chunk: Chunk, rows: Any) -> bytes:
    columns = {name: getattr(chunk, name)[rows] for name in _CERTAIN}
    for name in _POSSIBLE:
        if (column := getattr(chunk, name)) is not None:
            columns[name] = column[rows]
    columns |= {f"{_NOTED}{name}": column[rows] for name, column in chunk.noted.items()}
    first, columns["place"] = _distinct(columns["key"], columns["check"])
    wanted = pa.array(chunk.place[rows][first])
    kinds = chunk.kinds.take(wanted)
    columns["kind"] = kinds.indices.to_numpy()
    columns |= _text_columns("customers", chunk.customers.take(wanted).cast(pa.string()))
    if chunk.journey_label is not None:
        labels = (
            chunk.journey_label[rows] if isinstance(rows, slice) else chunk.journey_label.take(pa.array(rows))
        ).dictionary_encode()
        columns["label"] = labels.indices.fill_null(-1).to_numpy()
        columns |= _text_columns("labels", labels.dictionary)
    told = [(name, column.dtype.str, len(column)) for name, column in columns.items()]
    head = pickle.dumps((kinds.dictionary.to_pylist(), told), pickle.HIGHEST_PROTOCOL)
    pieces = [len(head).to_bytes(_ALIGNED, "little"), _padded(head)]
    pieces += [_padded(np.ascontiguousarray(column).tobytes()) for column in columns.values()]
    return b"".join(pieces)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _ALIGNED)


def _distinct(key: NDArray[np.uint64], check: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """A row of each customer, and which of these each row is of."""
    _, first, of = np.unique(key, return_index=True, return_inverse=True)
    if (check[first][of] == check).all():
        return first, of.astype(np.int32)
    every = np.arange(len(key))  # two customers share the first hash: one in millions of millions
    return every, every.astype(np.int32)


def _text_columns(name: str, column: pa.StringArray) -> dict[str, NDArray[Any]]:
    data, offsets = string_buffers(column)
    return {f"{name} begin": offsets - offsets[0], f"{name} text": data[offsets[0] : offsets[-1]]}


@dataclass(frozen=True, slots=True)
class Extent:
    """Which of the 256 buckets a partition is made of: first to last - 1; or which part of one it is."""

    first: int
    last: int

    @classmethod
    def of(cls, partition: int, bits: int) -> Extent:
        """Of one of 2^bits partitions."""
        if bits <= BUCKET_BITS:
            share = BUCKETS >> bits
            return cls(partition * share, (partition + 1) * share)
        bucket = partition >> (bits - BUCKET_BITS)
        return cls(bucket, bucket + 1)

    def __len__(self) -> int:
        return self.last - self.first


def chunk_of(data: bytes, extent: Extent) -> Chunk:
    """The rows of a slice as a chunk that has the buckets of its partition alone, from 0."""
    size = int.from_bytes(data[:_ALIGNED], "little")
    words, told = pickle.loads(data[_ALIGNED : _ALIGNED + size])  # noqa: S301 - of this company's own cluster
    at = _ALIGNED + size + -size % _ALIGNED
    columns: dict[str, NDArray[Any]] = {}
    for name, kind, length in told:
        columns[name] = np.frombuffer(data, kind, length, at)
        used = columns[name].nbytes
        at += used + -used % _ALIGNED
    buckets = np.arange(extent.first, extent.last + 1, dtype=np.uint64)
    bounds = np.searchsorted(columns["key"] >> np.uint64(64 - BUCKET_BITS), buckets)
    labels = None
    if "label" in columns:
        codes = columns["label"]
        labels = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), _texts(columns, "labels")).cast(
            pa.string()
        )
    return Chunk(
        bounds=bounds.astype(np.int64),
        place=columns["place"],
        kinds=pa.DictionaryArray.from_arrays(pa.array(columns["kind"]), pa.array(words, pa.string())),
        customers=_texts(columns, "customers"),
        journey_label=labels,
        noted={name.removeprefix(_NOTED): column for name, column in columns.items() if name.startswith(_NOTED)},
        key=columns["key"],
        check=columns["check"],
        time=columns["time"],
        touchpoint=columns["touchpoint"],
        outcome=columns["outcome"],
        origin=columns["origin"],
        sequence=columns.get("sequence"),
        channel=columns.get("channel"),
        department=columns.get("department"),
        value=columns.get("value"),
        journey=columns.get("journey"),
    )


def _texts(columns: Mapping[str, NDArray[Any]], name: str) -> pa.StringArray:
    begin, text = columns[f"{name} begin"], columns[f"{name} text"]
    return pa.StringArray.from_buffers(len(begin) - 1, pa.py_buffer(begin), pa.py_buffer(text))
