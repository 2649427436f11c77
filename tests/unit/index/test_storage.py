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
from fsspec.implementations.local import LocalFileSystem

from tests.contacts import batches_of, partitions, random_log
from wegmarke.errors import WegmarkeError
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.build import build_index, sweep
from wegmarke.index.layout import read_manifest
from wegmarke.index.partition import Place, open_partition
from wegmarke.index.spark.executing import _fetched
from wegmarke.index.spark.site import site_of
from wegmarke.index.storage import CACHE, MANIFEST, WHOLE, Cache, check_storage, publish, sweep_building
from wegmarke.model.progress import Progress, Unwatched
from wegmarke.model.settings import JourneySettings
from wegmarke.record.object_storage import StorageFolder

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


# what is there while a build is at work


def laid_out(store: Path, build: str) -> tuple[str, Path]:
    """The address of a build on that storage that has laid out something for its workers, and where that lies."""
    place = store / "building" / build
    (place / "parts" / "customers" / "numbers").mkdir(parents=True)
    (place / "begun").touch()
    (place / "parts" / "customers" / "shown.npy").write_bytes(b"shown")
    (place / "parts" / "customers" / "numbers" / "known.npy").write_bytes(b"known")
    (place / "parts" / "customers" / WHOLE).write_text("numbers/known.npy\nshown.npy", "utf-8")
    return place.as_uri(), place


def test_what_a_build_laid_out_is_fetched_once_and_goes_with_the_build(tmp_path: Path) -> None:
    cache, (url, place) = Cache(tmp_path / "cache", 1 << 30), laid_out(tmp_path / "store", "one")
    folder = cache.laid_out(url, "customers")
    assert (folder / "numbers" / "known.npy").read_bytes() == b"known"
    (place / "parts" / "customers" / "shown.npy").unlink()
    assert (cache.laid_out(url, "customers") / "shown.npy").read_bytes() == b"shown"  # it is here already
    cache.drop_ended_builds()
    assert folder.exists()  # as long as the build is at work
    (place / "begun").unlink()
    cache.drop_ended_builds()
    assert there(tmp_path / "cache") == set()


@pytest.mark.parametrize("name", ["../../../elsewhere", "/elsewhere"])
def test_a_name_that_leads_out_of_the_cache_is_refused(tmp_path: Path, name: str) -> None:
    url, place = laid_out(tmp_path / "store", "one")
    (place / "parts" / "customers" / WHOLE).write_text(f"shown.npy\n{name}", "utf-8")
    with pytest.raises(WegmarkeError) as error:
        Cache(tmp_path / "cache", 1 << 30).laid_out(url, "customers")
    assert (error.value.code, error.value.details["reason"]) == ("storage_unreachable", name)


def test_the_next_build_drops_what_the_one_before_laid_out(tmp_path: Path) -> None:
    cache, (one, place) = Cache(tmp_path / "cache", 1 << 30), laid_out(tmp_path / "store", "one")
    other, _ = laid_out(tmp_path / "store", "other")
    first = cache.laid_out(one, "customers")
    (place / "begun").unlink()
    second = cache.laid_out(other, "customers")
    assert (first.exists(), second.exists()) == (False, True)
    cache.forget_build(other)
    assert there(tmp_path / "cache") == set()


def test_a_storage_that_is_not_reached_leaves_what_was_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, (url, place) = Cache(tmp_path / "cache", 1 << 30), laid_out(tmp_path / "store", "one")
    folder = cache.laid_out(url, "customers")
    (place / "begun").unlink()

    def cut(*_: object, **__: object) -> bool:
        raise OSError("the line is cut")

    with monkeypatch.context() as patched:
        patched.setattr(LocalFileSystem, "exists", cut)
        cache.drop_ended_builds()
    assert folder.exists()
    cache.drop_ended_builds()
    assert not folder.exists()


def test_what_was_laid_out_keeps_within_the_budget(folder: Path, tmp_path: Path) -> None:
    send(folder, tmp_path / "copy")
    cache, entries = Cache(tmp_path / "cache", 1), read_manifest(folder).partitions
    place = cache.fetched((tmp_path / "copy").as_uri(), entries[0])
    assert (place / "parts" / entries[0].name).exists()
    cache.laid_out(laid_out(tmp_path / "store", "one")[0], "customers")
    assert not (place / "parts" / entries[0].name).exists()


def test_what_a_killed_build_left_is_swept_and_nothing_else(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    send(folder, store / "index")
    before = there(store)
    laid_out(store, "killed")
    (store / "building" / "record" / "parts").mkdir(parents=True)
    (store / "building" / "record" / "parts" / "000001.parquet").touch()
    for name in ("killed-1", "killed-2", "other-1"):
        (store / "index" / "parts" / name).mkdir()
        (store / "index" / "parts" / name / "journeys.arrow").touch()
    removed: list[list[str]] = []
    remove = StorageFolder.remove
    monkeypatch.setattr(StorageFolder, "remove", lambda self, names: (removed.append([*names]), remove(self, names)))
    sweep_building(store.as_uri(), {"index": named(folder) | {"killed-2"}})  # it was switched to in the last moment
    assert removed[0] == ["killed/begun"]  # before it is looked what tasks wrote that are still at work
    assert there(store) - before == {f"index/parts/{name}/journeys.arrow" for name in ("killed-2", "other-1")}
    assert before <= there(store)


@pytest.mark.parametrize("harm", ["shorter", "gone"])
def test_what_does_not_come_home_as_it_was_written_is_not_switched_to(tmp_path: Path, harm: str) -> None:
    (tmp_path / "index" / "parts").mkdir(parents=True)
    store = tmp_path / "store"

    def build() -> None:
        with site_of(tmp_path / "index", store.as_uri(), Unwatched()) as site:
            name, files = f"{site.name}-1", {"journeys.arrow": 8}
            with site.ground.placing(name) as place:
                (place / "journeys.arrow").write_bytes(b"journeys")
            site.bring_home({name: files})
            assert (tmp_path / "index" / "parts" / name / "journeys.arrow").read_bytes() == b"journeys"
            written = store / "index" / "parts" / name / "journeys.arrow"
            if harm == "shorter":
                written.write_bytes(b"journey")
            else:
                written.unlink()
            site.bring_home({name: files})

    with pytest.raises(WegmarkeError) as error:
        build()
    assert error.value.code == {"shorter": "cluster_lost", "gone": "storage_behind"}[harm]
    assert there(tmp_path / "index") == there(store) == set()


@pytest.mark.parametrize("url", ["s3://bucket", "s3://bucket/folder", "file:///mnt/copy", "abfs://of@account/folder"])
def test_an_address_is_taken(url: str) -> None:
    check_storage(url)


@pytest.mark.parametrize("url", ["bucket", "s3://", "/mnt/copy", "s3://key:secret@bucket/folder"])
def test_what_is_no_address_or_holds_credentials_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(WegmarkeError) as error:
        check_storage(url)
    assert error.value.details["setting"] == "storage"
    assert "secret" not in str(error.value)
