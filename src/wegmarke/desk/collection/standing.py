"""How collection stands, source by source, so that what was sent and what became of it add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wegmarke.model.collection import CollectedSource
from wegmarke.record import FileEntry
from wegmarke.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """One source, in events, always: received = taken_in + waiting + duplicate + quarantined + erased.

    waiting: acknowledged, not in the record yet. erased: of persons who were erased, before or since.
    """

    name: str
    received: int
    duplicate: int
    waiting: int
    taken_in: int
    quarantined: int
    erased: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The collector. works: it can keep events; address: where it listens, "" if it never ran; refused: events that
    were answered with an error; limited: those of them that were too many for a key, by its number.
    """

    works: bool
    address: str
    refused: int
    sources: tuple[SourceStanding, ...]
    limited: dict[int, int] = field(default_factory=dict)


def standing(workspace: Workspace) -> Standing:
    """Ask the workspace."""
    state = workspace.collection()
    if state is None:
        return Standing(works=False, address="", refused=0, sources=())
    files = workspace.record.files
    sources = tuple(
        _source(source, [file for file in files if file.source == source.source and file.live])
        for source in state.sources
    )
    works = state.ready and state.ended_at is None
    return Standing(works, state.address, state.refused, sources, dict(state.limited))


def _source(source: CollectedSource, files: Sequence[FileEntry]) -> SourceStanding:
    acknowledged = source.stored + source.unfit
    collected = [file for file in files if file.name.endswith(".jsonl")]
    taken_in = min(acknowledged, sum(file.accepted + file.duplicate for file in collected))
    quarantined = min(acknowledged - taken_in, sum(file.quarantined for file in collected))
    growing = next((file.last_row for file in collected if file.name == source.file), 0)
    rest = acknowledged - taken_in - quarantined
    waiting = min(rest, source.waiting + max(0, source.rows - growing))
    return SourceStanding(
        name=source.source,
        received=acknowledged + source.duplicate,
        duplicate=source.duplicate,
        waiting=waiting,
        taken_in=taken_in,
        quarantined=quarantined,
        erased=rest - waiting,
        last_at=datetime.fromisoformat(source.last_at) if source.last_at else None,
    )
