"""What the heads of departments believe: how satisfied customers are, what matters, how many promises are kept, and why
customers leave. Everybody thinks better of the own department.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.parameters import DEPARTMENTS
from wegmarke.simulation.silos.draws import TABLES, bits_each
from wegmarke.simulation.silos.tables.numbers import number
from wegmarke.simulation.silos.tables.tally import Tally
from wegmarke.simulation.words.picking import below, derived

FILE = "fuehrungskraefte_schaetzungen.csv"
HEADER = (
    "Befragte Leitung",
    "Touchpoint",
    "Zuständige Abteilung",
    "Geschätzte Zufriedenheit der Kunden (0-10)",
    "Geschätzte Wichtigkeit für die Kundenbindung (1-5)",
    "Geschätzter Anteil gehaltener Zusagen (%)",
    "Vermuteter Hauptgrund für Kündigungen",
)
OVERRATES = {
    "Marketing": 0.9,
    "Vertrieb": 1.6,
    "Webshop": 0.8,
    "Logistik": 1.4,
    "Service": 0.4,
    "Buchhaltung": 1.2,
    "Produkt": 1.1,
}
"""Points (0 to 10) by which a head believes customers to be more satisfied with the own department than they say."""
UNDERRATES_OTHERS = 0.3
"""Points by which heads think less of other departments."""
OVERRATES_PROMISES = {
    "Marketing": 6,
    "Vertrieb": 12,
    "Webshop": 7,
    "Logistik": 13,
    "Service": 3,
    "Buchhaltung": 9,
    "Produkt": 8,
}
"""Percentage points by which a head believes more promises to be kept than are; nobody says more than 99."""
BELIEVED_REASON = {
    "Marketing": "Preis",
    "Vertrieb": "Preis",
    "Webshop": "Preis",
    "Logistik": "Preis",
    "Service": "Produkt",
    "Buchhaltung": "Preis",
    "Produkt": "Wettbewerb",
}
P = Place
BELIEVED_IMPORTANCE = {
    **dict.fromkeys((one.place for one in CATALOGUE), 3.0),
    **dict.fromkeys((P.CLUB, P.NEWSLETTER, P.PRICE_LETTER, P.OFFER, P.PRODUCT_PAGE, P.ADVERT), 4.4),
    **dict.fromkeys((P.HELP_PAGE, P.COMPARISON_PORTAL, P.CONSULTATION, P.CONFIGURATOR), 3.8),
    **dict.fromkeys((P.HOTLINE, P.FAILED_DELIVERY, P.LATE_NOTICE, P.INVOICE_CORRECTED, P.DUNNING), 1.9),
    **dict.fromkeys((P.DELIVERY, P.COMPLAINT, P.REDRESS), 2.5),
}
"""How important a touchpoint is believed to be, 1 to 5; those of the own department half a point more."""
OWN_IMPORTANCE = 0.5

_DELIVERY_PROMISES = (P.CONFIRMATION, P.DELIVERY)
_FAULT_PROMISES = (P.FAULT_REPORT, P.FAULT_SOLVED)
_HEADS = TABLES + 1


@dataclass(frozen=True, slots=True)
class ManagersTruth:
    """What the estimates are held against, and how far they are off by plan.

    satisfaction: mean survey score (0 to 10) by department: of the survey after deliveries for Logistik, after service
    for Service, of all customers for the others. kept_deliveries, kept_faults: shares of promises kept. The rest: as
    the tables of this module name it.
    """

    satisfaction: dict[str, float]
    kept_deliveries: float
    kept_faults: float
    overrates: dict[str, float]
    underrates_others: float
    overrates_promises: dict[str, int]
    believed_reason: dict[str, str]
    believed_importance: dict[Place, float]


def managers_truth(tally: Tally) -> ManagersTruth:
    """The truth about what the heads of departments estimate, and their bias."""
    survey = {"Logistik": "delivery", "Service": "service"}
    satisfaction = {
        name: tally.share(f"score_{survey.get(name, 'nps')}", f"answers_{survey.get(name, 'nps')}")
        for name in DEPARTMENTS
    }
    return ManagersTruth(
        satisfaction=satisfaction,
        kept_deliveries=tally.share("deliveries_kept", "deliveries"),
        kept_faults=tally.share("faults_kept", "faults_solved"),
        overrates=dict(OVERRATES),
        underrates_others=UNDERRATES_OTHERS,
        overrates_promises=dict(OVERRATES_PROMISES),
        believed_reason=dict(BELIEVED_REASON),
        believed_importance=dict(BELIEVED_IMPORTANCE),
    )


def estimate_rows(tally: Tally) -> list[tuple[str, ...]]:
    """The rows of the file: every head about every touchpoint."""
    truth = managers_truth(tally)
    places = np.arange(len(CATALOGUE))
    rows: list[tuple[str, ...]] = []
    for head, department in enumerate(DEPARTMENTS):
        bits = bits_each(tally.seed, np.full(len(places), head), _HEADS, places)
        shakes = [((below(derived(bits, k), 7) - 3) / 10.0).tolist() for k in range(2)]
        for one in CATALOGUE:
            own = one.department == department
            off = truth.overrates[department] if own else -truth.underrates_others
            satisfied = truth.satisfaction[one.department] + off + shakes[0][one.place]
            important = truth.believed_importance[one.place] + (OWN_IMPORTANCE if own else 0.0) + shakes[1][one.place]
            rows.append((
                department,
                one.label,
                one.department,
                number(min(max(satisfied, 0.0), 10.0)),
                number(min(max(important, 1.0), 5.0)),
                _kept(truth, department, one.place),
                truth.believed_reason[department],
            ))  # fmt: skip
    return rows


def _kept(truth: ManagersTruth, department: str, place: Place) -> str:
    """What a head believes how many promises are kept, in percent; empty where nothing is promised."""
    if place not in _DELIVERY_PROMISES + _FAULT_PROMISES:
        return ""
    kept = truth.kept_deliveries if place in _DELIVERY_PROMISES else truth.kept_faults
    return str(min(int(100.0 * kept + truth.overrates_promises[department] + 0.5), 99))
