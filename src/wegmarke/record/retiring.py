"""Taking a file out of what counts.

Retired by a later reading of the same content, or discarded before it was complete.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wegmarke.record.ledger import FileEntry, Ledger
from wegmarke.record.matching import superseded_rows
from wegmarke.record.store import SUPERSEDED, Store
from wegmarke.record.superseded import Superseded, write_superseded


def replaced(store: Store, ledger: Ledger, entry: FileEntry) -> Ledger:
    """The ledger in which the complete `entry` counts and the one it replaces is retired, kept as history."""
    position = ledger.position + 1
    if entry.replaces is not None:
        old = ledger.file(entry.replaces)
        ledger = ledger.with_file(replace(old, state="retired", retired_at=position))
    ledger = ledger.with_file(replace(entry, live_since=position))
    return judged_anew(store, replace(ledger, position=position, reset=position), entry.source)


def discard(store: Store, number: int) -> None:
    """Take an import that was never completed out of the record, with all it brought.

    What it had superseded counts again.
    """
    entry = store.ledger.file(number)
    if entry.state != "partial":
        raise ValueError(f"file {number} is {entry.state}")
    ledger = replace(
        store.ledger,
        files=tuple(known for known in store.ledger.files if known.number != number),
        parts=tuple(part for part in store.ledger.parts if part.file != number),
        quarantine=tuple(unfit for unfit in store.ledger.quarantine if unfit.file != number),
    )
    with store.changing():
        if entry.live and len(ledger.parts) < len(store.ledger.parts):
            position = store.ledger.position + 1
            ledger = judged_anew(store, replace(ledger, position=position, reset=position), entry.source)
        store.commit(ledger)


def judged_anew(store: Store, ledger: Ledger, source: str) -> Ledger:
    """The ledger with the masks of one source as its live files demand.

    What stays masked keeps the position since which it is.
    """
    parts = [part for _, part in ledger.live_parts(source) if part.has_ids]
    places = superseded_rows(store.folder, parts, {file.number: file for file in ledger.files})
    renewed = {}
    for number, part in enumerate(parts):
        old, at = store.masked(part), places.get(part.name, np.empty(0, np.int64)).astype(np.uint32)
        if np.array_equal(old.at, at):
            continue
        name = None
        if len(at):
            since = np.full(len(at), ledger.position, np.int64)
            _, here, there = np.intersect1d(at, old.at, assume_unique=True, return_indices=True)
            since[here] = old.position[there]
            name = store.new_name(SUPERSEDED, part.file, ".parquet", f"-{number}")
            write_superseded(store.folder / name, Superseded(at, since))
        renewed[part.name] = replace(part, superseded=name, superseded_rows=len(at))
    return replace(ledger, parts=tuple(renewed.get(part.name, part) for part in ledger.parts))
