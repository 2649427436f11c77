"""The write keys of a workspace: made, listed, revoked. The collector sees a change within a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.model.collection import COLLECT
from wegmarke.model.write_keys import (
    KEYS_FILE,
    USUAL_LIMIT,
    KeyKind,
    WriteKey,
    check_limit,
    fingerprint,
    new_secret,
    read_keys,
    written_keys,
)
from wegmarke.record.durable import room_or_error, write_text


def load_keys(folder: Path) -> tuple[WriteKey, ...]:
    """All keys of the workspace in that folder, revoked ones too, in order of their making."""
    try:
        return read_keys((folder / COLLECT / KEYS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()


def add_key(folder: Path, source: str, name: str, kind: KeyKind) -> tuple[WriteKey, str]:
    """Make a key. The second of the two is the key itself: it is kept nowhere, and shown this once."""
    keys, secret = load_keys(folder), new_secret()
    key = WriteKey(
        number=max((known.number for known in keys), default=0) + 1,
        source=source,
        name=name.strip() or source,
        kind=kind,
        sha256=fingerprint(secret),
        created_at=now().isoformat(timespec="seconds"),
        limit=USUAL_LIMIT[kind],
    )
    _save(folder, (*keys, key))
    return key, secret


def revoke_key(folder: Path, number: int) -> None:
    """Refuse this key from now on; `key_unknown` if there is none of that number."""
    at = now().isoformat(timespec="seconds")
    _change(folder, number, lambda key: key if key.revoked_at else replace(key, revoked_at=at))


def limit_key(folder: Path, number: int, limit: int | None) -> None:
    """Let this key send so many events a second, None: as many as come; `key_unknown`, `workspace_setting`."""
    check_limit(limit)
    _change(folder, number, lambda key: replace(key, limit=limit))


def _change(folder: Path, number: int, change: Callable[[WriteKey], WriteKey]) -> None:
    keys = load_keys(folder)
    if not any(key.number == number for key in keys):
        raise WegmarkeError("key_unknown", number=number)
    _save(folder, tuple(change(key) if key.number == number else key for key in keys))


def _save(folder: Path, keys: tuple[WriteKey, ...]) -> None:
    with room_or_error(folder):
        (folder / COLLECT).mkdir(mode=0o700, exist_ok=True)
    write_text(folder / COLLECT / KEYS_FILE, written_keys(keys))
