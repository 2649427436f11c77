"""A person's events in the collector's own files: given out, or erased so that no byte of them is left.

An event is a person's if one of their identifiers stands where it says who it is (userId, anonymousId, traits and the
like). Somebody else's event may speak of them, in an address with their e-mail for one; then what speaks of them is
taken out. Looked for is an identifier of six characters or more that stands by itself, whatever its case and however a
telephone number is spelled.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from wegmarke.collect.fingerprints import forget_messages, forget_ties, of_line
from wegmarke.collect.handing_over import HandOver
from wegmarke.model.collection import CLOSED, OPEN

WITHIN_CHARACTERS = 6
"""A shorter identifier is only looked for where an event says who it is: elsewhere it could be anything."""

REMOVED = "[…]"
_WHO = frozenset({"userId", "anonymousId", "previousId", "groupId", "sharedAnonymousId", "identified", "traits"})
_GAP = r"[\s/().\-]*"
_PHONE = re.compile(r"\(?(?:\+|0)[\d\s/().\-]{6,}")
_NEVER = re.compile(r"(?!)")


class Persons:
    """Some persons, by their identifiers: which events are theirs, and which speak of them."""

    def __init__(self, identifiers: Collection[str]) -> None:
        self._identifiers = {one.strip().casefold() for one in identifiers if one.strip()}
        longer = {one for one in self._identifiers if len(one) >= WITHIN_CHARACTERS}
        patterns = [rf"(?<!\w){re.escape(one)}(?!\w)" for one in sorted(longer)]
        numbers = sorted({_national(one) for one in longer})
        patterns += [_spelled(digits) for digits in numbers if len(digits) >= WITHIN_CHARACTERS]
        self._mention = re.compile("|".join(patterns), re.IGNORECASE) if patterns else _NEVER

    def without(self, line: bytes) -> bytes | None:
        """The line without them: itself if it has nothing of them, None if the event is theirs."""
        try:
            event = json.loads(line)
        except ValueError:
            return None if self._mention.search(line.decode("utf-8", "replace")) else line
        if any(self._is_theirs(text) for text in _saying_who(event)):
            return None
        if not any(self._mention.search(text) for text in _texts(event)):
            return line
        return json.dumps(self._redacted(event), ensure_ascii=False, separators=(",", ":")).encode()

    def _is_theirs(self, text: str) -> bool:
        return text.strip().casefold() in self._identifiers or self._mention.fullmatch(text.strip()) is not None

    def _redacted(self, tree: object) -> object:
        if isinstance(tree, str):
            return self._mention.sub(REMOVED, tree)
        if isinstance(tree, list):
            return [self._redacted(value) for value in tree]
        if isinstance(tree, dict):
            return {self._mention.sub(REMOVED, name): self._redacted(value) for name, value in tree.items()}
        if isinstance(tree, int | float) and not isinstance(tree, bool) and self._mention.search(str(tree)):
            return None
        return tree


def events_of(over: HandOver, identifiers: Collection[str]) -> Iterator[dict[str, Any]]:
    """The persons' events and those that speak of them, as stored: in the spool, then in files not finished yet."""
    persons = Persons(identifiers)
    for (line,) in over.connection.execute("SELECT line FROM event ORDER BY seq"):
        if persons.without(line) != line:
            yield json.loads(line)
    for path, _ in _files(over):
        with path.open("rb") as file:
            for line in file:
                if line.strip() and persons.without(line) != line:
                    yield json.loads(line)


def erase(over: HandOver, identifiers: Collection[str]) -> int:
    """Erase the persons' events, and what others' say of them; how many events that were.

    In files lines keep their length and numbers: a person's become blank, which is no row. In the database deleted
    content is overwritten, and the log that still held it is emptied. That these events were seen is forgotten, and
    whose the persons' browsers were. What the record has taken in already is not touched; whoever calls holds the
    writer's lock, so that nobody reads a line while it is blanked.
    """
    persons = Persons(identifiers)
    connection = over.connection
    waiting = connection.execute("SELECT seq, source, line FROM event").fetchall()
    changed = [(seq, left) for seq, _, line in waiting if (left := persons.without(line)) != line]
    gone = {seq for seq, left in changed if left is None}
    forgotten = [of_line(source, line) for seq, source, line in waiting if seq in gone]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("DELETE FROM event WHERE seq = ?", [(seq,) for seq in gone])
    connection.executemany(
        "UPDATE event SET line = ? WHERE seq = ?", [(left, seq) for seq, left in changed if left is not None]
    )
    connection.execute("COMMIT")
    erased = len(changed)
    for path, source in _files(over):
        for line, left in _cleaned(path, persons):
            erased += 1
            if left is None:
                forgotten.append(of_line(source, line))
    forget_messages(connection, filter(None, forgotten))
    forget_ties(connection, identifiers)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return erased


def _files(over: HandOver) -> Iterator[tuple[Path, str]]:
    """The files not finished yet, each with its source."""
    growing = {stream.file: stream.source for stream in over.streams().values()}
    for path in sorted((over.folder / OPEN).glob("*.jsonl")):
        yield path, growing.get(path.name, "")
    for path in sorted((over.folder / CLOSED).glob("*/*.jsonl")):
        yield path, path.parent.name


def _cleaned(path: Path, persons: Persons) -> Iterator[tuple[bytes, bytes | None]]:
    """Take the persons out of a file; the lines that were changed, as they were and as they are."""
    with path.open("rb+") as file:
        while line := file.readline():
            end = file.tell()
            text = line.removesuffix(b"\n")
            left = persons.without(text) if text.strip() else text
            if left != text:
                file.seek(end - len(line))
                file.write((left or b"").ljust(len(text))[: len(text)])
                file.seek(end)
                yield text, left
        file.flush()
        os.fsync(file.fileno())


def _national(identifier: str) -> str:
    """The digits of a telephone number, less the country's and the leading nought; "" for what is none."""
    if not _PHONE.fullmatch(identifier):
        return ""
    digits = re.sub(r"\D", "", identifier.replace("(0)", ""))
    return digits.removeprefix("00").removeprefix("49").lstrip("0")


def _spelled(digits: str) -> str:
    """A German telephone number in any usual spelling, a foreign one with its country's digits."""
    return rf"(?<!\d)(?:\(?(?:\+|00)?{_GAP}49\)?{_GAP}(?:\(0\))?|\(?0)?{_GAP}{_GAP.join(digits)}(?!\d)"


def _saying_who(event: object) -> Iterator[str]:
    """The values in an event that say who it is: identifiers, and everything among the traits."""
    if not isinstance(event, dict):
        return
    for name, value in event.items():
        if name in _WHO:
            yield from _texts(value)
        elif name in {"context", "unfit"}:
            yield from _saying_who(value)
        elif name == "event" and isinstance(value, str) and value.startswith("{"):  # an unfit event, as it came
            try:
                yield from _saying_who(json.loads(value))
            except ValueError:
                continue


def _texts(value: object) -> Iterator[str]:
    """Every value in it as text, names included."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
