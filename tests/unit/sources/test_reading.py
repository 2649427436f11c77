"""Which format a file has, and the clear word about files that are none."""

from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from tests.unit.sources.files import HEADER, read, written
from wegmarke.errors import WegmarkeError
from wegmarke.sources.reading import find_format, open_source
from wegmarke.text import error_sentence

XES = '<?xml version="1.0"?><log><trace><event><string key="concept:name" value="a"/></event></trace></log>'


def test_the_content_decides_before_the_name(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"a": [1]}), tmp_path / "data.csv")
    with xlsxwriter.Workbook(tmp_path / "table.csv") as book:
        book.add_worksheet().write_row(0, 0, ["a"])
    assert find_format(tmp_path / "data.csv") == "parquet"
    assert find_format(tmp_path / "table.csv") == "excel"
    assert find_format(written(tmp_path, "b.csv", XES)) == "xes"
    assert find_format(written(tmp_path, "log.xes.gz", XES)) == "xes"
    assert find_format(written(tmp_path, "c.csv", '{"a": 1}\n')) == "jsonl"
    assert find_format(written(tmp_path, "d.csv.gz", HEADER)) == "csv"
    assert find_format(written(tmp_path, "e.txt", HEADER, "utf-16")) == "csv"


def test_the_format_may_be_given(tmp_path: Path) -> None:
    with open_source(written(tmp_path, "a.txt", '{"a";b\n1;2\n'), format="csv") as reader:
        assert reader.columns == ('{"a"', "b")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "file_empty"),
        ("a.pdf", b"%PDF-1.7 ...", "format_unsupported"),
        ("a.db", b"SQLite format 3\0....", "format_unsupported"),
        ("a.zip", b"PK\x03\x04" + b"x" * 100, "file_truncated"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "format_unsupported"),
        ("a.json", b"[1, 2]", "format_unsupported"),
        ("a.xml", b"<?xml version='1.0'?><orders><order/></orders>", "format_unsupported"),
        ("a.bin", bytes(range(1, 9)) * 100, "format_unknown"),
        ("a.parquet", b"PAR1" + b"\0" * 100, "file_truncated"),
        ("a.csv.gz", b"\x1f\x8b\x08\0\0\0", "file_truncated"),
    ],
)
def test_what_cannot_be_read_is_told_plainly(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WegmarkeError) as raised:
        open_source(path)
    assert raised.value.code == code
    for language in ("en", "de"):
        assert name in error_sentence(raised.value, language)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.csv", "file_missing"), (tmp_path, "file_unreadable")):
        with pytest.raises(WegmarkeError) as raised:
            open_source(path)
        assert raised.value.code == code


def test_a_gzip_that_grows_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wegmarke.sources.stream.FREE_UNPACKED_BYTES", 1 << 20)
    path = written(tmp_path, "a.csv.gz", HEADER + "1;2;3\n" * 2_000_000)
    with pytest.raises(WegmarkeError) as raised:
        read(path)
    assert raised.value.code == "zip_bomb"
