"""The files of the repository as git tracks them, for the tests that read them all."""

import subprocess
from functools import cache
from pathlib import Path

from tests.surroundings import REPOSITORY


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return every tracked file that is there, relative to the repository."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, check=True, capture_output=True, text=True
    ).stdout
    files = tuple(Path(name) for name in listing.split("\0") if name and (REPOSITORY / name).is_file())
    assert files, "git tracks no file here"
    return files


@cache
def text_of(file: Path) -> str | None:
    """Return a tracked file's text, or None for one that is not text."""
    try:
        return (REPOSITORY / file).read_text("utf-8")
    except UnicodeDecodeError:
        return None
