"""Erasing persons from everything a workspace holds, and again after a restore.

First the erasure is entered in the ledger, so that a crash cannot lose it; then every part of the register lets go of
them; then the index is built anew and its old files go. Doing it twice does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wegmarke.identity.erasing import saved_identifiers
from wegmarke.model.progress import Progress, Watcher
from wegmarke.model.settings import JourneySettings
from wegmarke.record import Record
from wegmarke.workspace import building, resolving
from wegmarke.workspace.rights.erasures import Erasure, note_done, note_erasure, read_erasures, running
from wegmarke.workspace.rights.gate import Gate
from wegmarke.workspace.rights.keyed import KeyedHashes
from wegmarke.workspace.rights.person import Person, learn
from wegmarke.workspace.rights.register import Erasing, parts
from wegmarke.workspace.rights.traces import Traces


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What an erasure did. removed: for each part of the register, how many things it let go of."""

    number: int
    persons: int
    removed: tuple[tuple[str, int], ...]

    @property
    def anything(self) -> bool:
        """Whether anything of the persons was there."""
        return any(count for _, count in self.removed)


def forget(
    folder: Path, record: Record, settings: JourneySettings, persons: Sequence[Person], watcher: Watcher
) -> Forgotten:
    """Erase persons; the caller holds the writer's lock. Errors: `disk_full`, `record_broken`; then do it again."""
    forget_again(folder, record, settings, watcher)
    entry = note_erasure(folder, persons, KeyedHashes.made(folder), [part.name for part in parts()])
    return _erased(folder, record, settings, entry, persons, watcher)


def forget_again(folder: Path, record: Record, settings: JourneySettings, watcher: Watcher) -> Forgotten | None:
    """Erase anew whom the ledger recognises; None where it recognises nobody and nothing was interrupted.

    For after a restore: the backup holds persons who were erased since. The ledger must be the present one, not that of
    the backup.
    """
    interrupted = running(folder)
    if interrupted is not None:
        return _erased(folder, record, settings, interrupted.entry, interrupted.persons, watcher, interrupted.parts)
    entries, gate = read_erasures(folder), Gate.of(folder)
    if not gate:
        return None
    known = {(kind, value) for _, kind, value in saved_identifiers(folder / resolving.IDENTITY)}
    known |= set(record.known_identifiers())
    learn(value for _, value in known)
    back = tuple(sorted(pair for pair in known if gate.recognises(*pair)))
    if not back:
        return None
    # What belonged to one person is not known any more, and need not be.
    return _erased(folder, record, settings, entries[-1], [Person(back)], watcher)


def _erased(
    folder: Path,
    record: Record,
    settings: JourneySettings,
    entry: Erasure,
    persons: Iterable[Person],
    watcher: Watcher,
    wanted: frozenset[str] = frozenset(),
) -> Forgotten:
    chosen = tuple(persons)
    erasing = Erasing(folder, record, chosen, Traces(chosen))
    removed: list[tuple[str, int]] = []
    for place, part in enumerate(parts()):
        watcher.report(Progress("forget", place / (len(parts()) + 1)))
        if part.erase is not None:
            removed.append((part.name, part.erase(erasing)))
    if building.manifest_of(folder) is not None:
        building.build(folder, record, settings, watcher, whole=True)
    building.sweep_index(folder)
    if wanted <= {part.name for part in parts()}:  # a program that knows no desk cannot say that it is done
        note_done(folder, entry, removed)
    return Forgotten(entry.number, entry.persons, tuple(removed))
