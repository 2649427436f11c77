import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.unit.simulation.silos.reading_back import SEED, assert_written_alike, halves, scene, written
from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.parameters import DEPARTMENTS
from wegmarke.simulation.scenarios import NULL, PRICE, PROCESS, SEGMENT
from wegmarke.simulation.silos.tables import (
    Tables,
    changes_truth,
    employee_truth,
    kpi_truth,
    managers_truth,
    tally_of,
)
from wegmarke.simulation.silos.tables.changes import FIRST_CALL, HEADER, ON_TIME, change_rows
from wegmarke.simulation.silos.tables.pulse import MIDDLE, POINTS_A_MOOD, TEAM_SIZES


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def figure(text: str) -> float:
    return float(text.replace(",", "."))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    paths = written(Tables, [scene("process")], tmp_path_factory.mktemp("tables"))
    return {path.name: rows_of(path) for path in paths}


def test_there_are_four_tables(files: dict[str, list[dict[str, str]]]) -> None:
    assert list(files) == [
        "mitarbeiter_puls.csv",
        "fuehrungskraefte_schaetzungen.csv",
        "aenderungen_und_tests.csv",
        "kennzahlen.csv",
    ]
    assert Tables(Path()).close() == ()


def test_the_pulse_tells_the_mood_of_teams_and_nobody_else(files: dict[str, list[dict[str, str]]]) -> None:
    truth = employee_truth(PROCESS, SEED)
    rows = files["mitarbeiter_puls.csv"]
    assert len(rows) == len(truth.months) * len(DEPARTMENTS)
    off = []
    for place, row in enumerate(rows):
        month, team = divmod(place, len(DEPARTMENTS))
        assert row["Team"] == DEPARTMENTS[team]
        assert int(row["Geantwortet"]) <= int(row["Eingeladen"]) == TEAM_SIZES[team]
        assert (row["Stimmung (1-5)"] == "") == (int(row["Geantwortet"]) < 5)
        if row["Stimmung (1-5)"]:
            spread = 0.8 / int(row["Geantwortet"]) ** 0.5
            off.append((figure(row["Stimmung (1-5)"]) - MIDDLE - POINTS_A_MOOD * truth.mood[month, team]) / spread)
    assert len(off) > 100
    assert abs(np.mean(off)) < 0.25
    assert 0.8 < np.std(off) < 1.2
    assert truth.mood.max() <= 1
    assert truth.delay_weeks == PROCESS.mood_delay_weeks


def test_the_managers_bias_can_be_found_again(files: dict[str, list[dict[str, str]]]) -> None:
    truth = managers_truth(tally_of(scene("process")))
    contacts = scene("process").block.contacts
    scored = contacts["detail"][contacts["place"] == Place.SURVEY_DELIVERY]
    assert truth.satisfaction["Logistik"] == pytest.approx(scored.mean())
    rows = files["fuehrungskraefte_schaetzungen.csv"]
    assert len(rows) == len(DEPARTMENTS) * len(CATALOGUE)
    for department in DEPARTMENTS:
        own = [row for row in rows if row["Befragte Leitung"] == row["Zuständige Abteilung"] == department]
        believed = np.mean([figure(row["Geschätzte Zufriedenheit der Kunden (0-10)"]) for row in own])
        off = min(truth.overrates[department], 10 - truth.satisfaction[department])
        assert believed - truth.satisfaction[department] == pytest.approx(off, abs=0.31)
        kept = {row["Geschätzter Anteil gehaltener Zusagen (%)"] for row in own} - {""}
        assert all(int(share) >= 100 * min(truth.kept_deliveries, truth.kept_faults) for share in kept)
        assert {row["Vermuteter Hauptgrund für Kündigungen"] for row in own} == {truth.believed_reason[department]}


def test_kpis_are_computed_from_the_contacts_and_look_better_than_the_truth(
    files: dict[str, list[dict[str, str]]],
) -> None:
    here = scene("process")
    contacts, rows = here.block.contacts, files["kennzahlen.csv"]
    truth = kpi_truth(tally_of(here))
    delivered = contacts[contacts["place"] == Place.DELIVERY]
    assert truth.true_reliability_overall == pytest.approx((delivered["done"] <= delivered["due"]).mean())
    assert 0.05 < truth.counted_reliability_overall - truth.true_reliability_overall < 0.3
    assert 0.05 < truth.counted_first_call_overall - truth.true_first_call_overall < 0.3
    orders = sum(int(row["Wert"]) for row in rows if row["Kennzahl"] == "Bestellungen")
    assert orders == (contacts["place"] == Place.ORDER).sum()
    reliable = [row for row in rows if row["Kennzahl"] == "Liefertreue"]
    for share, row in zip(truth.counted_reliability, reliable, strict=True):
        assert figure(row["Wert"]) == pytest.approx(100 * share, abs=0.051)
    handling = [figure(row["Wert"]) for row in rows if row["Kennzahl"] == "Mittlere Bearbeitungszeit" and row["Wert"]]
    assert 300 < np.mean(handling) < 500


def test_changes_show_which_kpi_is_a_true_proxy() -> None:
    people = 500_000_000  # so many that chance does not matter
    truth = changes_truth(PROCESS)
    assert truth.proxies == (FIRST_CALL, ON_TIME)
    assert len(truth.changes) == 16
    for row, change in zip(change_rows(PROCESS, SEED, people), truth.changes, strict=True):
        cells = dict(zip(HEADER, row, strict=True))
        stayed = [
            100 * int(cells[f"davon nach 12 Monaten noch Kunde, {arm}"]) / int(cells[f"n {arm}"])
            for arm in ("ohne", "mit")
        ]
        moved = figure(cells["Kennzahl mit"]) - figure(cells["Kennzahl ohne"])
        assert stayed[1] - stayed[0] == pytest.approx(change.retention_points, abs=0.05)
        assert moved == pytest.approx(change.kpi_effect, abs=0.1)
        assert cells["Kennzahl"] == change.kpi
        assert change.retention_points == pytest.approx(truth.points_a_unit[change.kpi] * change.kpi_effect)


def test_where_defects_do_no_harm_no_kpi_is_a_proxy() -> None:
    assert changes_truth(PRICE).proxies == changes_truth(NULL).proxies == ()
    assert 0 < changes_truth(SEGMENT).points_a_unit[ON_TIME] < changes_truth(PROCESS).points_a_unit[ON_TIME]
    harmless = replace(PROCESS, harm_leaves=0.0)
    assert all(change.retention_points == 0 for change in changes_truth(harmless).changes)


def test_two_runs_and_other_blocks_write_the_same(tmp_path: Path) -> None:
    here = scene("process")
    assert_written_alike(Tables, here, tmp_path)
    for one in (tmp_path / "first").iterdir():
        assert one.read_bytes() == (tmp_path / "parts" / one.name).read_bytes()
    first, second = map(tally_of, halves(here))
    assert (first + second).people == tally_of(here).people
