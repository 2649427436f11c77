"""What the workspace holds, as the pages need to know it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

MANIFEST = Path(settings.STATICFILES_DIRS[0]) / "vendor" / "manifest.json"


@dataclass(frozen=True, slots=True)
class DataState:
    """Whether there is anything to show: data was read into the record, an index was built from it."""

    has_record: bool
    has_index: bool


def data_state() -> DataState:
    """Look into the workspace; cheap enough for every page."""
    folder: Path = settings.WORKSPACE
    return DataState(
        has_record=(folder / "record" / "ledger.json").is_file(),
        has_index=(folder / "index" / "manifest.json").is_file(),
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
