"""Taking files into the record: what is kept, what is known already, what takes the place of what."""

from pathlib import Path

import numpy as np
import pytest

from tests.unit.record.making import Row, interactions, live, many, numbers, source_file, take_in, unfit
from wegmarke.errors import WegmarkeError
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.record import Record, RowCounts
from wegmarke.record.chunks import Pending
from wegmarke.record.staging import stage


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record.create(tmp_path / "record")


def test_rows_come_back_as_they_went_in(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a"), Row(3, "b", parts=3), Row(5, "c", unfit=True), Row(6, "d")]
    counts = take_in(record, "crm", source_file(tmp_path, "crm.csv", rows), rows, chunk=2)
    assert counts == RowCounts(4, 3, 0, 1)
    assert live(record) == [(1, 2, 0, "C-a"), (1, 3, 0, "C-b"), (1, 3, 1, "C-b"), (1, 3, 2, "C-b"), (1, 6, 0, "C-d")]
    batches = list(Record.open(record.folder).batches())
    assert all(batch.schema == INTERACTION_SCHEMA for batch in batches)
    assert batches[0].to_pylist()[0] == {**interactions(rows[:1]).to_pylist()[0], "file": 1}
    assert record.files[0].state == "complete"
    assert record.interactions == 5


def test_interactions_may_come_part_by_part(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a", parts=2), Row(3, "b", parts=2)]
    running = record.importing("crm", source_file(tmp_path, "crm.csv", rows), 1)
    running.append(interactions(rows).take([0, 2, 1, 3]), (), 2)
    running.finish()
    assert [line[1:3] for line in live(record)] == [(2, 0), (2, 1), (3, 0), (3, 1)]


def test_the_same_content_again_adds_nothing(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a"), Row(3, "b", unfit=True)]
    path = source_file(tmp_path, "crm.csv", rows)
    take_in(record, "crm", path, rows)
    before, position = live(record), record.position
    again = take_in(record, "crm", path.rename(tmp_path / "renamed.csv"), rows)
    assert again == RowCounts(2, 0, 2, 0)
    assert (live(record), record.position, len(record.files)) == (before, position, 1)


def test_the_same_content_in_another_source_is_another_file(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a", "1")]
    path = source_file(tmp_path, "crm.csv", rows)
    take_in(record, "crm", path, rows)
    assert take_in(record, "shop", path, rows).accepted == 1
    assert len(live(record)) == 2


def test_identical_rows_without_an_id_are_not_duplicates(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a"), Row(3, "a")]
    assert take_in(record, "crm", source_file(tmp_path, "crm.csv", rows), rows).accepted == 2


def test_a_stopped_import_goes_on_where_it_was(record: Record, tmp_path: Path) -> None:
    rows = [Row(number, f"r{number}", unfit=number % 4 == 0) for number in range(2, 20)]
    path = source_file(tmp_path, "crm.csv", rows)
    running = record.importing("crm", path, 1)
    running.append(interactions(rows[:5]), unfit(rows[:5]), 5)
    running.commit()
    running.append(interactions(rows[5:9]), unfit(rows[5:9]), 4)  # never committed

    record = Record.open(record.folder, write=True)
    assert record.files[0].state == "partial"
    assert record.importing("crm", path, 1).resume_after_row == 6
    assert take_in(record, "crm", path, rows).read == 13
    entry = record.files[0]
    assert (entry.read, entry.accepted, entry.quarantined, entry.state) == (18, 14, 4, "complete")
    assert [line[1] for line in live(record)] == [row.row for row in rows if not row.unfit]


def test_rows_that_do_not_add_up_are_refused(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a"), Row(3, "b")]
    running = record.importing("crm", source_file(tmp_path, "crm.csv", rows), 1)
    with pytest.raises(ValueError, match="3 rows read"):
        running.append(interactions(rows), (), 3)
    with pytest.raises(ValueError, match="rows read"):
        running.append(interactions(rows), unfit([Row(3, "b", unfit=True)]), 3)
    running.append(interactions(rows), (), 2)
    with pytest.raises(ValueError, match="row 3 after row 3"):
        running.append(interactions(rows[1:]), (), 1)
    with pytest.raises(ValueError, match="accounted"):
        RowCounts(3, 1, 1, 0)


def test_a_later_export_supersedes_rows_of_the_same_id(record: Record, tmp_path: Path) -> None:
    january = [Row(2, "a", "1"), Row(3, "b", "2", parts=2), Row(4, "c", "3")]
    february = [Row(2, "b2", "2"), Row(3, "c", "3"), Row(4, "d", "4")]
    take_in(record, "crm", source_file(tmp_path, "january.csv", january), january)
    position = record.position
    counts = take_in(record, "crm", source_file(tmp_path, "february.csv", february), february)
    assert counts == RowCounts(3, 2, 1, 0)
    assert live(record) == [(1, 2, 0, "C-a"), (1, 4, 0, "C-c"), (2, 2, 0, "C-b2"), (2, 4, 0, "C-d")]
    assert numbers(record.changed_customers(position)) == {"C-b", "C-b2", "C-d"}
    assert [
        line["customer"] for batch in record.batches(("customer",), since=position) for line in batch.to_pylist()
    ] == [
        "C-b2",
        "C-d",
    ]
    history = record.source_rows([(1, 3)])[0]
    assert not history.current
    assert history.interactions["customer"].to_pylist() == ["C-b", "C-b"]


def test_a_value_that_changes_back_counts_again(record: Record, tmp_path: Path) -> None:
    for number, content in enumerate(("old", "new", "old"), start=1):
        rows = [Row(2, content, "1"), Row(3, str(number), f"other {number}")]
        take_in(record, "crm", source_file(tmp_path, f"{number}.csv", rows), rows)
    assert [line for line in live(record) if "other" not in line[3] and line[1] == 2] == [(3, 2, 0, "C-old")]


def test_within_one_file_the_later_row_wins_across_commits(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a", "1"), Row(3, "b", "1"), Row(4, "b", "1"), Row(5, "c", "1"), Row(6, "a", "1"), Row(7, "x", "2")]
    counts = take_in(record, "crm", source_file(tmp_path, "crm.csv", rows), rows, chunk=2)
    assert counts == RowCounts(6, 5, 1, 0)
    assert live(record) == [(1, 6, 0, "C-a"), (1, 7, 0, "C-x")]


def test_an_older_file_finished_later_does_not_win(record: Record, tmp_path: Path) -> None:
    old = [Row(2, "x", "9"), Row(3, "old", "1"), Row(4, "same", "2")]
    path = source_file(tmp_path, "old.csv", old)
    running = record.importing("crm", path, 1)
    running.append(interactions(old[:1]), (), 1)
    running.commit()
    new = [Row(2, "new", "1"), Row(3, "same", "2")]
    take_in(record, "crm", source_file(tmp_path, "new.csv", new), new)
    assert take_in(record, "crm", path, old) == RowCounts(2, 1, 1, 0)
    assert live(record) == [(1, 2, 0, "C-x"), (2, 2, 0, "C-new"), (2, 3, 0, "C-same")]


def test_a_file_read_again_under_another_mapping_takes_its_own_place(record: Record, tmp_path: Path) -> None:
    january = [Row(2, "a", "1"), Row(3, "b", "2"), Row(4, "q", "7", unfit=True)]
    february = [Row(2, "b2", "2"), Row(3, "c", "3")]
    first = source_file(tmp_path, "january.csv", january)
    take_in(record, "crm", first, january)
    take_in(record, "crm", source_file(tmp_path, "february.csv", february), february)
    before, position = live(record), record.position

    meant = [Row(2, "A", "1"), Row(3, "B", "2"), Row(4, "Q", "7")]
    running = record.importing("crm", first, 2)
    running.append(interactions(meant), (), 3)
    running.commit()
    assert live(record) == before, "a replacement counts only once it is complete"
    running.finish()
    assert live(record) == [(3, 2, 0, "C-A"), (3, 4, 0, "C-Q"), (2, 2, 0, "C-b2"), (2, 3, 0, "C-c")]
    assert record.files[0].state == "retired"
    assert record.changed_customers(position) is None, "everything is to be built anew"
    assert record.quarantine().total == 0
    assert not record.source_rows([(1, 2)])[0].current
    assert record.importing("crm", first, 2).known
    assert not record.importing("crm", first, 1).known


def test_an_unchanged_row_is_read_again_under_another_mapping(record: Record, tmp_path: Path) -> None:
    january = [Row(2, "a", "1")]
    take_in(record, "crm", source_file(tmp_path, "january.csv", january), january, generation=1)
    february = [Row(5, "a", "1")]
    assert take_in(record, "crm", source_file(tmp_path, "february.csv", february), february, generation=2).accepted == 1
    assert live(record) == [(2, 5, 0, "C-a")]


def test_a_replacement_that_was_given_up_leaves_nothing(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a", "1")]
    path = source_file(tmp_path, "crm.csv", rows)
    take_in(record, "crm", path, rows)
    running = record.importing("crm", path, 2)
    running.append(interactions(rows), (), 1)
    running.commit()
    take_in(record, "crm", path, rows, generation=3)
    assert [(entry.number, entry.generation, entry.state) for entry in record.files] == [
        (1, 1, "retired"),
        (2, 3, "complete"),
    ]
    assert len(list((record.folder / "parts").iterdir())) == 2


def test_an_unfinished_import_can_be_taken_back(record: Record, tmp_path: Path) -> None:
    old, new = [Row(2, "old", "1")], [Row(2, "new", "1"), Row(3, "x", "2")]
    take_in(record, "crm", source_file(tmp_path, "old.csv", old), old)
    running = record.importing("crm", source_file(tmp_path, "new.csv", new), 1)
    running.append(interactions(new), (), 2)
    running.commit()
    assert live(record) == [(2, 2, 0, "C-new"), (2, 3, 0, "C-x")]
    record.discard(2)
    assert live(record) == [(1, 2, 0, "C-old")]
    with pytest.raises(ValueError, match="complete"):
        record.discard(1)


def test_a_file_that_changes_meanwhile_is_not_taken_in(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a"), Row(3, "b")]
    path = source_file(tmp_path, "crm.csv", rows)
    running = record.importing("crm", path, 1)
    running.append(interactions(rows[:1]), (), 1)
    running.commit()
    with path.open("a", encoding="utf-8") as handle:
        handle.write("more\n")
    running.append(interactions(rows[1:]), (), 1)
    with pytest.raises(WegmarkeError) as caught:
        running.finish()
    assert caught.value.code == "file_changed"
    assert (live(record), record.files) == ([], ())


def test_a_missing_file_is_named(record: Record, tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as caught:
        record.importing("crm", tmp_path / "nowhere.csv", 1)
    assert caught.value.code == "file_missing"


def test_a_file_without_rows_is_complete(record: Record, tmp_path: Path) -> None:
    assert take_in(record, "crm", source_file(tmp_path, "empty.csv", []), []) == RowCounts()
    assert record.files[0].state == "complete"
    assert (record.position, live(record)) == (0, [])


def test_the_position_tells_whether_live_interactions_changed(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a", "1")]
    take_in(record, "crm", source_file(tmp_path, "one.csv", rows), rows)
    assert record.position == 1
    again = [Row(7, "a", "1"), Row(8, "u", "2", unfit=True)]
    take_in(record, "crm", source_file(tmp_path, "two.csv", again), again)
    assert record.position == 1, "only a duplicate and an unfit row came"
    assert numbers(record.changed_customers(1)) == set()


def test_a_duplicate_of_a_row_with_history_changes_nothing(record: Record, tmp_path: Path) -> None:
    for number, content in enumerate(("old", "new", "new"), start=1):
        position = record.position
        rows = [Row(2, content, "1"), Row(3, str(number), "2", unfit=True)]
        take_in(record, "crm", source_file(tmp_path, f"{number}.csv", rows), rows)
    assert record.position == position
    assert record.interactions == 1


def test_many_rows_are_cut_into_parts_and_matched_again(
    record: Record, tmp_path: Path, rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wegmarke.record import chunks

    monkeypatch.setattr(chunks, "CHUNK_INTERACTIONS", 30_000)
    batch = many(100_000, ids=True, rng=rng)
    running = record.importing("crm", source_file(tmp_path, "one.csv", [Row(1, "one")]), 1)
    for begin in range(0, 100_000, 10_000):
        running.append(batch.slice(begin, 10_000), (), 10_000)
    assert running.finish() == RowCounts(100_000, 100_000, 0, 0)
    assert len(record.parts()) == 4

    changed = batch.set_column(4, INTERACTION_SCHEMA.field("row_hash"), _half_changed(batch))
    running = record.importing("crm", source_file(tmp_path, "two.csv", [Row(1, "two")]), 1)
    running.append(changed, (), 100_000)
    assert running.finish() == RowCounts(100_000, 50_000, 50_000, 0)
    assert record.interactions == 100_000
    seen = np.concatenate([batch["row"].to_numpy() for batch in record.batches(("row",))])
    assert np.array_equal(np.sort(seen), np.arange(2, 100_002))


def _half_changed(batch: object) -> object:
    import pyarrow as pa

    hashes = batch["row_hash"].to_numpy().copy()  # type: ignore[index]
    hashes[::2] += np.uint64(1)
    return pa.array(hashes)


def test_what_is_committed_together_becomes_true_together(record: Record, tmp_path: Path) -> None:
    files = [[Row(2, f"a{n}", "1"), Row(3, f"b{n}")] for n in range(3)]
    paths = [source_file(tmp_path, f"{n}.csv", rows) for n, rows in enumerate(files)]
    with record.together():
        for path, rows in zip(paths, files, strict=True):
            take_in(record, "crm", path, rows, chunk=1)
            assert Record.open(record.folder).files == ()
    assert [entry.state for entry in Record.open(record.folder).files] == ["complete"] * 3
    assert live(record) == [(1, 3, 0, "C-b0"), (2, 3, 0, "C-b1"), (3, 2, 0, "C-a2"), (3, 3, 0, "C-b2")]
    named = {path.name for path in record.folder.rglob("*.parquet")}
    alone = Record.create(tmp_path / "alone")
    for path, rows in zip(paths, files, strict=True):
        take_in(alone, "crm", path, rows, chunk=1)
    assert named == {path.name for path in alone.folder.rglob("*.parquet")}  # masks that were replaced are gone
    assert live(alone) == live(record)


def test_what_fails_together_has_not_happened(record: Record, tmp_path: Path) -> None:
    rows = [Row(2, "a", "1"), Row(3, "b")]
    take_in(record, "crm", source_file(tmp_path, "0.csv", rows), rows)
    before = {path.name for path in record.folder.rglob("*.parquet")}
    newer = [Row(2, "c", "1")]
    path = source_file(tmp_path, "1.csv", newer)

    def failing() -> None:
        with record.together():
            take_in(record, "crm", path, newer)
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert {path.name for path in record.folder.rglob("*.parquet")} == before
    assert live(record) == live(Record.open(record.folder)) == [(1, 2, 0, "C-a"), (1, 3, 0, "C-b")]
    assert take_in(record, "crm", path, newer).accepted == 1
    assert live(record) == [(1, 3, 0, "C-b"), (2, 2, 0, "C-c")]


def test_chunks_that_somebody_laid_down_are_judged_and_moved_in(record: Record, tmp_path: Path) -> None:
    old, new = [Row(2, "a", "1"), Row(3, "b", "2")], [Row(2, "a", "1"), Row(3, "c", "2"), Row(4, "d", unfit=True)]
    take_in(record, "crm", source_file(tmp_path, "old.csv", old), old)
    running = record.importing("crm", source_file(tmp_path, "new.csv", new), 1, number=record.next_number)
    pending = Pending()
    pending.append(interactions(new), unfit(new), 3)
    chunk = pending.chunk()
    assert chunk is not None
    (tmp_path / "laid").mkdir()
    staged = stage(tmp_path / "laid", 2, chunk)
    running.take(staged)
    with pytest.raises(ValueError, match="row 4 after row 4"):
        running.take(staged)
    assert running.finish() == RowCounts(3, 1, 1, 1)
    assert live(record) == [(1, 2, 0, "C-a"), (2, 3, 0, "C-c")]
    assert [row.row for row in record.quarantine().rows] == [4]
    again = record.importing("crm", source_file(tmp_path, "gone.csv", [Row(9, "gone")]), 1)
    with pytest.raises(WegmarkeError) as error:
        again.take(staged)
    assert error.value.code == "record_broken"
