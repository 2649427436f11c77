"""The log of a company: the same every time, with everything that the questions about defects look for."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq

import wegmarke as wm
from bench.company import COLUMNS, OUTCOMES, SCORES, SILENCE_DAYS, company_log
from bench.questions import write_page


def test_it_is_the_same_every_time_and_has_what_questions_need(tmp_path: Path) -> None:
    one, other = (company_log(6_000, tmp_path / name) for name in ("one", "other"))
    assert pq.read_table(one).equals(pq.read_table(other))
    log = wm.read(one, **COLUMNS, scores=SCORES, outcomes=OUTCOMES, silence_days=SILENCE_DAYS, time_zone="UTC")
    assert len(log) == 6_000
    assert log.promises().result.whole.given > 200
    kinds = {line.kind for line in log.incidents().result.kinds if line.found.incidents}
    assert {"promise_broken", "promise_late", "repeated", "complaint", "bad_score", "failure"} <= kinds
    assert log.reasons().result is not None


def test_the_page_tells_each_question_in_maps(tmp_path: Path) -> None:
    part = {"kernels": 0.5, "rest": 0.25, "histories": 0.05, "walks": {"ComparePeriods": 0.46, "CountTotals": 0.04}}
    told = {"map": 0.1, "cold": part, "changed": part, "again": {"kernels": 0.2, "rest": 0.1}, "peak_mib": 1200}
    told["reports"] = 12
    run = {"began": "2026-11-26T07:00:00", "size": 1000, "machine": {"processor": "X", "python": "3"}, "command": "c"}
    (tmp_path / "1000.json").write_text(json.dumps({**run, "questions": {"drift": told}}))
    write_page(tmp_path / "page.md", tmp_path)
    page = (tmp_path / "page.md").read_text()
    assert "| drift | 5.5 | **5.5** | 0.5 | missed | 2.0 | 0.20 | 1,200 MiB | 12 |" in page
    assert "A map took 0.100 s, from 0.100 to 0.100 s" in page
    assert "- drift: `ComparePeriods` 4.6, `histories` 0.5\n" in page
