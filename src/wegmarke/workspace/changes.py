"""Stated reasons, promised dates and statuses in all their versions: what changed between two tellings of a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

import pyarrow as pa

from wegmarke.clock import to_seconds
from wegmarke.model.changes import Change, ChangedField, Changes, Origin
from wegmarke.model.settings import OutcomeRule
from wegmarke.model.touchpoint import key_of
from wegmarke.record import Record

_COLUMNS: Final = ("touchpoint", "outcome", "stated_reason", "promise_due", "promise_kept")


def changes_of(record: Record, outcomes: Sequence[OutcomeRule]) -> Changes:
    """What the sources of a record told otherwise later on. outcomes: which touchpoints are which outcome.

    Two versions are put side by side where they speak of the same identifier: a row that passed to another customer is
    no change of what was said of the first.
    """
    files: dict[str, set[int]] = {}
    for part in record.parts():
        if part.entry.has_ids:
            files.setdefault(part.file.source, set()).add(part.entry.file)
    if all(len(one) < 2 for one in files.values()):
        return Changes()
    table = record.versions(_COLUMNS)
    told = _files(record)
    by_touchpoint = {key_of(name): rule.outcome for rule in outcomes for name in rule.touchpoints}
    found: dict[Origin, tuple[Change, ...]] = {}
    for chain in _chains(table):
        changes = [one for a, b in pairwise(chain) for one in _between(a, b, told, by_touchpoint)]
        if changes and chain[-1]["counts"]:
            last = chain[-1]
            found[last["file"], last["row"], last["part"]] = tuple(changes)
    return Changes(found, {entry.number: entry.name for entry in record.files}, told_again=True)


def _chains(table: pa.Table) -> Iterator[list[dict[str, Any]]]:
    """The versions of one contact, oldest first. They come in order of source, id, part and rank."""
    chain: list[dict[str, Any]] = []
    for batch in table.to_batches(10_000):
        for line in batch.to_pylist():
            if chain and any(line[name] != chain[0][name] for name in ("source", "row_id", "part")):
                yield chain
                chain = []
            chain.append(line)
    if chain:
        yield chain


def _files(record: Record) -> Mapping[int, tuple[int, int]]:
    """For each file the second up to which it surely tells, and that in which it was taken in. An export cannot be
    older than the latest contact in it; contacts in the future are left to the time of import.
    """
    latest: dict[int, int] = {}
    for part in record.parts():
        at = part.entry.last_time // 1_000_000
        latest[part.entry.file] = max(latest.get(part.entry.file, at), at)
    taken_in = {entry.number: to_seconds(datetime.fromisoformat(entry.imported_at)) for entry in record.files}
    return {number: (min(latest.get(number, at), at), at) for number, at in taken_in.items()}


def _between(
    a: dict[str, Any], b: dict[str, Any], told: Mapping[int, tuple[int, int]], by_touchpoint: Mapping[str, str]
) -> Iterator[Change]:
    """What the later version tells otherwise than the earlier one."""
    if (a["customer_kind"], a["customer"]) != (b["customer_kind"], b["customer"]):
        return
    before, after = _fields(a, by_touchpoint), _fields(b, by_touchpoint)
    for field in before:
        if before[field] != after[field]:
            yield Change(
                field,
                before[field],
                after[field],
                (a["file"], a["row"]),
                (b["file"], b["row"]),
                told[a["file"]][0],
                told[b["file"]][1],
                (_seconds(a["promise_due"]), _seconds(b["promise_due"])),
            )


def _fields(line: dict[str, Any], by_touchpoint: Mapping[str, str]) -> dict[ChangedField, str | int | None]:
    return {
        "stated_reason": (line["stated_reason"] or "").strip() or None,
        "promise_due": _seconds(line["promise_due"]),
        "promise_kept": _seconds(line["promise_kept"]),
        "status": line["outcome"] or by_touchpoint.get(key_of(line["touchpoint"] or "")),
    }


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else to_seconds(at)
