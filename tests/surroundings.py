"""What tests need from around the repository: the folder of real data, a browser, fetched test assets.

By hand, a test without them is skipped and says so. In continuous integration (`CI=true`) it fails: there, a skipped
test is a test that nobody runs.
"""

import os
from pathlib import Path
from typing import NoReturn

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCES = REPOSITORY / "src" / "wegmarke"
SHARED_DATA = REPOSITORY.parent / "shared" / "data"
TEST_ASSETS = REPOSITORY / "build" / "test-assets"


def in_ci() -> bool:
    """Say whether this runs in continuous integration."""
    return os.environ.get("CI", "").lower() in {"true", "1"}


def missing(what: str, remedy: str) -> NoReturn:
    """End the test: skip it by hand, fail it in continuous integration."""
    if in_ci():
        pytest.fail(f"{what} is missing, and with CI=true that is a failure. {remedy}", pytrace=False)
    pytest.skip(f"{what} is missing. {remedy}")


def needed(path: Path, what: str, remedy: str) -> Path:
    """Return `path` if it is there; otherwise end the test as `missing` does."""
    if not path.exists():
        missing(f"{what} ({path})", remedy)
    return path


def chromium() -> Path:
    """Return the browser that tests drive: WEGMARKE_CHROMIUM, or Debian's."""
    return needed(
        Path(os.environ.get("WEGMARKE_CHROMIUM") or "/usr/bin/chromium"),
        "Chromium",
        "Install it (apt install chromium) or set WEGMARKE_CHROMIUM to its path.",
    )
