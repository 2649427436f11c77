"""What a folder of a storage does on every kind of store: put, read, look, fetch, remove; and what it says when a file
or a bucket is not there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores import KINDS, Kind, opened
from wegmarke.errors import WegmarkeError
from wegmarke.record.object_storage import StorageFolder, extra_for, reached

LARGE = bytes(range(256)) * 40_000


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.scheme)
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    kind: Kind = request.param
    with opened(kind, tmp_path_factory.mktemp(kind.scheme)) as address:
        yield address


@pytest.fixture
def folder(url: str) -> Iterator[StorageFolder]:
    place = StorageFolder(url)
    yield place
    place.remove(place.sizes())


def test_what_was_put_is_there_whole(folder: StorageFolder, tmp_path: Path) -> None:
    assert folder.sizes() == {}
    large = tmp_path / "large"
    large.write_bytes(LARGE)
    folder.put({"parts/a/large": large, "parts/b/large": large, "small": b"first", "empty": b""})
    folder.put({"small": b"second"})
    assert folder.sizes() == {"parts/a/large": len(LARGE), "parts/b/large": len(LARGE), "small": 6, "empty": 0}
    assert (folder.read("small"), folder.read("empty")) == (b"second", b"")
    assert folder.has("small")
    with folder.opened("parts/a/large") as file:
        file.seek(1000)
        assert file.read(4) == LARGE[1000:1004]
        file.seek(-4, os.SEEK_END)
        assert file.read() == LARGE[-4:]
    folder.fetch({"parts/b/large": tmp_path / "here" / "large", "small": tmp_path / "here" / "small"})
    assert (tmp_path / "here" / "large").read_bytes() == LARGE
    assert (tmp_path / "here" / "small").read_bytes() == b"second"


def test_what_is_not_there_is_named(folder: StorageFolder, tmp_path: Path) -> None:
    assert not folder.has("none")
    for ask in (
        lambda: folder.read("none"),
        lambda: folder.fetch({"none": tmp_path / "none"}),
        lambda: folder.opened("none").__enter__(),
    ):
        with pytest.raises(WegmarkeError) as error:
            ask()
        assert (error.value.code, error.value.details["file"]) == ("storage_behind", "none")
    assert not (tmp_path / "none").exists()


def test_what_is_gone_already_keeps_nothing_else_there(folder: StorageFolder) -> None:
    folder.put({f"parts/{n}": b"of somebody" for n in range(40)})
    folder.remove(["parts/0", "parts/1"])
    folder.remove([f"parts/{n}" for n in range(40)])
    assert folder.sizes() == {}


def test_what_another_process_does_is_seen_at_once(folder: StorageFolder) -> None:
    folder.put({"parts/mine": b"1"})
    assert folder.sizes() == {"parts/mine": 1}
    code = """
import sys
from wegmarke.record.object_storage import StorageFolder
folder = StorageFolder(sys.argv[1])
folder.put({"parts/theirs": b"22"})
folder.remove(["parts/mine"])
"""
    subprocess.run([sys.executable, "-c", code, folder.url], check=True)
    assert folder.sizes() == {"parts/theirs": 2}
    assert not folder.has("parts/mine")


def test_a_bucket_that_is_not_there_is_not_made(url: str) -> None:
    """An address with a slip of the pen must not become a bucket with other rights."""
    elsewhere = StorageFolder(url.replace("//wegmarke", "//wegmarkt"))
    for _ in range(2):
        with pytest.raises(WegmarkeError) as error:
            elsewhere.put({"small": b"1"})
        assert error.value.code == "storage_unreachable"
    files, _ = reached(url)
    assert not files.exists("wegmarkt")


def test_addresses_that_begin_otherwise_name_the_extra_that_there_is() -> None:
    schemes = ("s3", "s3a", "abfs", "abfss", "az", "gs", "gcs")
    assert [extra_for(f"{scheme}://a/b") for scheme in schemes] == ["s3", "s3", "abfs", "abfs", "abfs", "gs", "gs"]
