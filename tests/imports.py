"""Files taken in here and on a cluster, and the two records that come of it, held against each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.model.settings import BuildsOn
from wegmarke.record.ledger import LEDGER_FILE
from wegmarke.simulation.company import COMPANY_NAME, JOURNEYS
from wegmarke.workspace import ImportReport, NotImported, ToImport, Workspace

CALLS = Mapping("calls", "customer", (InteractionMapping("at", Cell(column="what")),), row_id=("id",), identifiers=())
KINDS = ("generations", "files", "parts", "quarantine")
"""Of what a ledger has lists."""


def empty(folder: Path, address: str) -> Workspace:
    """A workspace without data, its runner the cluster."""
    workspace = Workspace.create(folder, COMPANY_NAME, JOURNEYS)
    workspace.save_settings(replace(workspace.settings, runner=address))
    return workspace


def content(workspace: Workspace) -> dict[str, Any]:
    """All that the ledger says, but when something was done, and the bytes of a file in the place of its name."""
    folder = workspace.folder / "record"
    ledger = json.loads((folder / LEDGER_FILE).read_text("utf-8"))
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {LEDGER_FILE}

    def told(entry: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in entry.items() if name not in ("imported_at", "since")}
        for name, value in kept.items():
            if isinstance(value, str) and value in names:
                kept[name] = (folder / value).read_bytes()
        return kept

    named = {value for kind in KINDS for entry in ledger[kind] for value in entry.values() if isinstance(value, str)}
    assert names <= named
    return {kind: [told(entry) for entry in ledger[kind]] for kind in KINDS} | {
        name: value for name, value in ledger.items() if name not in (*KINDS, "serial")
    }


def told(reports: Sequence[ImportReport | NotImported]) -> list[Any]:
    """What is told of files, less how long it took."""
    return [
        replace(one, seconds=0.0)
        if isinstance(one, ImportReport)
        else (one.path.name, one.error.code, one.error.details)
        for one in reports
    ]


def both(tmp_path: Path, address: str, files: Sequence[ToImport | Path]) -> tuple[Workspace, Workspace, list[Any]]:
    """The same files taken in here and on the cluster: both workspaces, and what was told of the files, which is the
    same; so are the records.
    """
    here, there = empty(tmp_path / "here", address), empty(tmp_path / "there", address)
    return again(here, there, files)


def again(
    here: Workspace, there: Workspace, files: Sequence[ToImport | Path]
) -> tuple[Workspace, Workspace, list[Any]]:
    """The same with workspaces that are there already."""
    on: tuple[tuple[Workspace, BuildsOn], ...] = ((here, "here"), (there, "cluster"))
    one, other = (told(workspace.import_files(files, on=where)) for workspace, where in on)
    assert one == other
    mine, theirs = content(here), content(there)
    assert [name for name in mine if mine[name] != theirs[name]] == []
    return here, there, other


def calls(folder: Path, name: str, rows: Sequence[tuple[str, str, str, str]]) -> Path:
    """A file of calls: id, customer, when, what."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("id,customer,at,what\n" + "".join(",".join(row) + "\n" for row in rows), "utf-8")
    return path


def again_with(here: Workspace, there: Workspace, files: Sequence[ToImport]) -> tuple[Workspace, Workspace, list[Any]]:
    """The records alone are the same: here nothing is known yet."""
    here.import_files(files, on="here")
    reports = told(there.import_files(files, on="cluster"))
    mine, theirs = content(here), content(there)
    assert [name for name in mine if mine[name] != theirs[name]] == []
    return here, there, reports
