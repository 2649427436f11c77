"""A file as rows for the record: read, mapped, what persons corrected put right, those of erased persons refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol, cast

import numpy as np
import pyarrow as pa

from wegmarke.model.ahead import ahead
from wegmarke.model.mapping import Mapping
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.interactions import MappedBatch
from wegmarke.sources.reading import open_source
from wegmarke.sources.settling import settle
from wegmarke.sources.staff import Teams
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.rights.right_values import RightValues

Settled = tuple[tuple[str, str], ...]
"""How doubts of reading (day or month first, …) were settled for a file."""


class Taking(Protocol):
    """Who takes rows: an import, or the chunk that a worker is about to lay down."""

    def append(
        self, interactions: pa.RecordBatch, unfit: Sequence[Unfit], rows_read: int, refused: Sequence[int] = ()
    ) -> None:
        """Take the next rows; see `record.chunks.Pending.append`."""
        ...


@dataclass(frozen=True, slots=True)
class Mapped:
    """Some rows of a file: what the mapping, as it is meant for this file, makes of them; how much of the file has been
    read, from 0 to 1 (None: not known).
    """

    rows: MappedBatch
    meant: Mapping
    done: float | None


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows of one source's files in the workspace in `folder`, under a settled mapping."""

    folder: Path
    mapping: Mapping
    teams: Teams
    gate: Gate

    def of(self, path: Path, after_row: int = 0, reading: Settled | None = None) -> Iterator[Mapped]:
        """Those of a file behind a row, some at a time. reading: how doubts were settled when it was begun.

        Errors: those of reading and mapping.
        """
        right = RightValues(self.folder, self.mapping.source)
        meant = None if reading is None else with_reading(self.mapping, reading)
        with open_source(path, self.mapping.read, self.mapping.format) as reader:
            for raw in ahead(reader.batches(after_row=after_row)):
                if meant is None:
                    meant = settle(self.mapping, raw)
                yield Mapped(right.mapped(meant, raw, self.teams), meant, raw.done)

    def reading(self, mapped: Mapped) -> Settled:
        """What was settled for the file, of what the mapping leaves open."""
        read = mapped.meant.read
        found = {"date_order": read.date_order, "decimal": read.decimal}
        left_open = [name for name, value in found.items() if value and getattr(self.mapping.read, name) is None]
        return tuple((name, cast("str", found[name])) for name in left_open)

    def give(self, mapped: Mapped, taking: Taking) -> None:
        """Give rows to whoever takes them, less those of persons who were erased."""
        append(taking, mapped.rows, mapped.meant, self.gate)


def append(taking: Taking, mapped: MappedBatch, mapping: Mapping, gate: Gate) -> frozenset[int]:
    """Give rows to whoever takes them, less those of persons who were erased; the numbers of these."""
    refused = gate.refused_rows(mapped.interactions, mapped.unfit, mapping)
    if not refused:
        taking.append(mapped.interactions, mapped.unfit, mapped.rows)
        return refused
    stays = ~np.isin(mapped.interactions["row"].to_numpy(), list(refused))
    unfit = [row for row in mapped.unfit if row.row not in refused]
    taking.append(mapped.interactions.filter(pa.array(stays)), unfit, mapped.rows, sorted(refused))
    return refused


def settled(mapping: Mapping, time_zone: str) -> Mapping:
    """The mapping with the workspace's time zone where it names none.

    What a time meant when a row was read must not change with a later setting of the workspace.
    """
    if mapping.read.time_zone is not None:
        return mapping
    return replace(mapping, read=replace(mapping.read, time_zone=time_zone))


def with_reading(mapping: Mapping, reading: Settled) -> Mapping:
    """The mapping as it was settled for a file."""
    found = dict(reading)
    date_order = cast("Literal['dmy', 'mdy', 'ymd'] | None", found.get("date_order", mapping.read.date_order))
    decimal = cast("Literal[',', '.'] | None", found.get("decimal", mapping.read.decimal))
    return replace(mapping, read=replace(mapping.read, date_order=date_order, decimal=decimal))
