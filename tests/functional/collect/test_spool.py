"""Acknowledged is on the disk: through crashes, repetitions, a full disk; and each event once in the record."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.functional.collect.running import RunningCollector, basic, collector, stored
from tests.surroundings import SOURCES, missing
from wegmarke.record import Import
from wegmarke.workspace import Workspace
from wegmarke.workspace.collecting import Taking


def track(number: int, **more: object) -> dict[str, object]:
    return {"type": "track", "event": "Order", "userId": f"u{number}", "messageId": f"m{number}", **more}


def customers(workspace: Workspace) -> list[str]:
    """The customers of all interactions in the record, in order."""
    return [name for batch in workspace.record.batches(["customer"]) for name in batch["customer"].to_pylist()]


def test_what_was_acknowledged_survives_a_kill_at_once(fresh: RunningCollector) -> None:
    for number in range(20):
        assert fresh.post("/v1/track", track(number)).status == 200
    fresh.kill()
    fresh.start()
    fresh.until_handed_over()
    fresh.stop()
    assert [event["userId"] for event in stored(fresh)] == [f"u{number}" for number in range(20)]


def test_the_first_of_a_message_id_wins_also_after_a_restart(fresh: RunningCollector) -> None:
    assert fresh.post("/v1/track", track(1)).status == 200
    fresh.kill()
    fresh.start()
    assert fresh.post("/v1/track", track(1, event="Other")).status == 200
    assert (
        fresh.post("/v1/batch", {"batch": [track(1), track(2), track(2), {"type": "no"}, {"type": "no"}]}).status == 200
    )
    fresh.until_handed_over()
    (source,) = fresh.state().sources
    assert (source.stored, source.duplicate, source.unfit) == (2, 4, 1)
    fresh.stop()
    assert [event.get("event") for event in stored(fresh)] == ["Order", "Order", None]


def test_rows_add_up_from_sender_to_record(fresh: RunningCollector) -> None:
    batch = [track(1), track(1), {"type": "nonsense"}, track(2, timestamp="1950-01-01T00:00:00Z"), track(3)]
    assert fresh.post("/v1/batch", {"batch": batch}).status == 200
    assert fresh.post("/v1/track", b"{").status == 400
    assert fresh.post("/v1/track", track(4), key="nobody").status == 401
    fresh.until_handed_over()
    assert fresh.workspace.take_collected() == 4
    (source,) = fresh.workspace.status().sources
    state = fresh.state()
    (collected,) = state.sources
    sent = len(batch) + 2
    assert (source.accepted, source.quarantined, collected.duplicate) == (2, 2, 1)
    deadline = time.monotonic() + 60
    while state.refused < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
        state = fresh.state()
    assert sent == source.accepted + source.quarantined + collected.duplicate + state.refused
    assert {one.reason for one in source.reasons} == {"event_unknown", "time_outside"}
    assert source.unfinished == (), "a file that grows is nothing that was stopped"


def test_events_are_seen_in_the_journeys(fresh: RunningCollector) -> None:
    page = {"type": "page", "anonymousId": "c1", "category": "Ratgeber", "name": "Daunen"}
    screen = {"type": "screen", "anonymousId": "c2", "name": "Start"}
    assert fresh.post("/v1/batch", {"batch": [track(1), page, screen]}).status == 200
    fresh.until_handed_over()
    fresh.workspace.take_collected()
    fresh.workspace.build_collected()
    labels = {touchpoint.label for touchpoint in fresh.workspace.touchpoints}
    assert labels == {"Order", "Ratgeber", "Start"}
    assert fresh.post("/v1/track", track(2)).status == 200
    fresh.until_handed_over()
    assert fresh.workspace.take_collected() == 1
    assert fresh.workspace.take_collected() == 0
    assert customers(fresh.workspace) == ["u1", "c1", "c2", "u2"]


@pytest.mark.parametrize("moment", ["after_file", "before_file"])
def test_a_crash_between_file_and_spool_neither_loses_nor_doubles(fresh: RunningCollector, moment: str) -> None:
    """The window that matters: lines forced to the disk, the spool not yet told. Reached by ending there."""
    for number in range(5):
        fresh.post("/v1/track", track(number))
    fresh.until_handed_over()
    fresh.stop()
    before = next(fresh.folder.glob("open/*.jsonl")).read_bytes()
    place = 'self.connection.execute("BEGIN IMMEDIATE")' if moment == "after_file" else "lines, last = self._waiting()"
    script = (
        "import os, inspect, textwrap, sys\n"
        "import wegmarke.collect.handing_over as over\n"
        "source = textwrap.dedent(inspect.getsource(over.HandOver._hand_over))\n"
        f"assert {place!r} in source\n"
        f"source = source.replace({place!r}, {place!r} + '; (os._exit(9) if self._waiting()[0] else None)', 1)\n"
        "exec(source, over.__dict__)\n"
        "over.HandOver._hand_over = over.__dict__['_hand_over']\n"
        "from wegmarke.collect.serving import run\n"
        f"run({str(fresh.workspace.folder)!r}, '127.0.0.1', {fresh.port})\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script])
    fresh.process = process
    fresh.until_ready()
    assert fresh.post("/v1/track", track(5)).status == 200
    assert process.wait(30) == 9
    fresh.process = None
    after = next(fresh.folder.glob("open/*.jsonl")).read_bytes()
    assert (len(after) > len(before)) == (moment == "after_file")
    fresh.start()
    assert fresh.post("/v1/track", track(5)).status == 200, "its sender comes again"
    fresh.until_handed_over()
    fresh.workspace.take_collected()
    assert customers(fresh.workspace) == [f"u{number}" for number in range(6)]


def test_the_record_goes_on_where_it_was_left_whoever_was_killed(fresh: RunningCollector) -> None:
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from wegmarke.record.importing import Import\n"
        "from wegmarke.workspace import Workspace\n"
        "committed = Import.commit\n"
        "def commit(self):\n"
        "    committed(self)\n"
        "    os._exit(9)\n"
        "Import.commit = commit\n"
        "Workspace.open(Path(sys.argv[1])).take_collected()\n"
    )
    for number in range(3):
        fresh.post("/v1/track", track(number))
    fresh.until_handed_over()
    ended = subprocess.run([sys.executable, "-c", script, str(fresh.workspace.folder)], check=False)
    assert ended.returncode == 9
    fresh.post("/v1/track", track(3))
    fresh.until_handed_over()
    workspace = Workspace.open(fresh.workspace.folder)
    assert workspace.take_collected() == 1
    assert customers(workspace) == ["u0", "u1", "u2", "u3"]


def test_a_changed_mapping_begins_a_new_file_and_the_old_one_is_kept_to_be_read_again(fresh: RunningCollector) -> None:
    from dataclasses import replace

    from wegmarke.model.mapping import Cell

    fresh.post("/v1/track", track(1))
    fresh.until_handed_over()
    fresh.workspace.take_collected()
    mapping = fresh.workspace.mapping("web")
    (interaction,) = mapping.interactions
    fresh.workspace.save_mapping(
        replace(mapping, interactions=(replace(interaction, touchpoint=Cell(constant="Shop")),))
    )
    fresh.post("/v1/track", track(2))
    deadline = time.monotonic() + 60
    while not list(fresh.folder.glob("closed/web/*")) and time.monotonic() < deadline:
        time.sleep(0.1)
    fresh.until_handed_over()
    fresh.workspace.take_collected()
    (kept,) = (fresh.workspace.folder / "inbox" / "done" / "web").iterdir()
    assert [entry.state for entry in fresh.workspace.record.files] == ["complete", "partial"]
    touchpoints = [t for b in fresh.workspace.record.batches(["touchpoint"]) for t in b["touchpoint"].to_pylist()]
    assert touchpoints == ["Order", "Shop"]
    assert fresh.workspace.import_file(kept, source="web").read == 1
    touchpoints = [t for b in fresh.workspace.record.batches(["touchpoint"]) for t in b["touchpoint"].to_pylist()]
    assert touchpoints == ["Shop", "Shop"]
    assert fresh.workspace.import_file(kept, source="web").known
    assert fresh.workspace.take_collected() == 0


def test_a_full_file_ends_in_the_record_whatever_the_moment(fresh: RunningCollector) -> None:
    """Killed after the file was called complete and before it was put away: the next turn puts it away."""
    fresh.post("/v1/track", track(1))
    fresh.until_handed_over()
    mapping = fresh.workspace.folder / "sources" / "web.toml"
    os.utime(mapping)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from wegmarke.workspace import Workspace, collecting\n"
        "collecting.Taking._put_away = lambda self, file: os._exit(9)\n"
        "Workspace.open(Path(sys.argv[1])).take_collected()\n"
    )
    deadline = time.monotonic() + 60
    while not list(fresh.folder.glob("closed/web/*")) and time.monotonic() < deadline:
        time.sleep(0.1)
    ended = subprocess.run([sys.executable, "-c", script, str(fresh.workspace.folder)], check=False)
    assert ended.returncode == 9
    assert fresh.workspace.take_collected() == 0
    assert not list(fresh.folder.glob("closed/web/*"))
    assert customers(fresh.workspace) == ["u1"]


@pytest.mark.parametrize("moment", [(Taking, "_take"), (Import, "commit")])
def test_a_file_that_becomes_full_while_it_is_looked_at_is_taken_in_in_the_next_turn(
    fresh: RunningCollector, monkeypatch: pytest.MonkeyPatch, moment: tuple[type, str]
) -> None:
    fresh.post("/v1/track", track(1))
    fresh.until_handed_over()
    step = getattr(*moment)

    def too_late(*given: Any) -> Any:
        (path,) = fresh.folder.glob("open/*.jsonl")
        path.parents[1].joinpath("closed", "web").mkdir(parents=True)
        path.rename(path.parents[1] / "closed" / "web" / path.name)  # as the collector does, in this very moment
        return step(*given)

    with monkeypatch.context() as patched:
        patched.setattr(*moment, too_late)
        assert fresh.workspace.take_collected() == 0
    assert fresh.workspace.take_collected() == 1
    assert customers(fresh.workspace) == ["u1"]


def test_one_connection_in_exclusive_mode_and_nothing_is_mapped(fresh: RunningCollector) -> None:
    """SQLite before 3.51.3 can corrupt a WAL that two connections write and checkpoint."""
    fresh.post("/v1/track", track(1))
    assert not (fresh.folder / "spool.sqlite3-shm").exists(), "in exclusive mode there is no shared index of the log"
    second = subprocess.run(
        [sys.executable, "-m", "wegmarke.collect", str(fresh.workspace.folder), "127.0.0.1", "0"],
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    assert second.returncode == 3, "a second collector gives way"
    assert fresh.post("/v1/track", track(2)).status == 200
    opening = [
        path.name for path in (SOURCES / "collect").glob("*.py") if "sqlite3.connect(" in path.read_text("utf-8")
    ]
    assert opening == ["tables.py"]
    callers = [
        path.name for path in (SOURCES / "collect").glob("*.py") if re.search(r"\bconnect\(", path.read_text("utf-8"))
    ]
    assert sorted(callers) == ["spool.py", "standing_in.py", "tables.py"]
    assert fresh.process is not None
    if sys.platform == "linux":
        maps = Path(f"/proc/{fresh.process.pid}/maps").read_text()
        assert "spool.sqlite3" not in maps
        descriptors = [str(one.readlink()) for one in Path(f"/proc/{fresh.process.pid}/fd").iterdir()]
        assert sum(name.endswith("spool.sqlite3") for name in descriptors) == 1


def test_a_browsers_key_cannot_join_two_known_people(fresh: RunningCollector) -> None:
    def event(user: str, cookie: str, number: int) -> dict[str, object]:
        return {"event": "Seen", "userId": user, "anonymousId": cookie, "messageId": f"t{number}"}

    for number, (user, cookie) in enumerate([("a", "c1"), ("b", "c1"), ("a", "c1"), ("b", "c2")]):
        assert fresh.post("/v1/t", event(user, cookie, number), key=fresh.browser).status == 200
    assert fresh.post("/v1/track", event("b", "c1", 9)).status == 200  # a server may say so
    fresh.until_handed_over()
    fresh.stop()
    said = [(event["userId"], event.get("anonymousId"), event.get("sharedAnonymousId")) for event in stored(fresh)]
    assert said == [("a", "c1", None), ("b", None, "c1"), ("a", "c1", None), ("b", "c2", None), ("b", "c1", None)]


def _bytes_of(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_person_is_given_out_and_erased_to_the_last_byte(fresh: RunningCollector) -> None:
    person = {"userId": "Kunde-4711", "traits": {"email": "erika@example.org", "name": "Erika Möller"}}
    link = {"event": "Click", "userId": "x9", "properties": {"url": "https://shop.example/?mail=ERIKA@example.org"}}
    unfit = {"type": "track", "userId": "Kunde-4711"}
    for _ in range(2):  # some in files, some in the spool
        fresh.post("/v1/identify", person)
        fresh.post("/v1/track", link)
        fresh.post("/v1/batch", {"batch": [unfit, track(1, userId="Kunde-47110"), track(2)]})
        fresh.until_handed_over()
        fresh.post("/v1/identify", {**person, "context": {"page": "x" * 9_000}})
    asked = ["kunde-4711", "erika@example.org"]
    found = fresh.workspace.collected_events(asked)
    assert len(found) == 7
    assert {json.dumps(one, ensure_ascii=False).count("4711") > 0 or "ERIKA" in json.dumps(one) for one in found} == {
        True
    }
    assert fresh.workspace.erase_collected(asked) == 7
    assert fresh.workspace.collected_events(asked) == ()
    everything = _bytes_of(fresh.folder)
    for trace in (b"erika@example.org", b"ERIKA@", "Möller".encode(), b'"Kunde-4711"', b"x" * 100):
        assert trace not in everything, trace
    assert b"Kunde-47110" in everything, "somebody else"
    fresh.until_handed_over()
    fresh.workspace.take_collected()
    assert customers(fresh.workspace) == ["x9", "Kunde-47110", "u2", "x9"], "others, less what they said of her"
    fresh.post("/v1/track", track(5))
    fresh.until_handed_over()
    assert fresh.workspace.take_collected() == 1


@pytest.fixture
def small_disk(tmp_path: Path):  # noqa: ANN201 - a generator of a path
    """A real volume of four megabytes, full after some hundred events."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=False, capture_output=True, text=True
    )
    if mounted.returncode != 0:
        missing("The right to mount a small volume", f"mount said: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_503_and_red_and_recovers_by_itself(small_disk: Path) -> None:
    with collector(small_disk / "acme") as running:
        acknowledged, refused = 0, 0
        for number in range(1_000):
            answer = running.post("/v1/track", track(number, properties={"pad": "p" * 20_000}))
            if answer.status != 200:
                refused += 1
                assert answer.status == 503
                assert int(answer.headers["retry-after"]) > 0
                assert set(answer.json) == {"code", "message"}
                if refused > 5:
                    break
            else:
                acknowledged += 1
        assert refused > 5, "four megabytes cannot hold a thousand events of 20 KB"
        assert acknowledged > 20
        assert running.get("/ready").status == 503
        assert running.get("/health").status == 200
        running.kill()
        running.start(wait=False)  # a restart on the full disk must not make it worse
        time.sleep(2)
        subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
        running.until_ready()
        assert running.post("/v1/track", track(2_000)).status == 200
        running.until_handed_over()
        running.stop()
        users = [event["userId"] for event in stored(running)]
        assert users[:acknowledged] == [f"u{number}" for number in range(acknowledged)]
        assert len(users) == len(set(users))
        assert users[-1] == "u2000"


def test_many_senders_at_once_lose_and_double_nothing(fresh: RunningCollector) -> None:
    import http.client

    def send(thread: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", fresh.port, timeout=30)
        for number in range(200):
            body = json.dumps(track(thread * 1_000 + number))
            for _ in range(1 + (number % 5 == 0)):
                connection.request("POST", "/v1/track", body, {"Authorization": basic(fresh.server)})
                answers.append(connection.getresponse().read())
        connection.close()

    answers: list[bytes] = []
    threads = [threading.Thread(target=send, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b'{"success": true}'] * (8 * 240)
    fresh.until_handed_over()
    (source,) = fresh.state().sources
    assert (source.stored, source.duplicate) == (1_600, 320)
    fresh.workspace.take_collected()
    found = customers(fresh.workspace)
    assert len(found) == 1_600
    assert set(found) == {f"u{thread * 1_000 + number}" for thread in range(8) for number in range(200)}
