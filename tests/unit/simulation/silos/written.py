"""A silo's export of a small company, written and taken in by a workspace, beside the contacts that it is to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.simulation.contacts import CATALOGUE
from wegmarke.simulation.running import Block, blocks
from wegmarke.simulation.scenarios import scenario
from wegmarke.simulation.silos.faces import faces_of
from wegmarke.simulation.silos.silo import Scene
from wegmarke.workspace import ImportReport, Workspace

CUSTOMERS, SEED = 2_000, 7
WORLDS = ("process", "wave")


@cache
def scene_of(world: str) -> Scene:
    """The one block of a small company."""
    (block,) = blocks(scenario(world), CUSTOMERS, SEED)
    return _scene(world, block)


def parts_of(world: str, people: int) -> Iterator[Scene]:
    """The same company in blocks of so many people."""
    whole = scene_of(world).block
    for first in range(0, CUSTOMERS, people):
        here = slice(first, first + people)
        person = whole.contacts["person"]
        contacts = whole.contacts[(person >= first) & (person < first + people)]
        yield _scene(world, Block(whole.people[here], whole.fates[here], contacts))


def _scene(world: str, block: Block) -> Scene:
    parameters = scenario(world)
    return Scene(parameters, SEED, block, faces_of(SEED, block.people, parameters.days))


@dataclass(frozen=True)
class Written:
    """What a silo wrote, and what a workspace made of it."""

    scene: Scene
    silo: Any
    path: Path
    report: ImportReport
    interactions: pa.Table
    workspace: Workspace

    def told(self) -> NDArray[np.void]:
        """The contacts that the silo holds."""
        return self.scene.block.contacts[self.scene.rows(_HOLDS[self.silo.source])]

    def read(self, *columns: str) -> Counter[tuple[Any, ...]]:
        """How often each combination of these columns was read; times are whole seconds since 1970."""
        return Counter(zip(*(_plain(self.interactions[name]) for name in columns), strict=True))


_HOLDS = {
    "crm": "crm",
    "vertrieb": "pipeline",
    "auftraege": "orders",
    "buchhaltung": "billing",
    "kuendigungen": "cancellations",
}


def _plain(column: pa.ChunkedArray) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        return [None if one is None else one // 1_000_000 for one in column.cast(pa.int64()).to_pylist()]
    return column.to_pylist()


def written(kind: Any, world: str, folder: Path) -> Written:
    """Write one silo of a small company and take it in under its mapping."""
    scene, (path,), silo = _write(kind, [scene_of(world)], folder)
    workspace = Workspace.create(folder / "workspace", "Musterhaus")
    report = workspace.import_file(path, str(files("wegmarke.simulation.silos") / "mappings" / f"{kind.source}.toml"))
    return Written(scene, silo, path, report, pa.Table.from_batches(workspace.record.batches()), workspace)


def _write(kind: Any, scenes: list[Scene], folder: Path) -> tuple[Scene, tuple[Path, ...], Any]:
    folder.mkdir(parents=True, exist_ok=True)
    silo = kind(folder)
    for scene in scenes:
        silo.write(scene)
    return scenes[0], silo.close(), silo


def bytes_of(kind: Any, world: str, folder: Path, people: int = CUSTOMERS) -> bytes:
    """The file that a silo writes of a company that comes in blocks of so many people."""
    scenes = [scene_of(world)] if people == CUSTOMERS else list(parts_of(world, people))
    return _write(kind, scenes, folder)[1][0].read_bytes()


def labels(places: NDArray[np.uint8]) -> list[str]:
    """The touchpoints as silos name them."""
    return [CATALOGUE[place].label for place in places.tolist()]


def to_minutes(seconds: NDArray[np.int64]) -> list[int]:
    """Times as an export without seconds keeps them."""
    return (seconds // 60 * 60).tolist()
