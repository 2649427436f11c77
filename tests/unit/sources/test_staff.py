"""Single employees: dropped, replaced by their team, or kept for a reason; nowhere else, not even in quarantine."""

import json
from pathlib import Path

import pytest

from tests.unit.sources.files import written
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, ReadOptions, Staff
from wegmarke.sources.interactions import MappedBatch, apply_mapping
from wegmarke.sources.mapping import mapping_from_toml, mapping_to_toml
from wegmarke.sources.reading import open_source
from wegmarke.sources.staff import Teams

TEAMS = Teams.of({"Service Süd": ("Meier, Anna", "a.meier@acme.example"), "Innendienst": ("bkurz", "Bernd Kurz")})
TABLE = """kunde;zeit;was;Bearbeiter;ort
K1;2026-01-01;Anruf;Anna Meier;Köln
K2;2026-01-02;Anruf;MEIER,  Anna;Bonn
K3;2026-01-03;Anruf;bkurz;Ulm
K4;2026-01-04;Anruf;Cem Fremd;Jena
K5;bald;Anruf;Anna Meier;Ulm
K6;2026-01-06;An;ruf;Anna Meier;Ulm
K7;2026-01-07;Anna Meier;Ulm
"""


def mapping(*staff: Staff, department: str | None = None, **more: object) -> Mapping:
    part = InteractionMapping("zeit", Cell("was"), department=Cell(department) if department else None)
    return Mapping("t", "kunde", (part,), staff=staff, **more)  # type: ignore[arg-type]


def mapped(tmp_path: Path, meant: Mapping, table: str = TABLE, name: str = "a.csv") -> MappedBatch:
    with open_source(written(tmp_path, name, table), ReadOptions()) as reader:
        return apply_mapping(meant, next(reader.batches()), teams=TEAMS)


@pytest.mark.parametrize("meant", [mapping(Staff("Bearbeiter")), mapping(drop=("Bearbeiter",))])
def test_nothing_is_kept_of_a_column_that_is_dropped(tmp_path: Path, meant: Mapping) -> None:
    found = mapped(tmp_path, meant)
    everything = f"{found.interactions.to_pylist()} {found.unfit}"
    for name in ("Meier", "bkurz", "Fremd"):
        assert name not in everything
    assert [(unfit.row, unfit.reason) for unfit in found.unfit] == [
        (6, "time_unreadable"),
        (7, "row_broken"),
        (8, "row_broken"),
    ]
    assert json.loads(found.unfit[1].raw) == {"kunde": "K6", "zeit": "2026-01-06"}
    assert json.loads(found.unfit[2].raw) == {"kunde": "K7", "zeit": "2026-01-07"}


def test_the_team_takes_the_place_of_the_person(tmp_path: Path) -> None:
    found = mapped(tmp_path, mapping(Staff("Bearbeiter", "team"), department="Bearbeiter"))
    teams = found.interactions.column("department").to_pylist()
    assert teams == ["Service Süd", "Service Süd", "Innendienst", None]
    assert json.loads(found.unfit[0].raw)["Bearbeiter"] == "Service Süd"
    everything = f"{found.interactions.to_pylist()} {found.unfit}"
    assert [name for name in ("Meier", "bkurz", "Fremd") if name in everything] == []


def test_several_people_in_a_cell_are_their_teams() -> None:
    assert TEAMS.team_of("Anna <a.meier@acme.example>, x@y.example") == "Service Süd"
    assert TEAMS.team_of("Bernd Kurz; Anna Meier") == "Innendienst, Service Süd"
    assert TEAMS.team_of("service süd") == "Service Süd", "a row from quarantine is read again with its team"
    assert TEAMS.team_of("Kurz") is None


def test_a_name_is_kept_only_for_a_reason(tmp_path: Path) -> None:
    meant = mapping(Staff("Bearbeiter", "keep", "Provision, Betriebsvereinbarung 7"))
    assert "Fremd" in str(mapped(tmp_path, meant).interactions.to_pylist())
    assert mapping_from_toml(mapping_to_toml(meant)) == meant
    text = mapping_to_toml(meant).replace('reason = "Provision, Betriebsvereinbarung 7"\n', "")
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml(text)
    assert (raised.value.code, raised.value.details["key"]) == ("mapping_incomplete", "staff[1].reason")
    with pytest.raises(WegmarkeError) as raised:
        mapping_from_toml(text.replace('"keep"', '"drop"\nreason = "x"'))
    assert raised.value.code == "mapping_broken"


def test_of_a_line_that_is_no_object_nothing_is_kept(tmp_path: Path) -> None:
    lines = '{"kunde": "K1", "zeit": "2026-01-01", "was": "a", "agent": "Anna"}\n{"kunde": "K2", "agent": "Anna"\n'
    found = mapped(tmp_path, mapping(Staff("agent")), lines, "a.jsonl")
    assert [unfit.row for unfit in found.unfit] == [2]
    assert "Anna" not in f"{found.interactions.to_pylist()} {found.unfit}"


def test_every_row_stays_counted(tmp_path: Path) -> None:
    for meant in (mapping(), mapping(Staff("Bearbeiter")), mapping(Staff("Bearbeiter", "team"))):
        found = mapped(tmp_path, meant)
        assert found.rows == 7 == found.interactions.num_rows + len(found.unfit)
