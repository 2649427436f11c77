"""How collection stands, source by source, so that what was sent and what became of it add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wegmarke.model.collection import CollectedSource
from wegmarke.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """One source, in events. received = waiting + taken_in + quarantined + duplicate, but for events erased meanwhile.

    waiting: acknowledged, not in the record yet.
    """

    name: str
    received: int
    duplicate: int
    waiting: int
    taken_in: int
    quarantined: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The collector. works: it can keep events; address: where it listens, "" if it never ran."""

    works: bool
    address: str
    refused: int
    sources: tuple[SourceStanding, ...]


def standing(workspace: Workspace) -> Standing:
    """Ask the workspace."""
    state = workspace.collection()
    if state is None:
        return Standing(works=False, address="", refused=0, sources=())
    kept = {status.name: status for status in workspace.status().sources}
    sources = tuple(
        _source(source, kept[source.source].accepted, kept[source.source].quarantined)
        if source.source in kept
        else _source(source, 0, 0)
        for source in state.sources
    )
    return Standing(state.ready and state.ended_at is None, state.address, state.refused, sources)


def _source(source: CollectedSource, taken_in: int, quarantined: int) -> SourceStanding:
    acknowledged = source.stored + source.unfit
    return SourceStanding(
        name=source.source,
        received=acknowledged + source.duplicate,
        duplicate=source.duplicate,
        waiting=max(0, acknowledged - taken_in - quarantined),
        taken_in=taken_in,
        quarantined=quarantined,
        last_at=datetime.fromisoformat(source.last_at) if source.last_at else None,
    )
