"""The record against a model of it that holds everything in memory: whatever the order of work, the same rows count."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.record.making import Row, interactions, source_file, unfit
from wegmarke.record import Record


@dataclass(frozen=True, slots=True)
class Work:
    """One step: take in rows `first` to `last` (places in the list) of a file under a generation; finish it or stop."""

    file: int
    generation: int
    last: int
    finish: bool
    chunk: int


most = st.sampled_from([True, True, True, False])
rows_of_a_file = st.lists(st.tuples(st.sampled_from("12"), st.sampled_from("xyz"), most, most), min_size=2, max_size=6)
works = st.lists(
    st.builds(Work, st.integers(0, 1), st.integers(1, 3), st.integers(0, 6), most, st.integers(1, 4)),
    min_size=3,
    max_size=7,
)


def as_rows(drawn: list[tuple[str, str, bool, bool]]) -> list[Row]:
    return [
        Row(number, content, row_id if named else None, unfit=not fit, parts=1 + number % 2)
        for number, (row_id, content, named, fit) in enumerate(drawn, start=2)
    ]


@settings(max_examples=40)
@given(st.lists(rows_of_a_file, min_size=2, max_size=2), works)
def test_the_newest_row_of_an_id_counts_and_rows_always_add_up(
    drawn: list[list[tuple[str, str, bool, bool]]], works: list[Work]
) -> None:
    files = [as_rows(rows) for rows in drawn]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        record = Record.create(folder / "record")
        paths = [
            source_file(folder, f"{number}.csv", [*rows, Row(0, str(number))]) for number, rows in enumerate(files)
        ]
        first_seen: list[str] = []
        for work in works:
            rows = files[work.file]
            running = record.importing("crm", paths[work.file], work.generation)
            if running.known:
                assert running.finish().duplicate == len(rows)
                continue
            left = [
                row for row in rows[: len(rows) if work.finish else work.last] if row.row > running.resume_after_row
            ]
            for begin in range(0, len(left), work.chunk):
                some = left[begin : begin + work.chunk]
                running.append(interactions(some), unfit(some), len(some))
                running.commit()
            if work.finish:
                running.finish()
            if (left or work.finish) and paths[work.file].name not in first_seen:
                first_seen.append(paths[work.file].name)
            assert_as_the_rule_says(record, files, paths, first_seen)
        record = Record.open(folder / "record", write=True)
        assert_as_the_rule_says(record, files, paths, first_seen)


def assert_as_the_rule_says(record: Record, files: list[list[Row]], paths: list[Path], first_seen: list[str]) -> None:
    """By the rule: of one id the last row of the file that was first seen last counts."""
    by_name = {path.name: rows for path, rows in zip(paths, files, strict=True)}
    newest: dict[str, tuple[int, int, str]] = {}
    without_id: list[tuple[int, int, int]] = []
    for entry in record.files:
        assert entry.read == entry.accepted + entry.duplicate + entry.quarantined
        read = [row for row in by_name[entry.name] if row.row <= entry.last_row]
        assert entry.read == len(read)
        assert entry.quarantined == sum(row.unfit for row in read)
        if not entry.live:
            continue
        for row in read:
            if row.unfit:
                continue
            if row.row_id is None:
                without_id += [(entry.number, row.row, part) for part in range(row.parts)]
                continue
            rank = (first_seen.index(entry.name), row.row, row.content)
            newest[row.row_id] = max(newest.get(row.row_id, rank), rank)
    lines = [line for batch in record.batches() for line in batch.to_pylist()]
    assert sorted((line["file"], line["row"], line["part"]) for line in lines if line["row_id"] is None) == sorted(
        without_id
    )
    found = {line["row_id"]: line["customer"] for line in lines if line["row_id"] is not None}
    assert found == {row_id: f"C-{content}" for row_id, (_, _, content) in newest.items()}
    of_id = {(line["row_id"], line["file"], line["row"]) for line in lines if line["row_id"] is not None}
    assert len(of_id) == len(newest), "exactly one row of each id counts"
    assert record.interactions == len(lines)
