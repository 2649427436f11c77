"""The tables of the spool, and the one connection to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

SPOOL_FILE = "spool.sqlite3"
SPOOL_VERSION = 2

SCHEMA = """
CREATE TABLE event(seq INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, line BLOB NOT NULL);
CREATE TABLE seen(id BLOB PRIMARY KEY, source TEXT NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tie(
    cookie BLOB PRIMARY KEY, user BLOB NOT NULL, source TEXT NOT NULL, day INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE source(
    name TEXT PRIMARY KEY, stored INTEGER NOT NULL, duplicate INTEGER NOT NULL, unfit INTEGER NOT NULL,
    last_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE stream(
    source TEXT PRIMARY KEY, file TEXT NOT NULL, day TEXT NOT NULL, bytes INTEGER NOT NULL, rows INTEGER NOT NULL,
    meaning TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE closing(file TEXT PRIMARY KEY, source TEXT NOT NULL, bytes INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE total(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
"""event: acknowledged, not yet in a file. seen: fingerprints of all messageIds acknowledged, and the day of it. tie:
fingerprints of browsers and of the first user each was tied to by a browser's key, and the day they were last seen
together; both as long as the rows of the source are kept. stream: the file of each source that grows, as far
as it is there for good. closing: files that are full and on their way to the folder of such."""

FROM_1 = """
ALTER TABLE seen ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE seen ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tie ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE tie ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
"""
"""From the first version to the second; what was seen before stays for good: nobody knows of which source it is."""


def connect(folder: Path) -> sqlite3.Connection:
    """Open the spool, the only way it is opened; made if it is not there.

    sqlite3.OperationalError ("database is locked") if another collector has it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / SPOOL_FILE, isolation_level=None, timeout=5, cached_statements=64)
    try:
        for setting in (
            "locking_mode=EXCLUSIVE",  # before the first access: then not even the index of the log is shared memory
            "mmap_size=0",
            "secure_delete=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "temp_store=MEMORY",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("BEGIN EXCLUSIVE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > SPOOL_VERSION:
            raise sqlite3.DatabaseError(f"The spool is of a later version, {version}.")
        if version < SPOOL_VERSION:
            for statement in filter(str.strip, (SCHEMA if version == 0 else FROM_1).split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={SPOOL_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection
