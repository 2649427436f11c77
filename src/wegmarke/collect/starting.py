"""The collector as a child of another process: started again when it ends by itself, ended with its parent."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

from wegmarke.model.collection import SPOOL_TAKEN

AGAIN_AFTER_SECONDS = 1.0
TAKEN_AGAIN_AFTER_SECONDS = 5.0
SECONDS_TO_END = 20.0

log = logging.getLogger(__name__)


class Collecting:
    """A collector for the workspace in that folder, in a process of its own."""

    def __init__(self, workspace: Path, host: str, port: int) -> None:
        self._command = [sys.executable, "-m", "wegmarke.collect", str(workspace), host, str(port)]
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="wegmarke-collector", daemon=True)

    def start(self) -> None:
        """Start it, and watch over it from a thread."""
        self._thread.start()

    def stop(self) -> None:
        """End it, and wait until what it has acknowledged is handed on."""
        self._ending.set()
        if self._process is not None:
            self._process.terminate()
        self._thread.join(SECONDS_TO_END)

    def _keep(self) -> None:
        while not self._ending.is_set():
            # Ctrl+C in a terminal reaches every process of the group; this one ends after those who need it.
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, stdin=subprocess.PIPE, start_new_session=os.name != "nt"
            )
            if self._ending.is_set():
                self._process.terminate()
            self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()
            if self._ending.is_set():
                return
            if self._process.returncode == SPOOL_TAKEN:
                log.warning("Another collector is at work on this workspace; this one waits for it to end.")
                self._ending.wait(TAKEN_AGAIN_AFTER_SECONDS)
            else:
                log.warning("The collector ended by itself and is started again.")
                self._ending.wait(AGAIN_AFTER_SECONDS)
