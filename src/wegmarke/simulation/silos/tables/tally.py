"""Counts of contacts by month, block by block, from which KPIs and the managers' estimates are made.

Counts are whole numbers and add up: in which blocks people come does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.contacts import Place
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.silos.calls import SETTLED, calls_of
from wegmarke.simulation.silos.draws import local_days
from wegmarke.simulation.silos.silo import Scene

P = Place
_COUNTED = {
    "newsletters": P.NEWSLETTER,
    "offers": P.OFFER,
    "offers_declined": P.OFFER_DECLINED,
    "orders": P.ORDER,
    "invoices": P.INVOICE,
    "invoices_corrected": P.INVOICE_CORRECTED,
    "dunnings": P.DUNNING,
    "fault_reports": P.FAULT_REPORT,
    "registrations": P.REGISTRATION,
    "complaints": P.COMPLAINT,
    "redress": P.REDRESS,
    "calls": P.HOTLINE,
    "deliveries": P.DELIVERY,
    "faults_solved": P.FAULT_SOLVED,
}
_SCORED = {"nps": P.SURVEY_NPS, "delivery": P.SURVEY_DELIVERY, "service": P.SURVEY_SERVICE}

Counts = dict[str, NDArray[np.int64]]
"""A count by month for each name."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted. months: as (year, month). people: how many were simulated.

    Beside the touchpoints: order_cents; wait_seconds, talk_seconds, calls_answered, calls_settled (as the agent noted);
    matters_called, matters_called_once (by month of the first call); deliveries_kept, deliveries_counted_kept (against
    the changed date, and a failed attempt counts); faults_kept; score_<survey>, answers_<survey>; promoters,
    detractors.
    """

    parameters: Parameters
    seed: int
    people: int
    months: tuple[tuple[int, int], ...]
    counts: Counts

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        both = {name: self.counts[name] + other.counts[name] for name in self.counts}
        return Tally(self.parameters, self.seed, self.people + other.people, self.months, both)

    def total(self, name: str) -> int:
        """A count over all months."""
        return int(self.counts[name].sum())

    def share(self, part: str, whole: str) -> float:
        """One count in another over all months; 0 where there is nothing."""
        return self.total(part) / max(self.total(whole), 1)


def months_of(parameters: Parameters) -> tuple[tuple[int, int], ...]:
    """The months of the simulation, as (year, month)."""
    days = (parameters.begin + timedelta(days=day) for day in range(parameters.days))
    return tuple(dict.fromkeys((day.year, day.month) for day in days))


def month_of_days(parameters: Parameters) -> NDArray[np.int64]:
    """The place in `months_of` for each day of the simulation."""
    months = {month: place for place, month in enumerate(months_of(parameters))}
    days = (parameters.begin + timedelta(days=day) for day in range(parameters.days))
    return np.array([months[day.year, day.month] for day in days], np.int64)


def tally_of(scene: Scene) -> Tally:
    """Count a block."""
    parameters, contacts = scene.parameters, scene.block.contacts
    months = months_of(parameters)
    day = np.clip(local_days(scene, contacts["time"]), 0, parameters.days - 1)
    month = month_of_days(parameters)[day]

    def count(rows: NDArray[np.int64], weights: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        found = np.zeros(len(months), np.int64)
        np.add.at(found, month[rows], 1 if weights is None else weights)
        return found

    def of(place: Place) -> NDArray[np.int64]:
        return np.flatnonzero(contacts["place"] == place)

    counts = {name: count(of(place)) for name, place in _COUNTED.items()}
    counts["order_cents"] = count(of(P.ORDER), contacts["detail"][of(P.ORDER)].astype(np.int64))
    solved = of(P.FAULT_SOLVED)
    counts["faults_kept"] = count(solved[contacts["time"][solved] <= contacts["due"][solved]])
    for name, place in _SCORED.items():
        rows = of(place)
        counts[f"answers_{name}"] = count(rows)
        counts[f"score_{name}"] = count(rows, contacts["detail"][rows].astype(np.int64))
    asked = of(P.SURVEY_NPS)
    counts["promoters"] = count(asked[contacts["detail"][asked] >= 9])
    counts["detractors"] = count(asked[contacts["detail"][asked] <= 6])
    for name, rows, weights in _of_calls(scene) + _of_deliveries(scene):
        counts[name] = count(rows, weights)
    return Tally(parameters, scene.seed, len(scene.block.people), months, counts)


Part = tuple[str, NDArray[np.int64], NDArray[np.int64] | None]


def _of_calls(scene: Scene) -> list[Part]:
    calls = calls_of(scene)
    answered = calls.talk > 0
    settled = answered & (calls.result == SETTLED)
    _, first, times = np.unique(_matters(scene, calls.contact), return_index=True, return_counts=True)
    return [
        ("wait_seconds", calls.contact, calls.wait),
        ("talk_seconds", calls.contact, calls.talk),
        ("calls_answered", calls.contact[answered], None),
        ("calls_settled", calls.contact[settled], None),
        ("matters_called", calls.contact[first], None),
        ("matters_called_once", calls.contact[first[times == 1]], None),
    ]


def _of_deliveries(scene: Scene) -> list[Part]:
    contacts = scene.block.contacts
    place = contacts["place"]
    rows = np.flatnonzero(place == P.DELIVERY)
    excused = np.flatnonzero((place == P.LATE_NOTICE) | (place == P.FAILED_DELIVERY))
    kept = contacts["done"][rows] <= contacts["due"][rows]
    counted = kept | np.isin(_matters(scene, rows), _matters(scene, excused))
    return [("deliveries_kept", rows[kept], None), ("deliveries_counted_kept", rows[counted], None)]


def _matters(scene: Scene, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for the person and the matter of each of these contacts."""
    return (scene.who[rows] << 32) + scene.block.contacts["matter"][rows].astype(np.int64)
