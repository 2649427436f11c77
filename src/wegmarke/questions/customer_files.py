"""A customer's file up to a moment: what is told of one who left, and of one who stayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from wegmarke.index.incidents import Incidents, incident_marks, incidents_in
from wegmarke.index.index import Index
from wegmarke.index.partition import Partition
from wegmarke.index.summaries.leaving import decided_at
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.touchpoint import Touchpoint

LAST_CONTACTS: Final = 5
DAYS_BEFORE: Final = 365
"""So long before the moment incidents are told."""
_DAY = 86_400
_WON = OUTCOME_NAMES.index("won")


@dataclass(frozen=True, slots=True)
class Happened:
    """A contact or an incident: when (whole seconds UTC), where, with which department; kind of the incident."""

    seconds: int
    touchpoint: Touchpoint
    department: str | None
    kind: IncidentKind | None = None


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """One customer up to `until`: days since the first contact, contacts, purchases, what they were worth (minor units;
    None: no money is known), promises given, kept late and broken by then, the last contacts, the incidents of the last
    year, and the last reason noted.
    """

    customer: int
    identifier: str
    until: int
    days: float
    contacts: int
    purchases: int
    value: int | None
    promises: int
    late: int
    broken: int
    last: tuple[Happened, ...]
    incidents: tuple[Happened, ...]
    reason: str | None


def files_of(index: Index, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], CustomerFile]:
    """The files of customers by number, each up to a second; of the contact in that second, the end, only the reason is
    told.
    """
    told: dict[tuple[int, int], CustomerFile] = {}
    of_customer: dict[int, list[int]] = {}
    for number, until in wanted:
        of_customer.setdefault(number, []).append(until)
    marks = incident_marks(index)
    numbers = np.array(sorted(of_customer), np.uint64)
    for partition in index.partitions:
        places = np.flatnonzero(np.isin(partition.number, numbers))
        if partition.live is not None:
            places = places[partition.live[partition.journeys[places]]]
        if not len(places):
            continue
        found = incidents_in(partition, marks)
        for place in places.tolist():
            number = int(partition.number[place])
            told |= {(number, until): _file(index, partition, found, place, until) for until in of_customer[number]}
    return told


def _file(index: Index, partition: Partition, found: Incidents, place: int, until: int) -> CustomerFile:
    a, b = int(partition.journeys[place]), int(partition.journeys[place + 1])
    low, high = int(partition.start[a]), int(partition.start[b])
    seconds = partition.seconds[low:high].astype(np.int64)
    before = np.flatnonzero(seconds < until)
    before = before[np.argsort(seconds[before], kind="stable")]
    bought = (partition.outcome[a:b] == _WON) & (decided_at(partition)[a:b] < until)
    value = None if partition.value is None else int(partition.value[a:b][bought].sum())
    promises = _promises(index, partition, low, high, until)
    incidents = [*_incidents(index, partition, found, (low, high), until), *promises["broken"], *promises["late"]]
    return CustomerFile(
        customer=int(partition.number[place]),
        identifier=partition.identifier[place].as_py().partition("\x1f")[2],
        until=until,
        days=(until - int(seconds.min())) / _DAY,
        contacts=len(before),
        purchases=int(np.count_nonzero(bought)),
        value=value,
        promises=len(promises["given"]),
        late=len(promises["late"]),
        broken=len(promises["broken"]),
        last=tuple(_at(index, partition, low + int(one)) for one in before[-LAST_CONTACTS:]),
        incidents=tuple(
            sorted(
                (one for one in incidents if until - DAYS_BEFORE * _DAY <= one.seconds),
                key=lambda one: (one.seconds, one.kind or ""),
            )
        ),
        reason=_reason(index, partition, low, high, until),
    )


def _at(index: Index, partition: Partition, at: int, kind: IncidentKind | None = None, seconds: int = -1) -> Happened:
    department = 0 if partition.department is None else int(partition.department[at])
    return Happened(
        int(partition.seconds[at]) if seconds < 0 else seconds,
        index.touchpoints[int(partition.touchpoint[at])],
        index.departments[department - 1] if department else None,
        kind,
    )


def _incidents(
    index: Index, partition: Partition, found: Incidents, rows: tuple[int, int], until: int
) -> Iterable[Happened]:
    """All but those of promises, which are told from the promises: one kept after the moment was broken by then."""
    for i in range(*np.searchsorted(found.at, rows).tolist()):
        kind = INCIDENT_KINDS[int(found.kind[i])]
        if kind not in {"promise_late", "promise_broken"} and int(found.seconds[i]) < until:
            yield _at(index, partition, int(found.at[i]), kind, int(found.seconds[i]))


def _promises(index: Index, partition: Partition, low: int, high: int, until: int) -> Mapping[str, list[Happened]]:
    noted = partition.noted
    told: dict[str, list[Happened]] = {"given": [], "late": [], "broken": []}
    for i in range(*np.searchsorted(noted.promise_at, (low, high)).tolist()):
        at, due, kept = int(noted.promise_at[i]), int(noted.promise_due[i]), int(noted.promise_kept[i])
        if int(partition.seconds[at]) >= until:
            continue
        told["given"].append(_at(index, partition, at))
        if 0 < kept <= until and kept > due:
            told["late"].append(_at(index, partition, at, "promise_late", due + 1))
        elif due < until and not 0 < kept <= until:
            told["broken"].append(_at(index, partition, at, "promise_broken", due + 1))
    return told


def _reason(index: Index, partition: Partition, low: int, high: int, until: int) -> str | None:
    noted = partition.noted
    span = range(*np.searchsorted(noted.reason_at, (low, high)).tolist())
    known = [(int(partition.seconds[int(noted.reason_at[i])]), int(noted.reason[i])) for i in span]
    known = [one for one in known if one[0] <= until]
    return index.reasons[max(known)[1] - 1] if known else None
