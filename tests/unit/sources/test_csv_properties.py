"""Whatever is written as CSV is read back; nothing is lost in between, and reading can be taken up anywhere."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.sources.files import rows_of
from wegmarke.model.mapping import ReadOptions
from wegmarke.sources.csv import CsvReader

LETTERS = st.characters(codec="cp1252", exclude_characters="\0\r")
CELLS = st.text(LETTERS, max_size=8)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=12)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])


def write(rows: list[list[str]], delimiter: str, encoding: str, folder: str) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["eins", "zwei", "drei"], *rows])
    path = Path(folder) / "a.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@settings(max_examples=150)
@given(ROWS, st.sampled_from(";,\t|"), ENCODINGS, st.sampled_from([64, 1 << 16]))
def test_what_was_written_is_read(rows: list[list[str]], delimiter: str, encoding: str, block: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(rows, delimiter, encoding, folder)
        reader = CsvReader(path, ReadOptions(encoding=encoding, delimiter=delimiter, header_row=1), block_bytes=block)
        found, unreadable = rows_of(reader)
    assert unreadable == []
    assert [list(row.values()) for _, row in found] == [row for row in rows if any(row)]


@settings(max_examples=150)
@given(st.lists(st.text(st.sampled_from('ab;"\n\\ü\0'), max_size=12), max_size=12), st.sampled_from([64, 1 << 16]))
def test_every_filled_line_is_accounted_for(lines: list[str], block: int) -> None:
    """Each line is the beginning or a part of a row that was read, or it is among the unreadable ones."""
    text = "eins;zwei\n" + "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_text(text, "utf-8", newline="")
        found, unreadable = rows_of(CsvReader(path, ReadOptions(delimiter=";", header_row=1), block_bytes=block))
    spans = {number: 1 + sum(str(cell).count("\n") for cell in row.values()) for number, row in found}
    covered = {number + offset for number, count in spans.items() for offset in range(count)}
    covered |= {one.row + offset for one in unreadable for offset in range(1 + one.value.count("\n"))}
    filled = {number for number, line in enumerate(text.split("\n")[1:], start=2) if line.strip(' ;\t\r"')}
    assert filled <= covered
    assert len(spans) == len(found)
    assert not {one.row for one in unreadable} & set(spans)


@settings(max_examples=60)
@given(ROWS.filter(lambda rows: any(map(any, rows))), st.integers(0, 30), st.sampled_from([64, 1 << 16]))
def test_reading_goes_on_behind_any_row(rows: list[list[str]], after: int, block: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(rows, ";", "utf-8", folder)
        options = ReadOptions(delimiter=";", header_row=1)
        whole, _ = rows_of(CsvReader(path, options, block_bytes=block))
        rest, _ = rows_of(CsvReader(path, options, block_bytes=block), after)
    assert rest == [row for row in whole if row[0] > after]
