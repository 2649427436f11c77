"""What a source told otherwise later on: one field of one contact, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, get_args

ChangedField = Literal["stated_reason", "promise_due", "promise_kept", "status"]
CHANGED_FIELDS: Final[tuple[ChangedField, ...]] = get_args(ChangedField)
Origin = tuple[int, int, int]
"""Where a contact stands: file, row, and part of the row."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one contact, in two versions that followed each other.

    before, after: what was told: a reason or the name of an outcome as text, a time as seconds (UTC), None where
    nothing was. earlier, later: the rows (file, row). stood_until: the second up to which the file with the earlier
    version surely tells, so that it still stood then. known_by: when the file with the later one was taken in. due: of
    the promise, as told earlier and later; None without one.
    """

    field: ChangedField
    before: str | int | None
    after: str | int | None
    earlier: tuple[int, int]
    later: tuple[int, int]
    stood_until: int
    known_by: int
    due: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes by the contact that counts now, and the names of files by their numbers. told_again: whether a source
    that declares ids of its rows has been told more than once, so that a change could be seen.
    """

    of: Mapping[Origin, tuple[Change, ...]] = field(default_factory=lambda: MappingProxyType({}))
    files: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    told_again: bool = False


NO_CHANGES: Final = Changes()
