"""What the spool remembers goes when it may, and the file then grows no further."""

import sqlite3
from pathlib import Path

from wegmarke.collect.fingerprints import SLICES, day_of, fingerprint, forget_ties, of_line, purge, tie_of
from wegmarke.collect.tables import SPOOL_FILE, connect

EVENTS = 30_000


def remember(connection: sqlite3.Connection, day: int, source: str = "web") -> None:
    rows = [(fingerprint(source, f"{day} {number}"), source, day) for number in range(EVENTS)]
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO seen(id, source, day) VALUES(?, ?, ?)", rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def known(connection: sqlite3.Connection) -> list[tuple[str, int, int]]:
    found = connection.execute("SELECT source, day, count(*) FROM seen GROUP BY source, day ORDER BY source, day")
    return list(found)


def test_what_is_older_goes_by_source_and_its_place_is_used_again(tmp_path: Path) -> None:
    connection = connect(tmp_path)
    remember(connection, 10)
    size = (tmp_path / SPOOL_FILE).stat().st_size
    for day in range(11, 15):
        assert sum(purge(connection, {"web": day, "app": 99}, number) for number in range(SLICES)) == EVENTS
        assert known(connection) == []
        remember(connection, day)
    assert (tmp_path / SPOOL_FILE).stat().st_size < 1.1 * size
    remember(connection, 15, "app")
    assert sum(purge(connection, {"web": 14, "app": 15}, number) for number in range(SLICES)) == 0
    assert known(connection) == [("app", 15, EVENTS), ("web", 14, EVENTS)]
    connection.close()


def test_whose_a_browser_was_is_forgotten_by_either_name(tmp_path: Path) -> None:
    connection = connect(tmp_path)
    connection.execute("INSERT INTO source VALUES('web', 1, 0, 0, '')")
    for cookie, user in (("c1", "a"), ("c2", "b"), ("c3", "c")):
        connection.execute("INSERT INTO tie VALUES(?, ?, 'web', 1)", tie_of("web", cookie, user))
    assert forget_ties(connection, ["a", "c2", "x"]) == 2
    assert connection.execute("SELECT cookie FROM tie").fetchall() == [tie_of("web", "c3", "c")[:1]]
    connection.close()


def test_a_spool_of_the_first_version_is_opened_and_forgets_nothing(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / SPOOL_FILE)
    old.executescript(
        "CREATE TABLE seen(id BLOB PRIMARY KEY) WITHOUT ROWID; INSERT INTO seen VALUES(x'00');"
        "CREATE TABLE tie(cookie BLOB PRIMARY KEY, user BLOB NOT NULL) WITHOUT ROWID; PRAGMA user_version=1;"
    )
    old.close()
    connection = connect(tmp_path)
    assert sum(purge(connection, {"web": 10**6}, number) for number in range(SLICES)) == 0
    assert known(connection) == [("", 0, 1)]
    connection.close()


def test_a_line_is_known_again() -> None:
    assert of_line("web", b'{"messageId":"m1"}') == fingerprint("web", "m1")
    assert of_line("web", b'{"unfit":{"event":"{\\"messageId\\": \\"m1\\"}"}}') == fingerprint("web", "m1")
    assert of_line("web", b'{"unfit":{"event":"7"}}') == fingerprint("web", "unfit", b"7")
    assert of_line("web", b"7") is None
    assert day_of("2026-11-26T00:00:00Z") - day_of("2026-11-25T23:59:59.999999Z") == 1
