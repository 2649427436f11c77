"""The write keys as the collector knows them: looked up by fingerprint, read anew when their file has changed."""

from __future__ import annotations

import time
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.write_keys import KEYS_FILE, WriteKey, fingerprint, read_keys

LOOK_EVERY_SECONDS = 0.5


class Keys:
    """The keys in force. A file that cannot be read changes nothing: what was known stays."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / KEYS_FILE
        self._stamp: tuple[int, ...] = ()
        self._looked = float("-inf")
        self._known: dict[str, WriteKey] = {}

    def find(self, secret: str) -> WriteKey | None:
        """The key that this is, unless it is none or revoked."""
        self._look()
        return self._known.get(fingerprint(secret))

    def _look(self) -> None:
        current = time.monotonic()
        if current - self._looked < LOOK_EVERY_SECONDS:
            return
        self._looked = current
        try:
            status = self._path.stat()
            stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                keys = read_keys(self._path.read_text(encoding="utf-8"))
                self._known = {key.sha256: key for key in keys if key.revoked_at is None}
                self._stamp = stamp
        except FileNotFoundError:
            self._known, self._stamp = {}, ()
        except (OSError, ValueError, WegmarkeError):
            return
