"""Exports written and read back: scenes of a small company, files, and what the importer makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import pyarrow as pa

from wegmarke.simulation.contacts import CATALOGUE
from wegmarke.simulation.running import Block, blocks
from wegmarke.simulation.scenarios import scenario
from wegmarke.simulation.silos.faces import faces_of
from wegmarke.simulation.silos.silo import Scene, Silo
from wegmarke.workspace import ImportReport, Workspace

SCENARIOS = ("process", "wave")
CUSTOMERS, SEED = 2_000, 7
LABELS = np.array([one.label for one in CATALOGUE])


@cache
def scene(key: str) -> Scene:
    """The one block of 2,000 customers."""
    parameters = scenario(key)
    (block,) = blocks(parameters, CUSTOMERS, SEED)
    return Scene(parameters, SEED, block, faces_of(SEED, block.people, parameters.days))


def halves(whole: Scene, at: int = 808) -> list[Scene]:
    """The same people in two blocks, split between two circles."""
    found = []
    for low, high in ((0, at), (at, len(whole.block.people))):
        people = whole.block.people[low:high]
        contacts = whole.block.contacts[(whole.who >= low) & (whole.who < high)]
        block = Block(people, whole.block.fates[low:high], contacts)
        found.append(Scene(whole.parameters, SEED, block, faces_of(SEED, people, whole.parameters.days)))
    return found


def written(silo: type[Silo], scenes: Sequence[Scene], folder: Path) -> tuple[Path, ...]:
    """The files of a silo."""
    folder.mkdir(parents=True, exist_ok=True)
    begun = silo(folder)
    for one in scenes:
        begun.write(one)
    return begun.close()


@dataclass(frozen=True)
class TakenIn:
    """What the importer made of a file: its report, the interactions, and the reasons by row in quarantine."""

    report: ImportReport
    table: pa.Table
    unfit: dict[int, str]

    def column(self, name: str) -> list[object]:
        return self.table.column(name).to_pylist()

    def seconds(self, name: str = "time") -> list[int | None]:
        micro = self.table.column(name).cast(pa.int64()).to_pylist()
        return [None if one is None else one // 1_000_000 for one in micro]

    def touchpoints(self) -> Counter[str]:
        return Counter(map(str, self.column("touchpoint")))


def taken_in(path: Path, source: str, folder: Path) -> TakenIn:
    """Import a file with its mapping into a new workspace."""
    mapping = folder / f"{source}.toml"
    text = resources.files("wegmarke.simulation.silos").joinpath("mappings", f"{source}.toml").read_text("utf-8")
    mapping.write_text(text, "utf-8")
    workspace = Workspace.create(folder / "workspace", "Musterhaus")
    report = workspace.import_file(path, mapping)
    assert report.read == report.accepted + report.duplicate + report.quarantined
    batches = list(workspace.record.batches())
    table = pa.Table.from_batches(batches).unify_dictionaries()
    page = workspace.record.quarantine(limit=10_000)
    return TakenIn(report, table, {row.row: row.reason for row in page.rows})


def assert_written_alike(silo: type[Silo], whole: Scene, folder: Path) -> None:
    """Two runs give equal bytes, and two blocks the same lines as one."""
    first = written(silo, [whole], folder / "first")
    again = written(silo, [whole], folder / "again")
    assert [path.name for path in first] == [path.name for path in again]
    assert all(one.read_bytes() == other.read_bytes() for one, other in zip(first, again, strict=True))
    parts = written(silo, halves(whole), folder / "parts")
    for one, other in zip(first, parts, strict=True):
        if one.suffix != ".xlsx":
            assert sorted(one.read_bytes().splitlines()) == sorted(other.read_bytes().splitlines())
