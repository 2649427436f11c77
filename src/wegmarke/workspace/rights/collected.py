"""What the collector holds of a person: events that are on their way into the record."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from wegmarke.model.collection import COLLECT
from wegmarke.workspace.collecting import ask_collector
from wegmarke.workspace.rights.person import Person, form, points
from wegmarke.workspace.rights.register import Erasing, Exporting, Extract, Part, enter

MESSAGES_AT_ONCE = 250
"""So many fit into one request, however long they are."""

EVENTS = ".jsonl"
EVERY_ROW = 2**62


def _identifiers(persons: Collection[Person]) -> list[str]:
    """Everything that points at the persons, as it was written and in the form in which equal ones are equal."""
    pointing = [value for person in persons for kind, value in person.identifiers if points(kind)]
    return sorted({*pointing, *map(form, pointing)})


def _erase(erasing: Erasing) -> int:
    if not (erasing.folder / COLLECT).is_dir():
        return 0
    messages = list(_messages(erasing))
    for begin in range(0, len(messages), MESSAGES_AT_ONCE):
        ask_collector(erasing.folder, "forget", messages=messages[begin : begin + MESSAGES_AT_ONCE])
    return int(ask_collector(erasing.folder, "erase", identifiers=_identifiers(erasing.persons)))


def _messages(erasing: Erasing) -> Iterator[tuple[str, str]]:
    """Source and messageId of the persons' events in the record and in its quarantine."""
    record, speaks = erasing.record, erasing.traces.speaks
    kept = [
        (entry.source, text)
        for entry, table, _ in record.rows_of(erasing.traces)
        if entry.name.endswith(EVENTS) and "rest" in table.column_names
        for text in table.column("rest").to_pylist()
    ]
    set_aside = record.quarantine(limit=EVERY_ROW).rows if any(file.quarantined for file in record.files) else ()
    kept += [(row.source, row.raw) for row in set_aside if row.name.endswith(EVENTS) and speaks(row.raw)]
    for source, text in kept:
        cells = json.loads(text) if text else None
        if isinstance(cells, dict) and isinstance(cells.get("messageId"), str):
            yield source, cells["messageId"]


def _export(exporting: Exporting) -> Iterator[Extract]:
    events = ask_collector(exporting.folder, "events", identifiers=_identifiers([exporting.person]))
    yield Extract("collected", tuple({"event": json.dumps(event, ensure_ascii=False)} for event in events))


enter(Part("collector", (f"{COLLECT}/*",), _erase, _export), first=True)
