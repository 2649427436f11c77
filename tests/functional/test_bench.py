"""The benchmark of a page asks a real server, and both sides speak of the same map."""

from __future__ import annotations

from pathlib import Path

from bench.log import log_of
from bench.serving import page_against_kernels

ROUNDS = 2


def test_a_page_is_measured_against_the_kernels_behind_it(tmp_path: Path) -> None:
    log = log_of(20_000, tmp_path / "logs")
    for _again in range(2):  # the workspace is made once and kept
        measured = page_against_kernels(log, tmp_path, ROUNDS)
        assert {spread["times"] for spread in measured["seconds"].values()} == {ROUNDS}
        assert measured["ratio"]["least"] > 0
    assert len(list((tmp_path / "workspaces").iterdir())) == 1
