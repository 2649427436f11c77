"""CSV: encodings, delimiters, quotes, row numbers, and broken rows that cost only themselves."""

from pathlib import Path

import pytest

from tests.unit.sources.files import HEADER, read, rows_of, written
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import ReadOptions
from wegmarke.sources.csv import CsvReader
from wegmarke.sources.reading import open_source

UMLAUTS = "kunde;ort\n1;Köln\n2;Düsseldorf\n3;„Groß“ – 5 €\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("how", ["given", "found"])
def test_an_encoding_is_found_or_taken_as_given(tmp_path: Path, encoding: str, how: str) -> None:
    path = written(tmp_path, "a.csv", UMLAUTS, encoding)
    rows, unreadable = read(path, encoding=encoding if how == "given" else None)
    assert [row["ort"] for _, row in rows] == ["Köln", "Düsseldorf", "„Groß“ – 5 €"]
    assert unreadable == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_beside_decimal_commas(tmp_path: Path, delimiter: str) -> None:
    amount = '"1,5"' if delimiter == "," else "1,5"
    lines = [delimiter.join(cells) for cells in (["kunde", "zeit", "betrag"], ["7", "2026-01-02", amount])]
    rows, _ = read(written(tmp_path, "a.csv", "\n".join(lines)))
    assert rows == [(2, {"kunde": "7", "zeit": "2026-01-02", "betrag": "1,5"})]


def test_cells_are_kept_as_text(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path, "a.csv", "a;b\nNA;null\n007;None\n1e5; x \n"))
    assert [tuple(row.values()) for _, row in rows] == [("NA", "null"), ("007", "None"), ("1e5", " x ")]


def test_rows_are_numbered_by_their_first_line(tmp_path: Path) -> None:
    text = 'a;b\n1;"x\ny"\n\n2;z\r\n3;"q""q"\n;\n4;end'
    rows, unreadable = read(written(tmp_path, "a.csv", text))
    assert [(number, row["a"], row["b"]) for number, row in rows] == [
        (2, "1", "x\ny"),
        (5, "2", "z"),
        (6, "3", 'q"q'),
        (8, "4", "end"),
    ]
    assert unreadable == []


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "Bericht\n\nkunde;zeit;was\n1;2;x\n2;3;y\n")
    assert [number for number, _ in read(path)[0]] == [4, 5]
    assert [number for number, _ in read(path, header_row=4)[0]] == [5]


def test_excels_separator_line_is_obeyed(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path, "a.csv", "sep=|\nkunde|was\n1|a;b\n"))
    assert rows == [(3, {"kunde": "1", "was": "a;b"})]


def test_names_are_completed_and_told_apart(tmp_path: Path) -> None:
    with open_source(written(tmp_path, "a.csv", "a;a;;b \n1;2;3;4\n")) as reader:
        assert reader.columns == ("a", "a_2", "column_3", "b")


def test_old_line_ends_are_understood(tmp_path: Path) -> None:
    rows, _ = read(written(tmp_path, "a.csv", "a;b\r1;x\r2;y\r"))
    assert [(number, row["b"]) for number, row in rows] == [(2, "x"), (3, "y")]


def test_ragged_rows_are_set_aside_alone(tmp_path: Path) -> None:
    rows, unreadable = read(written(tmp_path, "a.csv", HEADER + "1;2;3\n4;5\n6;7;8;9\n10;11;12\n"))
    assert [number for number, _ in rows] == [2, 5]
    assert [(one.row, one.reason) for one in unreadable] == [(3, "row_broken"), (4, "row_broken")]
    assert unreadable[1].raw == '{"kunde": "6", "zeit": "7", "was": "8", "_rest_of_line": ["9"]}'


def test_an_unclosed_quote_does_not_swallow_the_rows_behind_it(tmp_path: Path) -> None:
    rows, unreadable = read(written(tmp_path, "a.csv", HEADER + '1;2;"open\n4;5;6\n7;8;9\n'))
    assert [number for number, _ in rows] == [3, 4]
    assert [(one.row, one.value) for one in unreadable] == [(2, '1;2;"open')]


def test_an_unclosed_quote_before_a_closed_one_costs_its_line(tmp_path: Path) -> None:
    rows, unreadable = read(written(tmp_path, "a.csv", HEADER + '1;2;"open\n4;5;6\n7;8;"nine"\n'))
    assert [number for number, _ in rows] == [3, 4]
    assert [one.row for one in unreadable] == [2]


def test_quotes_within_a_cell_are_text(tmp_path: Path) -> None:
    rows, unreadable = read(written(tmp_path, "a.csv", HEADER + '1;2;5" screen\n3;4;"said \\"hi\\", ok"\n'))
    assert [row["was"] for _, row in rows] == ['5" screen', 'said "hi", ok']
    assert unreadable == []


def test_a_row_with_zero_bytes_is_set_aside_alone(tmp_path: Path) -> None:
    rows, unreadable = read(written(tmp_path, "a.csv", HEADER + "1;2;3\n4;\0;6\n7;8;9\n" + "\0" * 512))
    assert [number for number, _ in rows] == [2, 4]
    assert [(one.row, one.reason) for one in unreadable] == [(3, "row_broken"), (5, "row_broken")]


def test_a_row_that_does_not_decode_is_set_aside_alone(tmp_path: Path) -> None:
    content = (HEADER + "1;2;Köln\n").encode() + b"2;3;K\xf6ln\n" + "3;4;Düren\n".encode()
    rows, unreadable = read(written(tmp_path, "a.csv", content))
    assert [row["was"] for _, row in rows] == ["Köln", "Düren"]
    assert [(one.row, one.reason) for one in unreadable] == [(3, "text_undecodable")]
    assert "K\\\\xf6ln" in unreadable[0].raw


def test_half_a_letter_in_utf16_costs_one_row(tmp_path: Path) -> None:
    content = (HEADER + "1;2;x\n").encode("utf-16") + b"2\0;\0\x00\xd8;\0x\0\n\0" + "3;4;y\n".encode("utf-16-le")
    rows, unreadable = read(written(tmp_path, "a.csv", content))
    assert [number for number, _ in rows] == [2, 4]
    assert [(one.row, one.reason) for one in unreadable] == [(3, "text_undecodable")]


@pytest.mark.parametrize(("content", "encoding"), [("a;b\n1;2\n", "utf-16"), ("a;b\n1;2\n", "klingon")])
def test_an_encoding_that_cannot_be_is_refused(tmp_path: Path, content: str, encoding: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        open_source(written(tmp_path, "a.csv", content), ReadOptions(encoding=encoding))
    assert raised.value.code == "encoding_wrong"
    assert raised.value.details["found"] == "utf-8"


def test_a_hundred_thousand_columns_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", ",".join(f"c{i}" for i in range(100_000)) + "\n" + ",".join(["1"] * 100_000))
    with pytest.raises(WegmarkeError) as raised:
        open_source(path)
    assert raised.value.code == "too_many_columns"
    assert raised.value.details["columns"] == 100_000


def test_a_header_without_end_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", ",".join(f"column_{i}" for i in range(300_000)))
    with pytest.raises(WegmarkeError) as raised:
        open_source(path)
    assert raised.value.code == "too_many_columns"


@pytest.mark.parametrize(
    ("content", "code"), [("", "file_empty"), ("\n \n", "file_empty"), ("1;2\n3;4\n", "header_missing")]
)
def test_a_file_without_names_is_refused(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        open_source(written(tmp_path, "a.csv", content), format="csv")
    assert raised.value.code == code


def test_a_truncated_gzip_gives_whole_rows_and_then_says_so(tmp_path: Path) -> None:
    whole = written(
        tmp_path, "a.csv.gz", HEADER + "".join(f"{i};2026-01-01;x{i * 7919 % 9973}\n" for i in range(50_000))
    )
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(whole.read_bytes()[:-2000])
    rows: list[str] = []
    with CsvReader(cut, ReadOptions(), block_bytes=1 << 16) as reader, pytest.raises(WegmarkeError) as raised:
        rows.extend(cell for batch in reader.batches() for cell in batch.columns.column("was").to_pylist())
    assert raised.value.code == "file_truncated"
    assert 10_000 < len(rows) < 50_000
    assert rows == [f"x{i * 7919 % 9973}" for i in range(len(rows))]
    assert raised.value.details["row"] == len(rows) + 1


def test_joined_gzips_are_read_as_one(tmp_path: Path) -> None:
    first = written(tmp_path, "1.csv.gz", HEADER + "1;2;3\n").read_bytes()
    second = written(tmp_path, "2.csv.gz", "4;5;6\n").read_bytes()
    assert [number for number, _ in read(written(tmp_path, "a.csv", first + second))[0]] == [2, 3]


@pytest.mark.parametrize("block", [64, 1000, 1 << 20])
def test_blocks_of_any_size_give_the_same_rows(tmp_path: Path, block: int) -> None:
    lines = [f'{i};"t{i}\n""x""";Köln {i}' if i % 3 else f"{i};t;b" for i in range(300)]
    lines[50], lines[51] = "50;ragged", '51;"open;x'
    path = written(tmp_path, "a.csv", HEADER + "\n".join(lines) + "\n")
    whole = rows_of(CsvReader(path, ReadOptions()))
    assert rows_of(CsvReader(path, ReadOptions(), block_bytes=block)) == whole
    assert len(whole[0]) == 298
    assert len(whole[1]) == 2


def test_a_line_beyond_measure_is_set_aside_and_reading_goes_on(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", HEADER + "1;2;3\n4;5;" + "x" * (20 << 20) + "\n7;8;9\n")
    rows, unreadable = rows_of(CsvReader(path, ReadOptions(), block_bytes=1 << 20))
    assert [number for number, _ in rows] == [2, 4]
    assert [(one.row, one.reason) for one in unreadable] == [(3, "cell_too_long")]
    assert len(unreadable[0].raw) <= (1 << 20) + 100


def test_only_the_columns_asked_for_are_given(tmp_path: Path) -> None:
    with open_source(written(tmp_path, "a.csv", HEADER + "1;2;3\n")) as reader:
        batch = next(reader.batches(columns={"was", "kunde"}))
    assert batch.columns.schema.names == ["kunde", "was"]


@pytest.mark.parametrize(
    ("name", "delimiter", "columns", "rows"),
    [
        ("logs/running_example.csv", ";", 5, 42),
        ("logs/receipt.csv", ",", 15, 8_577),
        ("leads/Leads.csv", ",", 37, 9_237),
        ("sfo/2017_SFO_Customer_Survey_20250817.csv", ",", 97, 2_831),
        ("germeval2017/dev_df_opinion.tsv", "\t", 11, 2_953),
    ],
)
def test_real_files_are_read_whole(shared_data: Path, name: str, delimiter: str, columns: int, rows: int) -> None:
    with CsvReader(shared_data / name, ReadOptions()) as reader:
        found = list(reader.batches())
    assert reader.dialect.delimiter == delimiter
    assert len(reader.columns) == columns
    assert sum(batch.columns.num_rows for batch in found) == rows
    assert not any(batch.unreadable for batch in found)
