"""More than ten thousand malformed inputs: sent = accepted + duplicate + quarantined + refused, over all.

What was sent is counted here, on the sender's side; what became of it is read from answers, record and quarantine.
"""

from __future__ import annotations

import http.client
import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.functional.collect.malformed import WRITERS, Sent, requests, unreadable
from tests.functional.collect.running import RunningCollector, basic
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, ReadOptions

SENDERS = 8
BATCHES, EVENTS, SINGLES = 200, 50, 400
ROWS = {"csv": 900, "jsonl": 900, "xlsx": 300, "parquet": 300, "mbox": 100}


def send(running: RunningCollector, some: Sequence[Sent]) -> int:
    """Send over one connection; how many of the events were refused."""
    connection, refused = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60), 0
    for number, one in enumerate(some):
        key = running.browser if number % 3 == 0 else running.server
        method = "GET" if one.body is None else "POST"
        connection.request(method, one.path, one.body, {"Authorization": basic(key)} | one.headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status == 200:
            assert content == b'{"success": true}' or content.startswith(b"GIF89a")
        else:
            assert answer.status in {400, 401, 413}, (one.path, answer.status, content)
            assert set(json.loads(content)) == {"code", "message"}
            refused += one.held
    connection.close()
    return refused


def meaning(kind: str) -> Mapping:
    """What the columns of the files mean; those of mails are always the same."""
    if kind == "mbox":
        time, touchpoint = "date", Cell(constant="Mail")
        options = ReadOptions(time_zone="UTC", own_domains=("acme.example",))
    else:
        time, touchpoint = "time", Cell(column="touchpoint")
        options = ReadOptions(encoding="utf-8", time_zone="UTC")
    interaction = InteractionMapping(time=time, touchpoint=touchpoint)
    return Mapping(source=f"from_{kind}", customer="customer", interactions=(interaction,), read=options)


def test_more_than_ten_thousand_inputs_are_answered_and_accounted_for(fresh: RunningCollector, tmp_path: Path) -> None:
    rng, workspace = random.Random(20261125), fresh.workspace
    made = requests(rng, batches=BATCHES, events=EVENTS, singles=SINGLES)
    rng.shuffle(made)
    with ThreadPoolExecutor(SENDERS) as pool:
        refused = sum(pool.map(lambda place: send(fresh, made[place::SENDERS]), range(SENDERS)))
    sent = sum(one.held for one in made)
    for kind, rows in ROWS.items():
        path = tmp_path / f"malformed.{kind}"
        WRITERS[kind](rng, path, rows)
        assert workspace.import_file(path, meaning(kind)).read == rows
        sent += rows
    whole = unreadable(rng, tmp_path)
    for path in whole:
        with pytest.raises(WegmarkeError):
            workspace.import_file(path, meaning("nothing"))
    fresh.until_handed_over()
    workspace.take_collected()
    state = fresh.state()
    assert state.refused == refused, "the collector counts what it refuses as its senders do"
    sent, refused = sent + len(whole), refused + len(whole)
    accepted, duplicate = workspace.record.interactions, state.sources[0].duplicate
    quarantined = workspace.record.quarantine(limit=1).total
    assert sent == accepted + duplicate + quarantined + refused
    assert sent > 10_000
    sources = {source.name: source for source in workspace.status().sources if source.files}
    assert set(sources) == {"web", *(f"from_{kind}" for kind in ROWS)}
    for source in sources.values():
        assert min(source.accepted, source.quarantined) > source.read / 10, source
    assert min(duplicate, refused) > 100
    workspace.build_collected()
    assert workspace.replay("web").read == sources["web"].quarantined, "and the quarantine can be read again"
