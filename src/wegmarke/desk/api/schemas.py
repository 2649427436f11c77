"""What the HTTP interface returns. Every schema is built from a type of the model or a row of the desk."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema


class StatusOut(Schema):
    """Which version answers, and whether there is anything to ask."""

    version: str
    workspace: str
    has_record: bool
    has_index: bool
    is_stale: bool


class AccountOut(Schema):
    """On whose behalf one asks, and what that account may do."""

    name: str
    role: str
    permissions: list[str]


class JobOut(Schema):
    """A piece of long work. `share` is from 0 to 1, or null where it cannot be known."""

    id: int
    kind: str
    title: str
    state: str
    stage: str
    share: float | None
    rows: int
    message: str
    created_at: datetime
    finished_at: datetime | None


class ErrorOut(Schema):
    """What went wrong: a code for programs, a sentence for people."""

    code: str
    message: str
