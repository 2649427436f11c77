"""A folder goes, also while others still write into it."""

from __future__ import annotations

import threading
from pathlib import Path

from wegmarke.record.durable import remove_folder, write_text


def test_nothing_is_brought_into_a_folder_that_goes(tmp_path: Path) -> None:
    """As workers of a cluster do that were told to stop: they write until they no longer find the folder."""
    folder = tmp_path / "staging"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.parquet").write_bytes(b"rows")
    begun = threading.Barrier(5)

    def work(worker: int) -> None:
        begun.wait()
        for number in range(500):
            try:
                write_text(folder / f"{worker}-{number}.parquet", "rows")
            except OSError:
                return

    workers = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for one in workers:
        one.start()
    begun.wait()
    remove_folder(folder)
    for one in workers:
        one.join()
    assert [*tmp_path.iterdir()] == []
