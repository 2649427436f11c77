"""Single employees in a source: nothing of them is kept, or their team, or, for a reason that is stated, their name.

What becomes of a column is settled before any meaning is read, so that neither interactions nor remaining columns, row
hashes or the quarantine hold what is not to be kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.model.mapping import Mapping as SourceMapping
from wegmarke.model.quarantine import Unfit
from wegmarke.sources.batch import REST_OF_LINE, RawBatch, row_text
from wegmarke.sources.texts import as_text

_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]@]{1,128}@[^\s<>,;:\"()\[\]@]{1,255}")


@dataclass(frozen=True, slots=True)
class Teams:
    """Who belongs to which team, by the names, user names and addresses that sources call people. See `team_of`."""

    people: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, members: Mapping[str, Collection[str]]) -> Teams:
        """Make it of teams and their people; a team's own name stands for the team."""
        found = {spelled(team): team for team in members}
        return cls(found | {spelled(person): team for team, people in members.items() for person in people})

    def team_of(self, cell: str) -> str | None:
        """Give the team of whoever stands in a cell; of several people their teams; None: nobody who is known."""
        if (team := self.people.get(spelled(cell))) is not None:
            return team
        found = [self.people.get(spelled(one)) for one in (*_ADDRESS.findall(cell), *re.split(r"[;|]", cell))]
        return ", ".join(dict.fromkeys(team for team in found if team)) or None


def spelled(person: str) -> str:
    """Give a name as names are compared: "Meier, Anna" is "anna meier", without regard to case and spaces."""
    last, comma, first = person.partition(",")
    turned = f"{first} {last}" if comma and "," not in first else person
    return " ".join(turned.casefold().split())


NO_TEAMS = Teams()


def without_staff(batch: RawBatch, mapping: SourceMapping, teams: Teams = NO_TEAMS) -> RawBatch:
    """Take out the columns that are dropped, and put teams in the place of people; in unreadable rows likewise.

    Somebody who is in no team is left out.
    """
    gone = {one.column for one in mapping.staff if one.becomes == "drop"}
    to_team = {one.column for one in mapping.staff if one.becomes == "team"}
    if not (gone or to_team or (mapping.drop and batch.unreadable)):
        return batch
    columns = batch.columns
    names = [name for name in columns.schema.names if name not in gone]
    arrays = [_teams(columns.column(name), teams) if name in to_team else columns.column(name) for name in names]
    if not arrays:  # a batch without columns would have no rows
        names, arrays = ["column_1"], [pa.nulls(columns.num_rows, pa.string())]
    order, dropped = columns.schema.names, gone | set(mapping.drop)
    unreadable = tuple(_redacted(unfit, order, dropped, to_team, teams) for unfit in batch.unreadable)
    return replace(batch, columns=pa.RecordBatch.from_arrays(arrays, names=names), unreadable=unreadable)


def _teams(column: pa.Array, teams: Teams) -> pa.Array:
    text = pc.dictionary_encode(as_text(column))
    named = pa.array([teams.team_of(cell) for cell in text.dictionary.to_pylist()], pa.string())
    return pc.take(named, text.indices)


def _redacted(
    unfit: Unfit, order: Sequence[str], gone: Collection[str], to_team: Collection[str], teams: Teams
) -> Unfit:
    """Take people out of a row that could not be cut into columns.

    Where it has n cells too many or too few, a name may stand up to n cells beside its column: those go too. A line
    that has no cells at all may hold a name anywhere, so nothing of it is kept.
    """
    row = json.loads(unfit.raw)
    behind = row.pop(REST_OF_LINE, None)
    people = {*gone, *to_team}
    names = list(row)
    if isinstance(behind, str):
        return replace(unfit, value="", raw=row_text({}))
    shift = len(behind) if behind else max(0, len(order) - len(names)) if unfit.reason == "row_broken" else 0
    if shift:
        places = [place for place, name in enumerate(order) if name in people]
        near = {at for place in places for at in range(place - shift, place + shift + 1)}
        kept = {name: row[name] for at, name in enumerate(names) if at not in near}
        return replace(unfit, value="", raw=row_text(kept))
    kept = {name: row[name] for name in names if name not in people}
    kept |= {name: team for name in names if name in to_team and (team := teams.team_of(str(row[name] or "")))}
    # The value of a broken row is the line as a whole.
    value = "" if unfit.column in people or not unfit.column else unfit.value
    return replace(unfit, value=value, raw=row_text(kept))
