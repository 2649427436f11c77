"""Rows that declare an id: which of those coming in are known already, and which take the place of an earlier row.

The rule is a function of what is there, not of the order of work: among all rows of one source with the same id, the
one of the newest file counts (the file whose content came first later), and within a file the later row. An incoming
row whose content equals the row it would follow, read under the same mapping, is a duplicate and is not kept; every
other row is kept, as history where it does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.record.engine import engine
from wegmarke.record.ledger import FileEntry, PartEntry
from wegmarke.record.superseded import NOTHING, Superseded

ORDER_SHIFT = 41
"""Rank of a row = order of its file · 2^41 + row: four million files of two billion thousand rows fit in 63 bits."""


@dataclass(frozen=True, slots=True)
class IncomingRows:
    """The rows of one commit that declare an id, one entry a row, in order of rows."""

    row_id: pa.Array
    row_hash: NDArray[np.uint64]
    row: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matched:
    """How incoming rows stand to what is known.

    duplicate, masked: for each incoming row, whether it is not kept, and whether it is kept but does not count.
    supersedes: for each part, by its name, the places that are masked from now on.
    """

    duplicate: NDArray[np.bool_]
    masked: NDArray[np.bool_]
    supersedes: dict[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class _Known:
    """Live interactions with an id that comes in again: one entry an interaction."""

    code: NDArray[np.int64]
    row_hash: NDArray[np.uint64]
    rank: NDArray[np.int64]
    generation: NDArray[np.int64]
    part: NDArray[np.int64]
    at: NDArray[np.int64]


def match(
    folder: Path,
    incoming: IncomingRows,
    entry: FileEntry,
    parts: Sequence[PartEntry],
    files: Mapping[int, FileEntry],
    superseded: Mapping[str, Superseded],
) -> Matched:
    """Judge incoming rows of the file `entry` against the live `parts` of its source.

    One pass over the ids of the parts, joined in DuckDB, memory capped; only the matches are held.
    """
    coded = incoming.row_id.dictionary_encode()
    code = coded.indices.to_numpy().astype(np.int64)
    known = _known(folder, coded.dictionary, parts, files, superseded)
    rank = (np.int64(entry.order) << ORDER_SHIFT) + incoming.row
    return _judge(code, incoming.row_hash, rank, entry.generation, known, parts)


def _known(
    folder: Path,
    ids: pa.Array,
    parts: Sequence[PartEntry],
    files: Mapping[int, FileEntry],
    superseded: Mapping[str, Superseded],
) -> _Known:
    if not parts:
        empty = np.empty(0, np.int64)
        return _Known(empty, np.empty(0, np.uint64), empty, empty, empty, empty)
    wanted = pa.table({"row_id": ids, "code": pa.array(np.arange(len(ids), dtype=np.int64))})
    paths = [str((folder / part.name).resolve()) for part in parts]
    with engine(folder, folder / "scratch", parts) as connection:
        connection.register("wanted", wanted)
        found = connection.sql(
            """
            select wanted.code as code, r.row_hash as row_hash, r.row as row, r.filename as name,
                   r.file_row_number as place
            from read_parquet($paths, filename = true, file_row_number = true) r join wanted using (row_id)
            """,
            params={"paths": paths},
        ).to_arrow_table()
    part = part_numbers(found["name"], parts)
    at = found["place"].to_numpy().astype(np.int64)
    live = np.ones(len(at), np.bool_)
    for number in np.unique(part):
        mask = superseded.get(parts[number].name, NOTHING)
        here = part == number
        live[here] = ~np.isin(at[here], mask.at)
    order = np.array([files[entry.file].order for entry in parts], np.int64)
    generation = np.array([files[entry.file].generation for entry in parts], np.int64)
    row = found["row"].to_numpy().astype(np.int64)
    return _Known(
        found["code"].to_numpy()[live],
        found["row_hash"].to_numpy().astype(np.uint64)[live],
        ((order[part] << ORDER_SHIFT) + row)[live],
        generation[part][live],
        part[live],
        at[live],
    )


def part_numbers(names: pa.ChunkedArray, parts: Sequence[PartEntry]) -> NDArray[np.int64]:
    """For each file name that DuckDB reported, the place of its part in `parts`."""
    coded = names.combine_chunks().dictionary_encode()
    by_name = {Path(part.name).name: number for number, part in enumerate(parts)}
    found = np.array([by_name[Path(name).name] for name in coded.dictionary.to_pylist()], np.int64)
    return found[coded.indices.to_numpy()] if len(found) else np.empty(0, np.int64)


def _judge(
    code: NDArray[np.int64],
    row_hash: NDArray[np.uint64],
    rank: NDArray[np.int64],
    generation: int,
    known: _Known,
    parts: Sequence[PartEntry],
) -> Matched:
    """Line up known and incoming rows of each id by rank, then look at neighbours."""
    # One known row may have yielded several interactions: they are one entry here, and are masked together below.
    first, row_of = _rows_of(known)
    n_known, n_new = len(first), len(code)
    codes = np.concatenate([known.code[first], code])
    hashes = np.concatenate([known.row_hash[first], row_hash])
    ranks = np.concatenate([known.rank[first], rank])
    generations = np.concatenate([known.generation[first], np.full(n_new, generation, np.int64)])
    is_new = np.arange(n_known + n_new) >= n_known

    lined = line_up(codes, hashes, ranks, generations, is_new)
    covered = lined.covered_by >= 0
    hit = covered[:n_known][row_of] if n_known else np.empty(0, np.bool_)
    supersedes = {
        parts[number].name: np.sort(known.at[hit & (known.part == number)]) for number in np.unique(known.part[hit])
    }
    return Matched(lined.duplicate[n_known:], covered[n_known:], supersedes)


@dataclass(frozen=True, slots=True)
class LinedUp:
    """For each row whether it is a duplicate, and the row that takes its place (-1: none does)."""

    duplicate: NDArray[np.bool_]
    covered_by: NDArray[np.int64]


def line_up(
    codes: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    ranks: NDArray[np.int64],
    generations: NDArray[np.int64],
    is_new: NDArray[np.bool_],
) -> LinedUp:
    """Line up the rows of each id by rank, and look at neighbours. Shapes (rows,).

    codes: of the ids. No two known rows of an id say the same under one mapping.
    """
    order = np.lexsort((is_new, ranks, codes))
    same = np.zeros(len(order), np.bool_)  # like the entry before: same id, content and mapping
    same[1:] = (
        (codes[order][1:] == codes[order][:-1])
        & (hashes[order][1:] == hashes[order][:-1])
        & (generations[order][1:] == generations[order][:-1])
    )
    new = is_new[order]
    double = new & same
    double[:-1] |= new[:-1] & same[1:] & ~new[1:]  # an older row that says what a known newer one says already
    kept = order[~double]
    covered_by = np.full(len(order), -1, np.int64)
    follows = codes[kept[:-1]] == codes[kept[1:]]  # a later kept row of the same id
    covered_by[kept[:-1][follows]] = kept[1:][follows]
    duplicate = np.zeros(len(order), np.bool_)
    duplicate[order] = double
    return LinedUp(duplicate, covered_by)


def _rows_of(known: _Known) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first interaction of each row, and for each interaction the number of its row."""
    order = np.lexsort((known.rank, known.code))
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (known.code[order][1:] != known.code[order][:-1]) | (known.rank[order][1:] != known.rank[order][:-1])
    row_of = np.empty(len(order), np.int64)
    row_of[order] = np.cumsum(begins) - 1
    return order[begins], row_of


def superseded_rows(
    folder: Path, parts: Sequence[PartEntry], files: Mapping[int, FileEntry]
) -> dict[str, NDArray[np.int64]]:
    """Judge all rows with an id of one source anew: for each part the places that do not count.

    Needed when a file is retired, which is rare; the join spills to disk, so that the whole source need not fit in
    memory.
    """
    if not parts:
        return {}
    orders = pa.table(
        {
            "file": pa.array([part.file for part in parts], pa.int32()),
            "file_order": pa.array([files[part.file].order for part in parts], pa.int64()),
        }
    )
    paths = [str((folder / part.name).resolve()) for part in parts]
    places: dict[int, list[NDArray[np.int64]]] = {}
    with engine(folder, folder / "scratch", parts) as connection:
        connection.register("orders", orders)
        reader = connection.sql(
            f"""
            with known as (
                select row_id, filename as name, file_row_number as place,
                       (file_order << {ORDER_SHIFT}) + row as file_rank
                from read_parquet($paths, filename = true, file_row_number = true)
                join (select distinct * from orders) using (file)
                where row_id is not null
            ), newest as (
                select row_id, max(file_rank) as newest_rank from known
                group by row_id having min(file_rank) < max(file_rank)
            )
            select name, place from known join newest using (row_id) where file_rank < newest_rank
            """,  # noqa: S608 - the only value put in is a constant of this file
            params={"paths": paths},
        ).to_arrow_reader(1_000_000)
        for batch in reader:
            table = pa.Table.from_batches([batch])
            part, at = part_numbers(table["name"], parts), table["place"].to_numpy().astype(np.int64)
            for number in np.unique(part):
                places.setdefault(int(number), []).append(at[part == number])
    return {parts[number].name: np.sort(np.concatenate(found)) for number, found in places.items()}
