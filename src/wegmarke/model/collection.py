"""How collection stands: what the collector makes known, for those who move its events on and for people.

A small file beside the spool, replaced as a whole. It may be older than the truth, never newer: it is written after
what it tells of is on the disk.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

COLLECT = "collect"
"""The collector's folder in the workspace."""
OPEN, CLOSED = "open", "closed"
"""Folders in it: files that grow, and files that are full and wait to be taken in to their end."""
STATE_FILE = "state.json"
CONTROL_KEY_FILE = "control.key"
STATE_VERSION = 1
SPOOL_TAKEN = 3
"""How a process of the collector ends that finds the spool in other hands."""


@dataclass(frozen=True, slots=True)
class CollectedSource:
    """One source, in events since its first.

    file, rows: the file that grows at present ("" if none does), and how many of its lines are there for good.
    stored: acknowledged and kept, unfit ones not counted; duplicate: acknowledged, known by their messageId; unfit:
    acknowledged and on the way to quarantine; waiting: acknowledged and not yet in the file. last_at: when the newest
    was received, UTC, ISO 8601.
    """

    source: str
    file: str = ""
    rows: int = 0
    stored: int = 0
    duplicate: int = 0
    unfit: int = 0
    waiting: int = 0
    last_at: str = ""


@dataclass(frozen=True, slots=True)
class CollectionState:
    """The collector, as it last made itself known.

    address: where it listens. process: its number. ready: whether the spool could be written. at: when this was
    written, UTC, ISO 8601. ended_at: when it ended in order, None while it runs. refused: events (or whole requests
    that could not be read) answered with an error. limited: those of them that were too many for a key: its number, how
    many.
    """

    address: str
    process: int
    ready: bool
    at: str
    refused: int = 0
    sources: tuple[CollectedSource, ...] = ()
    ended_at: str | None = None
    limited: tuple[tuple[int, int], ...] = ()


def written_state(state: CollectionState) -> str:
    """The state as the text of its file."""
    return json.dumps({"version": STATE_VERSION, **asdict(state)}, ensure_ascii=False) + "\n"


def read_state(text: str) -> CollectionState | None:
    """The state in the text of its file; None for what cannot be read: it is written anew within seconds."""
    try:
        found = json.loads(text)
        if found.pop("version") != STATE_VERSION:
            return None
        sources = tuple(CollectedSource(**entry) for entry in found.pop("sources"))
        limited = tuple((int(key), int(events)) for key, events in found.pop("limited", ()))
        return CollectionState(**found, sources=sources, limited=limited)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
