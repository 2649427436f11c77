"""A person's events in the collector's own files: given out, or erased so that no byte of them is left.

An event is a person's if one of its values, at any depth, is one of their identifiers, regardless of case; or if an
identifier of six characters or more stands in one of its values as a whole, as in an address with the e-mail in it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from wegmarke.collect.handing_over import HandOver
from wegmarke.model.collection import CLOSED, OPEN

WITHIN_CHARACTERS = 6
"""A shorter identifier is only looked for as a whole value: within a text it could be anything."""


def events_of(over: HandOver, identifiers: Collection[str]) -> Iterator[dict[str, Any]]:
    """The person's events, as stored: those in the spool, then those in files that the record has not finished."""
    is_theirs = _matcher(identifiers)
    for (line,) in over.connection.execute("SELECT line FROM event ORDER BY seq"):
        if is_theirs(line):
            yield json.loads(line)
    for path in _files(over):
        with path.open("rb") as file:
            for line in file:
                if line.strip() and is_theirs(line):
                    yield json.loads(line)


def erase(over: HandOver, identifiers: Collection[str]) -> int:
    """Erase the person's events; how many there were.

    In files their lines become blanks of the same length: lines keep their numbers, and blank ones are no rows. In the
    database deleted content is overwritten, and the log that still held it is emptied. What the record has taken in
    already is not touched; whoever calls holds the writer's lock, so that nobody reads a line while it is blanked.
    """
    is_theirs = _matcher(identifiers)
    connection = over.connection
    waiting = connection.execute("SELECT seq, line FROM event").fetchall()
    theirs = [(seq,) for seq, line in waiting if is_theirs(line)]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("DELETE FROM event WHERE seq = ?", theirs)
    connection.execute("COMMIT")
    erased = len(theirs) + sum(_blanked(path, is_theirs) for path in _files(over))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return erased


def _files(over: HandOver) -> Iterator[Path]:
    for folder in (OPEN, CLOSED):
        yield from sorted((over.folder / folder).rglob("*.jsonl"))


def _blanked(path: Path, is_theirs: Callable[[bytes], bool]) -> int:
    found = 0
    with path.open("rb+") as file:
        while True:
            begin = file.tell()
            line = file.readline()
            if not line:
                break
            if line.strip() and is_theirs(line):
                end = file.tell()
                file.seek(begin)
                file.write(b" " * len(line.removesuffix(b"\n")))
                file.seek(end)
                found += 1
        file.flush()
        os.fsync(file.fileno())
    return found


def _matcher(identifiers: Collection[str]) -> Callable[[bytes], bool]:
    wanted = {one.strip().casefold() for one in identifiers if one.strip()}
    longer = [re.escape(one) for one in sorted(wanted) if len(one) >= WITHIN_CHARACTERS]
    within = re.compile(rf"(?<!\w)(?:{'|'.join(longer)})(?!\w)") if longer else None

    def is_theirs(line: bytes) -> bool:
        try:
            texts = list(_texts(json.loads(line)))
        except ValueError:
            texts = [line.decode("utf-8", "replace")]
        return any(
            text.strip() in wanted or (within is not None and within.search(text) is not None)
            for text in (text.casefold() for text in texts)
        )

    return is_theirs


def _texts(value: object) -> Iterator[str]:
    """Every value in it as text; JSON within a text, as of an unfit event, is looked into as well."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
        if value.startswith(("{", "[")):
            try:
                yield from _texts(json.loads(value))
            except ValueError:
                return
    elif value is not None and not isinstance(value, bool):
        yield str(value)
