"""A small workspace of business customers: some companies with their people, simulated, with the truth beside it."""

from __future__ import annotations

from pathlib import Path

from wegmarke.simulation.accounts.parameters import B2B
from wegmarke.simulation.accounts.writing import ACCOUNT_FILES, ACCOUNT_JOURNEYS, write_accounts
from wegmarke.workspace import Workspace

FIRMS, SEED = 20, 3


def firms_workspace(folder: Path) -> Workspace:
    """Simulate the companies, import what the departments export about them, and build the journeys."""
    write_accounts(folder / "firms", B2B, FIRMS, SEED)
    workspace = Workspace.create(folder / "b2b", "Musterhaus Geschäftskunden", ACCOUNT_JOURNEYS)
    for one in ACCOUNT_FILES:
        workspace.import_file(folder / "firms" / one.file, folder / "firms" / one.mapping)
    workspace.build()
    return workspace
