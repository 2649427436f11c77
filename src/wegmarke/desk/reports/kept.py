"""Reports that were written: files in `desk/reports/`, kept for a week, gone at once when anybody is erased.

Figures that were computed stay right for what they say they were computed from; a file that somebody may still download
must not speak of a person who was erased, and a PDF cannot be freed of one. So all of them go.
"""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import Final

from wegmarke.clock import now
from wegmarke.desk.setup.services import workspace
from wegmarke.report.board.written import FORMS, Form
from wegmarke.workspace.rights.register import Erasing, Part, enter

FOLDER: Final = "desk/reports"
KEPT_DAYS: Final = 7


def new_name(form: Form) -> str:
    """A name that nobody guesses."""
    return f"{secrets.token_urlsafe(24)}.{form}"


def keep(name: str, content: bytes) -> None:
    """Write it aside, then under its name, readable by whoever runs the desk."""
    folder = workspace().folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    aside = folder / f".{name}"
    aside.touch(mode=0o600)
    aside.write_bytes(content)
    aside.rename(folder / name)


def kept(name: str) -> Path | None:
    """The file of that name; None where it is no report, or is gone."""
    if Path(name).name != name or name.startswith(".") or Path(name).suffix.removeprefix(".") not in FORMS:
        return None
    path = workspace().folder / FOLDER / name
    return path if path.is_file() else None


def discard(name: str) -> None:
    """Delete a report."""
    path = kept(name)
    if path is not None:
        path.unlink(missing_ok=True)


def sweep() -> None:
    """Delete what was kept long enough."""
    oldest = (now() - dt.timedelta(days=KEPT_DAYS)).timestamp()
    for path in (workspace().folder / FOLDER).glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def enter_kept() -> None:
    """Enter the files into the register of what is stored of persons."""
    enter(Part("reports", (f"{FOLDER}/*",), _erase))


def _erase(erasing: Erasing) -> int:
    files = [path for path in (erasing.folder / FOLDER).glob("*") if path.is_file()]
    files += [path for path in (erasing.folder / FOLDER).glob(".*") if path.is_file()]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)
