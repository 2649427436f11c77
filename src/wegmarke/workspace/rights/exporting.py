"""What is stored about a person, put together from all parts of the register: the answer to Art. 15 and 20 GDPR.

How it is written is `report.person`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from wegmarke.errors import WegmarkeError
from wegmarke.identity.erasing import saved_identifiers
from wegmarke.index.runner import LocalRunner
from wegmarke.model.columns import INTERACTION_SCHEMA
from wegmarke.questions import Asked
from wegmarke.questions.timeline import timeline
from wegmarke.record import Record
from wegmarke.workspace.building import opened
from wegmarke.workspace.resolving import IDENTITY
from wegmarke.workspace.rights.kept_files import files_that_speak
from wegmarke.workspace.rights.person import Person, learn
from wegmarke.workspace.rights.register import Exporting, Extract, enter_export, parts
from wegmarke.workspace.rights.traces import Traces

_INTERNAL = frozenset({"file", "row_hash", "rest", "identifiers", "ends"})
_QUARANTINE_PAGE = 1000


def everything_about(folder: Path, record: Record, person: Person) -> tuple[Extract, ...]:
    """All that is stored about a person, table by table; tables without a line are left out."""
    exporting = Exporting(folder, record, person, Traces([person]))
    found = [extract for part in parts() if part.export is not None for extract in part.export(exporting)]
    return tuple(extract for extract in found if extract.lines)


def _identities(exporting: Exporting) -> Iterator[Extract]:
    """Every identifier that is known to be theirs, with the customer number it was given."""
    learn(value for *_, value in saved_identifiers(exporting.folder / IDENTITY))
    given = {
        (kind, value): number
        for number, kind, value in saved_identifiers(exporting.folder / IDENTITY)
        if exporting.traces.is_theirs(kind, value)
    }
    named = dict.fromkeys([*exporting.person.identifiers, *given])
    yield Extract(
        "identities", tuple({"kind": kind, "value": value, "number": given.get((kind, value))} for kind, value in named)
    )


def _contacts(exporting: Exporting) -> Iterator[Extract]:
    """Every row of every file, history included, and rows of the quarantine."""
    lines: list[dict[str, object]] = []
    for file, table, live in exporting.record.rows_of(exporting.traces):
        for row, counts in zip(table.to_pylist(), live.tolist(), strict=True):
            where = {"source": file.source, "file": file.name, "imported_at": file.imported_at, "row": row["row"]}
            lines.append({**where, "counts": counts, **_cells(row)})
    yield Extract("contacts", tuple(lines))
    yield Extract("quarantine", tuple(_set_aside(exporting)))


def _cells(row: dict[str, Any]) -> dict[str, object]:
    """What an interaction says, filled columns alone; the remaining columns of its source row under their own names."""
    said: dict[str, object] = {
        name: row[name]
        for name in INTERACTION_SCHEMA.names
        if name in row and name not in _INTERNAL and name != "row" and row[name] is not None
    }
    further = dict(row.get("identifiers") or ())
    rest = json.loads(row["rest"]) if row.get("rest") else {}
    said |= {name: dict(row[name]) for name in ("scores", "consents", "attributes") if said.get(name)}
    return said | {f"{kind} *": value for kind, value in further.items()} | {f"{name} *": rest[name] for name in rest}


def _set_aside(exporting: Exporting) -> Iterator[dict[str, object]]:
    offset = 0
    while rows := exporting.record.quarantine(offset=offset, limit=_QUARANTINE_PAGE).rows:
        offset += len(rows)
        for row in rows:
            if exporting.traces.speaks(row.raw) or exporting.traces.speaks(row.value):
                yield {
                    "source": row.source,
                    "file": row.name,
                    "row": row.row,
                    "reason": row.reason,
                    "as_read": row.raw,
                    "corrected": dict(row.changes) or None,
                }


def _derived(exporting: Exporting) -> Iterator[Extract]:
    """What was derived: journeys with their outcome, and the order of contacts in them."""
    try:
        asked = Asked(opened(exporting.folder), LocalRunner())
    except WegmarkeError as error:
        if error.code != "index_missing":
            raise
        return
    journeys: list[dict[str, object]] = []
    steps: list[dict[str, object]] = []
    for number in _numbers(exporting):
        try:
            found = timeline(asked, customer=number).result
        except WegmarkeError:  # an identifier that has a number and no live contact
            continue
        for place, journey in enumerate(getattr(found, "journeys", ()), start=1):
            times = {"started": _time(journey.started), "finished": _time(journey.finished)}
            journeys.append({"number": number, "journey": place, **times, "outcome": journey.outcome})
        for moment in getattr(found, "moments", ()):
            about = {"number": number, "journey": moment.journey + 1, "time": _time(moment.seconds)}
            steps.append({**about, "touchpoint": moment.touchpoint.label, "elapsed_seconds": moment.elapsed})
    yield Extract("journeys", tuple(journeys))
    yield Extract("steps", tuple(steps))


def _numbers(exporting: Exporting) -> list[int]:
    ledger = saved_identifiers(exporting.folder / IDENTITY)
    return sorted({number for number, kind, value in ledger if exporting.traces.is_theirs(kind, value)})


def _time(seconds: int) -> str:
    return str(np.datetime64(seconds, "s")) + "Z"


def _kept_files(exporting: Exporting) -> Iterable[Extract]:
    """The source files, still kept, in which they stand: the rows themselves are among the contacts."""
    names = files_that_speak(exporting.folder, exporting.record, exporting.traces)
    yield Extract("kept_files", tuple({"file": name} for name in names))


enter_export("numbers", _identities)
enter_export("record", _contacts)
enter_export("index", _derived)
enter_export("kept_files", _kept_files)
