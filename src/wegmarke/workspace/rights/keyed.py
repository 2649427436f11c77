"""Keyed hashes: what lets a person be recognised who is not known any more.

HMAC-SHA-256 under a key that lies apart from the hashes, in `keys/`, for the owner of the machine only. Without the key
nobody can try e-mail addresses until one fits; with the key alone there is nothing to try them on.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.identity.kinds import kind_of
from wegmarke.workspace.rights.person import earlier_form, form

KEYS = "keys"
KEY_FILE = "erasures.key"
KEY_VARIABLE = "WEGMARKE_ERASURE_KEY"
"""Names a file elsewhere that holds the key, so that it need not lie in the workspace at all."""

_KEY_BYTES = 32
ANY_KIND = "*"


class KeyedHashes:
    """Hashes identifiers under the key of a workspace."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def made(cls, folder: Path) -> KeyedHashes:
        """Those of the workspace in this folder, with a new key where it has none."""
        path = _key_path(folder)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
        return cls.of(folder)

    @classmethod
    def of(cls, folder: Path) -> KeyedHashes:
        """Those of the workspace in this folder; `record_broken` where its key is gone or damaged."""
        try:
            key = bytes.fromhex(_key_path(folder).read_text("ascii").strip())
        except (OSError, ValueError) as error:
            raise WegmarkeError("record_broken", what=f"{KEYS}/{KEY_FILE}") from error
        if len(key) < _KEY_BYTES:
            raise WegmarkeError("record_broken", what=f"{KEYS}/{KEY_FILE}")
        return cls(key)

    def of_identifier(self, kind: str, value: str) -> str:
        """The hash of an identifier, in whatever spelling, in hexadecimal."""
        return self.of_form(kind if kind == ANY_KIND else kind_of(kind).name, form(value))

    def of_identifier_in_any_form(self, kind: str, value: str) -> frozenset[str]:
        """Its hashes in the present spelling and in the earlier one, in which older ledgers hold it."""
        return frozenset(self.of_form(kind_of(kind).name, spelled) for spelled in {form(value), earlier_form(value)})

    def of_form(self, kind: str, value: str) -> str:
        """The same for a value that is in the form of `person.form` already; `ANY_KIND` where the kind is not said."""
        return hmac.digest(self._key, f"{kind}\x1f{value}".encode(), "sha256").hex()


def _key_path(folder: Path) -> Path:
    return Path(os.environ.get(KEY_VARIABLE) or folder / KEYS / KEY_FILE)
