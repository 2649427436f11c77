"""The example of an older version, whose exports have other columns, still opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from wegmarke.cli.demo import _told
from wegmarke.errors import WegmarkeError
from wegmarke.workspace import Workspace


def test_kpis_of_an_older_example_are_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace.create(tmp_path / "example", "Musterhaus")
    older = tmp_path / "kennzahlen.csv"
    older.write_text("Monat;Abteilung;Kennzahl;Wert;Ziel\n2026-01;Service;Anrufe;100;90\n", encoding="utf-8")
    _told(workspace, older)
    assert workspace.kpis == ()
    assert str(workspace.folder) in capsys.readouterr().out

    older.write_text(
        "Monat;Abteilung;Kennzahl;Wert;Ziel;Besser\n2026-01;Service;Anrufe;viele;90;weniger\n", encoding="utf-8"
    )
    with pytest.raises(WegmarkeError) as broken:
        _told(workspace, older)
    assert broken.value.code == "kpi_row", "what is wrong with the numbers is said"
