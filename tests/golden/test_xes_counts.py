"""Event logs are read whole: the published counts of three real logs.

Provenance: BPI Challenge 2012 (doi:10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f) states 262,200 events in 13,087
cases; the help desk log (doi:10.4121/uuid:0c60edf1-6f83-4e75-9367-4c63b3e9d5bb) 21,348 events in 4,580 cases; the
receipt phase of WABO CoSeLoG (doi:10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6) 8,577 events in 1,434 cases. The
events of BPIC 2012 by lifecycle are what a text search counts in the unpacked file
(`zcat bpic2012.xes.gz | grep -c 'lifecycle:transition" value="COMPLETE"'`, and so on).
"""

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from wegmarke.sources.guess import guess_mapping
from wegmarke.sources.interactions import apply_mapping
from wegmarke.sources.reading import open_source


@pytest.mark.parametrize(
    ("name", "events", "cases"),
    [("bpic2012", 262_200, 13_087), ("helpdesk", 21_348, 4_580), ("08_receipt", 8_577, 1_434)],
)
def test_every_event_becomes_one_interaction(shared_data: Path, name: str, events: int, cases: int) -> None:
    path = shared_data / "logs" / f"{name}.xes.gz"
    mapping = guess_mapping(path).mapping
    assert mapping is not None
    with open_source(path) as reader:
        batches = [apply_mapping(mapping, batch) for batch in reader.batches()]
    table = pa.Table.from_batches([batch.interactions for batch in batches]).unify_dictionaries()
    assert sum(len(batch.unfit) for batch in batches) == 0
    assert table.num_rows == events
    assert pc.count_distinct(table.column("customer")).as_py() == cases
    assert table.column("row").to_pylist() == list(range(1, events + 1))
    assert table.column("journey").equals(table.column("customer"))


def test_lifecycles_of_the_loan_applications(shared_data: Path) -> None:
    found: Counter[str] = Counter()
    with open_source(shared_data / "logs" / "bpic2012.xes.gz") as reader:
        for batch in reader.batches(columns={"lifecycle:transition"}):
            found.update(batch.columns.column("lifecycle:transition").to_pylist())
    assert found == {"COMPLETE": 164_506, "START": 71_376, "SCHEDULE": 26_318}


def test_the_log_and_its_table_say_the_same(shared_data: Path) -> None:
    """`receipt.csv` is the same log, exported row by row: cases, activities and times agree event by event."""
    found = []
    for name in ("08_receipt.xes.gz", "receipt.csv"):
        path = shared_data / "logs" / name
        mapping = guess_mapping(path).mapping
        assert mapping is not None
        with open_source(path, mapping.read) as reader:
            batches = [apply_mapping(mapping, batch).interactions for batch in reader.batches()]
        table = pa.Table.from_batches(batches).unify_dictionaries()
        columns = ("customer", "touchpoint", "time", "channel", "department")
        rows = zip(*(table.column(column).to_pylist() for column in columns), strict=True)
        found.append(sorted(rows, key=str))
    assert found[0] == found[1]
