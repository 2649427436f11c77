"""The copy of an index: sent once, switched by its manifest, cleaned up, and fetched within a budget. Here the storage
is a folder (`file://`); a store that speaks S3 is asked in tests/functional/test_storage.py.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.contacts import batches_of, partitions, random_log
from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import build_index, sweep
from wegmarke.index.layout import read_manifest
from wegmarke.index.partition import Place, open_partition
from wegmarke.index.spark.executing import _fetched
from wegmarke.index.storage import CACHE, MANIFEST, WHOLE, Cache, check_storage, publish
from wegmarke.model.progress import Progress, Unwatched
from wegmarke.model.settings import JourneySettings

PARTS = 8


def build(folder: Path, seed: int) -> None:
    """A version of the index; a build sweeps what the version before replaced."""
    if (folder / MANIFEST).exists():
        sweep(folder, read_manifest(folder))
    log = random_log(np.random.default_rng(seed), 600, 80, 9)
    with partitions(PARTS):
        build_index(folder, batches_of(log), JourneySettings(), CustomerNumbers(), position=seed)


def send(folder: Path, copy: Path, **how: Any) -> int:
    return publish(folder, read_manifest(folder), f"file://{copy}", how.pop("watcher", Unwatched()), **how)


def there(copy: Path) -> set[str]:
    return {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}


def named(folder: Path) -> set[str]:
    """The partitions of this version."""
    return {entry.name for entry in read_manifest(folder).partitions}


def parts(copy: Path) -> set[str]:
    return {name.split("/")[1] for name in there(copy) if name.startswith("parts/")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "index", 1)
    return tmp_path / "index"


def test_a_copy_is_the_same_and_sent_once(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    parts_there = len(named(folder))
    assert send(folder, copy) == len(there(folder)) - 1 + parts_there  # the manifest is put; which files a part has
    assert {name: (copy / name).read_bytes() for name in there(copy) if not name.endswith(WHOLE)} == {
        name: (folder / name).read_bytes() for name in there(folder)
    }
    assert send(folder, copy) == 0


def test_the_version_before_stays_until_the_next_unless_somebody_was_erased(folder: Path, tmp_path: Path) -> None:
    copy, first = tmp_path / "copy", named(folder)
    send(folder, copy)
    build(folder, 2)
    second = named(folder)
    send(folder, copy)
    assert parts(copy) == first | second
    build(folder, 3)
    send(folder, copy)
    assert parts(copy) == second | named(folder)
    send(folder, copy, at_once=True)
    assert parts(copy) == named(folder)
    manifest = read_manifest(folder)
    shared = {f"shared/{manifest.steps}", f"shared/{manifest.variants}"}
    assert {name for name in there(copy) if not name.startswith("parts/")} == {MANIFEST, *shared}


def test_until_the_manifest_is_put_the_copy_is_the_version_before(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    send(folder, copy)
    before = json.loads((copy / MANIFEST).read_text("utf-8"))
    build(folder, 2)

    def crash(*_: object, **__: object) -> None:
        raise OSError("the line is cut")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", crash)  # the manifest is read to be put
        with pytest.raises(WegmarkeError) as error:
            send(folder, copy)
    assert error.value.code == "storage_unreachable"
    assert "the line is cut" in str(error.value)
    assert json.loads((copy / MANIFEST).read_text("utf-8")) == before
    assert {entry["name"] for entry in before["partitions"]} <= parts(copy)
    assert send(folder, copy) == 0  # all was there but the manifest
    assert json.loads((copy / MANIFEST).read_text("utf-8"))["version"] == read_manifest(folder).version


def test_a_file_that_is_lost_is_named_and_sent_again(folder: Path, tmp_path: Path) -> None:
    copy, entry = tmp_path / "copy", read_manifest(folder).partitions[1]
    send(folder, copy)
    (copy / "parts" / entry.name / "journeys.arrow").unlink()
    with pytest.raises(WegmarkeError) as error:
        Cache(tmp_path / "cache", 1 << 30).fetched(f"file://{copy}", entry)
    assert (error.value.code, error.value.details["file"]) == ("storage_behind", f"parts/{entry.name}/journeys.arrow")
    assert send(folder, copy, trusting=True) == 0
    assert send(folder, copy) == 1
    Cache(tmp_path / "cache", 1 << 30).fetched(f"file://{copy}", entry)


class Stops:
    """Wants to stop after so many files."""

    def __init__(self, after: int) -> None:
        self.left = after

    def report(self, progress: Progress) -> None:
        self.left -= progress.share is not None

    def stopped(self) -> bool:
        return self.left <= 0


def test_what_was_stopped_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with pytest.raises(WegmarkeError) as error:
        send(folder, copy, watcher=Stops(5))
    assert error.value.code == "import_stopped"
    assert send(folder, copy) == len(there(folder)) - 1 + len(named(folder)) - 5


def test_what_is_asked_for_is_fetched_once_and_the_rest_stays_within_the_budget(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    send(folder, copy)
    url, entries = f"file://{copy}", read_manifest(folder).partitions
    sizes = {entry.name: sum(p.stat().st_size for p in (copy / "parts" / entry.name).iterdir()) for entry in entries}
    cache = Cache(tmp_path / "cache", int(2.5 * max(sizes.values())))
    for second, entry in enumerate(entries):
        place = cache.fetched(url, entry)
        local = open_partition(folder, entry)
        assert (open_partition(place, entry).seconds == local.seconds).all()
        os.utime(place / "parts" / entry.name / "whole", (second, second))
        held = sum(path.stat().st_size for path in (tmp_path / "cache").rglob("*") if path.is_file())
        assert held <= cache.most_bytes
    kept = parts(place)
    assert 1 < len(kept) < len(entries)
    assert kept <= {entry.name for entry in entries[-3:]}  # those not asked for longest went
    (copy / "parts" / entries[-1].name / "journeys.arrow").unlink()
    cache.fetched(url, entries[-1])  # it is here, and so is not fetched
    with pytest.raises(WegmarkeError) as error:
        cache.fetched(f"file://{tmp_path / 'elsewhere'}", entries[0])
    assert error.value.code == "storage_behind"


def test_what_went_from_the_disk_of_a_worker_is_fetched_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    send(folder, tmp_path / "copy")
    entry = read_manifest(folder).partitions[0]
    place = Place(f"file://{tmp_path / 'copy'}", entry)
    expected = _fetched(place).seconds.tolist()
    (lost,) = (tmp_path / "cache").glob(f"*/parts/{entry.name}/interactions.arrow")
    lost.unlink()  # as those do who clean a disk of what is old
    assert _fetched(place).seconds.tolist() == expected
    assert lost.exists()


def test_what_earlier_versions_held_goes_from_the_disk(folder: Path, tmp_path: Path) -> None:
    copy, cache = tmp_path / "copy", Cache(tmp_path / "cache", 1 << 30)
    send(folder, copy)
    for entry in read_manifest(folder).partitions:
        place = cache.fetched(f"file://{copy}", entry)
    keep = sorted(named(folder))[:2]
    cache.keep_only(f"file://{copy}", keep)
    assert parts(place) == set(keep)


@pytest.mark.parametrize("url", ["s3://bucket", "s3://bucket/folder", "file:///mnt/copy", "abfs://of@account/folder"])
def test_an_address_is_taken(url: str) -> None:
    check_storage(url)


@pytest.mark.parametrize("url", ["bucket", "s3://", "/mnt/copy", "s3://key:secret@bucket/folder"])
def test_what_is_no_address_or_holds_credentials_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(WegmarkeError) as error:
        check_storage(url)
    assert error.value.details["setting"] == "storage"
    assert "secret" not in str(error.value)
