"""Past changes and A/B tests: what each did to the department's KPI, and what to retention.

Planted is which KPI is a true proxy: moving it moves retention. Where defects do no harm in a scenario, none is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.silos.draws import TABLES, bits_each
from wegmarke.simulation.silos.tables.numbers import bell, number
from wegmarke.simulation.words.picking import below, derived

FILE = "aenderungen_und_tests.csv"
HEADER = (
    "Nr",
    "Beginn",
    "Ende",
    "Abteilung",
    "Was geändert wurde",
    "Art",
    "Kennzahl",
    "Einheit",
    "n ohne",
    "n mit",
    "Kennzahl ohne",
    "Kennzahl mit",
    "davon nach 12 Monaten noch Kunde, ohne",
    "davon nach 12 Monaten noch Kunde, mit",
)


class Kpi(NamedTuple):
    """A KPI: unit, usual level, spread of single values, and points of retention that a unit of it brings."""

    unit: str
    level: float
    spread: float
    slope: float


FIRST_CALL, ON_TIME = "Erstlösungsquote", "Lieferung zum zuerst zugesagten Termin"
KPIS = {
    FIRST_CALL: Kpi("%", 62.0, 48.5, 0.30),
    ON_TIME: Kpi("%", 78.0, 41.4, 0.32),
    "Bearbeitungszeit je Anruf": Kpi("Sek.", 430.0, 170.0, 0.0),
    "Liefertreue (letzter Termin)": Kpi("%", 91.0, 28.6, 0.0),
    "Angebote je Kunde und Jahr": Kpi("Anzahl", 1.8, 1.3, 0.0),
    "Klickrate Newsletter": Kpi("%", 7.0, 25.5, 0.0),
}
"""Two true proxies (slope above 0, in percentage points of retention after 12 months), and four that only look so."""
RETENTION = 83.0
"""Percent of customers who are still there after 12 months where nothing was changed."""
AB_TEST, SWITCH, PILOT = "A/B-Test", "Umstellung (vorher/nachher)", "Pilot in einer Region"


class _Change(NamedTuple):
    days_before_end: int
    days: int
    department: str
    what: str
    kind: str
    kpi: str
    effect: float
    arm_ppm: int


_CHANGES = (
    _Change(1120, 90, "Service", "Wissensdatenbank für die Hotline", AB_TEST, FIRST_CALL, 8.0, 210_000),
    _Change(1060, 60, "Service", "Gesprächsleitfaden mit Zeitvorgabe 5 Minuten", AB_TEST,
            "Bearbeitungszeit je Anruf", -95.0, 180_000),
    _Change(1015, 120, "Logistik", "Zweiter Spediteur im Süden", PILOT, ON_TIME, 7.0, 160_000),
    _Change(980, 45, "Marketing", "Betreffzeilen mit Vornamen", AB_TEST, "Klickrate Newsletter", 1.6, 240_000),
    _Change(930, 180, "Vertrieb", "Angebotsvorlagen im CRM", SWITCH, "Angebote je Kunde und Jahr", 0.5, 90_000),
    _Change(890, 60, "Logistik", "Terminverschiebung per SMS zählt als neuer Termin", SWITCH,
            "Liefertreue (letzter Termin)", 4.5, 220_000),
    _Change(845, 90, "Service", "Rückruf durch dieselbe Person", AB_TEST, FIRST_CALL, 11.0, 150_000),
    _Change(800, 45, "Marketing", "Newsletter wöchentlich statt alle zwei Wochen", AB_TEST,
            "Klickrate Newsletter", -1.1, 230_000),
    _Change(760, 90, "Logistik", "Zusagen erst nach Bestandsprüfung", PILOT, ON_TIME, 9.5, 170_000),
    _Change(720, 60, "Service", "Nachbearbeitung ins Backoffice verlagert", SWITCH,
            "Bearbeitungszeit je Anruf", -60.0, 200_000),
    _Change(680, 90, "Service", "Sprachmenü vor der Hotline", AB_TEST, FIRST_CALL, -4.0, 190_000),
    _Change(640, 120, "Vertrieb", "Prämie je verschicktem Angebot", SWITCH, "Angebote je Kunde und Jahr", 0.7, 80_000),
    _Change(600, 60, "Logistik", "Lieferfenster auf den ganzen Tag erweitert", AB_TEST,
            "Liefertreue (letzter Termin)", 3.0, 210_000),
    _Change(560, 90, "Logistik", "Puffertag in der Saison", PILOT, ON_TIME, 5.0, 180_000),
    _Change(520, 60, "Service", "Zweitschlüssel für Techniker-Ersatzteile", PILOT, FIRST_CALL, 5.5, 140_000),
    _Change(470, 45, "Marketing", "Club-Angebote im Newsletter oben", AB_TEST, "Klickrate Newsletter", 2.4, 240_000),
)  # fmt: skip
_ARMS = TABLES + 2


@dataclass(frozen=True, slots=True)
class ChangeTruth:
    """What a change really did: to its KPI in units of the KPI, and to retention in percentage points."""

    number: int
    kpi: str
    kpi_effect: float
    retention_points: float


@dataclass(frozen=True, slots=True)
class ChangesTruth:
    """What was planted. points_a_unit: percentage points of retention that a unit of each KPI brings; 0: no proxy."""

    changes: tuple[ChangeTruth, ...]
    points_a_unit: dict[str, float]
    proxies: tuple[str, ...]


def changes_truth(parameters: Parameters) -> ChangesTruth:
    """What the changes really did, and which KPIs are true proxies of retention in this scenario."""
    harm = harm_on_average(parameters)
    slopes = {name: kpi.slope * harm for name, kpi in KPIS.items()}
    return ChangesTruth(
        changes=tuple(
            ChangeTruth(place, change.kpi, change.effect, change.effect * slopes[change.kpi])
            for place, change in enumerate(_CHANGES, 1)
        ),
        points_a_unit=slopes,
        proxies=tuple(name for name, slope in slopes.items() if slope),
    )


def harm_on_average(parameters: Parameters) -> float:
    """How much defects make customers leave on average, in proportion to the usual scenario; at most 1."""
    business = parameters.harm_leaves_business
    business = parameters.harm_leaves if business is None else business
    mean = parameters.business_share * business + (1.0 - parameters.business_share) * parameters.harm_leaves
    return min(mean, 1.0)


def change_rows(parameters: Parameters, seed: int, people: int) -> list[tuple[str, ...]]:
    """The rows of the file; the groups are shares of so many people."""
    end = parameters.begin + timedelta(days=parameters.days)
    rows: list[tuple[str, ...]] = []
    for change, truth in zip(_CHANGES, changes_truth(parameters).changes, strict=True):
        begin = end - timedelta(days=change.days_before_end)
        kpi, cells = KPIS[change.kpi], []
        for arm in range(2):
            bits = bits_each(seed, np.array([truth.number]), _ARMS, np.array([arm]))
            size = max(people * (change.arm_ppm + int(below(bits, 20_000)[0])) // 1_000_000, 20)
            drawn = bell(bits)[0], bell(derived(bits, 0))[0]
            level = kpi.level + arm * change.effect + kpi.spread * drawn[0] / size**0.5
            stay = (RETENTION + arm * truth.retention_points) / 100.0
            stayed = int(size * stay + drawn[1] * (size * stay * (1.0 - stay)) ** 0.5 + 0.5)
            cells.append((str(size), number(max(level, 0.0), 2), str(min(max(stayed, 0), size))))
        without, having = cells
        first, last = _german(begin), _german(begin + timedelta(days=change.days))
        rows.append((
            str(truth.number), first, last, change.department, change.what, change.kind, change.kpi, kpi.unit,
            *(cell for pair in zip(without, having, strict=True) for cell in pair),
        ))  # fmt: skip
    return rows


def _german(day: date) -> str:
    return f"{day:%d.%m.%Y}"
