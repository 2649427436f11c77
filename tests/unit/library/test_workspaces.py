"""A workspace on disk answers like a log in memory."""

from pathlib import Path

import pyarrow.csv as pa_csv
import pytest

import wegmarke as wm
from tests.unit.library.making import CUSTOMERS, INTERACTIONS, log, table


@pytest.fixture
def workspace(tmp_path: Path) -> wm.Workspace:
    made = wm.create(tmp_path / "acme", "Acme & Söhne")
    pa_csv.write_csv(table(), tmp_path / "shop.csv")
    (tmp_path / "shop.toml").write_text(
        'version = 1\nsource = "shop"\ncustomer = "customer"\n[read]\ntime_zone = "UTC"\n'
        '[[interaction]]\ntime = "time"\ntouchpoint = "page"\noutcome = "status"\n'
    )
    told: list[object] = []
    report = made.import_file(tmp_path / "shop.csv", tmp_path / "shop.toml", progress=told.append)
    assert (report.read, report.accepted) == (INTERACTIONS, INTERACTIONS)
    assert told
    return made


def test_asking_before_the_first_build_says_what_to_do(workspace: wm.Workspace) -> None:
    assert "no index yet" in repr(workspace)
    with pytest.raises(wm.WegmarkeError) as raised:
        workspace.map()
    assert raised.value.code == "index_missing"


def test_it_answers_like_a_log(workspace: wm.Workspace) -> None:
    workspace.build()
    assert "ready" in repr(workspace)
    assert workspace.sources == ("shop",)
    assert workspace.status().interactions == INTERACTIONS
    order = [("source", "ascending"), ("target", "ascending")]
    assert workspace.map().to_arrow().sort_by(order) == log().map().to_arrow().sort_by(order)
    lost = workspace.where(outcome="lost")
    assert lost.customers().result.customers == 2
    assert workspace.log.basis.customers == CUSTOMERS
    assert workspace.timeline("dan").result.identifier == "dan"
    assert workspace.touchpoint("=Hotline").result.touchpoint.key == "hotline"


def test_a_log_keeps_its_version_when_the_workspace_goes_on(workspace: wm.Workspace, tmp_path: Path) -> None:
    workspace.build()
    before = workspace.log
    later = tmp_path / "shop_2026.csv"
    later.write_text("customer,time,page,status\nnew,2026-02-01 08:00,Website,won\n")
    workspace.import_file(later, source="shop")
    workspace.build()
    assert len(before) == INTERACTIONS
    assert len(workspace.log) == INTERACTIONS + 1


def test_a_folder_without_a_workspace_is_not_one(tmp_path: Path) -> None:
    with pytest.raises(wm.WegmarkeError) as raised:
        wm.open(tmp_path)
    assert raised.value.code == "workspace_missing"
