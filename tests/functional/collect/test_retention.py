"""What was seen is known for the whole retention, and no longer; of erased persons nothing is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.functional.collect.running import RunningCollector, collector
from wegmarke.collect.tables import SPOOL_FILE
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.retention import save_retention

DAYS_AGO = 400


def start_in_the_past(running: RunningCollector) -> None:
    """Start the collector with a clock that is some hundred days behind."""
    script = (
        "import sys\n"
        "from datetime import timedelta\n"
        "import wegmarke.clock as clock\n"
        "present = clock.now\n"
        f"clock.now = lambda: present() - timedelta(days={DAYS_AGO})\n"
        "from wegmarke.collect.serving import run\n"
        f"run({str(running.workspace.folder)!r}, '127.0.0.1', {running.port})\n"
    )
    running.process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE)
    running.until_ready()


def until(found: Callable[[], Iterable[object]]) -> None:
    deadline = time.monotonic() + 20
    while not list(found()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def send(running: RunningCollector, message: str, user: str, cookie: str, key: str | None = None) -> None:
    event = {"event": "Seen", "userId": user, "anonymousId": cookie, "messageId": message}
    assert running.post("/v1/track", event, key=running.browser if key is None else key).status == 200


def remembered(running: RunningCollector) -> tuple[int, int]:
    """Fingerprints of messageIds and of browsers; the collector has ended."""
    connection = sqlite3.connect(running.folder / SPOOL_FILE)
    try:
        (seen,) = connection.execute("SELECT count(*) FROM seen").fetchone()
        (ties,) = connection.execute("SELECT count(*) FROM tie").fetchone()
    finally:
        connection.close()
    return seen, ties


def rows(running: RunningCollector) -> list[tuple[str, bool]]:
    """Customer, and whether the browser is told to be theirs, of all that was taken in."""
    running.until_handed_over()
    running.workspace.take_collected()
    found = running.workspace.record.batches(["customer", "identifiers"])
    return [
        (row["customer"], "cookie" in dict(row["identifiers"] or ())) for batch in found for row in batch.to_pylist()
    ]


def test_the_first_of_a_message_id_wins_as_long_as_its_source_is_kept(tmp_path: Path) -> None:
    with collector(tmp_path / "acme", start=False) as running:
        start_in_the_past(running)
        send(running, "m1", "anna", "c1")
        send(running, "m2", "bert", "c2")
        assert rows(running) == [("anna", True), ("bert", True)]
        running.stop()
        running.start()
        send(running, "m1", "anna", "c1")
        send(running, "m3", "carl", "c1")
        send(running, "m4", "bert", "c2")
        known = [("anna", True), ("bert", True), ("carl", False), ("bert", True)]
        assert rows(running) == known, "old is not forgotten"
        save_retention(running.workspace.folder, {"web": DAYS_AGO + 2})
        running.workspace.expire()
        send(running, "m2", "bert", "c2")
        assert rows(running) == known, "not a day too early"
        save_retention(running.workspace.folder, {"web": DAYS_AGO - 2})
        running.workspace.expire()
        send(running, "m1", "anna", "c9")
        send(running, "m3", "carl", "c1")
        send(running, "m5", "carl", "c1")
        send(running, "m6", "dora", "c2")
        left = [("carl", False), ("bert", True)]
        assert rows(running) == [*left, ("anna", True), ("carl", True), ("dora", False)], (
            "m1 is new, m3 is known, c1 is nobody's any more and becomes Carl's, c2 was Bert's yesterday as well"
        )
        running.stop()
        assert remembered(running) == (5, 3), "m1, m3, m4, m5, m6; c1, c2, c9"


def test_nothing_of_an_erased_person_is_remembered(fresh: RunningCollector) -> None:
    for beginning in "ab":  # some in the record, their file done; some on the way
        send(fresh, f"{beginning}1", "Kunde-4711", "cookie-1")
        send(fresh, f"{beginning}2", "other", "cookie-2")
        assert (
            fresh.post("/v1/batch", {"batch": [{"type": "no", "userId": "Kunde-4711", "messageId": beginning}]}).status
            == 200
        )
        if beginning == "a":
            fresh.until_handed_over()
            os.utime(fresh.workspace.folder / "sources" / "web.toml")  # then the file is full
            until(lambda: fresh.folder.glob("closed/web/*"))
            assert rows(fresh) == [("Kunde-4711", True), ("other", True)]
            assert not list(fresh.folder.glob("closed/web/*"))
    fresh.workspace.forget([Person((("user_id", "Kunde-4711"), ("cookie", "cookie-1")))])
    fresh.stop()
    assert remembered(fresh) == (2, 1)
    fresh.start()
    send(fresh, "a2", "other", "cookie-2")
    assert rows(fresh) == [("other", True), ("other", True)], "what others sent is known still"
