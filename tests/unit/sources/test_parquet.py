"""Parquet: types kept, row groups skipped, only the needed columns read."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.unit.sources.files import read
from wegmarke.errors import WegmarkeError
from wegmarke.sources.reading import open_source


@pytest.fixture
def path(tmp_path: Path) -> Path:
    table = pa.table(
        {
            "kunde": [f"k{i}" for i in range(1000)],
            "was": pa.array(["a", "b"] * 500).dictionary_encode(),
            "zeit": pa.array(range(1000), pa.timestamp("ms", "UTC")),
            "ort": pa.array([{"stadt": "Köln", "plz": i} for i in range(1000)]),
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=100)
    return tmp_path / "a.parquet"


def test_types_and_numbers(path: Path) -> None:
    with open_source(path) as reader:
        assert reader.columns == ("kunde", "was", "zeit", "ort.stadt", "ort.plz")
        batch = next(reader.batches())
    assert batch.columns.schema.field("zeit").type == pa.timestamp("ms", "UTC")
    assert batch.columns.schema.field("ort.plz").type == pa.int64()
    assert batch.row_numbers[:2].tolist() == [1, 2]


@pytest.mark.parametrize("after", [0, 1, 99, 100, 555, 999, 1000])
def test_reading_goes_on_behind_any_row(path: Path, after: int) -> None:
    rows, _ = read(path, after)
    assert [(number, row["kunde"]) for number, row in rows] == [(i + 1, f"k{i}") for i in range(after, 1000)]


def test_only_the_needed_columns(path: Path) -> None:
    with open_source(path) as reader:
        assert next(reader.batches(columns={"was", "ort.plz"})).columns.schema.names == ["was", "ort.plz"]


def test_batches_are_bounded_and_tell_how_far_they_are(path: Path) -> None:
    with open_source(path, batch_rows=300) as reader:
        batches = list(reader.batches())
    assert max(batch.rows for batch in batches) <= 300
    assert batches[-1].done == 1.0


def test_rows_whose_text_does_not_decode_are_set_aside(tmp_path: Path) -> None:
    text = pa.array([b"x", b"K\xf6ln", b"y"]).view(pa.string())
    parquet.write_table(pa.table({"a": text, "n": [1, 2, 3]}), tmp_path / "a.parquet")
    rows, unreadable = read(tmp_path / "a.parquet")
    assert [(number, row["n"]) for number, row in rows] == [(1, 1), (3, 3)]
    assert [(one.row, one.reason) for one in unreadable] == [(2, "text_undecodable")]
    assert "K\\\\xf6ln" in unreadable[0].raw


def test_a_file_that_breaks_off_cannot_be_read(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(WegmarkeError) as raised:
        open_source(path)
    assert raised.value.code == "file_truncated"


def test_a_damaged_page_is_told_when_it_is_met(path: Path) -> None:
    data = bytearray(path.read_bytes())
    start = len(data) // 3
    data[start : start + 400] = b"\xff" * 400
    path.write_bytes(bytes(data))
    with pytest.raises(WegmarkeError) as raised:
        read(path)
    assert raised.value.code == "file_unreadable"
