"""The desk's part in the register: its tables, searched for a person and freed of them.

A table without a rule in `tables` is treated like one with "redact", so that an omission does no harm before the test
finds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models.options import Options

from wegmarke.desk.audit.service import lookups_of
from wegmarke.desk.privacy.tables import TABLES
from wegmarke.workspace.rights.register import Erasing, Exporting, Extract, Part, enter
from wegmarke.workspace.rights.traces import Traces

_RULES = ("redact", "delete", "session")


def enter_desk() -> None:
    """Enter the desk's database and its small files."""
    enter(Part("desk", ("desk/desk.sqlite3*", *(f"table:{name}" for name in TABLES)), erase_desk, export_desk))
    enter(Part("desk_files", ("desk/secret.key", "desk/desk.toml"), because="a secret and settings of the desk"))


def erase_desk(erasing: Erasing) -> int:
    """Free every table of the persons; returns how many rows were changed or deleted."""
    with transaction.atomic():
        count = sum(_free(model, erasing.traces) for model in concerned())
    if connection.vendor == "sqlite":  # what was overwritten must not stay in the log that is written ahead
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
    return count


def export_desk(exporting: Exporting) -> Iterator[Extract]:
    """What the desk's tables say of a person."""
    for model in concerned():
        lines = tuple(_line(row) for row in _speaking(model, exporting.traces))
        if lines:
            yield Extract(_about(model).label, lines)
    numbers = () if exporting.person.number is None else lookups_of(exporting.person.number)
    yield Extract(
        "lookups", tuple({"at": seen.at, "role": seen.role, "action": str(seen.action.label)} for seen in numbers)
    )


def concerned() -> list[type[models.Model]]:
    """The tables that may hold something of persons."""
    every = apps.get_models()
    return [model for model in every if TABLES.get(_about(model).label, "redact") in _RULES]


def _free(model: type[models.Model], traces: Traces) -> int:
    count = 0
    for row in _speaking(model, traces):
        if TABLES.get(_about(model).label, "redact") == "redact":
            fields = _texts(model)
            for field in fields:
                value = getattr(row, field.attname)
                freed = traces.redacted_tree(value) if isinstance(field, models.JSONField) else _freed(value, traces)
                setattr(row, field.attname, freed)
            row.save(update_fields=[field.name for field in fields])  # a job that runs goes on writing the others
        else:
            row.delete()
        count += 1
    return count


def _freed(value: object, traces: Traces) -> object:
    return traces.redacted(value) if isinstance(value, str) else value


def _speaking(model: type[models.Model], traces: Traces) -> Iterator[models.Model]:
    """The rows that speak of the persons."""
    fields = _texts(model)
    if not fields:
        return
    rows: models.QuerySet[models.Model] = models.QuerySet(model)
    for row in rows.iterator(chunk_size=500):
        if any(traces.speaks(text) for text in _cells(row, fields)):
            yield row


def _about(model: type[models.Model] | models.Model) -> Options[Any]:
    """What Django knows of a table."""
    return model._meta  # noqa: SLF001 - documented as the way to ask, whatever its name says


def _texts(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [field for field in _about(model).concrete_fields if isinstance(field, kinds)]


def _cells(row: models.Model, fields: list[models.Field[Any, Any]]) -> Iterator[str]:
    if isinstance(row, Session):
        yield json.dumps(row.get_decoded(), ensure_ascii=False, default=str)
        return
    for field in fields:
        value = getattr(row, field.attname)
        if isinstance(value, str):
            yield value
        elif value is not None:
            yield json.dumps(value, ensure_ascii=False, default=str)


def _line(row: models.Model) -> dict[str, object]:
    if isinstance(row, Session):
        return {"session": dict(row.get_decoded())}
    return {field.attname: getattr(row, field.attname) for field in _about(row).concrete_fields}
