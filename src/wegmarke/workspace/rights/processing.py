"""The register of processing (Art. 30 GDPR), put together from what is configured, and what is stored about staff."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, get_args

from wegmarke.errors import WegmarkeError
from wegmarke.identity.kinds import kind_of
from wegmarke.model.mapping import InteractionMapping, Mapping
from wegmarke.record import Record
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.record.parts import opened
from wegmarke.sources.mapping import load_mapping
from wegmarke.workspace.rights.erasures import RIGHTS
from wegmarke.workspace.rights.register import Part, enter
from wegmarke.workspace.rights.retention import read_retention

PROCESSING_FILE = "processing.json"
Category = Literal["identifiers", "contacts", "departments", "money", "scores", "texts", "promises", "outcomes"]
CATEGORIES: tuple[Category, ...] = get_args(Category)
_SAMPLE_ROWS = 2000
_STAFF = re.compile(
    r"bearbeite[rt]|sachbearb|mitarbeit|agent\b|berater|betreuer|verkäufer|außendienst|techniker(?!termin)|nebenstelle|"
    r"durchwahl|personal(?!is)|employee|staff|handled.?by|assigned|assignee|owner|operator|user.?name|clerk|sales.?rep",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Responsible:
    """What only people can say: who is responsible, who protects the data, why it is processed, who gets it."""

    controller: str = ""
    officer: str = ""
    purposes: str = ""
    legal_basis: str = ""
    recipients: str = ""
    measures: str = ""


@dataclass(frozen=True, slots=True)
class Processing:
    """One source as it is processed.

    identifiers: kinds that point at a person. describing: kinds that describe one. categories: what else is kept.
    remaining: columns that no meaning was given and that are kept as they came. dropped: columns never stored. teams:
    columns in which the team takes the place of the employee. staff: columns that keep employees, each with the reason
    that was stated. days: how long rows are kept, None without a rule. rows: how many rows are still there.
    """

    source: str
    identifiers: tuple[str, ...]
    describing: tuple[str, ...]
    categories: tuple[Category, ...]
    remaining: tuple[str, ...]
    dropped: tuple[str, ...]
    teams: tuple[str, ...]
    staff: tuple[tuple[str, str], ...]
    days: int | None
    rows: int

    @property
    def about_staff(self) -> tuple[str, ...]:
        """Columns that are kept, whose name speaks of those who work here, and of which nobody has said why."""
        said = {*self.teams, *(column for column, _ in self.staff)}
        return tuple(name for name in self.remaining if name not in said and _STAFF.search(name))


def register_of_processing(folder: Path, record: Record) -> tuple[Processing, ...]:
    """One entry a source, by name; those without a mapping (any more) are not processed."""
    days = read_retention(folder).days
    entries = []
    for path in sorted((folder / "sources").glob("*.toml")):
        mapping = load_mapping(path)
        kinds = [kind_of(one.kind) for one in (*mapping.all_identifiers, *mapping.identifiers)]
        files = [entry for entry in record.files if entry.source == mapping.source and entry.live]
        entries.append(
            Processing(
                source=mapping.source,
                identifiers=tuple(dict.fromkeys(kind.name for kind in kinds if kind.role == "points")),
                describing=tuple(dict.fromkeys(kind.name for kind in kinds if kind.role == "describes")),
                categories=tuple(name for name in CATEGORIES if _keeps(mapping, name)),
                remaining=tuple(dict.fromkeys(_remaining(record, mapping.source))),
                dropped=(*mapping.drop, *(one.column for one in mapping.staff if one.becomes == "drop")),
                teams=tuple(one.column for one in mapping.staff if one.becomes == "team"),
                staff=tuple((one.column, one.reason or "") for one in mapping.staff if one.becomes == "keep"),
                days=days.get(mapping.source),
                rows=sum(entry.accepted for entry in files),
            )
        )
    return tuple(entries)


def _keeps(mapping: Mapping, category: Category) -> bool:
    wanted = {
        "departments": ("department",),
        "money": ("value",),
        "scores": ("scores",),
        "texts": ("text",),
        "promises": ("promise",),
        "outcomes": ("outcome", "stated_reason"),
    }.get(category)
    return wanted is None or any(_filled(part, name) for part in mapping.interactions for name in wanted)


def _filled(part: InteractionMapping, name: str) -> bool:
    return bool(getattr(part, name))


def _remaining(record: Record, source: str) -> Iterator[str]:
    """The columns kept without a meaning, as the first rows of the newest part have them."""
    parts = [part for part in record.parts() if part.file.source == source]
    for part in parts[-1:]:
        with opened(part.path.parent.parent, part.entry) as file:
            batch = next(file.iter_batches(_SAMPLE_ROWS, columns=["rest"]), None)
        for text in () if batch is None else batch.column("rest").to_pylist():
            yield from json.loads(text) if text else ()


def read_responsible(folder: Path) -> Responsible:
    """What people have said; empty where they have not. `record_broken` when damaged."""
    try:
        content = json.loads((folder / RIGHTS / PROCESSING_FILE).read_text("utf-8"))
        return Responsible(**{field.name: str(content.get(field.name, "")) for field in fields(Responsible)})
    except FileNotFoundError:
        return Responsible()
    except (OSError, ValueError, AttributeError) as error:
        raise WegmarkeError("record_broken", what=f"{RIGHTS}/{PROCESSING_FILE}") from error


def save_responsible(folder: Path, said: Responsible) -> None:
    """Keep what people say of the processing."""
    with room_or_error(folder):
        (folder / RIGHTS).mkdir(exist_ok=True)
    write_text(folder / RIGHTS / PROCESSING_FILE, json.dumps(asdict(said), ensure_ascii=False, indent=1) + "\n")


enter(Part("processing", (f"{RIGHTS}/{PROCESSING_FILE}",), because="who is responsible, and why data is processed"))
