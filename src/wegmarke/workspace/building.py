"""From the record to the index: the one place where the workspace calls on identity and index."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from wegmarke.errors import WegmarkeError
from wegmarke.identity.customers import Customers
from wegmarke.index.build import build_index, sweep
from wegmarke.index.index import Index
from wegmarke.index.layout import Manifest, read_manifest
from wegmarke.index.opened import open_index
from wegmarke.index.overlay import COMPACT_AT, OutgrownError, update_index
from wegmarke.model.columns import INDEX_COLUMNS
from wegmarke.model.progress import Watcher
from wegmarke.model.settings import JourneySettings
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.record import Record
from wegmarke.record.durable import room_or_error, sync_folder
from wegmarke.workspace import resolving
from wegmarke.workspace.touchpoints import load_touchpoints, save_touchpoints

INDEX = "index"
Kind = Literal["nothing", "overlay", "whole"]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: nothing (the index was up to date), an overlay, or the whole index anew."""

    kind: Kind
    interactions: int
    seconds: float


def build(
    folder: Path, record: Record, settings: JourneySettings, watcher: Watcher, *, whole: bool = False
) -> BuildReport:
    """Bring the index up to date with record and settings; `whole` builds it anew in any case.

    The caller holds the writer's lock. Until the one manifest is replaced the old index serves. A damaged index is
    built anew, even if it is up to date; one of a later Wegmarke only where `whole` asks for it (else `index_newer`).
    """
    began = time.monotonic()
    manifest = _sound_manifest(folder, whole=whole)
    (folder / INDEX).mkdir(exist_ok=True)
    if manifest is not None:
        sweep(folder / INDEX, manifest)  # what this build replaces is left to those who have it open, until the next
        resolving.sweep_snapshots(folder, (manifest.base_customers,))
    kind = "whole" if whole else _kind(manifest, record, settings, resolving.token(folder))
    if kind != "nothing":
        customers = resolving.resolve(folder, record, watcher)
        if kind == "overlay" and manifest is not None and not _overlaid(folder, record, manifest, customers, watcher):
            kind = "whole"
        if kind == "whole":
            _built(folder, record, settings, customers, watcher)
    return BuildReport(kind, record.interactions, time.monotonic() - began)


def opened(folder: Path) -> Index:
    """The index of the workspace; `index_missing` before the first build."""
    return open_index(folder / INDEX)


def sweep_index(folder: Path) -> None:
    """Remove the files of earlier versions of the index now; who has them open keeps them until letting go."""
    manifest = _manifest(folder)
    if manifest is not None:
        sweep(folder / INDEX, manifest)


def manifest_of(folder: Path) -> Manifest | None:
    """What the index consists of, or None before the first build."""
    return _manifest(folder)


def _manifest(folder: Path) -> Manifest | None:
    """A missing or damaged index is no harm to a build: it can always be made anew. One of a later version is left."""
    try:
        return read_manifest(folder / INDEX)
    except WegmarkeError as error:
        if error.code == "index_newer":
            raise
        return None


def _sound_manifest(folder: Path, *, whole: bool) -> Manifest | None:
    """What the index consists of, or None where it has to be made anew: there is none, or a file of it is damaged."""
    try:
        opened(folder)
        return read_manifest(folder / INDEX)
    except WegmarkeError as error:
        if error.code == "index_newer" and not whole:
            raise
        return None


def _kind(manifest: Manifest | None, record: Record, settings: JourneySettings, who_is_who: str) -> Kind:
    if manifest is None or manifest.settings != settings or manifest.position > record.position:
        return "whole"
    if manifest.position == record.position and manifest.who_is_who == who_is_who:
        return "nothing"
    added = sum(part.live_rows for part in record.parts(since=manifest.base_position))
    return "whole" if added > COMPACT_AT * record.interactions else "overlay"


def _built(folder: Path, record: Record, settings: JourneySettings, customers: Customers, watcher: Watcher) -> None:
    build_index(
        folder / INDEX,
        resolving.named_batches(record.batches(INDEX_COLUMNS), customers),
        settings,
        resolving.Numbering(customers),
        position=record.position,
        customers=resolving.write_snapshot(folder, customers),
        who_is_who=resolving.token(folder),
        touchpoints=load_touchpoints(folder),
        expected=record.interactions,
        watcher=watcher,
        before_switch=partial(_made_safe, folder),
    )


def _overlaid(folder: Path, record: Record, manifest: Manifest, customers: Customers, watcher: Watcher) -> bool:
    """Whether an overlay would do."""
    changed = record.changed_customers(manifest.base_position)
    if changed is None:
        return False
    touched = resolving.touched(folder, customers, changed, manifest.base_customers)
    if touched is None:
        return False
    try:
        update_index(
            folder / INDEX,
            resolving.named_batches(record.batches(INDEX_COLUMNS), customers),
            touched,
            resolving.Numbering(customers),
            position=record.position,
            watcher=watcher,
            who_is_who=resolving.token(folder),
            before_switch=partial(_made_safe, folder),
        )
    except OutgrownError:
        return False
    return True


def _made_safe(folder: Path, touchpoints: tuple[Touchpoint, ...]) -> None:
    """Numbers and keys are for good, and the index may be lost: they are on the disk before any index names them."""
    with room_or_error(folder):
        (folder / resolving.IDENTITY).mkdir(exist_ok=True)
    sync_folder(folder / resolving.IDENTITY)
    save_touchpoints(folder, touchpoints)
