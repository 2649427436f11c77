"""`wegmarke doctor`: what Wegmarke needs, whether it is there, and what to do where it is not."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from wegmarke.cli.session import HERE, SESSION, WorkspaceOption, opened, text
from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    from wegmarke.index.index import Index
    from wegmarke.workspace import Workspace

Verdict = Literal["ok", "note", "bad"]
OPTIONAL = {"pandas": "doctor.dataframes", "polars": "doctor.dataframes", "psycopg": "doctor.postgres"}
LITTLE_SPACE = 2_000_000_000
TRIED_EACH = 4
"""So many partitions for each task that the cluster runs at once: every worker gets some."""


def doctor(workspace: WorkspaceOption = HERE) -> None:
    """Check, print a line a check, and fail if anything is wrong."""
    verdicts = set()
    for verdict, said in checks(workspace):
        verdicts.add(verdict)
        print(f"[{text(f'doctor.{verdict}')}] {said}")
    if "bad" in verdicts:
        raise typer.Exit(1)


def checks(workspace: Path) -> Iterator[tuple[Verdict, str]]:
    """Every check: its verdict and what to do."""
    versions = {"python": platform.python_version(), "machine": f"{platform.system()} {platform.machine()}"}
    yield "ok", text("doctor.versions", version=importlib.metadata.version("wegmarke"), **versions)
    yield from _packages()
    yield from _compiled()
    yield from _workspace(workspace)
    yield _disk(workspace)


def _packages() -> Iterator[tuple[Verdict, str]]:
    for package, purpose in OPTIONAL.items():
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            yield "note", text("doctor.package_missing", package=package, purpose=text(purpose))
        else:
            yield "ok", text("doctor.package", package=package, version=version)


def _compiled() -> Iterator[tuple[Verdict, str]]:
    from wegmarke.compiled import cache_folder

    folder = cache_folder()
    size = _size(folder)
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if not os.access(there, os.W_OK):
        yield "bad", text("doctor.cache_closed", folder=folder)
    elif size:
        yield "ok", text("doctor.cache", folder=folder, size=size)
    else:
        yield "note", text("doctor.cache_empty")


def _workspace(folder: Path) -> Iterator[tuple[Verdict, str]]:
    from wegmarke.text import error_sentence

    try:
        place = opened(folder)
        found = place.status()
    except WegmarkeError as error:
        verdict: Verdict = "note" if error.code == "workspace_missing" else "bad"
        yield verdict, text("doctor.no_workspace", text=error_sentence(error, SESSION.language))
        return
    yield "ok", text("doctor.workspace", name=found.name, interactions=found.interactions, sources=len(found.sources))
    if found.quarantined:
        yield "note", text("doctor.quarantine", n=found.quarantined)
    if not found.index.exists:
        yield "note", text("doctor.index_missing")
        return
    try:
        index = place.index()
        for _ in index.partitions:  # where a cluster answers, they are opened only now
            pass
    except WegmarkeError as error:
        yield "bad", error_sentence(error, SESSION.language)
        return
    if found.index.stale:
        yield "note", text("stale", workspace="")
    else:
        yield "ok", text("doctor.index", version=found.index.version)
    try:
        yield from _cluster(place, index)
    except WegmarkeError as error:
        yield "bad", error_sentence(error, SESSION.language)


def _cluster(place: Workspace, index: Index) -> Iterator[tuple[Verdict, str]]:
    """Whether the cluster of the settings is there, has what this machine has, and sees the partitions. All of it is
    tried by asking it: about some partitions, so that it takes no longer for a large index.
    """
    from wegmarke.index.runners import LOCAL

    settings = place.settings
    if settings.runner == LOCAL:
        return
    from wegmarke.index.selection import EVERYTHING
    from wegmarke.index.spark.runner import SparkRunner
    from wegmarke.index.summaries.journeys import CountTotals
    from wegmarke.workspace.building import lacking

    runner = SparkRunner(settings.runner, storage=settings.storage)
    workers = runner.workers()
    yield "ok", text("doctor.cluster", address=runner.address, hosts=", ".join(workers.hosts), tasks=workers.at_once)
    if settings.storage:
        files = lacking(place.folder)
        if files:
            yield "bad", text("doctor.storage_behind", url=settings.storage, n=len(files), file=files[0])
            return
        yield "ok", text("doctor.storage", url=settings.storage)
    some = index.partitions[: TRIED_EACH * workers.at_once]
    journeys = runner.map_merge(CountTotals(EVERYTHING), some).journeys
    yield "ok", text("doctor.cluster_asked", partitions=len(some), journeys=journeys)


def _disk(folder: Path) -> tuple[Verdict, str]:
    place = next((one for one in (folder.resolve(), *folder.resolve().parents) if one.exists()), Path(sys.prefix))
    free, record = shutil.disk_usage(place).free, _size(folder / "record")
    if free < max(LITTLE_SPACE, record):
        return "note", text("doctor.disk_low", free=free, record=record)
    return "ok", text("doctor.disk", free=free)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0
