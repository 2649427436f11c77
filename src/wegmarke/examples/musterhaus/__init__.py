"""The example company: which files it has, what their columns mean, and what counts as its outcomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from wegmarke.model.settings import JourneySettings, OutcomeRule


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """An export of one department, and the mapping that says what its columns mean."""

    path: Path
    mapping: Path


@dataclass(frozen=True, slots=True)
class Example:
    """A workspace to be: its name, how its journeys are cut and told, and its files in the order of import."""

    name: str
    journeys: JourneySettings
    files: tuple[ExampleFile, ...]


MUSTERHAUS = Example(
    name="Musterhaus",
    journeys=JourneySettings(
        silence_days=120,
        cut_at_outcome=True,
        outcomes=(
            OutcomeRule("won", touchpoints=("Rechnung bezahlt",)),
            OutcomeRule("lost", touchpoints=("Angebot abgelehnt", "Auftrag storniert")),
            OutcomeRule("churned", touchpoints=("Kundenkonto gekündigt",)),
        ),
        time_zone="Europe/Berlin",
        currency="EUR",
    ),
    files=(
        ExampleFile(Path("web_besuche.csv"), Path("web.toml")),
        ExampleFile(Path("crm_aktivitaeten.xlsx"), Path("crm.toml")),
        ExampleFile(Path("webshop_auftraege.csv"), Path("webshop.toml")),
        ExampleFile(Path("service_tickets.jsonl"), Path("service.toml")),
    ),
)
"""The example company; its files are named relative to where `copy_to` puts them."""


def copy_to(folder: Path | str) -> Example:
    """Copy the files of Musterhaus into a folder (made if need be) and return the example with their paths there.

    Files of these names that lie there already are written over; nothing else is touched.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    package = resources.files(__name__)
    names = {path.name for one in MUSTERHAUS.files for path in (one.path, one.mapping)}
    for name in sorted(names | {"README.md"}):
        (place / name).write_bytes((package / name).read_bytes())
    return replace(
        MUSTERHAUS, files=tuple(ExampleFile(place / one.path, place / one.mapping) for one in MUSTERHAUS.files)
    )
