"""Build the index from the record, or in memory from any batches; bring it up to date by an overlay."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.arrange import Arranged, arrange, step_codes
from wegmarke.index.attributes import NO_ATTRIBUTES, AttributeRows, CustomerAttributes, attributes_told, code_columns
from wegmarke.index.dictionaries import (
    NO_STEPS,
    NO_VARIANTS,
    LocalVariants,
    Steps,
    StepTable,
    Variants,
    local_variants,
    make_steps,
    make_variants,
)
from wegmarke.index.index import Index
from wegmarke.index.kernels.arranging import BUCKETS
from wegmarke.index.layout import PARTITION_ROWS, Manifest, PartitionEntry, new_name, write_arrow, write_manifest
from wegmarke.index.noted import TABLES
from wegmarke.index.partition import Partition
from wegmarke.index.partitions import facts_in
from wegmarke.index.rows import Entered, Numberer, Rows
from wegmarke.index.warming import warm_for
from wegmarke.model.ahead import abreast, ahead
from wegmarke.model.progress import Progress, Unwatched, Watcher
from wegmarke.model.settings import CaseNotion, JourneySettings, Level
from wegmarke.model.touchpoint import Touchpoint

T = TypeVar("T")
BeforeSwitch = Callable[[tuple[Touchpoint, ...]], None]
STEPS, VARIANTS = "steps.arrow", "variants.arrow"
"""The files of a partition that hold the codes of its steps and variants, once it is built."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made of rows: the pieces that memory and disk share."""

    arranged: list[Arranged]
    steps: Steps
    variants: Variants
    step_codes: list[NDArray[Any]]
    variant_codes: list[NDArray[np.uint32]]


def collect_rows(
    batches: Iterable[pa.RecordBatch],
    rows: Rows,
    watcher: Watcher,
    expected: int | None = None,
    threads: int | None = None,
) -> Rows:
    """Take in all batches, telling the watcher; `import_stopped` when it wishes to stop."""

    def entered() -> Iterator[Entered]:
        for batch in ahead(batches):
            if watcher.stopped():
                raise WegmarkeError("import_stopped")
            yield from rows.enter(batch)
            watcher.report(Progress("number", rows.count / expected if expected else None, rows.count))

    rows.chunks.extend(abreast(rows.scattered, entered(), threads or os.cpu_count() or 1))
    return rows


def _on_threads(threads: int, work: Callable[[int], T], count: int, watcher: Watcher, stage: str) -> list[T]:
    """work(0), …, work(count - 1) on some threads, results in order."""
    results: list[T] = []

    def one(i: int) -> T:
        if watcher.stopped():
            raise WegmarkeError("import_stopped")
        return work(i)

    with ThreadPoolExecutor(threads, thread_name_prefix="build") as pool:
        for i, result in enumerate(pool.map(one, range(count))):
            results.append(result)
            watcher.report(Progress("sort" if stage == "sort" else "code", (i + 1) / count))
    return results


def partition_count(rows: int, most: int = BUCKETS) -> int:
    """A power of two up to `most`, so that a partition has about PARTITION_ROWS interactions; four at least once it is
    worth a thread.
    """
    wanted = max(rows // PARTITION_ROWS, 4 if rows > 200_000 else 1)
    return min(most, 1 << max(wanted - 1, 0).bit_length())


def make(
    rows: Rows,
    numberer: Numberer,
    watcher: Watcher,
    threads: int,
    known_steps: Steps = NO_STEPS,
    known_variants: Variants = NO_VARIANTS,
    first_partition: int = 0,
) -> Built:
    """Sort, cut and code the rows collected."""
    count = partition_count(rows.count)
    share = BUCKETS // count
    recoded = rows.settle()
    width = max(len(recoded), 1)
    parts = _on_threads(
        threads,
        lambda p: arrange(rows.chunks, p * share, (p + 1) * share, recoded, rows.settings, numberer),
        count,
        watcher,
        "sort",
    )
    rows.chunks.clear()
    arranged = [part for part in parts if part is not None]
    steps = make_steps([part.pairs for part in arranged], [part.pair_counts for part in arranged], width, known_steps)
    table = StepTable.of(steps, width)
    locals_: list[LocalVariants] = _on_threads(
        threads, lambda p: local_variants(arranged[p].path), len(arranged), watcher, "code"
    )
    variants, codes_of = make_variants(locals_, first_partition, known_variants)
    kind = steps.code_type

    def code(p: int) -> tuple[NDArray[Any], NDArray[np.uint32]]:
        part = arranged[p]
        codes = step_codes(part.columns["touchpoint"], part.start, table, kind)
        return codes, codes_of[p][locals_[p].of_journey]

    coded = _on_threads(threads, code, len(arranged), watcher, "code")
    return Built(arranged, steps, variants, [c[0] for c in coded], [c[1] for c in coded])


def _case_notion(rows: Rows) -> CaseNotion:
    if not rows.with_ids:
        return "customer"
    return "journey_id" if rows.with_ids >= rows.count else "mixed"


def index_in_memory(
    batches: Iterable[pa.RecordBatch],
    settings: JourneySettings,
    numberer: Numberer,
    watcher: Watcher | None = None,
    threads: int | None = None,
) -> Index:
    """An index that lives as long as the program, from batches with the columns of `INDEX_COLUMNS`, and `attributes`
    where they tell of any.
    """
    watcher, threads = watcher or Unwatched(), threads or os.cpu_count() or 1
    told = AttributeRows()
    rows = collect_rows(told.tapped(batches), Rows(settings), watcher, threads=threads)
    case_notion = _case_notion(rows)
    built = make(rows, numberer, watcher, threads)
    attributes = told.settle(numberer)
    partitions = tuple(
        _partition(f"memory-{p}", part, built.step_codes[p], built.variant_codes[p], attributes)
        for p, part in enumerate(built.arranged)
    )
    return Index(
        version=new_name(),
        settings=settings,
        touchpoints=rows.touchpoints,
        channels=rows.channels,
        departments=rows.departments,
        scales=rows.scales,
        reasons=rows.reasons,
        attributes=attributes.attributes,
        steps=built.steps,
        variants=built.variants,
        partitions=partitions,
        case_notion=case_notion,
        other_currencies=rows.other_currencies,
        left_out_by_lifecycle=rows.left_out_by_lifecycle,
    )


def _partition(
    name: str, part: Arranged, step: NDArray[Any], variant: NDArray[np.uint32], attributes: CustomerAttributes
) -> Partition:
    journeys = part.journeys_columns
    arrays: dict[str, Any] = {
        **part.columns,
        "step": step,
        "start": part.start,
        "variant": variant,
        "journeys": part.customers,
        "number": part.number,
        **{key: value for key, value in journeys.items() if key != "label"},
    }
    for array in (*arrays.values(), *(getattr(part.noted, one.name) for one in fields(part.noted))):
        array.flags.writeable = False
    labels = journeys.get("label")
    told = attributes.of(part.number)
    return Partition(
        name=name, identifier=part.identifier, journey_label=labels, noted=part.noted, attributes=told, **arrays
    )


@dataclass(frozen=True, slots=True)
class BuiltFrom:
    """What an index is built from, as its manifest says it (`Manifest`)."""

    position: int
    customers: str = ""
    who_is_who: str = ""
    level: Level = "customer"


def build_index(  # noqa: PLR0913 - one job, and each part of it may be left out
    folder: Path,
    batches: Iterable[pa.RecordBatch],
    settings: JourneySettings,
    numberer: Numberer,
    *,
    position: int,
    customers: str = "",
    who_is_who: str = "",
    level: Level = "customer",
    touchpoints: tuple[Touchpoint, ...] = (),
    attributes: Iterable[pa.RecordBatch] = (),
    expected: int | None = None,
    watcher: Watcher | None = None,
    before_switch: BeforeSwitch | None = None,
) -> tuple[Touchpoint, ...]:
    """Build the whole index of a workspace and switch to it; returns the touchpoints with the keys they now have for
    good.

    Until the one manifest is replaced the old index serves; afterwards its files are removed by `sweep`. `position`
    is the record's position that the batches come from; `attributes`: what tells of customer attributes, with the
    columns that `AttributeRows` takes; `customers`, `who_is_who` and `level` are the manifest's.
    `before_switch` makes safe what the new index relies on: numbers of customers, keys of touchpoints.
    Errors: `disk_full`, `too_many_codes`, `import_stopped`.
    """
    watcher, threads = watcher or Unwatched(), os.cpu_count() or 1
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    (folder / "shared").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="spill-") as spill:
        rows = collect_rows(batches, Rows(settings, touchpoints, spill=Path(spill)), watcher, expected)
        built = make(rows, numberer, watcher, threads)
        told = attributes_told(attributes).settle(numberer)
        entries = write_partitions(folder, built, overlay=False, attributes=told)
        names = write_dictionaries(folder, built.steps, built.variants)
    warm_for(rows.touchpoints, built.steps)
    came = BuiltFrom(position, customers, who_is_who, level)
    return switch(folder, rows, entries, names, told, came, before_switch)


def switch(
    folder: Path,
    rows: Rows,
    entries: tuple[PartitionEntry, ...],
    names: tuple[str, str],
    attributes: CustomerAttributes,
    came: BuiltFrom,
    before_switch: BeforeSwitch | None = None,
) -> tuple[Touchpoint, ...]:
    """Make these partitions the index: those of all `rows`, which are settled, with the dictionaries of these names."""
    manifest = Manifest(
        version=new_name(),
        position=came.position,
        settings=rows.settings,
        touchpoints=rows.touchpoints,
        channels=rows.channels,
        departments=rows.departments,
        scales=rows.scales,
        reasons=rows.reasons,
        attributes=attributes.attributes,
        case_notion=_case_notion(rows),
        steps=names[0],
        variants=names[1],
        partitions=entries,
        base_partitions=len(entries),
        base_position=came.position,
        other_currencies=rows.other_currencies,
        left_out_by_lifecycle=rows.left_out_by_lifecycle,
        base_customers=came.customers,
        who_is_who=came.who_is_who,
        level=came.level,
    )
    if before_switch is not None:
        before_switch(rows.touchpoints)
    write_manifest(folder, manifest)
    return rows.touchpoints


def write_dictionaries(folder: Path, steps: Steps, variants: Variants) -> tuple[str, str]:
    """Both dictionaries under new names."""
    name = new_name()
    write_arrow(folder / "shared" / f"steps-{name}.arrow", {"source": steps.source, "target": steps.target})
    columns = {"path": variants.path, "partition": variants.partition, "journey": variants.journey}
    write_arrow(folder / "shared" / f"variants-{name}.arrow", columns)
    return f"steps-{name}.arrow", f"variants-{name}.arrow"


def write_partitions(
    folder: Path, built: Built, *, overlay: bool, attributes: CustomerAttributes = NO_ATTRIBUTES
) -> tuple[PartitionEntry, ...]:
    """Every partition as a folder of Arrow files; on failure what was begun is removed."""
    entries: list[PartitionEntry] = []
    try:
        for p, part in enumerate(built.arranged):
            name = new_name()
            (folder / "parts" / name).mkdir()
            entries.append(entry_of(name, part, attributes, overlay=overlay))
            place = folder / "parts" / name
            write_partition(place, part, attributes)
            write_arrow(place / STEPS, {"step": built.step_codes[p]})
            write_arrow(place / VARIANTS, {"variant": built.variant_codes[p]})
    except (WegmarkeError, OSError) as error:
        for entry in entries:
            shutil.rmtree(folder / "parts" / entry.name, ignore_errors=True)
        if isinstance(error, WegmarkeError):
            raise
        raise WegmarkeError("disk_full", folder=folder.name, reason=str(error)) from error
    return tuple(entries)


def entry_of(name: str, part: Arranged, attributes: CustomerAttributes, *, overlay: bool = False) -> PartitionEntry:
    """What the manifest says of a partition under this name."""
    return PartitionEntry(
        name=name,
        interactions=len(part.columns["seconds"]),
        journeys=len(part.start) - 1,
        customers=len(part.number),
        codes=STEPS,
        variants=VARIANTS,
        overlay=overlay,
        facts=facts_in(
            part.columns | part.journeys_columns,
            part.noted,
            valued="value" in part.journeys_columns,
            attributes=bool(attributes.attributes),
        ),
    )


def write_partition(place: Path, part: Arranged, attributes: CustomerAttributes) -> None:
    """The files of a partition in this folder, all but the codes of steps and variants, which take the whole log."""
    journeys = {
        key: value.view(np.uint8) if isinstance(value, np.ndarray) and value.dtype == np.bool_ else value
        for key, value in part.journeys_columns.items()
    }
    write_arrow(place / "interactions.arrow", part.columns)
    write_arrow(place / "journeys.arrow", journeys)
    write_arrow(place / "offsets.arrow", {"start": part.start})
    write_arrow(place / "customers.arrow", {"number": part.number, "identifier": part.identifier})
    write_arrow(place / "customer-offsets.arrow", {"journeys": part.customers})
    for table, of in TABLES.items():
        write_arrow(place / f"{table}.arrow", {column: getattr(part.noted, column) for column in of})
    if attributes.attributes:
        write_arrow(place / "attributes.arrow", {**code_columns(attributes.of(part.number))})


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what the manifest does not name any more (old versions, what a crash left behind).

    Not while a build runs. Files that a reader still has mapped stay readable for it until it lets go of them.
    """
    live = {entry.name: entry.live for entry in manifest.partitions}
    for place in (folder / "parts").iterdir():
        if place.name not in live:
            shutil.rmtree(place, ignore_errors=True)
            continue
        for path in place.glob("live-*.arrow"):
            if path.name != live[place.name]:
                path.unlink(missing_ok=True)
    for path in (folder / "shared").iterdir():
        if path.name not in {manifest.steps, manifest.variants}:
            path.unlink(missing_ok=True)
    for left in (*folder.glob("spill-*"), *folder.glob("*.writing")):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
