"""Rights of persons reach what is on its way: told, erased to the last byte, kept out when they come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functional.collect.running import RunningCollector
from wegmarke.workspace.rights.person import Person

ERIKA = Person((("user_id", "Kunde-4711"), ("email", "erika@example.org"), ("phone", "+49 171 2345678")))
TRACES = (b"Kunde-4711", b"erika@", b"ERIKA@", "Möller".encode(), b"2345678")


def send(running: RunningCollector) -> None:
    running.post(
        "/v1/identify", {"userId": "Kunde-4711", "traits": {"email": "erika@example.org", "lastName": "Möller"}}
    )
    running.post("/v1/track", {"event": "Click", "userId": "x1", "properties": {"url": "/?mail=ERIKA@example.org"}})
    running.post("/v1/track", {"event": "Call", "userId": "x2", "properties": {"from": "0171/234 56 78"}})
    running.post("/v1/batch", {"batch": [{"type": "track", "userId": "Kunde-4711"}]})  # unfit
    running.post("/v1/track", {"event": "Order", "userId": "17", "properties": {"quantity": 4}})
    running.post("/v1/track", {"event": "Order", "userId": "other", "properties": {"quantity": 17}})


def traces_in(folder: Path) -> list[tuple[str, bytes, list[bytes]]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = [(path, trace) for path in files for trace in TRACES if trace in path.read_bytes()]
    return [(str(path), trace, [n for n in path.read_bytes().splitlines() if trace in n]) for path, trace in found]


@pytest.mark.parametrize("collector", ["at work", "ended"])
def test_a_person_is_told_forgotten_and_kept_out(fresh: RunningCollector, collector: str) -> None:
    workspace = fresh.workspace
    send(fresh)
    fresh.until_handed_over()
    workspace.take_collected()  # some of it is in the record,
    send(fresh)  # and some is on its way
    workspace.build_collected()
    if collector == "ended":
        fresh.stop()
    told = {extract.name: extract for extract in workspace.everything_about(ERIKA)}
    assert len(told["collected"].lines) == 7
    forgotten = dict(workspace.forget([ERIKA]).removed)
    assert forgotten["collector"] == 7
    assert traces_in(workspace.folder) == []
    assert "collected" not in {extract.name for extract in workspace.everything_about(ERIKA)}
    if collector == "ended":
        fresh.start()
    fresh.post("/v1/track", {"event": "Order", "userId": "Kunde-4711"})
    fresh.post("/v1/track", {"event": "Order", "userId": "new"})
    fresh.until_handed_over()
    workspace.take_collected()
    assert sum(entry.refused for entry in workspace.record.files) == 1
    names = [name for batch in workspace.record.batches(["customer"]) for name in batch["customer"].to_pylist()]
    assert sorted(set(names)) == ["17", "new", "other", "x1", "x2"], "others stay, less what they said of her"
    assert traces_in(fresh.folder) == [], "who was erased leaves nothing when they come back"


def test_a_short_identifier_is_looked_for_only_where_an_event_says_who_it_is(fresh: RunningCollector) -> None:
    send(fresh)
    assert fresh.workspace.erase_collected(["17"]) == 1
    assert len(fresh.workspace.collected_events(["other"])) == 1
