"""What the collector holds of a person: events that are on their way into the record."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from wegmarke.model.collection import COLLECT
from wegmarke.workspace.collecting import ask_collector
from wegmarke.workspace.rights.person import Person, form, points
from wegmarke.workspace.rights.register import Erasing, Exporting, Extract, Part, enter


def _identifiers(persons: Collection[Person]) -> list[str]:
    """Everything that points at the persons, as it was written and in the form in which equal ones are equal."""
    pointing = [value for person in persons for kind, value in person.identifiers if points(kind)]
    return sorted({*pointing, *map(form, pointing)})


def _erase(erasing: Erasing) -> int:
    return int(ask_collector(erasing.folder, "erase", _identifiers(erasing.persons))["erased"])


def _export(exporting: Exporting) -> Iterator[Extract]:
    events = ask_collector(exporting.folder, "events", _identifiers([exporting.person]))["events"]
    yield Extract("collected", tuple({"event": json.dumps(event, ensure_ascii=False)} for event in events))


enter(Part("collector", (f"{COLLECT}/*",), _erase, _export))
