"""The ledger is the truth.

Leftovers do not count, nonsense is refused, a full disk harms nothing, readers are not disturbed.
"""

import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.unit.record.making import Row, interactions, live, source_file, take_in
from wegmarke.errors import WegmarkeError
from wegmarke.record import Record
from wegmarke.record.ledger import LEDGER_VERSION

OLD, NEW = [Row(2, "old", "1"), Row(3, "x", "2")], [Row(2, "new", "1"), Row(3, "y", "3", unfit=True)]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    record = Record.create(tmp_path / "record")
    take_in(record, "crm", source_file(tmp_path, "old.csv", OLD), OLD)
    return record


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the record, scratch aside."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_what_the_ledger_does_not_name_is_removed_when_opened_for_writing(record: Record) -> None:
    before = contents(record.folder)
    (record.folder / "parts" / "000009-00000099.parquet").write_bytes(b"PAR1")
    (record.folder / "parts" / "000001-00000001.parquet.writing").write_bytes(b"PA")
    (record.folder / "quarantine" / "left.parquet").write_bytes(b"")
    assert live(Record.open(record.folder)) == live(record)
    assert len(contents(record.folder)) == len(before) + 3, "a reader removes nothing: a writer may be at it"
    Record.open(record.folder, write=True)
    assert contents(record.folder) == before


def test_a_commit_that_breaks_off_before_the_ledger_has_not_happened(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wegmarke.record import store

    before = contents(record.folder)
    monkeypatch.setattr(store, "write_ledger", _breaks_off)
    with pytest.raises(KeyboardInterrupt):
        take_in(record, "crm", source_file(tmp_path, "new.csv", NEW), NEW)
    monkeypatch.undo()
    assert contents(record.folder) == before, "the room it took is free again at once"
    again = Record.open(record.folder, write=True)
    assert contents(again.folder) == before
    take_in(again, "crm", tmp_path / "new.csv", NEW)
    assert [line[3] for line in live(again)] == ["C-x", "C-new"]


def _breaks_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_reader_keeps_its_moment_and_refreshes_when_it_wants(record: Record, tmp_path: Path) -> None:
    reader = Record.open(record.folder)
    before = live(reader)
    take_in(record, "crm", source_file(tmp_path, "new.csv", NEW), NEW)
    assert live(reader) == before
    reader.refresh()
    assert live(reader) == live(record)


def test_a_reader_whose_masks_were_replaced_reads_on(record: Record, tmp_path: Path) -> None:
    take_in(record, "crm", source_file(tmp_path, "new.csv", NEW), NEW)
    reader = Record.open(record.folder)
    third = [Row(2, "x2", "2")]
    take_in(record, "crm", source_file(tmp_path, "third.csv", third), third)
    assert live(reader) == live(record), "the list it knew is gone, so it looks at the ledger again"


def test_a_record_can_be_moved(record: Record, tmp_path: Path) -> None:
    before = live(record)
    shutil.move(record.folder, tmp_path / "elsewhere")
    assert live(Record.open(tmp_path / "elsewhere", write=True)) == before
    assert str(tmp_path) not in (tmp_path / "elsewhere" / "ledger.json").read_text(encoding="utf-8")


def test_a_record_of_a_newer_version_is_left_alone(record: Record) -> None:
    path = record.folder / "ledger.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": LEDGER_VERSION + 1, "more": 1}))
    (record.folder / "parts" / "of a newer kind").write_bytes(b"")
    before = contents(record.folder)
    with pytest.raises(WegmarkeError) as caught:
        Record.open(record.folder, write=True)
    assert caught.value.code == "workspace_newer"
    assert contents(record.folder) == before


def _ledger(files: object) -> str:
    tables = {"generations": [], "parts": [], "quarantine": []}
    return json.dumps({"version": 1, "position": 0, "serial": 0, "reset": 0, "files": files, **tables})


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "{",
        "[]",
        '{"version": "1"}',
        '{"version": true}',
        '{"version": 1}',
        _ledger([{"number": 1}]),
        _ledger(3),
    ],
)
def test_nonsense_in_the_ledger_is_refused(record: Record, nonsense: str) -> None:
    (record.folder / "ledger.json").write_text(nonsense)
    with pytest.raises(WegmarkeError) as caught:
        Record.open(record.folder, write=True)
    assert caught.value.code == "record_broken"
    assert list((record.folder / "parts").iterdir()), "nothing is cleaned away on the word of a broken ledger"


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("files", "accepted", 7),
        ("files", "state", "lost"),
        ("parts", "name", "../../etc/passwd"),
        ("parts", "name", "/etc/passwd"),
        ("parts", "file", 99),
        ("parts", "superseded", "parts/../../x"),
    ],
)
def test_a_ledger_that_does_not_add_up_is_refused(record: Record, table: str, key: str, value: object) -> None:
    path = record.folder / "ledger.json"
    content = json.loads(path.read_text())
    content[table][0][key] = value
    path.write_text(json.dumps(content))
    with pytest.raises(WegmarkeError) as caught:
        Record.open(record.folder)
    assert caught.value.code == "record_broken"


@pytest.mark.parametrize("damage", [b"", b"PAR1 and nothing else PAR1"])
def test_a_damaged_part_is_named(record: Record, damage: bytes) -> None:
    part = record.parts()[0]
    part.path.write_bytes(damage)
    with pytest.raises(WegmarkeError) as caught:
        live(record)
    assert caught.value.code == "record_broken"
    assert caught.value.details["what"] == part.entry.name


def test_there_is_one_record_in_a_folder(record: Record, tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as caught:
        Record.create(record.folder)
    assert caught.value.code == "workspace_exists"
    with pytest.raises(WegmarkeError) as caught:
        Record.open(tmp_path / "nowhere")
    assert caught.value.code == "workspace_missing"


def test_a_record_opened_for_reading_writes_nothing(record: Record, tmp_path: Path) -> None:
    reader = Record.open(record.folder)
    running = reader.importing("crm", source_file(tmp_path, "new.csv", NEW), 1)
    running.append(interactions(NEW[:1]), (), 1)
    with pytest.raises(ValueError, match="reading only"):
        running.commit()


FULL = """
    import resource, signal, sys
    from pathlib import Path
    import numpy as np
    from tests.unit.record.making import many, source_file
    from wegmarke.errors import WegmarkeError
    from wegmarke.record import Record

    folder = Path(sys.argv[1])
    record = Record.open(folder / "record", write=True)
    running = record.importing("crm", source_file(folder, "big.csv", []), 1)
    running.append(many(200_000, ids=True, rng=np.random.default_rng(1)), (), 200_000)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, resource.RLIM_INFINITY))
    try:
        running.finish()
    except WegmarkeError as error:
        print(error.code, error.details["folder"])
"""


def test_a_full_disk_leaves_the_old_state(record: Record, tmp_path: Path) -> None:
    """The system refuses files beyond half a megabyte, as a quota does: the write fails in the middle of the part."""
    before = contents(record.folder)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
        timeout=120,
    )
    assert (done.stdout.strip(), done.stderr) == ("disk_full parts", "")
    assert contents(record.folder) == before, "not even a half file stays, so that its room is free again"
    again = Record.open(record.folder, write=True)
    assert live(again) == live(record)
    take_in(again, "crm", source_file(tmp_path, "new.csv", NEW), NEW)
