"""What workers do with the rows of a partition in a build: sort, cut and describe them by the code of one machine, and
write the partition; later on the codes of its steps and variants, which take the whole log.

A task may run twice, or die: a partition has a name that only one attempt knows, and files come into their place whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.arrange import arrange, step_codes
from wegmarke.index.attributes import NO_ATTRIBUTES, CustomerAttributes
from wegmarke.index.build import STEPS, VARIANTS, entry_of, write_partition
from wegmarke.index.dictionaries import LocalVariants, StepTable, local_variants
from wegmarke.index.kernels.arranging import BUCKETS
from wegmarke.index.layout import PartitionEntry, new_name, read_arrow, view, write_arrow
from wegmarke.index.rows import Chunk
from wegmarke.index.spark.ground import Ground, opened_on
from wegmarke.index.spark.scattering import TOLD, Plan, received
from wegmarke.index.spark.slices import Extent, chunk_of
from wegmarke.index.spark.travelling import Travelling, packed
from wegmarke.model.pieces import SCHEMA

NO_JOURNEYS = np.zeros(0, np.int32)
ATTRIBUTES = "attributes"
INTERACTIONS, OFFSETS = "interactions.arrow", "offsets.arrow"


@dataclass(frozen=True, slots=True)
class Made:
    """A partition that was written, and what the whole log needs to know of it: its pairs of touchpoints with their
    counts, and its paths (without those of the journeys, which are kept). files: how large each is, by name.
    """

    entry: PartitionEntry
    files: dict[str, int]
    pairs: NDArray[np.int64]
    pair_counts: NDArray[np.int64]
    variants: LocalVariants


@dataclass(frozen=True, slots=True)
class GatherRows:
    """What is done with the slices of a partition. plan: as `sent`."""

    plan: bytes

    def made(self, slices: pa.Table) -> pa.Table:
        """What was `Made` of a partition; what is told besides goes through, below zero."""
        partition = slices["partition"][0].as_py()
        places, data = slices["place"].to_numpy(), slices["data"]
        if partition == TOLD:
            zeros = np.zeros(len(places), np.int64)
            columns = [pa.array(TOLD - places), pa.array(zeros), pa.array(zeros + 1), data]
            return pa.Table.from_arrays(columns, schema=SCHEMA)
        in_order = [data[place].as_py() for place in np.argsort(places).tolist()]
        try:
            found = Travelling(partition, _written(received(self.plan), partition, in_order), 1, partition + 1)
        except WegmarkeError as error:
            found = Travelling(partition, None, 0, 0, error)
        return pa.Table.from_batches(packed(found), SCHEMA)


def gathering(plan: bytes) -> Callable[[pa.Table], pa.Table]:
    """What `applyInArrow` calls with the slices of each partition: it takes a function of one argument, and counts the
    object of a method as another.
    """
    gather = GatherRows(plan)

    def made(slices: pa.Table) -> pa.Table:
        return gather.made(slices)

    return made


def _written(plan: Plan, partition: int, slices: Sequence[bytes]) -> Made:
    """The partition in its place. Errors: as `Ground.placing`."""
    extent = Extent.of(partition, plan.bits)
    chunks = [*(chunk_of(data, extent) for data in slices), empty_chunk(plan.columns, extent)]
    part = arrange(chunks, 0, len(extent), plan.recoded, plan.settings, plan.reading)
    if part is None:
        raise AssertionError  # a slice has rows
    name = f"{plan.build}-{new_name()}"
    attributes, variants = mapped_attributes(plan), local_variants(part.path)
    with plan.ground.placing(name) as place:
        write_partition(place, part, attributes)
        files = _sizes(place)
    with plan.ground.keeping(of_journey(name)) as path:
        np.save(path, variants.of_journey)
    entry, variants = entry_of(name, part, attributes), replace(variants, of_journey=NO_JOURNEYS)
    return Made(entry, files, part.pairs, part.pair_counts, variants)


def _sizes(place: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in sorted(place.iterdir())}


def of_journey(name: str) -> str:
    """In which file it is kept which path of its partition each journey took."""
    return f"{name}.journeys.npy"


def codes_of(name: str) -> str:
    """In which file the codes of a partition's paths in the dictionary of the index are kept for the last pass."""
    return f"{name}.codes.npy"


def empty_chunk(columns: Iterable[str], extent: Extent) -> Chunk:
    """A chunk without rows that has these columns: so all partitions have them, be it that none of their rows does."""
    kinds = {"channel": np.uint16, "department": np.uint16, "value_minor": np.int64, "journey": np.uint64}
    there = {name: np.zeros(0, kind) for name, kind in kinds.items() if name in columns}
    noted = {"matter": np.zeros(0, np.uint32)} if "matter" in columns else {}
    return Chunk(
        bounds=np.zeros(min(len(extent), BUCKETS) + 1, np.int64),
        key=np.zeros(0, np.uint64),
        check=np.zeros(0, np.uint64),
        place=np.zeros(0, np.int32),
        kinds=pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.string())),
        customers=pa.array([], pa.string()),
        time=np.zeros(0, np.int64),
        touchpoint=np.zeros(0, np.uint16),
        outcome=np.zeros(0, np.uint8),
        origin=np.zeros(0, np.uint64),
        sequence=None,
        channel=there.get("channel"),
        department=there.get("department"),
        value=there.get("value_minor"),
        journey=there.get("journey"),
        journey_label=None,
        noted=noted,
    )


# attributes


def lay_out_attributes(spill: Path, told: CustomerAttributes) -> None:
    """Keep the attributes of customers where workers map them."""
    place = spill / ATTRIBUTES
    place.mkdir()
    np.save(place / "number.npy", told.number)
    for number, both in enumerate(told.codes):
        np.save(place / f"{number}.npy", np.stack(both))


def mapped_attributes(plan: Plan) -> CustomerAttributes:
    """The attributes as laid out."""
    if not plan.attributes:
        return NO_ATTRIBUTES
    return opened_on(plan.ground, ATTRIBUTES, lambda place: _attributes(plan, place))


def _attributes(plan: Plan, place: Path) -> CustomerAttributes:
    number = np.load(place / "number.npy", mmap_mode="r")
    every = [np.load(place / f"{code}.npy", mmap_mode="r") for code in range(len(plan.attributes))]
    return CustomerAttributes(plan.attributes, number, tuple((both[0], both[1]) for both in every))


# the last pass


@dataclass(frozen=True, slots=True)
class Coding:
    """What the last pass knows: the steps of the index and the type of their codes, and the partitions in order, each
    with its files.
    """

    ground: Ground
    steps: StepTable
    kind: Any
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class WriteCodes:
    """What `mapInArrow` calls with places of partitions: writes the codes of their steps and variants. coding: as
    `sent`.
    """

    coding: bytes

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """A row for each partition that has its codes: how large the files are."""
        for batch in batches:
            for place in batch.column(0).to_pylist():
                try:
                    files = _write_codes(received(self.coding), place)
                except WegmarkeError as error:
                    yield from packed(Travelling(place, None, 0, 0, error))
                else:
                    yield from packed(Travelling(place, files, 1, place + 1))


def _write_codes(coding: Coding, number: int) -> dict[str, int]:
    ground, (name, files) = coding.ground, coding.parts[number]
    with ground.placed(name, (INTERACTIONS, OFFSETS)) as place:
        touchpoint = view(read_arrow(place / INTERACTIONS), "touchpoint")
        start = view(read_arrow(place / OFFSETS), "start")
        steps = step_codes(touchpoint, start, coding.steps, coding.kind)
    with ground.kept((of_journey(name), codes_of(name))) as kept:
        variants = np.load(kept / codes_of(name))[np.load(kept / of_journey(name))]
    with ground.placing(name) as place:
        write_arrow(place / STEPS, {"step": steps})
        write_arrow(place / VARIANTS, {"variant": variants})
        written = _sizes(place)
    ground.complete(name, (*files, *written))
    return written
