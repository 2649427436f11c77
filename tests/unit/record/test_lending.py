"""Parts of the record lent by way of a storage: read there as they are here, as far as is asked for, and taken back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.unit.record.making import Row, interactions, source_file, take_in
from wegmarke.errors import WegmarkeError
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.model.progress import Progress, Unwatched
from wegmarke.record import LivePart, Record, object_storage
from wegmarke.record.lending import RECORD, LentPart, lending
from wegmarke.record.reading import live_batches

EVERYTHING = tuple(INTERACTION_SCHEMA.names)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Two exports of one source; the second tells two rows of the first anew."""
    record = Record.create(tmp_path / "record")
    record.generation("calls", "its mapping")
    first = [Row(row, f"first {row}", f"id {row}") for row in range(1, 9)]
    second = [Row(row, f"second {row}", f"id {row + 3}") for row in range(1, 3)]
    for name, rows in (("first", first), ("second", second)):
        take_in(record, "calls", source_file(tmp_path, name, rows), rows)
    assert any(part.entry.superseded for part in record.parts())
    return record


def storage(tmp_path: Path) -> str:
    return f"file://{tmp_path / 'store'}"


def there(tmp_path: Path) -> dict[str, int]:
    """The files on the storage, with the time at which they were written."""
    folder = tmp_path / "store" / RECORD
    every = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in every}


def table(parts: list[LivePart], columns: tuple[str, ...] = EVERYTHING) -> pa.Table:
    return pa.Table.from_batches(live_batches(parts, columns))


def test_what_is_lent_reads_as_it_does_here(record: Record, tmp_path: Path) -> None:
    with lending(storage(tmp_path), Unwatched()) as lender:
        lent = lender.lent(record.parts())
        record.folder.rename(tmp_path / "away")
        found = [part.opened() for part in lent]
        assert table(found).equals(table(list(Record.open(tmp_path / "away").parts())))
        assert sum(part.live_rows for part in found) == 8
    assert there(tmp_path) == {}


def test_what_is_there_is_not_sent_again(record: Record, tmp_path: Path) -> None:
    with lending(storage(tmp_path), Unwatched()) as lender:
        lender.lent(record.parts()[:1])
        first = there(tmp_path)
        lender.lent(record.parts())
        every = there(tmp_path)
        assert {name: every[name] for name in first} == first
        (lost := tmp_path / "store" / RECORD / max(every)).write_bytes(b"half")
        lender.lent(record.parts())
        assert lost.read_bytes() == b"half"  # what this lender has put there it does not look at again
        with lending(storage(tmp_path), Unwatched()) as another:
            another.lent(record.parts())
            assert {name for name, time in there(tmp_path).items() if time != every[name]} == {max(every)}
            assert lost.read_bytes() == (record.folder / max(every)).read_bytes()


def test_where_workers_see_the_record_nothing_is_sent(record: Record) -> None:
    with lending("", Unwatched()) as lender:
        lent = lender.lent(record.parts())
    assert {part.record for part in lent} == {str(record.folder)}
    assert table([part.opened() for part in lent]).equals(table(list(record.parts())))


def test_who_wants_to_stop_is_heard_and_nothing_stays(record: Record, tmp_path: Path) -> None:
    class Stops(Unwatched):
        def stopped(self) -> bool:
            return True

    with pytest.raises(WegmarkeError) as error, lending(storage(tmp_path), Stops()) as lender:
        lender.lent(record.parts())
    assert error.value.code == "import_stopped"
    assert there(tmp_path) == {}


@pytest.mark.parametrize(
    ("harm", "code", "detail"),
    [
        ("gone", "storage_behind", "file"),
        ("no Parquet", "record_broken", "what"),
        ("a page damaged", "record_broken", "what"),
        ("rows missing", "record_broken", "what"),
        ("mask gone", "storage_behind", "file"),
        ("mask damaged", "record_broken", "what"),
    ],
)
def test_what_is_wrong_with_a_part_is_named(record: Record, tmp_path: Path, harm: str, code: str, detail: str) -> None:
    with lending(storage(tmp_path), Unwatched()) as lender:
        lent = next(part for part in lender.lent(record.parts()) if part.entry.superseded)
        name = lent.entry.superseded if harm.startswith("mask") else lent.entry.name
        assert name is not None
        path = tmp_path / "store" / RECORD / name
        match harm:
            case "gone" | "mask gone":
                path.unlink()
            case "a page damaged":
                path.write_bytes(b"PAR1" + os.urandom(600) + path.read_bytes()[604:])
            case "rows missing":
                other = next(part for part in record.parts() if part.entry.rows != lent.entry.rows)
                path.write_bytes(other.path.read_bytes())
            case _:
                path.write_bytes(b"nothing")
        with pytest.raises(WegmarkeError) as error:
            table([lent.opened()])
        assert (error.value.code, error.value.details[detail]) == (code, name)


def test_only_what_is_asked_for_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of a part, where its texts are nine tenths."""
    record = Record.create(tmp_path / "record")
    rows = interactions([Row(row, f"content {row % 50}") for row in range(1, 20_001)]).drop_columns(["rest"])
    texts = pa.array([json.dumps({"note": os.urandom(60).hex()}) for _ in range(len(rows))])
    columns = {name: texts if name == "rest" else rows.column(name) for name in EVERYTHING}
    batch = pa.RecordBatch.from_arrays(list(columns.values()), schema=INTERACTION_SCHEMA)
    calls = source_file(tmp_path, "calls", [Row(1, "texts")])
    running = record.importing("calls", calls, record.generation("calls", ""))
    running.append(batch, (), len(batch))
    running.commit()
    running.finish()
    read: list[int] = []

    @contextmanager
    def counting(self: object_storage.StorageFolder, name: str) -> Iterator[Any]:
        with opened(self, name) as file:
            yield Counting(file, read)

    opened = object_storage.StorageFolder.opened
    monkeypatch.setattr(object_storage.StorageFolder, "opened", counting)
    with lending(storage(tmp_path), Unwatched()) as lender:
        lent = lender.lent(record.parts())
        found = table([part.opened() for part in lent], ("customer", "time"))
    assert found.equals(table(list(record.parts()), ("customer", "time")))
    size = sum(part.path.stat().st_size for part in record.parts())
    assert 0 < sum(read) < size / 5


class Counting:
    """A file that counts the bytes that are read of it."""

    closed = False

    def __init__(self, file: Any, read: list[int]) -> None:
        self._file, self._read = file, read

    def read(self, size: int = -1) -> bytes:
        found: bytes = self._file.read(size)
        self._read.append(len(found))
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def test_a_place_that_is_not_seen_is_named(record: Record) -> None:
    part = record.parts()[0]
    with pytest.raises(WegmarkeError) as error:
        LentPart("/nowhere", part.entry, part.file).opened()
    assert (error.value.code, error.value.details["folder"]) == ("cluster_folder", "/nowhere")


def test_how_far_it_is_is_told(record: Record, tmp_path: Path) -> None:
    told: list[Progress] = []

    class Listens(Unwatched):
        def report(self, progress: Progress) -> None:
            told.append(progress)

    with lending(storage(tmp_path), Listens()) as lender:
        lender.lent(record.parts())
    assert {progress.stage for progress in told} == {"send"}
