"""The collector's part in the register of what holds data of persons: events that the record has not finished."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from wegmarke.collect.erasing import erase, events_of
from wegmarke.collect.handing_over import HandOver
from wegmarke.collect.tables import SPOOL_FILE, connect
from wegmarke.errors import WegmarkeError
from wegmarke.model.collection import COLLECT
from wegmarke.workspace.collecting import ask_collector
from wegmarke.workspace.rights.person import Person, form, points
from wegmarke.workspace.rights.register import Erasing, Exporting, Extract, Part, enter

Result = TypeVar("Result")


def enter_collector() -> None:
    """Enter the spool and the files that are on their way into the record."""
    enter(Part("collected", (f"{COLLECT}/*",), _erase, _export))


def _values(persons: tuple[Person, ...]) -> list[str]:
    """Every identifier that points at them, as written and in its one form."""
    pairs = [(kind, value) for person in persons for kind, value in person.identifiers if points(kind)]
    return sorted({text for _, value in pairs for text in (value, form(value))})


def _erase(erasing: Erasing) -> int:
    wanted = _values(erasing.persons)
    if not wanted:
        return 0
    try:
        return int(ask_collector(erasing.folder, "erase", wanted)["erased"])
    except WegmarkeError as error:
        if error.code != "collector_missing":
            raise
    return _alone(erasing.folder, lambda over: erase(over, wanted), 0)


def _export(exporting: Exporting) -> Iterator[Extract]:
    wanted = _values((exporting.person,))
    try:
        found = list(ask_collector(exporting.folder, "events", wanted)["events"])
    except WegmarkeError as error:
        if error.code != "collector_missing":
            raise
        found = _alone(exporting.folder, lambda over: list(events_of(over, wanted)), [])
    yield Extract("collected", tuple(dict(event) for event in found))


def _alone(folder: Path, work: Callable[[HandOver], Result], nothing: Result) -> Result:
    """Do what a running collector would do, where none runs; `collector_missing` where one runs and does not answer."""
    place = folder / COLLECT
    if not (place / SPOOL_FILE).exists():
        return nothing
    try:
        connection = connect(place)
    except sqlite3.OperationalError as error:
        raise WegmarkeError("collector_missing") from error
    try:
        return work(HandOver(connection, place, folder / "sources"))
    finally:
        connection.close()
