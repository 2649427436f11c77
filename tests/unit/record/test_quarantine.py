"""What was set aside: found, counted, corrected, and read again."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from tests.unit.record.making import Row, interactions, live, source_file, take_in
from wegmarke.errors import WegmarkeError
from wegmarke.model.quarantine import Unfit
from wegmarke.record import FileEntry, QuarantineBatch, QuarantinedRow, Record, RowCounts

Read = tuple[pa.RecordBatch, tuple[Unfit, ...]]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    record = Record.create(tmp_path / "record")
    first = [Row(2, "a", "1"), Row(3, "b", "2", unfit=True), Row(4, "c", "3", unfit=True), Row(5, "d", "4", unfit=True)]
    second = [Row(2, "e", "5", unfit=True), Row(3, "newer b", "2")]
    take_in(record, "crm", source_file(tmp_path, "one.csv", first), first, chunk=2)
    take_in(record, "crm", source_file(tmp_path, "two.csv", second), second)
    return record


def reading(ids: dict[int, str]) -> Callable[[FileEntry, QuarantineBatch], Read]:
    """A mapping that reads rows whose time has been corrected to "now"."""

    def read_again(_: FileEntry, batch: QuarantineBatch) -> Read:
        lines = zip(batch.row_numbers.tolist(), batch.columns.to_pylist(), strict=True)
        rows = [Row(row, cells["content"], ids.get(row), unfit=cells["time"] != "now") for row, cells in lines]
        refused = tuple(Unfit(row.row, "time_outside", "time", "soon", "{}") for row in rows if row.unfit)
        return interactions(rows), refused

    return read_again


def test_rows_are_found_page_by_page(record: Record) -> None:
    page = record.quarantine(offset=1, limit=2)
    assert page.total == 4
    assert [(row.file, row.name, row.row, row.raw) for row in page.rows] == [
        (1, "one.csv", 4, '{"time": "soon", "content": "c"}'),
        (1, "one.csv", 5, '{"time": "soon", "content": "d"}'),
    ]
    everything = [row for offset in range(5) for row in record.quarantine(offset=offset, limit=1).rows]
    assert [(row.file, row.row) for row in everything] == [(1, 3), (1, 4), (1, 5), (2, 2)]
    assert record.quarantine(file=2).total == 1
    assert record.quarantine(reason="row_broken").total == 0
    assert record.quarantine(source="shop").total == 0
    assert isinstance(page.rows[0], QuarantinedRow)


def test_reasons_are_counted(record: Record) -> None:
    assert [(count.reason, count.rows) for count in record.quarantine_reasons()] == [("time_unreadable", 4)]
    assert [(count.reason, count.rows) for count in record.quarantine_reasons(file=2)] == [("time_unreadable", 1)]


def test_corrected_rows_pass_and_the_others_stay_with_their_new_reason(record: Record) -> None:
    record.correct_rows(1, {4: {"time": "now"}, 5: {"time": "later"}})
    record.correct(1, 5, {"content": "d2"})
    assert record.quarantine(file=1).rows[2].changes == (("time", "later"), ("content", "d2"))
    position = record.position
    assert record.replay(reading({4: "3"}), file=1) == RowCounts(3, 1, 0, 2)
    assert record.position == position + 1
    assert (1, 4, 0, "C-c") in live(record)
    entry = record.files[0]
    assert (entry.read, entry.accepted, entry.duplicate, entry.quarantined) == (4, 2, 0, 2)
    left = record.quarantine(file=1).rows
    assert [(row.row, row.reason) for row in left] == [(3, "time_outside"), (5, "time_outside")]
    assert left[1].raw == '{"time": "soon", "content": "d"}', "what was read stays as it was read"
    assert [(count.reason, count.rows) for count in record.quarantine_reasons()] == [
        ("time_outside", 2),
        ("time_unreadable", 1),
    ]


def test_a_row_replayed_late_does_not_win_over_a_newer_file(record: Record) -> None:
    record.correct_rows(1, {3: {"time": "now"}})
    assert record.replay(reading({3: "2"})) == RowCounts(4, 1, 0, 3)
    customers = [line[3] for line in live(record)]
    assert "C-newer b" in customers
    assert "C-b" not in customers
    assert not record.source_rows([(1, 3)])[0].current


def test_a_replayed_row_that_is_known_is_a_duplicate(record: Record) -> None:
    record.correct(1, 3, {"time": "now", "content": "newer b"})
    assert record.replay(reading({3: "2"}), file=1) == RowCounts(3, 0, 1, 2)
    assert (record.files[0].duplicate, record.files[0].quarantined) == (1, 2)


def test_all_rows_can_leave(record: Record) -> None:
    record.correct_rows(1, {row: {"time": "now"} for row in (3, 4, 5)})
    record.correct(2, 2, {"time": "now"})
    record.replay(reading({}))
    assert record.quarantine().total == 0
    assert [entry.quarantined for entry in record.files] == [0, 0]
    assert list((record.folder / "quarantine").iterdir()) == []
    assert Record.open(record.folder).quarantine().total == 0


def test_a_mapping_that_loses_rows_is_refused(record: Record) -> None:
    with pytest.raises(ValueError, match="rows read again"):
        record.replay(lambda _, __: (interactions([]), ()))
    assert record.quarantine().total == 4


@pytest.mark.parametrize(("file", "row"), [(1, 2), (1, 99), (7, 3)])
def test_only_rows_in_quarantine_can_be_corrected(record: Record, file: int, row: int) -> None:
    with pytest.raises(WegmarkeError) as caught:
        record.correct(file, row, {"time": "now"})
    assert caught.value.code == "quarantine_unknown_row"
    assert caught.value.details == {"file": file, "row": row}


def test_rows_that_the_reader_could_not_cut_stay_until_they_are_corrected(tmp_path: Path) -> None:
    record = Record.create(tmp_path / "record")
    running = record.importing("crm", source_file(tmp_path, "one.csv", []), 1)
    running.append(
        interactions([]),
        (Unfit(2, "row_broken", "", 'a"b', 'a"b'), Unfit(3, "text_undecodable", "", "x\udcff", "\udcff")),
        2,
    )
    running.finish()
    assert record.replay(reading({})) == RowCounts(2, 0, 0, 2)
    assert record.quarantine().rows[1].raw == "\\udcff"
    record.correct(1, 2, {"time": "now", "content": "a"})
    assert record.replay(reading({})) == RowCounts(2, 1, 0, 1)
    assert live(record) == [(1, 2, 0, "C-a")]
