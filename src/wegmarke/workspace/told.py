"""What the record tells of contacts beyond what the index holds: scores, money, promises, words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wegmarke.record import Record

Place = tuple[int, int, int]
"""Where a contact stands: file, row, and part of the row."""


@dataclass(frozen=True, slots=True)
class Told:
    """One contact as its source tells it.

    source, file_name: where it stands. scores: scale and value. value_minor: money in minor units of `currency`. text:
    what was said or noted, word for word. promise_due, promise_kept: what was promised for when, and when it was done.
    matter: the number of what it was about. stated_reason: what was stated as the reason.
    """

    source: str
    file_name: str
    scores: tuple[tuple[str, float], ...] = ()
    value_minor: int | None = None
    currency: str | None = None
    text: str | None = None
    promise_due: datetime | None = None
    promise_kept: datetime | None = None
    matter: str | None = None
    stated_reason: str | None = None


def told(record: Record, places: Iterable[Place]) -> dict[Place, Told]:
    """What the record tells of the contacts at these places; `record_broken` if one of them is not there."""
    wanted = set(places)
    found: dict[Place, Told] = {}
    for source_row in record.source_rows(sorted({(file, row) for file, row, _ in wanted})):
        for line in source_row.interactions.to_pylist():
            place = (source_row.file.number, source_row.row, int(line["part"]))
            if place in wanted:
                found[place] = _told(line, source_row.file.source, source_row.file.name)
    return found


def _told(line: dict[str, Any], source: str, file_name: str) -> Told:
    return Told(
        source=source,
        file_name=file_name,
        scores=tuple((str(scale), float(value)) for scale, value in line["scores"] or ()),
        value_minor=line["value_minor"],
        currency=line["currency"],
        text=(line["text"] or "").strip() or None,
        promise_due=line["promise_due"],
        promise_kept=line["promise_kept"],
        matter=line["matter"] or None,
        stated_reason=line["stated_reason"],
    )
