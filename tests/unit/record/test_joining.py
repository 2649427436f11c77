"""Small parts are joined without anybody noticing: same rows, same order, same customers changed since then."""

from pathlib import Path

import pyarrow as pa

from tests.unit.record.making import Row, interactions
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.record import Record


def growing(folder: Path, turns: int) -> tuple[Record, Path]:
    record = Record.create(folder / "record")
    file = folder / "events.jsonl"
    file.write_text("x")
    generation = record.generation("web", "meaning")
    for turn in range(turns):
        running = record.following("web", file, generation)
        rows = [Row(2 * turn + place, f"{turn}") for place in (1, 2)]
        running.append(interactions(rows), (), len(rows))
        running.commit()
    return record, file


def everything(record: Record) -> pa.Table:
    return pa.Table.from_batches(record.batches(), INTERACTION_SCHEMA).unify_dictionaries().combine_chunks()


def test_joined_parts_hold_the_same_rows(tmp_path: Path) -> None:
    record, file = growing(tmp_path, 40)
    before, changed = everything(record), record.changed_customers(30)
    position, count = record.position, record.interactions
    assert record.join_parts(30) == 29
    assert len(record.parts()) == 11
    assert everything(record).to_pylist() == before.to_pylist()
    assert (record.position, record.interactions) == (position, count)
    assert changed is not None
    again = record.changed_customers(30)
    assert again is not None
    assert sorted(map(str, again.to_pylist())) == sorted(map(str, changed.to_pylist()))
    assert record.join_parts(30) == 0, "there is nothing left to join"
    assert len(list((tmp_path / "record" / "parts").iterdir())) == 11
    assert [found.row for found in record.source_rows([(1, 7), (1, 79)])] == [7, 79]
    running = Record.open(tmp_path / "record", write=True).following("web", file, 1)
    assert running.resume_after_row == 80, "and the file goes on where it was"
