"""One writer at a time, whoever the others are."""

import errno
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.record import WriterLock

HOLDER = """
    import sys
    from pathlib import Path
    from wegmarke.record import WriterLock
    with WriterLock(Path(sys.argv[1])).held("import"):
        print("held", flush=True)
        sys.stdin.read()
"""


def test_another_process_is_told_who_writes_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "writer.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WegmarkeError) as caught, WriterLock(path).held("build"):
            pass
        assert caught.value.code == "workspace_locked"
        assert caught.value.details["process"] == holder.pid
        assert caught.value.details["doing"] == "import"
        assert str(caught.value.details["since"]).startswith("20")
        holder.kill()
        holder.wait()
        with WriterLock(path).held("build"):
            assert str(os.getpid()) in path.read_text(encoding="utf-8"), "a writer that was killed holds nothing"


def test_the_same_thread_may_enter_again_others_may_not(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "writer.lock")
    seen: list[str] = []

    def other(same: WriterLock) -> None:
        try:
            with same.held("other"):
                seen.append("in")
        except WegmarkeError as error:
            seen.append(error.code)

    with lock.held("import"), lock.held("mapping"):
        for same in (lock, WriterLock(tmp_path / "writer.lock")):
            thread = threading.Thread(target=other, args=(same,))
            thread.start()
            thread.join()
    assert seen == ["workspace_locked"] * 2
    with WriterLock(tmp_path / "writer.lock").held("after"):
        pass


def test_a_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "writer.lock")
    with pytest.raises(KeyError), lock.held("import"):
        raise KeyError
    with lock.held("again"), pytest.raises(WegmarkeError), WriterLock(tmp_path / "writer.lock").held("other"):
        pass


def test_where_nothing_can_be_written_the_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, *_: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(WegmarkeError) as caught, WriterLock(tmp_path / "writer.lock").held("build"):
        pass
    assert (caught.value.code, caught.value.details["path"]) == ("path_unusable", tmp_path.name)


def test_a_full_disk_does_not_keep_anybody_from_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    entered = False
    with WriterLock(tmp_path / "writer.lock").held("build"):
        entered = True
    assert entered
