"""What the workspace holds, as the pages need to know it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from wegmarke.workspace import Workspace

MANIFEST = Path(settings.STATICFILES_DIRS[0]) / "vendor" / "manifest.json"


@lru_cache(maxsize=1)
def workspace() -> Workspace:
    """Return the workspace this process serves; it may be used from all threads, and sees what others write."""
    return Workspace.open(settings.WORKSPACE)


@dataclass(frozen=True, slots=True)
class DataState:
    """Whether there is anything to show: data in the record, an index built from it, and is that old."""

    has_record: bool
    has_index: bool
    is_stale: bool


def data_state() -> DataState:
    """Look into the workspace; cheap enough for every page."""
    status = workspace().status()
    return DataState(
        has_record=status.interactions > 0,
        has_index=status.index.exists,
        is_stale=status.index.exists and status.index.stale,
    )


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Software of others that the pages contain."""

    name: str
    version: str
    licence: str


@lru_cache(maxsize=1)
def third_party() -> tuple[ThirdParty, ...]:
    """Read which packages the build put into the pages."""
    if not MANIFEST.is_file():
        return ()
    packages = json.loads(MANIFEST.read_text("utf-8"))["packages"]
    return tuple(ThirdParty(package["name"], package["version"], package["licence"]) for package in packages)
