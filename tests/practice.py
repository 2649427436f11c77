"""A practice workspace as a demo has it: the simulated company with all its exports, and the truth beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from wegmarke.simulation.company import COMPANY_NAME, JOURNEYS, KPI_FILE, write_company
from wegmarke.simulation.scenarios import SCENARIOS
from wegmarke.workspace import Workspace

CUSTOMERS, SEED = 1000, 7
DEMO = "musterhaus"
"""The folder of the demo, as the pages of the methods call it."""


def practice_workspace(folder: Path) -> Workspace:
    """Simulate Musterhaus, import the exports of its departments, and build the journeys."""
    workspace = Workspace.create(folder, COMPANY_NAME, JOURNEYS)
    company = write_company(folder / "practice", SCENARIOS["process"], CUSTOMERS, SEED)
    for export in company.exports:
        for file in export.files:
            workspace.import_file(file, export.mapping)
    workspace.import_kpis(folder / "practice" / KPI_FILE)
    workspace.build()
    _named(folder)
    return workspace


def _named(folder: Path) -> None:
    """Name the touchpoints, in a process of its own: Django is loaded once, for one workspace."""
    prepare = "import sys; from wegmarke.desk.walk.preparing import prepare_desk; prepare_desk(sys.argv[1])"
    subprocess.run([sys.executable, "-c", prepare, str(folder)], check=True)


def truth_file(folder: Path) -> Path:
    """Where the truth of a practice workspace lies."""
    return folder / "practice" / "truth" / "truth.json"
