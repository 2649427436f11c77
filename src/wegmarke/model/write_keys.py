"""Write keys: who may send events, and for which source. Only their fingerprints are kept.

Plain text in and out, without a file: the collector reads the keys and the desk writes them, and neither may import
the other.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal, get_args

from wegmarke.errors import WegmarkeError

KEYS_FILE = "keys.json"
KEYS_VERSION = 1
KeyKind = Literal["server", "browser"]
MOST_EVENTS_A_SECOND = 1_000_000
USUAL_LIMIT: dict[KeyKind, int | None] = {"browser": 1_000, "server": None}
"""Events a second that a new key may send; None: as many as come."""


@dataclass(frozen=True, slots=True)
class WriteKey:
    """One key. A `browser` key is read by everybody who opens the page, so it may only append.

    number: for good, from 1. source: whose mapping says what its events mean. name: what people call it. sha256: the
    fingerprint of the key, in hexadecimal; the key itself is random and is kept nowhere. created_at, revoked_at: UTC,
    ISO 8601; a revoked key is refused and stays listed. limit: how many events a second may be sent with it, None: as
    many as come.
    """

    number: int
    source: str
    name: str
    kind: KeyKind
    sha256: str
    created_at: str
    revoked_at: str | None = None
    limit: int | None = None

    @property
    def made(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.created_at)


def new_secret() -> str:
    """A key nobody can guess: 192 random bits, in letters that need no quoting in an address or a header."""
    return secrets.token_urlsafe(24)


def fingerprint(secret: str) -> str:
    """What is kept of a key. A plain hash is enough: there is nothing to guess in 192 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def written_keys(keys: Sequence[WriteKey]) -> str:
    """The keys as the text of their file."""
    content = {"version": KEYS_VERSION, "keys": [asdict(key) for key in keys]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_keys(text: str) -> tuple[WriteKey, ...]:
    """The keys in the text of their file; `settings_broken` if it is none, `workspace_newer` for a later version."""
    try:
        found = json.loads(text)
        if found["version"] > KEYS_VERSION:
            raise WegmarkeError("workspace_newer", found=found["version"], known=KEYS_VERSION)
        keys = tuple(WriteKey(**entry) for entry in found["keys"])
    except (ValueError, KeyError, TypeError) as error:
        raise WegmarkeError("settings_broken", file=KEYS_FILE, reason=str(error)) from error
    for key in keys:
        if key.kind not in get_args(KeyKind) or len(key.sha256) != 64:
            raise WegmarkeError("settings_broken", file=KEYS_FILE, reason=key.name)
        check_limit(key.limit)
    return keys


def check_limit(limit: object) -> None:
    """`workspace_setting` unless it is a number of events a second, or None."""
    if limit is None:
        return
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_EVENTS_A_SECOND:
        expected = [f"1–{MOST_EVENTS_A_SECOND}"]
        raise WegmarkeError("workspace_setting", setting="limit", value=limit, expected=expected)
