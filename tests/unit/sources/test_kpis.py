"""Tables of KPIs as departments hand them in."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from wegmarke.errors import WegmarkeError
from wegmarke.model.kpis import Period, period_of, periods_between
from wegmarke.sources.kpis import kpis_of, read_kpis

GERMAN = (
    "Kennzahl;Abteilung;Monat;Wert;Besser;Ziel;Sachbearbeiter\n"
    "Pünktlich;Logistik;2026-01;91,5;hoch;95;Meier\n"
    "Pünktlich;Logistik;02/2026;88,0;hoch;95;Meier\n"
    "Dauer;Service;01.03.2026;1.204,5;niedrig;;Huber\n"
)


def written(folder: Path, text: str, name: str = "kennzahlen.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_german_and_english_tables_are_read(tmp_path: Path) -> None:
    late, duration = sorted(kpis_of(read_kpis(written(tmp_path, GERMAN))), key=lambda one: one.name, reverse=True)
    assert (late.name, late.department, late.better, late.target, late.span) == (
        "Pünktlich", "Logistik", "up", 95.0, "month",
    )  # fmt: skip
    assert [(str(one.period), one.value) for one in late.values] == [("2026-01", 91.5), ("2026-02", 88.0)]
    assert (duration.better, duration.target, duration.values[0].value) == ("down", None, 1204.5)
    english = "KPI,Department,Segment,Period,Value,Better\nNPS,Sales,web,2026-Q1,31.5,up\nNPS,Sales,,2026-Q1,30,up\n"
    (nps,) = kpis_of(read_kpis(written(tmp_path, english)))
    assert nps.segments == ("web",)
    assert {str(period): value for period, value in nps.of("").items()} == {"2026-Q1": 30.0}


def test_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kpis.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(
            [("KPI", "Department", "Week", "Actual", "Better"), ("Calls", "Service", "2026-W09", 120.5, "up")]
        ):
            sheet.write_row(row, 0, line)
    (calls,) = kpis_of(read_kpis(path))
    assert (calls.span, calls.values[0].value) == ("week", 120.5)


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("KPI,Department,Period,Value,Better\nA,B,soon,1,up\n", "kpi_row", "Period"),
        ("KPI,Department,Period,Value,Better\nA,B,2026-13,1,up\n", "kpi_row", "Period"),
        ("KPI,Department,Period,Value,Better\nA,B,2026-01,many,up\n", "kpi_row", "Value"),
        ("KPI,Department,Period,Value,Better\nA,B,2026-01,1,sideways\n", "kpi_row", "Better"),
        ("KPI,Department,Period,Value,Better\n,B,2026-01,1,up\n", "kpi_row", "KPI"),
        ("KPI,Department,Value,Better\nA,B,1,up\n", "column_missing", "period"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path: Path, text: str, code: str, column: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        read_kpis(written(tmp_path, text))
    assert caught.value.code == code
    assert caught.value.details["column"] == column
    if code == "kpi_row":
        assert caught.value.details["row"] == 2


def test_a_month_without_a_value_tells_nothing(tmp_path: Path) -> None:
    text = "KPI,Department,Period,Value,Better\nA,B,2026-01,,up\nA,B,2026-02,3,up\n"
    (kpi,) = kpis_of(read_kpis(written(tmp_path, text)))
    assert [str(one.period) for one in kpi.values] == ["2026-02"]


def test_periods_of_different_length_are_refused(tmp_path: Path) -> None:
    text = "KPI,Department,Period,Value,Better\nA,B,2026-01,1,up\nA,B,2026-Q2,1,up\n"
    with pytest.raises(WegmarkeError) as caught:
        kpis_of(read_kpis(written(tmp_path, text)))
    assert caught.value.code == "kpi_spans"


def test_periods_are_written_as_they_are_read() -> None:
    for text in ("2026-03", "2026-Q4", "2026-W53", "2025-W01"):
        period = period_of(text)
        assert isinstance(period, Period)
        assert str(period) == text
        assert period_of(str(period.after)) == period.after
    assert period_of("KW 10/2026") == period_of("2026-W10")
    assert period_of("Q1 2026") == period_of("2026Q1") == period_of("2026-Q1")
    assert period_of("2026-02-15") is None
    assert str(Period(period_of("2026-12").begins, "month").after) == "2027-01"  # type: ignore[union-attr]


def test_only_whole_periods_lie_between() -> None:
    first, last = period_of("2026-01"), period_of("2026-05")
    assert first is not None
    assert last is not None
    begin, end = first.seconds("Europe/Berlin"), last.seconds("Europe/Berlin")
    assert [str(one) for one in periods_between(begin, end, "month", "Europe/Berlin")] == [
        "2026-01", "2026-02", "2026-03", "2026-04",
    ]  # fmt: skip
    assert [str(one) for one in periods_between(begin + 1, end - 1, "month", "Europe/Berlin")] == ["2026-02", "2026-03"]
    weeks = periods_between(begin, end, "week", "Europe/Berlin")
    assert (str(weeks[0]), str(weeks[-1])) == ("2026-W02", "2026-W17")
    assert [str(one) for one in periods_between(begin, end, "quarter", "Europe/Berlin")] == ["2026-Q1"]
