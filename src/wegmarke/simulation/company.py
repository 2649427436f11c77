"""Write a whole company: the exports of every silo, the mappings that read them, and beside them the truth.

    exports/     what the departments export
    mappings/    what the columns of each export mean (TOML)
    exports.json which export is read with which mapping, in the order of import
    truth/       truth.json, identities.parquet and interactions.parquet, which no company has

Everything is written into a folder aside and put in place at the end: a run that was stopped leaves nothing behind.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pyarrow.parquet as pq

from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Progress, Unwatched, Watcher
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.interactions import write_interactions
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.running import Block, blocks
from wegmarke.simulation.silos.every import SILOS
from wegmarke.simulation.silos.faces import faces_of
from wegmarke.simulation.silos.silo import Scene, Silo
from wegmarke.simulation.silos.tables import KPI_TABLE, Tables, Tally
from wegmarke.simulation.truth.counts import counted, nothing_counted
from wegmarke.simulation.truth.effects import effects, worlds
from wegmarke.simulation.truth.told import Told, write_truth
from wegmarke.simulation.truth.who import IDENTIFIERS, MixUps, identifiers, mix_ups
from wegmarke.simulation.world import WAVE_ORIGIN

KPI_FILE = f"exports/{KPI_TABLE}"
"""The figures that departments steer by, as they hand them in."""

EXPORTS, MAPPINGS, TRUTH, LIST = "exports", "mappings", "truth", "exports.json"

COMPANY_NAME = "Musterhaus"

JOURNEYS = JourneySettings(
    silence_days=120,
    cut_at_outcome=False,  # else a cancellation would stand alone, without the orders that led to it
    outcomes=(
        OutcomeRule("won", touchpoints=(CATALOGUE[Place.ORDER].label,)),
        OutcomeRule("lost", touchpoints=(CATALOGUE[Place.OFFER_DECLINED].label,)),
        OutcomeRule("churned", touchpoints=(CATALOGUE[Place.CANCELLATION].label,)),
    ),
    time_zone="Europe/Berlin",
    currency="EUR",
)
"""How the journeys of Musterhaus are cut and told."""


@dataclass(frozen=True, slots=True)
class Export:
    """The files of one silo in the order of import, and the mapping that reads them."""

    source: str
    files: tuple[Path, ...]
    mapping: Path


def write_list(folder: Path, exports: Sequence[Export]) -> None:
    """Say which export is read with which mapping; paths are relative to the folder."""
    told = [
        {
            "source": one.source,
            "files": [f"{EXPORTS}/{path.name}" for path in one.files],
            "mapping": f"{MAPPINGS}/{one.mapping.name}",
        }
        for one in exports
    ]
    (folder / LIST).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def exports_in(folder: Path) -> tuple[Export, ...]:
    """The exports of a company that was written into this folder, in the order of import."""
    told = json.loads((folder / LIST).read_text("utf-8"))
    return tuple(
        Export(one["source"], tuple(folder / path for path in one["files"]), folder / one["mapping"]) for one in told
    )


@dataclass(frozen=True, slots=True)
class Company:
    """What was written, with paths as they are on the disk."""

    folder: Path
    exports: tuple[Export, ...]
    truth: Path
    people: int
    contacts: int


def write_company(
    folder: Path,
    parameters: Parameters,
    customers: int,
    seed: int,
    watcher: Watcher | None = None,
    *,
    with_truth: bool = True,
) -> Company:
    """Simulate and write. `with_truth=False` leaves the truth out, for those who only want to practise on the exports.

    Errors: `folder_not_empty` for a folder that holds something, `simulation_size`, `import_stopped`.
    """
    with aside(folder) as place:
        for part in (EXPORTS, MAPPINGS, TRUTH):
            (place / part).mkdir()
        return _written(place, folder, parameters, customers, seed, watcher or Unwatched(), with_truth=with_truth)


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder to write to, which becomes `folder` when all went well and vanishes otherwise.

    Errors: `folder_not_empty` for a folder that holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WegmarkeError("folder_not_empty", path=str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = folder.with_name(f".{folder.name}.writing")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    try:
        yield place
        if folder.exists():
            folder.rmdir()
        place.replace(folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)


class _Files:
    """The files of a company while they are written, block by block."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._silos: list[Silo] = [silo(place / EXPORTS) for silo in SILOS]
        self._tables = Tables(place / EXPORTS)
        self._who = pq.ParquetWriter(place / TRUTH / "identities.parquet", IDENTIFIERS)
        self.counted, self.mix_ups, self.contacts, self.origin = nothing_counted(), MixUps(0, 0, 0), 0, ""

    @property
    def tally(self) -> Tally | None:
        """What the tables counted."""
        return self._tables.tally

    def write(self, scene: Scene) -> None:
        """Take a block."""
        block, faces = scene.block, scene.faces
        for silo in (*self._silos, self._tables):
            silo.write(scene)
        self._who.write_table(identifiers(faces))
        self.counted += counted(block.people, block.fates, block.contacts)
        self.mix_ups += mix_ups(faces)
        self.contacts += len(block.contacts)
        if faces.first <= WAVE_ORIGIN < faces.first + len(faces.number):
            self.origin = faces.number[WAVE_ORIGIN - faces.first].as_py()

    def complete(self, folder: Path) -> tuple[Export, ...]:
        """Complete every file and lay the mappings beside; the exports as they will stand in `folder`."""
        self._who.close()
        self._tables.close()
        exports = tuple(self._export(silo, folder) for silo in self._silos)
        write_list(self._place, exports)
        return exports

    def abandon(self) -> None:
        """Let go of every file, whatever state it is in."""
        for one in (*self._silos, self._tables, self._who):
            with suppress(Exception):
                one.close()

    def _export(self, silo: Silo, folder: Path) -> Export:
        files = silo.close()
        mapping = f"{silo.source}.toml"
        written = (resources.files("wegmarke.simulation.silos") / "mappings" / mapping).read_bytes()
        (self._place / MAPPINGS / mapping).write_bytes(written)
        return Export(silo.source, tuple(folder / EXPORTS / path.name for path in files), folder / MAPPINGS / mapping)


def _written(
    place: Path, folder: Path, parameters: Parameters, customers: int, seed: int, watcher: Watcher, *, with_truth: bool
) -> Company:
    files = _Files(place)
    passing: Generator[Block] = blocks(parameters, customers, seed)
    if with_truth:
        passing = write_interactions(place / TRUTH / "interactions.parquet", passing)
    try:
        with closing(passing):
            for block in passing:
                if watcher.stopped():
                    raise WegmarkeError("import_stopped")
                files.write(Scene(parameters, seed, block, faces_of(seed, block.people, parameters.days)))
                watcher.report(Progress("simulate", files.counted.people / customers, files.contacts))
        exports = files.complete(folder)
    except BaseException:
        files.abandon()
        raise
    if with_truth:
        found = tuple(effects(worlds(parameters, customers, seed, watcher)))
        told = Told(parameters, customers, seed, found, files.counted, files.mix_ups, files.origin, files.tally)
        write_truth(place / TRUTH, told)
    else:
        shutil.rmtree(place / TRUTH)
    return Company(folder, exports, folder / TRUTH, files.counted.people, files.contacts)
