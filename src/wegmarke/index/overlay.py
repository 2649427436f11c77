"""Bring the index up to date without building it anew (DESIGN D4).

Customers touched since the base was built are masked there and stand whole in small overlay partitions. Every update
makes the overlay anew from all customers touched since the base, so there is one overlay and never a chain of them.
When it would hold more than five percent of the interactions, or a code outgrows its width, the base is built anew.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.index.arrange import touchpoint_type
from wegmarke.index.attributes import attributes_told
from wegmarke.index.build import collect_rows, make, write_dictionaries, write_partitions
from wegmarke.index.dictionaries import Steps, Variants
from wegmarke.index.layout import Manifest, PartitionEntry, new_name, read_arrow, read_manifest, view, write_arrow
from wegmarke.index.layout import write_manifest as switch_to
from wegmarke.index.opened import read_steps, read_variants
from wegmarke.index.rows import Numberer, Rows
from wegmarke.model.progress import Unwatched, Watcher
from wegmarke.model.touchpoint import Touchpoint

COMPACT_AT = 0.05
"""An overlay of more than this share of all interactions is folded into a new base."""


class OutgrownError(Exception):
    """The overlay does not fit beside the base any more; build the index anew."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom an overlay takes in: the identifiers (columns customer_kind, customer) of every customer that gained, lost
    or changed an interaction since the base was built. gone: further numbers that may stand in the base and count no
    longer, those of customers who were merged or told apart since.
    """

    identifiers: pa.Table
    gone: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))


def update_index(  # noqa: PLR0913 - one job, and each part of it may be left out
    folder: Path,
    batches: Iterable[pa.RecordBatch],
    touched: Touched,
    numberer: Numberer,
    position: int,
    watcher: Watcher | None = None,
    *,
    who_is_who: str = "",
    attributes: Iterable[pa.RecordBatch] = (),
    before_switch: Callable[[tuple[Touchpoint, ...]], None] | None = None,
) -> tuple[Touchpoint, ...]:
    """Put the customers touched since the base was built into the overlay, and switch to the new version.

    `batches` are all live interactions of the record, `touched` says who changed since the manifest's `base_position`;
    for `who_is_who` see `Manifest`. Raises `OutgrownError` when the base has to be built anew, `index_missing` before
    the first build.
    """
    watcher = watcher or Unwatched()
    manifest = read_manifest(folder)
    base = manifest.partitions[: manifest.base_partitions]
    total = sum(entry.interactions for entry in base)
    named = touched.identifiers
    customers = named.combine_chunks().to_batches()[0] if len(named) else pa.RecordBatch.from_pylist([], named.schema)
    wanted = _named(customers)
    kinds = customers.column("customer_kind").cast(pa.string()).dictionary_encode()
    numbers = numberer.number(kinds, customers.column("customer").cast(pa.string()))
    numbers = np.concatenate([numbers, touched.gone])
    steps, variants = read_steps(folder, manifest.steps), read_variants(folder, manifest.variants)
    known_variants = _of_base(variants, manifest.base_partitions)
    with tempfile.TemporaryDirectory(dir=folder, prefix="spill-") as spill:
        rows = Rows(
            manifest.settings,
            manifest.touchpoints,
            manifest.channels,
            manifest.departments,
            manifest.scales,
            manifest.reasons,
            spill=Path(spill),
        )
        collect_rows((_only(batch, wanted) for batch in batches), rows, watcher)
        if rows.count > COMPACT_AT * total:
            raise OutgrownError
        if touchpoint_type(len(rows.touchpoints)) is not touchpoint_type(len(manifest.touchpoints)):
            raise OutgrownError
        known_steps = _widened(steps)
        threads = os.cpu_count() or 1
        built = make(rows, numberer, watcher, threads, known_steps, known_variants, manifest.base_partitions)
        if built.steps.code_type is not steps.code_type:
            raise OutgrownError
        masked = tuple(_mask(folder, entry, numbers) for entry in base)
        told = attributes_told(_only(batch, wanted) for batch in attributes).settle(numberer, manifest.attributes)
        overlay = write_partitions(folder, built, overlay=True, attributes=told)
        names = write_dictionaries(folder, built.steps, built.variants)
    if before_switch is not None:
        before_switch(rows.touchpoints)
    updated = _updated(manifest, rows, (*masked, *overlay), names, position)
    switch_to(folder, replace(updated, who_is_who=who_is_who, attributes=told.attributes))
    return rows.touchpoints


def _updated(
    manifest: Manifest, rows: Rows, partitions: tuple[PartitionEntry, ...], names: tuple[str, str], position: int
) -> Manifest:
    notion = manifest.case_notion
    if rows.count and (rows.with_ids == 0) != (notion == "customer"):
        notion = "mixed"
    return replace(
        manifest,
        version=new_name(),
        position=position,
        touchpoints=rows.touchpoints,
        channels=rows.channels,
        departments=rows.departments,
        scales=rows.scales,
        reasons=rows.reasons,
        case_notion=notion,
        steps=names[0],
        variants=names[1],
        partitions=partitions,
        overlay_other_currencies=rows.other_currencies,
        overlay_left_out_by_lifecycle=rows.left_out_by_lifecycle,
    )


def _joined(column: pa.ChunkedArray) -> pa.StringArray:
    return pa.concat_arrays([pa.array([], pa.string()), *(chunk.cast(pa.string()) for chunk in column.chunks)])


def _named(batch: pa.RecordBatch) -> pa.Array:
    kinds = batch.column("customer_kind").cast(pa.string())
    return pc.binary_join_element_wise(kinds, batch.column("customer").cast(pa.string()), "\x1f")


def _only(batch: pa.RecordBatch, wanted: pa.Array) -> pa.RecordBatch:
    """The rows of these customers."""
    return batch.filter(pc.is_in(_named(batch), wanted))


def _widened(steps: Steps) -> Steps:
    """Codes already given stay; the new ones come behind."""
    return Steps(steps.source.copy(), steps.target.copy())


def _of_base(variants: Variants, partitions: int) -> Variants:
    """The variants that a journey of the base took. An overlay's own go with it; they stand behind the base's."""
    count = int(np.count_nonzero(variants.partition < partitions))
    return Variants(variants.path[:count], variants.partition[:count], variants.journey[:count])


def _mask(folder: Path, entry: PartitionEntry, touched: NDArray[np.uint64]) -> PartitionEntry:
    """The same partition without the journeys of these customers; no file when none of them stands in it."""
    place = folder / "parts" / entry.name
    number = view(read_arrow(place / "customers.arrow"), "number")
    gone = np.isin(number, touched)
    if not gone.any():
        return replace(entry, live=None)
    journeys = view(read_arrow(place / "customer-offsets.arrow"), "journeys")
    live = np.repeat(~gone, np.diff(journeys))
    name = f"live-{new_name()}.arrow"
    write_arrow(place / name, {"live": live.view(np.uint8)})
    return replace(entry, live=name)
