"""A hundred people of the practice company are erased, and no file of the workspace holds anything of them any more."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.forgotten import ERASED, Practice, particulars, persons, practice
from tests.searching import found
from wegmarke.errors import WegmarkeError
from wegmarke.identity.erasing import saved_identifiers
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.forgetting import Forgotten
from wegmarke.workspace.rights.person import Person, forms

Identified = tuple[str, str]
COPY = "copy"


@dataclass(frozen=True, slots=True)
class Erased:
    """The workspace before and after, who was erased, and what of them had been there to be found."""

    before: Workspace
    after: Workspace
    fed: Practice
    chosen: list[Person]
    texts: set[str]
    forgotten: Forgotten


@pytest.fixture(scope="module")
def erased(tmp_path_factory: pytest.TempPathFactory) -> Erased:
    """Erased once for all tests; those that change something take a copy."""
    folder = tmp_path_factory.mktemp("rights")
    fed = practice(folder)
    everybody = persons(fed.company)
    chosen = [everybody[number] for number in sorted(everybody)[:ERASED]]
    before = found(fed.workspace.folder, particulars(fed.company, chosen))
    places = {file.split("/")[0] for files in before.values() for file in files}
    assert places == {"record", "identity", "index", "inbox"}
    after = Workspace.open(shutil.copytree(fed.workspace.folder, folder / "after"))
    after.save_settings(replace(after.settings, storage=f"file://{folder / COPY}"))
    after.build()
    assert {file.split("/")[1] for files in found(folder / COPY, set(before)).values() for file in files} == {"parts"}
    forgotten = after.forget(chosen)
    return Erased(fed.workspace, after, fed, chosen, set(before), forgotten)


def lines(workspace: Workspace, without: frozenset[Identified]) -> list[tuple[object, ...]]:
    """Every live interaction of the others, whole."""
    rows = [row for batch in workspace.record.batches() for row in batch.to_pylist()]
    plain = frozenset(without)
    return [
        tuple(map(str, row.values())) for row in rows if form_of(row["customer_kind"], row["customer"]) not in plain
    ]


def form_of(kind: str, value: str) -> Identified:
    """An identifier as equal ones are told."""
    return next(iter(forms([Person(((kind, value),))])))


def test_nothing_is_found_of_a_hundred_people(erased: Erased) -> None:
    assert len(erased.texts) > 4 * ERASED  # so many were found before: the search can find
    assert found(erased.after.folder, erased.texts) == {}
    assert erased.forgotten.persons == ERASED
    removed = dict(erased.forgotten.removed)
    assert min(removed[part] for part in ("record", "numbers", "kept_files")) > 0


def test_nothing_of_them_is_left_in_the_copy_on_a_storage(erased: Erased) -> None:
    copy = erased.after.folder.parent / COPY
    assert found(copy, erased.texts) == {}
    assert json.loads((copy / "index" / "manifest.json").read_text("utf-8"))["position"] == erased.after.record.position


def test_the_contacts_of_others_stay_as_they_were(erased: Erased) -> None:
    gone = forms(erased.chosen)
    before, after = lines(erased.before, gone), lines(erased.after, gone)
    changed = sum(a != b for a, b in zip(before, after, strict=True))
    assert changed <= len(before) // 100  # rows of others that named one of the hundred have lost their remarks
    index = erased.after.index()
    assert sum(len(partition.touchpoint) for partition in index.partitions) == len(after)
    for file in erased.after.record.files:
        assert file.read == file.accepted + file.duplicate + file.quarantined + file.refused + file.erased


def test_numbers_of_others_stay_and_those_of_the_erased_are_never_given_again(erased: Erased, tmp_path: Path) -> None:
    before = {(kind, value): number for number, kind, value in saved_identifiers(erased.before.folder / "identity")}
    after = {(kind, value): number for number, kind, value in saved_identifiers(erased.after.folder / "identity")}
    gone = forms(erased.chosen)
    assert after == {pair: number for pair, number in before.items() if form_of(*pair) not in gone}

    numbers = CustomerNumbers.load(Path(shutil.copytree(erased.after.folder / "identity", tmp_path / "identity")))
    assert len(numbers) == len(before)
    back = next(pair for pair in sorted(before) if form_of(*pair) in gone)
    assert numbers.find(*back) is None
    import pyarrow as pa

    given = numbers.number(pa.array([back[0]]).dictionary_encode(), pa.array([back[1]]))
    assert int(given[0]) not in before.values()
    numbers.save(tmp_path / "identity")
    assert len(CustomerNumbers.load(tmp_path / "identity")) == len(before) + 1


def test_the_same_files_do_not_bring_them_back(erased: Erased, tmp_path: Path) -> None:
    workspace = Workspace.open(shutil.copytree(erased.after.folder, tmp_path / "acme"))
    contacts = workspace.record.interactions
    refused = 0
    for export in erased.fed.company.exports:
        for number, file in enumerate(export.files):
            newer = tmp_path / f"{number}-{file.name}"  # as exported anew: the content is not known to the record
            newer.write_bytes(file.read_bytes() + (b"\n" if file.suffix in (".csv", ".jsonl") else b""))
            report = workspace.import_file(newer, export.mapping)
            refused += report.refused
            assert report.read == report.accepted + report.duplicate + report.quarantined + report.refused
    assert refused > ERASED
    assert workspace.record.interactions >= contacts
    workspace.build()
    back = found(workspace.folder, {text for person in erased.chosen for _, text in person.identifiers if "@" in text})
    assert back == {}


def test_kept_files_can_still_be_read_again(erased: Erased, tmp_path: Path) -> None:
    workspace = Workspace.open(shutil.copytree(erased.after.folder, tmp_path / "acme"))
    assert workspace.read_again("crm") == ()  # known under its new content: nothing comes in twice
    notes = [path.name for path in (workspace.folder / "inbox").rglob("*.removed.txt")]
    assert notes == ["service_tickets.xlsx.removed.txt"]


def test_a_restored_backup_is_cleared_by_the_ledger(erased: Erased, tmp_path: Path) -> None:
    restored = Path(shutil.copytree(erased.before.folder, tmp_path / "acme"))
    for name in ("rights", "keys"):
        shutil.copytree(erased.after.folder / name, restored / name)
    assert found(restored, erased.texts)
    workspace = Workspace.open(restored)
    assert workspace.forget_again() is not None
    assert found(restored, erased.texts) == {}
    assert workspace.forget_again() is None


def test_an_erasure_that_breaks_off_is_taken_up_again(
    erased: Erased, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.open(shutil.copytree(erased.before.folder, tmp_path / "acme"))

    def full(*_: object, **__: object) -> None:
        raise WegmarkeError("disk_full", folder="record")

    with monkeypatch.context() as patched:
        patched.setattr("wegmarke.record.store.write_ledger", full)
        with pytest.raises(WegmarkeError, match="space"):
            workspace.forget(erased.chosen)
    assert lines(workspace, frozenset()) == lines(erased.before, frozenset())  # the old state, whole

    with monkeypatch.context() as patched:
        patched.setattr("wegmarke.workspace.rights.register.clean_kept_files", full)
        with pytest.raises(WegmarkeError):
            workspace.forget_again()
    assert found(workspace.folder / "record", erased.texts) == {}  # the record cannot say any more who is meant
    workspace.build()
    assert found(workspace.folder, erased.texts) == {}


def test_without_the_key_nobody_is_let_in_unnoticed(erased: Erased, tmp_path: Path) -> None:
    workspace = Workspace.open(shutil.copytree(erased.after.folder, tmp_path / "acme"))
    shutil.rmtree(workspace.folder / "keys")
    export = erased.fed.company.exports[0]
    with pytest.raises(WegmarkeError, match=r"erasures\.key"):
        workspace.import_file(export.files[0], export.mapping)
