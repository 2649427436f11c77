"""The departments' own KPIs by month, as they count them: each looks good where it does not measure what it says.

Logistics counts a delivery as on time when it came by the date that was announced last, or when there was an attempt;
service counts a call as settled when the agent says so, whoever has to call again. Parcels a shift are nothing but the
load of logistics: they look best when there is more to do than can be done well, and parcels come late.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from wegmarke.simulation.silos.tables.numbers import number
from wegmarke.simulation.silos.tables.tally import Counts, Tally
from wegmarke.simulation.world import world_of

FILE = "kennzahlen.csv"
HEADER = ("Monat", "Abteilung", "Kennzahl", "Einheit", "Wert", "Basis (Anzahl)", "Ziel", "Besser")
DELIVERY_RELIABILITY, FIRST_CALL = "Liefertreue", "Erstlösungsquote"
PARCELS_A_SHIFT, PARCELS = "Pakete je Schicht", 240.0
"""How many parcels a shift sends at the usual load."""

UP, DOWN = "hoch", "niedrig"
_LESS = frozenset(
    (
        *("Ablehnungsquote", "Anrufe Hotline", "Mittlere Wartezeit", "Mittlere Bearbeitungszeit", "Beschwerden"),
        *("Korrekturquote", "Mahnquote", "Störungsmeldungen"),
    )
)
"""Of these departments call less better; of all others more."""
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KpiTruth:
    """By month and over all: what two departments count, and what was. Shares; NaN for a month without any."""

    months: tuple[tuple[int, int], ...]
    counted_reliability: Values
    true_reliability: Values
    counted_first_call: Values
    true_first_call: Values
    counted_reliability_overall: float
    true_reliability_overall: float
    counted_first_call_overall: float
    true_first_call_overall: float


@dataclass(frozen=True, slots=True)
class _Kpi:
    department: str
    name: str
    unit: str
    part: Callable[[Counts], NDArray[np.int64]]
    whole: str | None
    factor: float
    digits: int
    target: str


def _kpi(  # a row of the table below
    department: str,
    name: str,
    unit: str,
    part: str,
    whole: str | None = None,
    factor: float = 1.0,
    digits: int = 0,
    target: str = "",
) -> _Kpi:
    return _Kpi(department, name, unit, lambda counts: counts[part], whole, factor, digits, target)


KPIS = (
    _kpi("Marketing", "Newsletter gelesen", "Anzahl", "newsletters"),
    _Kpi("Marketing", "NPS", "Punkte", lambda counts: counts["promoters"] - counts["detractors"], "answers_nps",
         100.0, 1, "30"),
    _kpi("Vertrieb", "Angebote", "Anzahl", "offers"),
    _kpi("Vertrieb", "Ablehnungsquote", "%", "offers_declined", "offers", 100.0, 1, "50"),
    _kpi("Webshop", "Bestellungen", "Anzahl", "orders"),
    _kpi("Webshop", "Mittlerer Bestellwert", "EUR", "order_cents", "orders", 0.01, 2, ""),
    _kpi("Logistik", "Lieferungen", "Anzahl", "deliveries"),
    _kpi("Logistik", DELIVERY_RELIABILITY, "%", "deliveries_counted_kept", "deliveries", 100.0, 1, "95"),
    _kpi("Service", "Anrufe Hotline", "Anzahl", "calls"),
    _kpi("Service", "Mittlere Wartezeit", "Sek.", "wait_seconds", "calls", 1.0, 0, "60"),
    _kpi("Service", "Mittlere Bearbeitungszeit", "Sek.", "talk_seconds", "calls_answered", 1.0, 0, "360"),
    _kpi("Service", FIRST_CALL, "%", "calls_settled", "calls_answered", 100.0, 1, "80"),
    _kpi("Service", "Störungen fristgerecht behoben", "%", "faults_kept", "faults_solved", 100.0, 1, "80"),
    _kpi("Service", "Beschwerden", "Anzahl", "complaints"),
    _kpi("Buchhaltung", "Rechnungen", "Anzahl", "invoices"),
    _kpi("Buchhaltung", "Korrekturquote", "%", "invoices_corrected", "invoices", 100.0, 1, "2"),
    _kpi("Buchhaltung", "Mahnquote", "%", "dunnings", "invoices", 100.0, 1, "8"),
    _kpi("Produkt", "Störungsmeldungen", "Anzahl", "fault_reports"),
    _kpi("Produkt", "Produktregistrierungen", "Anzahl", "registrations"),
)  # fmt: skip


def kpi_rows(tally: Tally) -> list[tuple[str, ...]]:
    """The rows of the file; a mean or share of nothing is empty."""
    rows: list[tuple[str, ...]] = []
    for place, (year, month) in enumerate(tally.months):
        for kpi in KPIS:
            part = int(kpi.part(tally.counts)[place])
            whole = 1 if kpi.whole is None else int(tally.counts[kpi.whole][place])
            value = number(kpi.factor * part / whole, kpi.digits) if whole else ""
            base = "" if kpi.whole is None else str(whole)
            better = DOWN if kpi.name in _LESS else UP
            rows.append((f"{year}-{month:02d}", kpi.department, kpi.name, kpi.unit, value, base, kpi.target, better))
    for (year, month), load in zip(tally.months, _loads(tally), strict=True):
        told = ("Logistik", PARCELS_A_SHIFT, "Anzahl", number(PARCELS * load, 1), "", "250", UP)
        rows.append((f"{year}-{month:02d}", *told))
    return rows


def _loads(tally: Tally) -> list[float]:
    """The mean load of logistics by month."""
    load = world_of(tally.parameters, tally.seed)[0]["load"]
    days = [tally.parameters.begin + timedelta(days=day) for day in range(tally.parameters.days)]
    month = np.array([tally.months.index((day.year, day.month)) for day in days])
    return [float(load[: len(days)][month == place].mean()) for place in range(len(tally.months))]


def kpi_truth(tally: Tally) -> KpiTruth:
    """What logistics and service count, beside what was."""

    def by_month(part: str, whole: str) -> Values:
        counted = tally.counts[whole].astype(np.float64)
        share: Values = np.full(len(counted), np.nan)
        np.divide(tally.counts[part], counted, out=share, where=counted > 0)
        return share

    counted_kept, kept = ("deliveries_counted_kept", "deliveries"), ("deliveries_kept", "deliveries")
    settled, once = ("calls_settled", "calls_answered"), ("matters_called_once", "matters_called")
    return KpiTruth(
        months=tally.months,
        counted_reliability=by_month(*counted_kept),
        true_reliability=by_month(*kept),
        counted_first_call=by_month(*settled),
        true_first_call=by_month(*once),
        counted_reliability_overall=tally.share(*counted_kept),
        true_reliability_overall=tally.share(*kept),
        counted_first_call_overall=tally.share(*settled),
        true_first_call_overall=tally.share(*once),
    )
