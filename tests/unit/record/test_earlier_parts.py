"""Parts that were written before a column came into being are read as if it were empty."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from tests.unit.record.making import Row, source_file, take_in
from wegmarke.model.columns import IDENTITY_COLUMNS, INTERACTION_SCHEMA
from wegmarke.record import Record


def test_a_part_without_the_newest_column_is_read(tmp_path: Path) -> None:
    record = Record.create(tmp_path / "record")
    rows = [Row(2, "a"), Row(3, "b", parts=2)]
    take_in(record, "crm", source_file(tmp_path, "one.csv", rows), rows)
    (part,) = record.parts()
    earlier = pq.read_table(part.path).drop_columns(["identifiers"])
    pq.write_table(earlier, part.path)
    batches = list(record.batches())
    assert all(batch.schema == INTERACTION_SCHEMA for batch in batches)
    assert [value for batch in batches for value in batch["identifiers"].to_pylist()] == [None] * 3
    assert [batch.schema.names for batch in record.batches(IDENTITY_COLUMNS)] == [list(IDENTITY_COLUMNS)]
    (row,) = record.source_rows([(1, 3)])
    assert row.interactions["identifiers"].to_pylist() == [None, None]
