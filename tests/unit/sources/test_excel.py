"""Spreadsheets: values as written, sheets and headers found, bombs refused before they are parsed."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.unit.sources.files import read
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import ReadOptions
from wegmarke.sources.limits import FREE_WORKBOOK_BYTES
from wegmarke.sources.reading import open_source


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        book.add_worksheet("leer")
        sheet = book.add_worksheet("Kontakte")
        sheet.write(1, 0, "Bericht")
        sheet.write_row(3, 0, ["Kunde", "Zeit", "Betrag", "Text", "Ja"])
        day = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for row in range(3):
            sheet.write(5 + row, 0, 10000 + row)
            sheet.write_datetime(5 + row, 1, dt.datetime(2026, 1, 1 + row, 12, 30), day)  # noqa: DTZ001 - as in a sheet
        sheet.write(5, 2, 19.9)
        sheet.write_formula(6, 2, "=1+1", value=2)
        sheet.write_string(6, 3, '=HYPERLINK("http://x")')
        sheet.write_boolean(7, 4, boolean=True)
        sheet.write_string(7, 0, "00700")
    return path


def refused(path: Path, options: ReadOptions | None = None) -> WegmarkeError:
    with pytest.raises(WegmarkeError) as raised:
        open_source(path, options)
    return raised.value


def test_values_rows_and_header(tmp_path: Path) -> None:
    rows, unreadable = read(workbook(tmp_path / "a.xlsx"))
    assert rows == [
        (6, {"Kunde": "10000", "Zeit": "2026-01-01T12:30:00", "Betrag": "19.9", "Text": None, "Ja": None}),
        (
            7,
            {
                "Kunde": "10001",
                "Zeit": "2026-01-02T12:30:00",
                "Betrag": "2",
                "Text": '=HYPERLINK("http://x")',
                "Ja": None,
            },
        ),
        (8, {"Kunde": "00700", "Zeit": "2026-01-03T12:30:00", "Betrag": None, "Text": None, "Ja": "true"}),
    ]
    assert unreadable == []


def test_reading_goes_on_behind_a_row_and_with_few_columns(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    assert [number for number, _ in read(path, 6)[0]] == [7, 8]
    with open_source(path) as reader:
        assert next(reader.batches(columns={"Zeit"})).columns.schema.names == ["Zeit"]


def test_the_sheet_and_the_header_may_be_given(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with open_source(path, ReadOptions(sheet="Kontakte", header_row=2)) as reader:
        assert reader.columns == ("Bericht",)
    error = refused(path, ReadOptions(sheet="Kontakt"))
    assert (error.code, error.details["sheets"]) == ("sheet_missing", ["leer", "Kontakte"])
    assert refused(path, ReadOptions(header_row=5)).code == "header_missing"
    assert refused(path, ReadOptions(sheet="leer")).code == "file_empty"


def test_cells_beside_the_table_set_their_row_aside(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["a", "b"], [1, 2], [3, 4, "note"], [5, 6]]):
            sheet.write_row(row, 0, cells)
    rows, unreadable = read(tmp_path / "a.xlsx")
    assert [number for number, _ in rows] == [2, 4]
    assert [(one.row, one.reason, one.value) for one in unreadable] == [(3, "row_broken", "note")]


def test_open_document(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Blatt")
    for cells in (["Kunde", "Ort"], ["0815", "Köln"]):
        row = TableRow()
        for cell in cells:
            holder = TableCell(valuetype="string")
            holder.addElement(P(text=cell))
            row.addElement(holder)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "a.ods")
    assert read(tmp_path / "a.ods")[0] == [(2, {"Kunde": "0815", "Ort": "Köln"})]


@pytest.mark.parametrize(
    ("name", "rows"), [("Telco_customer_churn.xlsx", 7_043), ("Telco_customer_churn_status.xlsx", 7_043)]
)
def test_real_workbooks(shared_data: Path, name: str, rows: int) -> None:
    found, unreadable = read(shared_data / "telco" / name)
    assert (len(found), len(unreadable)) == (rows, 0)
    assert [number for number, _ in found] == list(range(2, rows + 2))


def changed(path: Path, part: str, content: bytes) -> Path:
    """Replace one part of a workbook."""
    target = path.with_name(f"changed_{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target


def test_a_zip_bomb_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    bomb = changed(path, "xl/sharedStrings.xml", b"<sst>" + b" " * (FREE_WORKBOOK_BYTES + 1) + b"</sst>")
    assert bomb.stat().st_size < 100_000
    assert refused(bomb).code == "zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The table of contents says one kilobyte; unpacking shows more."""
    path = workbook(tmp_path / "a.xlsx")
    bomb = changed(path, "xl/sharedStrings.xml", b"<sst>" + b" " * (FREE_WORKBOOK_BYTES + 1) + b"</sst>")
    data = bomb.read_bytes()
    size = (FREE_WORKBOOK_BYTES + 1 + 11).to_bytes(4, "little")
    assert size in data
    bomb.write_bytes(data.replace(size, (1024).to_bytes(4, "little")))
    assert refused(bomb).code in {"zip_bomb", "file_truncated"}


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>',
        b'<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>',
    ],
)
def test_two_cells_in_opposite_corners_are_refused(tmp_path: Path, cell: bytes) -> None:
    path = workbook(tmp_path / "a.xlsx")
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>' + cell + b"</sheetData></worksheet>"
    assert refused(changed(path, "xl/worksheets/sheet2.xml", sheet)).code == "too_many_cells"


def test_a_cell_repeated_a_million_times_is_refused(tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Blatt")
    row = TableRow(numberrowsrepeated=1_000_000)
    cell = TableCell(valuetype="string", numbercolumnsrepeated=1000)
    cell.addElement(P(text="x"))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "a.ods")
    assert refused(tmp_path / "a.ods").code == "too_many_cells"


def test_a_document_type_within_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'
    assert refused(changed(path, "xl/sharedStrings.xml", evil)).code == "xml_forbidden"


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_row(0, 0, [f"c{i}" for i in range(2_001)])
    assert refused(tmp_path / "a.xlsx").code == "too_many_columns"


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    assert refused(path).code == "file_truncated"
