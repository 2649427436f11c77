"""Which reasons, dates and statuses were changed after the fact, and by which department?

A row that a source declares by an id may come again with another content; both versions are kept. A change is *late*
where the earlier version still stood when the fact had happened: a reason after the customer had left; a promised date
after it had passed; a promise that turned from not kept in time to kept in time after its day; a status after it had
been told. That an earlier version still stood, a file proves that tells of contacts after the fact; that a later one
was there already, the time at which it was taken in. Where the fact lies between the two it is undecided, and counted
apart.

Share = late changes ÷ what was noted, with Wilson's interval, by the department of the contact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from wegmarke.clock import from_seconds, zone
from wegmarke.errors import WegmarkeError
from wegmarke.index.incidents import incident_marks
from wegmarke.index.leaving import leaving_in, moments_of_leaving
from wegmarke.index.summaries.changed import NOT_LEFT, Changed, ChangedContacts, TakeChanged
from wegmarke.model.changes import CHANGED_FIELDS, Change, ChangedField, Changes
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.questions.asked import Asked
from wegmarke.questions.customers import DEFAULT_LIMIT, MOST_LISTED
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.stats.wilson import wilson

FEWEST: Final = 50
"""Of fewer noted things no share is said."""
When = Literal["late", "undecided", "in_time"]
WHENS: Final[tuple[When, ...]] = get_args(When)
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Late:
    """One change that was late, or may have been. touchpoint: key. department: "" where none is known."""

    contact: Changed
    change: Change
    when: When
    touchpoint: str
    department: str


@dataclass(frozen=True, slots=True)
class ByDepartment:
    """What one department noted of one field. late, undecided: how many changes were, and may have been. share: late of
    all that was noted.
    """

    department: str
    field: ChangedField
    noted: int
    late: int
    undecided: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class LateChanges:
    """Late changes. lines: by department and field, the most late ones first. rows: the changes, the latest known
    first, from `offset` on, of `listed` in all. changed: contacts of which anything changed. files: names by number.
    """

    lines: tuple[ByDepartment, ...]
    rows: tuple[Late, ...]
    offset: int
    listed: int
    changed: int
    late: int
    undecided: int
    noted: int
    files: dict[int, str]
    zone: str
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """By department, then change by change with both rows."""
        return (self._by_department(), self._rows())

    def _by_department(self) -> Table:
        lines = self.lines
        return Table(
            "late_changes",
            (
                Column("department", "text", [one.department or None for one in lines]),
                Column("changed", "text", [one.field for one in lines]),
                Column("noted", "count", [one.noted for one in lines]),
                Column("late", "count", [one.late for one in lines]),
                *interval_columns("late_share", "share", [one.share for one in lines]),
                Column("undecided", "count", [one.undecided for one in lines]),
            ),
        )

    def _rows(self) -> Table:
        rows = self.rows
        return Table(
            "late_changes_rows",
            (
                Column("customer", "text", [one.contact.identifier.partition("\x1f")[2] for one in rows]),
                Column("kind", "text", [one.contact.identifier.partition("\x1f")[0] for one in rows]),
                Column("customer_number", "text", [one.contact.customer for one in rows]),
                Column("touchpoint", "touchpoint", [one.touchpoint for one in rows]),
                Column("department", "text", [one.department or None for one in rows]),
                Column("changed", "text", [one.change.field for one in rows]),
                Column("before", "text", [told(one.change.before, self.zone) for one in rows]),
                Column("after", "text", [told(one.change.after, self.zone) for one in rows]),
                Column("after_the_fact", "text", [one.when for one in rows]),
                Column("known_by", "time", [one.change.known_by for one in rows]),
                Column("earlier_file", "text", [self.files.get(one.change.earlier[0]) for one in rows]),
                Column("earlier_row", "text", [one.change.earlier[1] for one in rows]),
                Column("later_file", "text", [self.files.get(one.change.later[0]) for one in rows]),
                Column("later_row", "text", [one.change.later[1] for one in rows]),
            ),
        )


def told(value: str | int | None, zone_name: str) -> str | None:
    """What was told, as text: times in the zone of the workspace."""
    if isinstance(value, int):
        return from_seconds(value).astimezone(zone(zone_name)).strftime("%Y-%m-%d %H:%M")
    return value


def late_changes(
    asked: Asked,
    *,
    departments: Sequence[str] = (),
    changed: str | None = None,
    offset: int = 0,
    limit: int = DEFAULT_LIMIT,
) -> Finding[LateChanges]:
    """What was changed after the fact in the journeys asked for. departments, changed (a field): which rows are listed;
    offset, limit: from where, and how many.

    Errors: `question_argument`.
    """
    if offset < 0 or not 0 < limit <= MOST_LISTED:
        raise WegmarkeError("question_argument", question="late_changes", argument="limit", value=limit)
    basis = asked.basis(asked.totals())
    changes = asked.index.beside.changes()
    if not changes.told_again:
        return Finding(
            "late_changes", (Sentence("late_changes.once"),), CannotSay("no_versions", 0, 1), basis, "late_changes"
        )
    found = _found(asked, changes)
    result = _result(asked, found, changes, (tuple(departments), changed, offset, limit))
    caveats = (Sentence("caveat.late_changes_noted"), *_caveats(result))
    return Finding("late_changes", tuple(_headline(result)), result, basis, "late_changes", caveats=caveats)


def _found(asked: Asked, changes: Changes) -> ChangedContacts:
    index, leaving = asked.index, leaving_in(asked.index)
    moments = None if leaving is None else moments_of_leaving(leaving)
    codes = len(index.departments) + 1
    taking = TakeChanged(asked.selection, changes.of, codes, moments, incident_marks(index), index.last_seconds)
    return asked.run(taking)


def _result(
    asked: Asked, found: ChangedContacts, changes: Changes, of: tuple[tuple[str, ...], str | None, int, int]
) -> LateChanges:
    index = asked.index
    names = ("", *index.departments)
    rows = [
        Late(contact, change, when, index.touchpoints[contact.touchpoint].key, names[contact.department])
        for contact in found.contacts
        for change in contact.changes
        if (when := when_changed(contact, change, index.settings.time_zone)) != "in_time"
    ]
    departments, field, offset, limit = of
    listed = [
        one
        for one in rows
        if (not departments or one.department in departments) and (field is None or one.change.field == field)
    ]
    listed.sort(key=lambda one: (WHENS.index(one.when), -one.change.known_by, one.contact.customer))
    lines = [
        _line(name, field_, int(found.noted[at, code]), rows)
        for at, field_ in enumerate(CHANGED_FIELDS)
        for code, name in enumerate(names)
        if found.noted[at, code]
    ]
    return LateChanges(
        lines=tuple(sorted(lines, key=lambda one: (-one.late, -one.undecided, one.department, one.field))),
        rows=tuple(listed[offset : offset + limit]),
        offset=offset,
        listed=len(listed),
        changed=len(found.contacts),
        late=sum(one.when == "late" for one in rows),
        undecided=sum(one.when == "undecided" for one in rows),
        noted=int(found.noted[[0, 1, 3]].sum()),
        files=dict(changes.files),
        zone=index.settings.time_zone,
        filter=asked.selection.text,
    )


def _line(department: str, field: ChangedField, noted: int, rows: list[Late]) -> ByDepartment:
    mine = [one for one in rows if one.department == department and one.change.field == field]
    # A thing that was changed late more than once is one thing.
    late = len({one.contact.origin for one in mine if one.when == "late"})
    undecided = len({one.contact.origin for one in mine if one.when == "undecided"})
    share: Estimate = CannotSay("too_few", noted, FEWEST) if noted < FEWEST else wilson(min(late, noted), noted)
    return ByDepartment(department, field, noted, late, undecided, share)


def when_changed(contact: Changed, change: Change, zone_name: str) -> When:
    """Whether a change came after the fact."""
    fact = _fact(contact, change, zone_name)
    if fact is None or change.known_by <= fact:
        return "in_time"
    return "late" if change.stood_until >= fact else "undecided"


def _fact(contact: Changed, change: Change, zone_name: str) -> int | None:
    """When that had happened after which the change is late; None where no such change covers anything."""
    match change.field:
        case "stated_reason":
            return None if contact.left == NOT_LEFT else contact.left
        case "promise_due":
            return _last_second(change.before, zone_name)
        case "status":
            return None if change.before is None else contact.seconds
        case _:
            due = _last_second(change.due[1], zone_name)
            in_time = due is not None and isinstance(change.after, int) and change.after <= due
            was = due is not None and isinstance(change.before, int) and change.before <= due
            return due if in_time and not was else None


def _last_second(due: str | int | None, zone_name: str) -> int | None:
    """Where a day was promised, it is over at its end."""
    if not isinstance(due, int):
        return None
    at: datetime = from_seconds(due).astimezone(zone(zone_name))
    return due + _DAY - 1 if (at.hour, at.minute, at.second) == (0, 0, 0) else due


def _headline(result: LateChanges) -> Iterator[Sentence]:
    said: dict[str, object] = {"late": result.late, "noted": result.noted, "undecided": result.undecided}
    yield Sentence("late_changes.found" if result.late or result.undecided else "late_changes.nothing", said)
    most = next((one for one in result.lines if isinstance(one.share, Interval) and one.late), None)
    if most is not None and isinstance(most.share, Interval):
        ends = {"value": most.share.value, "low": most.share.low, "high": most.share.high}
        said = {"department": most.department or None, "late": most.late, "noted": most.noted, "changed": most.field}
        yield Sentence("late_changes.most", {**said, **ends})


def _caveats(result: LateChanges) -> Iterator[Sentence]:
    if result.undecided:
        yield Sentence("caveat.late_changes_undecided", {"n": result.undecided})
