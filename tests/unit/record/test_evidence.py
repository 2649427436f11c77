"""From file and row back to the full source row."""

from pathlib import Path

import numpy as np
import pytest

from tests.unit.record.making import Row, many, source_file, take_in
from wegmarke.errors import WegmarkeError
from wegmarke.record import Record, recording


def test_full_rows_come_in_the_order_asked_for(tmp_path: Path) -> None:
    record = Record.create(tmp_path / "record")
    first, second = [Row(2, "a"), Row(5, "b", parts=2), Row(9, "c")], [Row(2, "d")]
    take_in(record, "crm", source_file(tmp_path, "one.csv", first), first, chunk=2)
    take_in(record, "shop", source_file(tmp_path, "two.csv", second), second)
    rows = record.source_rows([(2, 2), (1, 9), (1, 5), (1, 9)])
    assert [(row.file.name, row.file.source, row.row) for row in rows] == [
        ("two.csv", "shop", 2),
        ("one.csv", "crm", 9),
        ("one.csv", "crm", 5),
        ("one.csv", "crm", 9),
    ]
    assert rows[2].rest == (("note", "b"),)
    assert rows[2].interactions["touchpoint"].to_pylist() == ["step 0", "step 1"]
    assert all(row.current for row in rows)
    assert record.source_rows([]) == []


@pytest.mark.parametrize("wanted", [(1, 3), (1, 99), (4, 2)])
def test_a_row_that_is_not_there_is_an_error(tmp_path: Path, wanted: tuple[int, int]) -> None:
    record = Record.create(tmp_path / "record")
    rows = [Row(2, "a"), Row(4, "b")]
    take_in(record, "crm", source_file(tmp_path, "one.csv", rows), rows)
    with pytest.raises(WegmarkeError) as caught:
        record.source_rows([(1, 2), wanted])
    assert caught.value.code == "record_broken"


def test_only_the_row_groups_that_can_hold_the_row_are_read(
    tmp_path: Path, rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "ROW_GROUP", 1000)
    record = Record.create(tmp_path / "record")
    batch = many(10_000, ids=False, rng=rng)
    running = record.importing("crm", source_file(tmp_path, "one.csv", []), 1)
    running.append(batch, (), 10_000)
    running.finish()
    read = _groups_read(monkeypatch)
    rows = record.source_rows([(1, 7), (1, 9_900)])
    assert [row.interactions["customer"][0].as_py() for row in rows] == [
        batch["customer"][5].as_py(),
        batch["customer"][9_898].as_py(),
    ]
    assert set(read) == {0, 9}


def _groups_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    import pyarrow.parquet as pq

    read: list[int] = []
    original = pq.ParquetFile.read_row_group

    def noted(self: pq.ParquetFile, number: int, *rest: object, **named: object) -> object:
        read.append(number)
        return original(self, number, *rest, **named)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", noted)
    return read
