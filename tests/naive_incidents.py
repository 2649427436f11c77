"""Critical events once more in plain Python, by their definitions; it shares nothing with the kernels but the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.contacts import DAY, Contact
from tests.naive import Journey
from wegmarke.model import filter as f
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentRules


@dataclass(frozen=True, slots=True)
class Found:
    """One incident: at which contact of which journey, of which kind, when (seconds since 1970), and whether it is
    open.
    """

    journey: int
    contact: Contact
    kind: str
    seconds: int
    open: bool


def incidents_of(journeys: Sequence[Journey], rules: IncidentRules) -> list[Found]:
    """All incidents of these journeys; touchpoints have their labels for keys, and the rules name them all."""
    end = max(second for journey in journeys for second in journey.seconds)
    of_customer: dict[tuple[str, str], list[tuple[int, int, Contact]]] = defaultdict(list)
    for number, journey in enumerate(journeys):
        for second, contact in zip(journey.seconds, journey.contacts, strict=True):
            of_customer[journey.customer].append((second, number, contact))
    found: dict[tuple[int, str], Found] = {}
    for lines in of_customer.values():
        lines.sort(key=lambda line: line[0])
        for place, kind, seconds, is_open in _of_one(lines, rules, end):
            if kind in rules.off:
                continue
            _, journey, contact = lines[place]
            first = found.setdefault((id(contact), kind), Found(journey, contact, kind, seconds, is_open))
            if is_open and not first.open:
                found[id(contact), kind] = Found(journey, contact, kind, first.seconds, open=True)
    return list(found.values())


Line = tuple[int, int, Contact]
Told = tuple[int, str, int, bool]


def _of_one(lines: Sequence[Line], rules: IncidentRules, end: int) -> list[Told]:
    told: list[Told] = []
    unsettled = _unsettled(lines, rules)
    for place, (now, _, contact) in enumerate(lines):
        before = lines[:place]
        name, matter = contact.touchpoint, contact.matter
        if name in rules.complaints:
            told.append((place, "complaint", now, place in unsettled))
        if name in rules.failures:
            told.append((place, "failure", now, False))
        complained = [then for then, _, one in before if one.touchpoint in rules.complaints]
        if name in rules.dunning and any(now - then <= rules.dunning_days * DAY for then in complained):
            told.append((place, "dunned_after_complaint", now, False))
        again = [then for then, _, one in before if (one.touchpoint, one.matter) == (name, matter)]
        asks = matter is not None or name in rules.asking
        if asks and any(now - then <= rules.repeated_days * DAY for then in again):
            told.append((place, "repeated", now, False))
        if matter is not None and contact.department is not None:
            near = [
                one
                for then, _, one in lines[: place + 1]
                if one.matter == matter and one.department is not None and now - then <= rules.ping_pong_days * DAY
            ]
            runs = [list(group) for _, group in groupby(near, lambda one: one.department)][-4:]
            turns = [run[0].department for run in runs]
            if len(turns) == 4 and len(runs[-1]) == 1 and turns[:2] == turns[2:]:
                names = {one.touchpoint for one in (runs[0][-1], *runs[1], *runs[2], *runs[3])}
                if names & {*rules.asking, *rules.complaints}:
                    told.append((place, "ping_pong", now, False))
        told += _waits(lines, place, rules, end)
        told += _promised(lines, place, end)
        for scale, value in contact.scores or ():
            if value <= rules.bad_up_to.get(scale, float("-inf")):
                told.append((place, "bad_score", now, False))
    return told


def _waits(lines: Sequence[Line], place: int, rules: IncidentRules, end: int) -> list[Told]:
    now, _, contact = lines[place]
    told: list[Told] = []
    for rule in rules.waits or ():
        if contact.touchpoint != rule.begins:
            continue
        ends = [
            later
            for later in range(place + 1, len(lines))
            if lines[later][2].touchpoint == rule.ends
            and (lines[later][2].matter is None or contact.matter is None or lines[later][2].matter == contact.matter)
        ]
        until = lines[ends[0]][0] if ends else end
        if until - now > rule.days * DAY:
            told.append((ends[0] if ends else place, "long_wait", int(now + rule.days * DAY), not ends))
    return told


def _promised(lines: Sequence[Line], place: int, end: int) -> list[Told]:
    contact = lines[place][2]
    if contact.promise_due is None:
        return []
    due = int(contact.promise_due.timestamp())
    if contact.promise_kept is None:
        return [(place, "promise_broken", due + 1, True)] if due < end else []
    kept = int(contact.promise_kept.timestamp())
    if kept <= due:
        return []
    keepers = [
        other
        for other, (then, _, one) in enumerate(lines)
        if other != place and contact.matter is not None and one.matter == contact.matter and abs(then - kept) <= 1
    ]
    return [(keepers[0] if keepers else place, "promise_late", due + 1, False)]


def _unsettled(lines: Sequence[Line], rules: IncidentRules) -> set[int]:
    """A settlement settles the complaint about its matter, else the oldest that is open."""
    waiting: list[int] = []
    for place, (_, _, contact) in enumerate(lines):
        if contact.touchpoint in rules.complaints:
            waiting.append(place)
        elif contact.touchpoint in rules.settled and waiting:
            same = [at for at in waiting if contact.matter is not None and lines[at][2].matter == contact.matter]
            waiting.remove((same or waiting)[0])
    return set(waiting)


def chosen(condition: f.Incident | f.IncidentOpen | f.IncidentOf, found: Sequence[Found]) -> set[int]:
    """The journeys for which the condition holds."""
    assert condition.kind in INCIDENT_KINDS
    result = set()
    for one in found:
        if one.kind != condition.kind or (isinstance(condition, f.IncidentOpen) and not one.open):
            continue
        if isinstance(condition, f.IncidentOf):
            if one.contact.department in condition.departments:
                result.add(one.journey)
        elif not condition.touchpoints or one.contact.touchpoint in condition.touchpoints:
            result.add(one.journey)
    return result
