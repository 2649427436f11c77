"""The KPIs of a workspace: kept as told, the last word counts, and that there was another stays to be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.workspace import Workspace

HEAD = "KPI,Department,Period,Value,Better\n"


def told(folder: Path, *lines: str) -> Path:
    path = folder / "told.csv"
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), "utf-8")
    return path


def test_the_last_word_counts_and_the_first_stays(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    first = workspace.import_kpis(told(tmp_path, "In time,Logistics,2026-01,80,up", "In time,Logistics,2026-02,81,up"))
    assert (first.kpis, first.values, first.revised, first.known) == (("In time",), 2, 0, False)
    again = workspace.import_kpis(told(tmp_path, "In time,Logistics,2026-01,80,up", "In time,Logistics,2026-02,81,up"))
    assert (again.values, again.known) == (0, True), "the same file again adds nothing"
    later = workspace.import_kpis(told(tmp_path, "In time,Logistics,2026-02,95,up", "In time,Logistics,2026-03,96,up"))
    assert (later.values, later.revised) == (2, 1)
    (kpi,) = Workspace.open(tmp_path / "acme").kpis
    assert [(str(one.period), one.value, one.revised) for one in kpi.values] == [
        ("2026-01", 80.0, 0), ("2026-02", 95.0, 1), ("2026-03", 96.0, 0),
    ]  # fmt: skip
    assert kpi.revised == 1
    assert sorted(one.name for one in (tmp_path / "acme" / "kpis").iterdir()) == ["0001.csv", "0002.csv"]


def test_nothing_is_taken_of_a_file_that_is_wrong(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    workspace.import_kpis(told(tmp_path, "In time,Logistics,2026-01,80,up"))
    for line, code in (("In time,Logistics,2026-Q2,80,up", "kpi_spans"), ("In time,Logistics,2026-02,x,up", "kpi_row")):
        with pytest.raises(WegmarkeError) as caught:
            workspace.import_kpis(told(tmp_path, line))
        assert caught.value.code == code
    assert len(workspace.kpis[0].values) == 1


def test_no_column_that_means_nothing_here_is_kept(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    path = tmp_path / "named.csv"
    path.write_text("KPI,Department,Agent,Period,Value,Better\nCalls,Service,Erika Mustermann,2026-01,80,up\n", "utf-8")
    workspace.import_kpis(path)
    kept = b"".join(one.read_bytes() for one in (tmp_path / "acme" / "kpis").iterdir())
    assert b"Mustermann" not in kept


def test_a_file_that_somebody_broke_is_named(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme")
    workspace.import_kpis(told(tmp_path, "In time,Logistics,2026-01,80,up"))
    (tmp_path / "acme" / "kpis" / "0001.csv").write_text("kpi,department\nIn time,Logistics\n", "utf-8")
    with pytest.raises(WegmarkeError) as caught:
        _ = workspace.kpis
    assert (caught.value.code, caught.value.details["file"]) == ("settings_broken", "kpis/0001.csv")
