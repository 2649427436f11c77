"""Who belongs to which team, as the workspace knows it: `staff.toml`, or a table `staff.csv`. It is never stored with
interactions; a name is looked up in it at import, and the team is what is kept.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.sources.reading import open_source
from wegmarke.sources.staff import NO_TEAMS, Teams
from wegmarke.sources.texts import as_text
from wegmarke.sources.toml_tables import Table

STAFF_FILE, STAFF_TABLE = "staff.toml", "staff.csv"

_TEAM = re.compile(r"team|abteilung|department|gruppe|group|bereich", re.IGNORECASE)


def load_teams(folder: Path) -> Teams:
    """Read the list of staff; without one nobody is known.

    In the TOML file stands `[[team]]` with `name` and `people`; in the table one column is called team or department,
    and the others hold what people are called: name, user name, address. Errors: `settings_broken`, and those of
    reading a table.
    """
    if (folder / STAFF_FILE).is_file():
        return Teams.of(_of_toml(folder / STAFF_FILE))
    if (folder / STAFF_TABLE).is_file():
        return Teams.of(_of_table(folder / STAFF_TABLE))
    return NO_TEAMS


def _of_toml(path: Path) -> dict[str, tuple[str, ...]]:
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise WegmarkeError("settings_broken", file=path.name, reason=str(error)) from error
    top = Table(values, "", path.name)
    top.known("team")
    teams: dict[str, tuple[str, ...]] = {}
    for table in top.tables("team"):
        table.known("name", "people")
        name = table.needed("name")
        teams[name] = (*teams.get(name, ()), *table.texts("people"))
    return teams


def _of_table(path: Path) -> dict[str, tuple[str, ...]]:
    teams: dict[str, tuple[str, ...]] = {}
    with open_source(path, format="csv") as reader:
        team_column = next((name for name in reader.columns if _TEAM.search(name)), None)
        if team_column is None:
            raise WegmarkeError("settings_broken", file=path.name, reason="team")
        for batch in reader.batches():
            cells = {name: as_text(batch.columns.column(name)).to_pylist() for name in batch.columns.schema.names}
            others = [values for name, values in cells.items() if name != team_column]
            for team, *people in zip(cells[team_column], *others, strict=True):
                if team:
                    teams[team] = (*teams.get(team, ()), *(person for person in people if person))
    return teams
