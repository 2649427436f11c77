import csv
from collections import Counter
from pathlib import Path

import pyarrow.compute as pc
import pytest

from tests.unit.simulation.silos.written import CUSTOMERS, SEED, WORLDS, Written, bytes_of, labels, to_minutes, written
from wegmarke.simulation.silos.crm import Crm, activities_of
from wegmarke.simulation.silos.numbering import numbers_of


@pytest.fixture(scope="module", params=WORLDS)
def crm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(Crm, request.param, tmp_path_factory.mktemp(request.param))


def lines(crm: Written) -> list[dict[str, str]]:
    with crm.path.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_read_is_accepted_and_duplicate_and_quarantined_as_planted(crm: Written) -> None:
    dirt, report = crm.silo.dirt, crm.report
    assert report.read == dirt.lines == len(crm.told()) + dirt.repeated
    assert report.duplicate == dirt.repeated > 0
    reasons = Counter({one.reason: one.rows for one in report.reasons})
    assert reasons == Counter(customer_missing=len(nameless(crm)), time_unreadable=dirt.impossible)
    assert report.quarantined == len(nameless(crm)) + dirt.impossible > 0


def nameless(crm: Written) -> list[dict[str, str]]:
    """The lines that name nobody: of those without a customer number, those without address and telephone, too."""
    found = [one for one in lines(crm) if not (one["Kundennummer"] or one["E-Mail"] or one["Telefon"])]
    assert len(found) < crm.silo.dirt.numberless
    return found


def test_lines_without_a_number_are_somebodys_all_the_same(crm: Written) -> None:
    numberless = sum(one["Kundennummer"] == "" for one in lines(crm))
    assert numberless >= crm.silo.dirt.numberless > 0
    kinds = Counter(crm.interactions["customer_kind"].to_pylist())
    assert kinds["email"] + kinds["telefon"] == numberless - len(nameless(crm))


def test_contacts_are_read_with_time(crm: Written) -> None:
    some = activities_of(crm.scene)
    fit = crm.told()[~some.impossible]
    told = Counter(zip(labels(fit["place"]), to_minutes(fit["time"]), strict=True))
    assert len(nameless(crm)) == told.total() - crm.read("touchpoint", "time").total()
    assert crm.read("touchpoint", "time") <= told


def test_who_stands_twice_or_was_merged_away_stands_under_those_numbers(crm: Written) -> None:
    parameters, faces = crm.scene.parameters, crm.scene.faces
    several = numbers_of(SEED, faces, parameters.days).to_pylist()
    second = {one["second"] for one in several if one["second"]}
    absorbing = {one["crm_number"] for one in several if one["crm_number"]}
    assert second
    assert absorbing
    found = Counter(line["Kundennummer"] for line in lines(crm))
    known = set(faces.number.to_pylist()) | second | {""}
    assert set(found) <= known
    some = activities_of(crm.scene)
    under_second = int((some.record >= CUSTOMERS).sum())
    assert under_second == crm.silo.dirt.under_second > 0
    away = some.record == crm.scene.who[some.rows] - 1
    assert int(away.sum()) == crm.silo.dirt.merged_away > 0
    merged = faces.number.filter(pc.not_equal(faces.in_crm, faces.number)).to_pylist()
    assert set(merged).isdisjoint(absorbing)


def test_master_data_is_as_dirty_as_planned(crm: Written) -> None:
    of_number = {line["Kundennummer"]: line for line in lines(crm) if line["Kundennummer"]}
    records = list(of_number.values())
    private = [one for one in records if one["Kundengruppe"] == "Privat"]
    shares = {
        "no e-mail": sum(one["E-Mail"] == "" for one in records) / len(records),
        "telephone 0": sum(one["Telefon"] == "0" for one in records) / len(records),
        "born in 1900": sum(one["Geburtsdatum"] == "01.01.1900" for one in private) / len(private),
    }
    assert shares == pytest.approx({"no e-mail": 0.07, "telephone 0": 0.03, "born in 1900": 0.14}, abs=0.03)
    names = {
        one["number"]: one["second"]
        for one in numbers_of(SEED, crm.scene.faces, crm.scene.parameters.days).to_pylist()
        if one["number"] in of_number and one["second"] in of_number
    }
    pairs = [(of_number[first], of_number[second]) for first, second in names.items()]
    assert any(first["Nachname"] != second["Nachname"] for first, second in pairs)
    assert any(first["Straße"] != second["Straße"] for first, second in pairs)
    assert all(first["Vorname"] == second["Vorname"] for first, second in pairs)


def test_employees_are_not_kept(crm: Written) -> None:
    assert any(line["Bearbeiter"] == "Fiedler, Nadine" for line in lines(crm))
    assert not any("Fiedler" in (rest or "") for rest in crm.interactions["rest"].to_pylist())


def test_equal_bytes_and_the_same_lines_however_the_people_are_cut(tmp_path: Path) -> None:
    once, again = (bytes_of(Crm, "process", tmp_path / name) for name in ("once", "again"))
    assert once == again
    assert b"?" not in once
    parts = bytes_of(Crm, "process", tmp_path / "parts", people=CUSTOMERS // 5)
    assert sorted(parts.splitlines()) == sorted(once.splitlines())
