"""A practice workspace: the simulated company, joined without its silos, and the truth about it beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.interactions import write_interactions
from wegmarke.simulation.running import blocks
from wegmarke.simulation.scenarios import scenario
from wegmarke.simulation.truth.counts import counted, nothing_counted
from wegmarke.simulation.truth.effects import effects, worlds
from wegmarke.simulation.truth.told import Told, write_truth
from wegmarke.simulation.truth.who import MixUps
from wegmarke.workspace import Workspace

CUSTOMERS, SEED = 2000, 7

SETTINGS = JourneySettings(
    silence_days=120,
    cut_at_outcome=True,
    outcomes=(
        OutcomeRule("won", touchpoints=(CATALOGUE[Place.PAYMENT].label,)),
        OutcomeRule("lost", touchpoints=(CATALOGUE[Place.OFFER_DECLINED].label,)),
        OutcomeRule("churned", touchpoints=(CATALOGUE[Place.CANCELLATION].label,)),
    ),
    time_zone="Europe/Berlin",
    currency="EUR",
)
CONTACTS = Mapping(
    "kontakte",
    "person",
    (
        InteractionMapping(
            "time",
            Cell(column="touchpoint"),
            channel=Cell(column="channel"),
            department=Cell(column="department"),
        ),
    ),
    customer_kind="person",
)


def practice_workspace(folder: Path) -> Workspace:
    """Simulate Musterhaus, take its contacts in, build the journeys, and lay the truth where a demo has it."""
    parameters = scenario("process")
    workspace = Workspace.create(folder, "Musterhaus", SETTINGS)
    told = nothing_counted()
    file = folder.parent / "kontakte.parquet"
    for block in write_interactions(file, blocks(parameters, CUSTOMERS, SEED)):
        told += counted(block.people, block.fates, block.contacts)
    workspace.import_file(file, CONTACTS)
    workspace.build()
    truth = truth_file(folder).parent
    truth.mkdir(parents=True)
    found = tuple(effects(worlds(parameters, CUSTOMERS, SEED)))
    write_truth(truth, Told(parameters, CUSTOMERS, SEED, found, told, MixUps(0, 0, 0), "", {}))
    _named(folder)
    return workspace


def _named(folder: Path) -> None:
    """Name the touchpoints, in a process of its own: Django is loaded once, for one workspace."""
    prepare = "import sys; from wegmarke.desk.walk.preparing import prepare_desk; prepare_desk(sys.argv[1])"
    subprocess.run([sys.executable, "-c", prepare, str(folder)], check=True)


def truth_file(folder: Path) -> Path:
    """Where the truth of a practice workspace lies."""
    return folder / "practice" / "truth" / "truth.json"
