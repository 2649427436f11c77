"""Schemathesis reads the description of the interface and asks what nobody would: no 5xx, no answer that it does not
describe. Against a real desk on the practice company, as a manager and as a reader; the same requests every time.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite

# A filter or a path of touchpoints has a grammar that JSON Schema cannot say: for it, 422 with code and sentence is an
# answer as the description promises it. Everything else that fits the description must be answered.
ACCEPTED = """
request-timeout = 120.0
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 403, 404, 422]

[[operations]]
include-path = "/api/v1/report"
generation.max-examples = 3
parameters = { "query.where" = "length > 100000" }
"""
# A report of all journeys takes half a minute: test_same_numbers.py writes one.
# What can be answered on this workspace, so that the answers themselves are held against the description.
REAL = """
[parameters]
"query.where" = ["", "outcome = churned", "visited(lieferung) and length > 3", "not (outcome = won)"]
"query.stages" = ["bestellung > lieferung", "bestellung > auftragsbestaetigung | lieferung > rechnung_bezahlt"]
"query.within" = ["30 days", "2 h"]
"query.a" = "outcome = churned"
"query.b" = "outcome = won"
"query.touchpoint" = ["bestellung", "lieferung"]
"query.limit" = [1, 7]
"query.offset" = [0, 3]
"query.top" = [1, 20]
"query.quantiles" = ["0.5,0.9", "0.1"]
"path.number" = 1
"""
PROGRAM = "from schemathesis.cli import schemathesis; schemathesis()"


@pytest.fixture(scope="module")
def owner_of_company(host: Visitor) -> Visitor:
    """The owner, and a job that the interface can tell of."""
    assert "/jobs/" in host.post("/settings/build/").url
    return host


def token_of(visitor: Visitor) -> str:
    page = visitor.post("/account/tokens/add/", {"name": "schemathesis"}).text
    found = re.search(r'id="new-token">(\S+)<', page)
    assert found is not None
    return found[1]


def run(desk: RunningDesk, token: str, config: Path, *options: str) -> str:
    command = [sys.executable, "-c", PROGRAM, f"--config-file={config}", "run"]
    command += [f"{desk.address}/api/v1/openapi.json", "--header", f"Authorization: Bearer {token}", "--checks=all"]
    command += ["--generation-deterministic", "--continue-on-failure", "--no-color", "--warnings=off", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, cwd=config.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [line for line in desk.printed if "Traceback" in line]
    return done.stdout


def cases(said: str) -> int:
    found = re.search(r"(\d+) generated, (\d+) passed", said)
    assert found is not None, said
    assert found[1] == found[2]
    return int(found[1])


def test_nothing_that_fits_or_breaks_the_description_breaks_the_desk(
    company: RunningDesk, owner_of_company: Visitor, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(ACCEPTED, encoding="utf-8")
    said = run(company, token_of(owner_of_company), tmp_path / "config.toml", "--max-examples=12")
    assert re.search(r"\b(\d+) selected / \1 total", said), "every operation is asked"
    assert cases(said) > 400


def test_real_answers_are_as_described(company: RunningDesk, owner_of_company: Visitor, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(ACCEPTED + REAL, encoding="utf-8")
    options = ("--phases=fuzzing", "--mode=positive", "--max-examples=4", "--exclude-path=/api/v1/ask/timeline")
    assert cases(run(company, token_of(owner_of_company), tmp_path / "config.toml", *options)) > 30


def test_a_reader_is_refused_as_described(company: RunningDesk, owner_of_company: Visitor, tmp_path: Path) -> None:
    reader = Visitor(company)
    reader.post(invite(owner_of_company, "reading_schemathesis", "reader"))
    (tmp_path / "config.toml").write_text(ACCEPTED + REAL, encoding="utf-8")
    said = run(company, token_of(reader), tmp_path / "config.toml", "--phases=fuzzing", "--max-examples=3")
    assert cases(said) > 20
