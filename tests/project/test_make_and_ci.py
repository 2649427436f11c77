"""The Makefile explains itself and refuses politely; continuous integration never skips for what is missing."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import surroundings

MAKEFILE = surroundings.REPOSITORY / "Makefile"


def make(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path or os.environ["PATH"], "HOME": os.environ["HOME"]}
    return subprocess.run(
        [shutil.which("make") or "make", "-C", surroundings.REPOSITORY, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_lists_every_target() -> None:
    targets = re.findall(r"^\.PHONY: (\S+)$", MAKEFILE.read_text("utf-8"), re.MULTILINE)
    listed = re.findall(r"^  make (\S+) +\S", make().stdout, re.MULTILINE)
    assert sorted(listed) == sorted(targets)
    assert {"run", "test", "check", "bench", "docs", "wheel", "clean"} <= set(listed)


def test_without_a_fitting_python_make_says_what_is_needed(tmp_path: Path) -> None:
    for tool in ["bash", "sh", "rm", "touch"]:
        (tmp_path / tool).symlink_to(shutil.which(tool) or "missing")
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # answers as a Python 3.9 does: the version is not one of ours
    old.chmod(0o755)
    run = make("install", f"VENV={tmp_path}/environment", path=str(tmp_path))
    assert run.returncode != 0
    assert "Wegmarke needs Python 3.11, 3.12, 3.13 or 3.14, and none was found" in run.stderr
    assert "make run PYTHON=" in run.stderr
    assert not (tmp_path / "environment").exists()


def test_the_script_of_continuous_integration_is_sound() -> None:
    script = surroundings.REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text("utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    assert text.rstrip().endswith("make check test cluster")


def test_in_ci_what_is_missing_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"data .* is missing, and with CI=true that is a failure"):
        surroundings.needed(tmp_path / "none", "The data", "Fetch it.")
    monkeypatch.setenv("WEGMARKE_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(pytest.fail.Exception, match="Chromium"):
        surroundings.chromium()


def test_by_hand_what_is_missing_skips_and_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"The data .* is missing\. Fetch it\."):
        surroundings.needed(tmp_path / "none", "The data", "Fetch it.")
    assert surroundings.needed(tmp_path, "The data", "Fetch it.") == tmp_path
