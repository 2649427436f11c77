"""Critical events find what was planted: the defects of the practice company, by the usual rules and by one of its own.

No export tells of the defects; the rules see what any company has: touchpoints, matters, promises, departments, times.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.contacts import START_OF_LOG, Contact, index_of
from wegmarke.index.incidents import incident_marks, incidents_in
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.model.finding import CannotSay
from wegmarke.model.incidents import INCIDENT_KINDS, USUAL_RULES, IncidentKind, IncidentRules, WaitRule
from wegmarke.questions import Asked, ask
from wegmarke.questions.incidents import IncidentLine
from wegmarke.simulation.company import JOURNEYS
from wegmarke.simulation.contacts import CATALOGUE, Defect, Place
from wegmarke.simulation.running import blocks
from wegmarke.simulation.scenarios import SCENARIOS

PEOPLE, SEED = 1200, 11
OWN_RULES = IncidentRules(waits=(WaitRule("beratungsgespraech", "angebot", 13.0),))
"""The company knows that a talk comes before every offer, and that an offer takes a few days after it."""


@cache
def told(scenario: str = "process") -> np.ndarray[Any, Any]:
    return np.concatenate([block.contacts for block in blocks(SCENARIOS[scenario], PEOPLE, SEED)])


@cache
def index(scenario: str = "process") -> Index:
    def moment(seconds: int) -> datetime | None:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None

    columns = (told(scenario)[name].tolist() for name in ("person", "time", "place", "matter", "due", "done", "detail"))
    scored = {Place.SURVEY_NPS: "nps", Place.REVIEW: "sterne"}
    return index_of(
        [
            Contact(
                str(person),
                float(time - START_OF_LOG),
                CATALOGUE[place].label,
                department=CATALOGUE[place].department,
                matter=str(matter) if matter else None,
                promise_due=moment(due),
                promise_kept=moment(done),
                scores=((scored[Place(place)], float(detail)),) if place in scored else None,
            )
            for person, time, place, matter, due, done, detail in zip(*columns, strict=True)
        ],
        JOURNEYS,
    )


def found(kind: IncidentKind, label: str, rules: IncidentRules) -> set[tuple[int, int]]:
    """Person and matter of the incidents of that kind at that touchpoint; of calls, person and second."""
    here = replace(index(), incident_rules=rules)
    marks, code = incident_marks(here), INCIDENT_KINDS.index(kind)
    touchpoint = next(at for at, one in enumerate(here.touchpoints) if one.label == label)
    times = told()["time"]
    result = set()
    for partition in here.partitions:
        incidents = incidents_in(partition, marks)
        at = incidents.at[(incidents.kind == code) & (partition.touchpoint[incidents.at] == touchpoint)]
        rows = ((partition.origin[at] >> np.uint64(6)) & np.uint64(0xFFFFFFFFF)).astype(np.int64) - 1
        result |= {(int(told()["person"][row]), _what(row, label, times)) for row in rows.tolist()}
    return result


def planted(defects: tuple[Defect, ...], places: tuple[Place, ...]) -> set[tuple[int, int]]:
    contacts, end = told(), int(told()["time"].max())
    which = np.isin(contacts["defect"], defects) & np.isin(contacts["place"], places) & (contacts["time"] <= end)
    label = CATALOGUE[places[0]].label
    return {
        (int(contacts["person"][row]), _what(row, label, contacts["time"])) for row in np.flatnonzero(which).tolist()
    }


def _what(row: int, label: str, times: np.ndarray[Any, Any]) -> int:
    return int(times[row]) if label == CATALOGUE[Place.HOTLINE].label else int(told()["matter"][row])


CASES = {
    # what is found, what was planted, by which rules, and the least precision and recall
    "a late delivery": (
        ("promise_late", Place.DELIVERY),
        ((Defect.LATE_DELIVERY, Defect.SILENT_HANDOVER), (Place.DELIVERY, Place.FAILED_DELIVERY)),
        USUAL_RULES,
        (0.99, 0.95),
    ),
    "a silent handover": (
        ("failure", Place.FAILED_DELIVERY),
        ((Defect.SILENT_HANDOVER,), (Place.FAILED_DELIVERY,)),
        USUAL_RULES,
        (1.0, 1.0),
    ),
    "a repeated call": (
        ("repeated", Place.HOTLINE),
        ((Defect.REPEATED_CALL,), (Place.HOTLINE,)),
        USUAL_RULES,
        (0.88, 0.99),  # who calls for two reasons of one order calls again as well
    ),
    "a wrong invoice": (
        ("failure", Place.INVOICE_CORRECTED),
        ((Defect.WRONG_INVOICE,), (Place.INVOICE,)),
        USUAL_RULES,
        (1.0, 0.95),
    ),
    "dunning after a complaint": (
        ("dunned_after_complaint", Place.DUNNING),
        ((Defect.DUNNING_AFTER_COMPLAINT,), (Place.DUNNING,)),
        USUAL_RULES,
        (0.8, 0.99),  # who pays late is dunned, complaint or not
    ),
    "a slow offer": (("long_wait", Place.OFFER), ((Defect.SLOW_OFFER,), (Place.OFFER,)), USUAL_RULES, (0.5, 0.99)),
    "a slow offer, by a rule of its own": (
        ("long_wait", Place.OFFER),
        ((Defect.SLOW_OFFER,), (Place.OFFER,)),
        OWN_RULES,
        (0.99, 0.99),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_kinds_find_the_planted_defects(case: str) -> None:
    (kind, place), defects, rules, (precision, recall) = CASES[case]
    said, true = found(kind, CATALOGUE[place].label, rules), planted(*defects)
    assert len(true) >= 30
    assert len(said & true) / len(said) >= precision
    assert len(said & true) / len(true) >= recall


def clear(scenario: str) -> tuple[list[IncidentLine], list[str]]:
    """Lines after which clearly more customers were lost, and what the headline says."""
    finding = ask("incidents", Asked(index(scenario), LocalRunner(1)))
    lines = []
    for line in finding.result.lines:
        difference = line.followed.difference
        if not isinstance(difference, CannotSay) and difference.interval.low > 0 and line.q is not None:
            lines += [line] if line.q < 0.05 else []
    return lines, [sentence.code for sentence in finding.headline]


def test_where_defects_drive_customers_away_it_is_seen_after_them() -> None:
    lines, said = clear("process")
    assert {("promise_late", "lieferung"), ("repeated", "anruf_hotline")} <= {
        (one.kind, one.touchpoint) for one in lines
    }
    assert said[-1] == "incidents.followed"


def test_where_nothing_drives_customers_away_nothing_is_said_to() -> None:
    lines, said = clear("null")
    assert lines == []
    assert said[-1] == "incidents.alike"
