"""The whole company: written twice alike, read whole by its own mappings, with a truth that the reference describes."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.surroundings import REPOSITORY
from wegmarke.errors import WegmarkeError
from wegmarke.model.progress import Progress
from wegmarke.simulation.company import COMPANY_NAME, JOURNEYS, Company, exports_in, write_company
from wegmarke.simulation.contacts import CATALOGUE
from wegmarke.simulation.practice import SCENARIO_NAMES, write_practice
from wegmarke.simulation.scenarios import SCENARIOS
from wegmarke.workspace import Workspace

PEOPLE, SEED = 600, 7


@cache
def written(key: str = "process", again: int = 0) -> Company:
    return write_company(Path(mkdtemp()) / f"company{again}", SCENARIOS[key], PEOPLE, SEED)


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def truth(key: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((written(key).truth / "truth.json").read_text("utf-8"))
    return found


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert hashes(written().folder) == hashes(written(again=1).folder)


def test_every_export_is_read_whole_by_its_mapping(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path, COMPANY_NAME, JOURNEYS)
    exports = exports_in(written().folder)
    assert exports == written().exports
    for export in exports:
        for file in export.files:
            report = workspace.import_file(file, export.mapping)
            assert report.read == report.accepted + report.duplicate + report.quarantined
            assert report.source == export.source
            assert report.accepted > 0
            assert report.quarantined < max(10, 0.02 * report.read)
    workspace.build()
    index = workspace.index()
    labels = {touchpoint.label for touchpoint in index.touchpoints}
    rare = {"Öffentliche Erwähnung", "Messegespräch"}
    assert {one.label for one in CATALOGUE} - labels <= rare
    assert {"Marketing", "Vertrieb", "Webshop", "Logistik", "Service", "Buchhaltung"} <= set(index.departments)


def test_the_table_of_all_contacts_holds_everybody() -> None:
    company = written()
    table = pq.read_table(company.truth / "interactions.parquet")
    assert table.num_rows == company.contacts
    assert pq.read_table(company.truth / "identities.parquet").column("person").to_numpy().max() == PEOPLE - 1
    time = table.column("time").to_numpy()
    person = table.column("person").to_numpy()
    assert (np.diff(time.astype(np.int64))[np.diff(person) == 0] >= 0).all()


@pytest.mark.parametrize("key", ["process", "null", "wave"])
def test_the_truth_states_what_is_asked(key: str) -> None:
    told = truth(key)
    effects = {one["key"]: one for one in told["effects"]}  # type: ignore[attr-defined]
    for one in effects.values():
        assert one["population"]
        assert one["contrast"]
        assert one["identifiable"] == (one["reason"] is None)
        assert one["n"] > 0
    zero = [name for name in effects if name.startswith(("leaving.", "won."))]
    for name in zero if key == "null" else ("leaving.help_page", "leaving.club"):
        assert effects[name]["value"] == 0.0, name
    assert (told["wave"] is None) == (key != "wave")
    assert sum(map(sum, told["reasons"]["customers"])) == told["shares"][0]["count"]  # type: ignore[index]


def test_the_truth_is_described_key_by_key() -> None:
    page = (REPOSITORY / "docs" / "reference" / "simulation.md").read_text("utf-8")
    for key in truth("process"):
        assert f"`{key}`" in page, key
    for scenario in SCENARIO_NAMES:
        assert f"| `{scenario}` |" in page


class Stopping:
    """Whoever stops after the first report."""

    def __init__(self) -> None:
        self.reports = 0

    def report(self, progress: Progress) -> None:
        self.reports += progress.stage == "simulate"

    def stopped(self) -> bool:
        return self.reports > 0


def test_a_run_that_is_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as caught:
        write_company(tmp_path / "company", SCENARIOS["process"], 9000, SEED, Stopping())
    assert caught.value.code == "import_stopped"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(WegmarkeError) as caught:
        write_company(tmp_path, SCENARIOS["process"], 100, 1)
    assert caught.value.code == "folder_not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_accounts_are_written_into_the_same_folders(tmp_path: Path) -> None:
    company = write_practice(tmp_path / "b2b", "b2b", 40, SEED)
    assert exports_in(company.folder) == company.exports
    assert all(file.is_file() for export in company.exports for file in (*export.files, export.mapping))
    told = json.loads((company.truth / "truth.json").read_text("utf-8"))
    assert told["counts"]["accounts"] == company.people == 40
    with pytest.raises(WegmarkeError) as caught:
        write_practice(tmp_path / "none", "b2c")
    assert caught.value.code == "scenario_unknown"


def test_the_truth_can_be_left_out(tmp_path: Path) -> None:
    company = write_company(tmp_path / "company", SCENARIOS["null"], 200, 1, with_truth=False)
    assert sorted(path.name for path in company.folder.iterdir()) == ["exports", "exports.json", "mappings"]
