"""A small workspace of business customers: some companies with their people, simulated, with the truth beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wegmarke.simulation.accounts.parameters import B2B
from wegmarke.simulation.accounts.writing import ACCOUNT_FILES, ACCOUNT_JOURNEYS, write_accounts
from wegmarke.workspace import Workspace

FIRMS, SEED = 20, 3


def firms_workspace(factory: pytest.TempPathFactory) -> Path:
    """A workspace of one's own with these companies; it is made once and copied for each who asks."""
    first = factory.getbasetemp() / "firms-first"
    if not first.exists():
        _made(factory.mktemp("firms-exports"), first)
    return Path(shutil.copytree(first, factory.mktemp("firms") / "b2b"))


def _made(exports: Path, folder: Path) -> None:
    """Simulate the companies, import what the departments export about them, and build the journeys."""
    write_accounts(exports, B2B, FIRMS, SEED)
    workspace = Workspace.create(folder, "Musterhaus Geschäftskunden", ACCOUNT_JOURNEYS)
    for one in ACCOUNT_FILES:
        workspace.import_file(exports / one.file, exports / one.mapping)
    workspace.build()
