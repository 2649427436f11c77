"""The practice company's web events, by HTTP and by file: the same interactions, the same quarantine and counts."""

from __future__ import annotations

import gzip
import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.functional.collect.running import collector
from wegmarke.cli.running import run
from wegmarke.simulation.company import JOURNEYS
from wegmarke.sources.mapping import load_mapping
from wegmarke.workspace import Workspace

COLUMNS = ("customer_kind", "customer", "time", "touchpoint", "channel", "department")
BATCH = 400


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of a small practice company."""
    folder = tmp_path_factory.mktemp("practice") / "company"
    assert run(["simulate", "--out", str(folder), "--customers", "300", "--seed", "5"]) == 0
    return folder


def interactions(workspace: Workspace) -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for batch in workspace.record.batches(COLUMNS):
        found.update(zip(*(batch[name].to_pylist() for name in COLUMNS), strict=True))
    return found


def test_the_same_events_by_http_and_by_file_are_the_same_history(exported: Path, tmp_path: Path) -> None:
    file = next(exported.rglob("web_events.jsonl"))
    mapping = load_mapping(next(exported.rglob("web.toml")))
    by_file = Workspace.create(tmp_path / "file", "Musterhaus", JOURNEYS)
    report = by_file.import_file(file, mapping)
    lines = file.read_bytes().splitlines()
    readable, broken = [], 0
    for line in lines:
        try:
            readable.append(json.loads(line))
        except ValueError:
            broken += 1
    with collector(tmp_path / "http") as running:
        # The collector keeps the first of a messageId, so that the mapping need not.
        running.workspace.save_mapping(replace(mapping, format="tracking", row_id=()))
        for begin in range(0, len(readable), BATCH):
            body = gzip.compress(json.dumps({"batch": readable[begin : begin + BATCH]}).encode())
            assert running.post("/v1/import", body, Content_Encoding="gzip").status == 200
        running.until_handed_over()
        running.workspace.take_collected()
        (source,) = running.workspace.status().sources
        (collected,) = running.state().sources
        assert interactions(running.workspace) == interactions(by_file)
        assert (source.accepted, source.quarantined + broken) == (report.accepted, report.quarantined)
        assert collected.duplicate == report.duplicate > 0
        assert len(readable) == source.accepted + source.quarantined + collected.duplicate
    shutil.rmtree(exported)
