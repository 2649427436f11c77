"""What the spool remembers of events that have moved on: fingerprints of their messageIds, and of who used a browser.

They are there so that the first event of a messageId wins, and so that a browser stays its first user's. Both hold as
long as the rows of a source are kept: then they go, and those of a person who is erased go with that person.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import date

SLICES = 256
"""In so many steps everything is looked through, so that events need not wait for the whole of it."""


def fingerprint(*parts: str | bytes) -> bytes:
    """16 bytes for some texts in their order."""
    hashed = hashlib.blake2b(digest_size=16)
    for part in parts:
        encoded = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        hashed.update(len(encoded).to_bytes(4, "big") + encoded)
    return hashed.digest()


def of_unfit(source: str, message_id: str | None, text: bytes) -> bytes:
    """That of an event that is set aside, which may have no messageId."""
    return fingerprint(source, message_id) if message_id else fingerprint(source, "unfit", text)


def tie_of(source: str, cookie: str, user: str) -> tuple[bytes, bytes]:
    """Those of a browser and of its user."""
    return fingerprint(source, "cookie", cookie), fingerprint(source, "user", user)


def of_line(source: str, line: bytes) -> bytes | None:
    """That of a line as it is kept; None for one that cannot be read."""
    try:
        kept = json.loads(line)
        if "unfit" not in kept:
            return fingerprint(source, kept["messageId"])
        text = kept["unfit"]["event"]
        event = json.loads(text)
    except (ValueError, KeyError, TypeError):
        return None
    found = event.get("messageId") if isinstance(event, dict) else None
    return of_unfit(source, found if isinstance(found, str) else None, text.encode("utf-8", "surrogatepass"))


def day_of(moment: str) -> int:
    """The day of a moment in ISO 8601, as a number that rises by one a day."""
    return date.fromisoformat(moment[:10]).toordinal()


def forget_messages(connection: sqlite3.Connection, messages: Iterable[bytes]) -> int:
    """Forget messageIds by their fingerprints; how many were known."""
    found = connection.executemany("DELETE FROM seen WHERE id = ?", [(one,) for one in messages])
    return max(0, found.rowcount)


def forget_ties(connection: sqlite3.Connection, identifiers: Collection[str]) -> int:
    """Forget whose browser was whose, for the browsers and users among the identifiers; how many were known."""
    sources = [name for (name,) in connection.execute("SELECT name FROM source")]
    pairs = [tie_of(source, one, one) for source in sources for one in identifiers]
    found = connection.executemany("DELETE FROM tie WHERE cookie = ? OR user = ?", pairs)
    return max(0, found.rowcount)


def purge(connection: sqlite3.Connection, before: Mapping[str, int], number: int) -> int:
    """Forget, in one slice of all, what was last seen before a day, by source; how much that was."""
    begin, end = bytes([number]), bytes([number + 1]) if number + 1 < SLICES else b"\xff" * 17
    gone = 0
    connection.execute("BEGIN IMMEDIATE")
    for source, day in before.items():
        for table, column in (("seen", "id"), ("tie", "cookie")):
            query = f"DELETE FROM {table} WHERE {column} >= ? AND {column} < ? AND source = ? AND day < ?"  # noqa: S608 - names of our own
            gone += connection.execute(query, (begin, end, source, day)).rowcount
    connection.execute("COMMIT")
    return gone
