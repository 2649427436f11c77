"""The build hook: front-end assets come locked from npm into the package, and from there into wheel and sdist.

An sdist carries the assets with it, so building a wheel from it needs neither Node nor npm.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def load_vendor_assets(root: Path) -> ModuleType:
    """Load `frontend/vendor_assets.py`, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("vendor_assets", root / "frontend" / "vendor_assets.py")
    if spec is None or spec.loader is None:
        message = "frontend/vendor_assets.py is missing: the sources are incomplete."
        raise FileNotFoundError(message)
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up while they are being made.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class FrontEndAssets(BuildHookInterface):
    """Fetches the assets unless the folder already matches the lock."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node only when something must be fetched: a repeated `pip install -e .` stays quick."""
        assets = load_vendor_assets(Path(self.root))
        if assets.is_current(Path(self.root), assets.VENDOR):
            return []
        return [assets.NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the assets up to date before files are collected; they are git-ignored, hence named as artifacts."""
        assets = load_vendor_assets(Path(self.root))
        try:
            assets.vendor(Path(self.root), dev=False)
        except assets.AssetError as error:
            # A traceback would bury what to do next.
            self.app.abort(f"\n{error}\n")
        if version != "editable":
            build_data["artifacts"].append(f"/{assets.VENDOR.as_posix()}/")
