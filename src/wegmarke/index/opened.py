"""Open the index of a workspace: read one manifest, map the files it names."""

from __future__ import annotations

from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.index.dictionaries import Steps, Variants
from wegmarke.index.index import Index
from wegmarke.index.layout import Manifest, read_arrow, read_manifest, view
from wegmarke.index.partitions import Partitions
from wegmarke.index.warming import warm_for

TRIES = 3


def open_index(folder: Path, *, lazily: bool = False) -> Index:
    """The index as its manifest says. Nothing is read until a question needs it. lazily: a partition is not even
    opened, and what is wrong with its files not seen, before somebody looks into it.

    A build may switch to a new version while the files of the old one are being opened; then the new one is opened.
    Errors: `index_missing`, `index_newer`, `index_broken` with the file at fault.
    """
    manifest = read_manifest(folder)
    for attempt in range(TRIES):
        try:
            return _opened(folder, manifest, lazily=lazily)
        except WegmarkeError:
            latest = read_manifest(folder)
            if latest.version == manifest.version or attempt == TRIES - 1:
                raise
            manifest = latest
    raise WegmarkeError("index_broken", file="manifest.json")


def _opened(folder: Path, manifest: Manifest, *, lazily: bool) -> Index:
    steps = read_steps(folder, manifest.steps)
    warm_for(manifest.touchpoints, steps)
    partitions = Partitions(folder, manifest.partitions)
    return Index(
        version=manifest.version,
        settings=manifest.settings,
        touchpoints=manifest.touchpoints,
        channels=manifest.channels,
        departments=manifest.departments,
        scales=manifest.scales,
        reasons=manifest.reasons,
        attributes=manifest.attributes,
        steps=steps,
        variants=read_variants(folder, manifest.variants),
        partitions=partitions if lazily else tuple(partitions),
        case_notion=manifest.case_notion,
        other_currencies=manifest.other_currencies + manifest.overlay_other_currencies,
        left_out_by_lifecycle=manifest.left_out_by_lifecycle + manifest.overlay_left_out_by_lifecycle,
        level=manifest.level,
    )


def read_steps(folder: Path, name: str) -> Steps:
    """The step dictionary in that file."""
    batch = read_arrow(folder / "shared" / name)
    return Steps(view(batch, "source"), view(batch, "target"))


def read_variants(folder: Path, name: str) -> Variants:
    """The variant dictionary in that file."""
    batch = read_arrow(folder / "shared" / name)
    return Variants(view(batch, "path"), view(batch, "partition"), view(batch, "journey"))
