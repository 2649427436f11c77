"""The index on disk: one manifest, partitions as folders of uncompressed Arrow files, all immutable (DESIGN D4).

```
index/manifest.json                     the only thing that is ever replaced: which files are the index now
index/parts/<name>/interactions.arrow   touchpoint, seconds, origin and, where present, channel, department, matter
index/parts/<name>/promises.arrow       interaction (its place), due, kept; likewise scores, reasons, amounts
index/parts/<name>/journeys.arrow       start, outcome, decided, entry, exit, before, visited, value, label
index/parts/<name>/customers.arrow      journeys (offset), number, identifier
index/parts/<name>/attributes.arrow     first_0, last_0, …: codes of customer attributes; only where there are any
index/parts/<name>/codes-<name>.arrow   step of every interaction (index-wide step dictionary)
index/parts/<name>/variants-<name>.arrow  variant of every journey (index-wide variant dictionary)
index/parts/<name>/live-<name>.arrow    which journeys still count (customers touched since stand whole in an overlay)
index/shared/<name>.arrow               dictionaries: steps, variants
```
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.attributes import Attribute
from wegmarke.model.settings import CaseNotion, JourneySettings, Level, OutcomeRule
from wegmarke.model.touchpoint import Touchpoint

INDEX_VERSION = 2
PARTITION_ROWS = 1 << 19
"""About this many interactions a partition: its columns fit the caches' reach, and a few partitions keep all threads
busy.
"""

ORIGIN_PART_BITS = 6
ORIGIN_ROW_BITS = 36
"""`origin` of an interaction is file << 42 | row << 6 | part, in 64 bits: 4 million files of 68 thousand million
rows of 64 parts.
"""


@dataclass(frozen=True, slots=True)
class PartitionFacts:
    """What is asked of a whole index so often that no partition is opened for it.

    first_seconds, last_seconds: of its interactions, None without any. outcomes: how many journeys ended so, by place
    in OUTCOME_NAMES, whether they still count or not. outcome_happened: whether any outcome is an interaction. valued:
    whether journeys have a value. priced: codes of the touchpoints that have amounts. attributes: whether it has the
    file of customer attributes; without a word of it, a lost one would look like none.
    """

    first_seconds: int | None
    last_seconds: int | None
    outcomes: tuple[int, ...]
    outcome_happened: bool
    valued: bool
    priced: tuple[int, ...]
    attributes: bool


@dataclass(frozen=True, slots=True)
class PartitionEntry:
    """What the manifest says of a partition. facts: None in an index of before there were any."""

    name: str
    interactions: int
    journeys: int
    customers: int
    codes: str
    variants: str
    live: str | None = None
    overlay: bool = False
    facts: PartitionFacts | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index is made of. `version` names this state; `position` is the record's position it shows.

    The first `base_partitions` partitions were built from the record at `base_position`; those behind are the overlay.
    base_customers: a name for who was who when the base was built; who_is_who: for what is said of it now, as the
    whole index shows it. level: whose journeys they are.
    """

    version: str
    position: int
    settings: JourneySettings
    touchpoints: tuple[Touchpoint, ...]
    channels: tuple[str, ...]
    departments: tuple[str, ...]
    case_notion: CaseNotion
    steps: str
    variants: str
    partitions: tuple[PartitionEntry, ...]
    base_partitions: int
    base_position: int
    other_currencies: int = 0
    left_out_by_lifecycle: int = 0
    overlay_other_currencies: int = 0
    overlay_left_out_by_lifecycle: int = 0
    base_customers: str = ""
    who_is_who: str = ""
    level: Level = "customer"
    scales: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    format: int = INDEX_VERSION


def new_name() -> str:
    """A name no file of the index has had."""
    return secrets.token_hex(6)


def write_arrow(path: Path, columns: Mapping[str, NDArray[np.generic] | pa.Array]) -> None:
    """Write columns of one length as an uncompressed Arrow file and bring them to the disk. `disk_full` when there
    is no room.
    """
    arrays = [column if isinstance(column, pa.Array) else pa.array(column) for column in columns.values()]
    batch = pa.RecordBatch.from_arrays(arrays, names=list(columns))
    try:
        with path.open("wb") as handle:
            with pa.ipc.new_file(handle, batch.schema) as writer:
                writer.write_batch(batch)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise WegmarkeError("disk_full", folder=path.parent.name, reason=str(error)) from error


def read_arrow(path: Path) -> pa.RecordBatch:
    """Map an Arrow file into memory; its columns are read without a copy. `index_broken` names the file that is
    missing or damaged, and its partition.
    """
    try:
        source = pa.memory_map(str(path), "r")
        with pa.ipc.open_file(source) as reader:
            if reader.num_record_batches != 1:
                raise WegmarkeError("index_broken", file=file_of(path))
            return reader.get_batch(0)
    except (OSError, pa.ArrowInvalid) as error:
        raise WegmarkeError("index_broken", file=file_of(path)) from error


def file_of(path: Path) -> str:
    """A file of the index as a message names it: `parts/<partition>/journeys.arrow`."""
    of = path.parts[-3:]
    return "/".join(of if of[0] == "parts" else of[1:])


def view(batch: pa.RecordBatch, name: str) -> NDArray[Any]:
    """A column as a read-only NumPy array, without a copy."""
    result: NDArray[Any] = batch.column(name).to_numpy(zero_copy_only=True)
    return result


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make this manifest the index, at once and for good: written aside, brought to the disk, renamed."""
    aside = folder / f"manifest-{new_name()}.writing"
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    try:
        with aside.open("w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        aside.replace(folder / "manifest.json")
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise WegmarkeError("disk_full", folder=folder.name, reason=str(error)) from error


def read_manifest(folder: Path) -> Manifest:
    """The manifest; `index_missing` before the first build and where an earlier Wegmarke wrote it (it is built anew),
    `index_newer` when a later one did, `index_broken` otherwise.
    """
    path = folder / "manifest.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WegmarkeError("index_missing") from error
    except (OSError, ValueError) as error:
        raise WegmarkeError("index_broken", file=path.name) from error
    try:
        if raw["format"] > INDEX_VERSION:
            raise WegmarkeError("index_newer", found=raw["format"], known=INDEX_VERSION)
        if raw["format"] < INDEX_VERSION:
            raise WegmarkeError("index_missing")
        settings = raw["settings"]
        rules = tuple(
            OutcomeRule(rule["outcome"], tuple(rule["touchpoints"]), tuple(rule["values"]))
            for rule in settings["outcomes"]
        )
        lifecycle, revenue = settings["lifecycle"], settings.get("revenue")
        raw["settings"] = JourneySettings(
            **{
                **settings,
                "outcomes": rules,
                "lifecycle": None if lifecycle is None else tuple(lifecycle),
                "revenue": None if revenue is None else tuple(revenue),
            }
        )
        raw["touchpoints"] = tuple(Touchpoint(**touchpoint) for touchpoint in raw["touchpoints"])
        raw["partitions"] = tuple(_entry(entry) for entry in raw["partitions"])
        raw |= {name: tuple(raw[name]) for name in ("channels", "departments", "scales", "reasons")}
        attributes = raw.get("attributes", ())  # of an index that was built before there were any
        raw["attributes"] = tuple(Attribute(**{**one, "words": tuple(one["words"])}) for one in attributes)
        return Manifest(**raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise WegmarkeError("index_broken", file=path.name) from error


def _entry(raw: dict[str, Any]) -> PartitionEntry:
    facts = raw.pop("facts", None)
    if facts is not None:
        facts = PartitionFacts(**{**facts, **{name: tuple(facts[name]) for name in ("outcomes", "priced")}})
    return PartitionEntry(**raw, facts=facts)
