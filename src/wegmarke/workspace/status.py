"""How a workspace stands, for every face to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from wegmarke.clock import MICROSECONDS
from wegmarke.index.layout import Manifest
from wegmarke.model.settings import JourneySettings
from wegmarke.record import FileEntry, LivePart, ReasonCount, Record
from wegmarke.workspace.master import is_master


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source. In rows: read = accepted + duplicate + quarantined.

    last_import: when a file of it was last taken in. first_time, last_time: of the interactions that count, the
    earliest and the latest. unfinished: files whose import was stopped. earlier_mapping: files that were read under
    another mapping than the newest of the source. master: rows of master data, which are no interactions.
    """

    name: str
    files: int
    read: int
    accepted: int
    duplicate: int
    quarantined: int
    reasons: tuple[ReasonCount, ...]
    interactions: int
    last_file: str | None
    last_import: datetime | None
    first_time: datetime | None
    last_time: datetime | None
    unfinished: tuple[str, ...]
    earlier_mapping: tuple[str, ...]
    waiting: int
    master: int = 0


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The index: whether there is one, and whether it is older than the data or than the settings."""

    exists: bool
    version: str | None
    data_changed: bool
    settings_changed: bool

    @property
    def stale(self) -> bool:
        """Whether a build would change what questions answer."""
        return not self.exists or self.data_changed or self.settings_changed


@dataclass(frozen=True, slots=True)
class WorkspaceStatus:
    """The whole workspace; interactions: how many count."""

    name: str
    interactions: int
    quarantined: int
    sources: tuple[SourceStatus, ...]
    index: IndexStatus


def index_status(manifest: Manifest | None, record: Record, settings: JourneySettings, who_is_who: str) -> IndexStatus:
    """How the index stands to record and settings."""
    if manifest is None:
        return IndexStatus(exists=False, version=None, data_changed=record.interactions > 0, settings_changed=False)
    return IndexStatus(
        exists=True,
        version=manifest.version,
        data_changed=manifest.position != record.position or manifest.who_is_who != who_is_who,
        settings_changed=manifest.settings != settings,
    )


def source_status(record: Record, name: str, waiting: int) -> SourceStatus:
    """How one source stands; from the ledger alone."""
    files = [entry for entry in record.files if entry.source == name and entry.live]
    here = [part for part in record.parts() if part.file.source == name]
    parts = [part for part in here if not is_master(record, part)]
    newest = max((entry.generation for entry in files), default=0)
    last = max(files, key=lambda entry: (entry.imported_at, entry.number), default=None)
    times = _span(parts)
    return SourceStatus(
        name=name,
        files=len(files),
        read=sum(entry.read for entry in files),
        accepted=sum(entry.accepted for entry in files),
        duplicate=sum(entry.duplicate for entry in files),
        quarantined=sum(entry.quarantined for entry in files),
        reasons=record.quarantine_reasons(source=name),
        interactions=sum(part.live_rows for part in parts),
        last_file=last.name if last else None,
        last_import=datetime.fromisoformat(last.imported_at) if last else None,
        first_time=times[0],
        last_time=times[1],
        unfinished=_names(
            entry for entry in record.files if entry.source == name and entry.state == "partial" and not entry.grows
        ),
        earlier_mapping=_names(entry for entry in files if entry.generation != newest),
        waiting=waiting,
        master=sum(part.live_rows for part in here) - sum(part.live_rows for part in parts),
    )


def _names(files: Iterable[FileEntry]) -> tuple[str, ...]:
    return tuple(entry.name for entry in files)


def _span(parts: list[LivePart]) -> tuple[datetime | None, datetime | None]:
    """Earliest and latest time; of whole parts, so that history in them may widen it."""
    counting = [part.entry for part in parts if part.live_rows]
    if not counting:
        return None, None
    first, last = min(entry.first_time for entry in counting), max(entry.last_time for entry in counting)
    return datetime.fromtimestamp(first / MICROSECONDS, UTC), datetime.fromtimestamp(last / MICROSECONDS, UTC)
