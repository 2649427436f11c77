"""Whether a folder is a workspace that can be opened, without loading what imports, builds and answers."""

from __future__ import annotations

from pathlib import Path

from wegmarke.record import Record
from wegmarke.workspace.settings import load_settings

RECORD = "record"


def check_folder(folder: Path) -> None:
    """Raise what stands against opening it: `workspace_missing`, `workspace_newer`, `workspace_setting`,
    `record_broken`.
    """
    load_settings(folder)
    Record.open(folder / RECORD)
