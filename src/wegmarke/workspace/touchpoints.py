"""The permanent keys of touchpoints: a small ledger of its own, since the index may be thrown away and keys may not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.record.durable import write_text

TOUCHPOINTS_FILE = "touchpoints.json"
TOUCHPOINTS_VERSION = 1


def load_touchpoints(folder: Path) -> tuple[Touchpoint, ...]:
    """The touchpoints that have a key, in the order in which they got it; `record_broken` for a damaged file."""
    try:
        found = json.loads((folder / TOUCHPOINTS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise WegmarkeError("record_broken", what=TOUCHPOINTS_FILE) from error
    version = found.get("version") if isinstance(found, dict) else None
    if isinstance(version, int) and version > TOUCHPOINTS_VERSION:
        raise WegmarkeError("workspace_newer", found=version, known=TOUCHPOINTS_VERSION)
    try:
        touchpoints = tuple(Touchpoint(str(entry["key"]), str(entry["label"])) for entry in found["touchpoints"])
    except (KeyError, TypeError) as error:
        raise WegmarkeError("record_broken", what=TOUCHPOINTS_FILE) from error
    if len({touchpoint.key for touchpoint in touchpoints}) != len(touchpoints):
        raise WegmarkeError("record_broken", what=TOUCHPOINTS_FILE)
    return touchpoints


def save_touchpoints(folder: Path, touchpoints: Sequence[Touchpoint]) -> None:
    """Write the ledger, if it has grown."""
    if tuple(touchpoints) == load_touchpoints(folder):
        return
    entries = [{"key": touchpoint.key, "label": touchpoint.label} for touchpoint in touchpoints]
    content = {"version": TOUCHPOINTS_VERSION, "touchpoints": entries}
    write_text(folder / TOUCHPOINTS_FILE, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
