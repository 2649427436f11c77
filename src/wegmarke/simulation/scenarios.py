"""The scenarios: worlds in which the answer is known, including those where the right answer is "nothing"."""

from __future__ import annotations

from dataclasses import replace

from wegmarke.errors import WegmarkeError
from wegmarke.simulation.contacts import Defect
from wegmarke.simulation.parameters import Parameters, PlantedDefect

USUAL_DEFECTS = {
    Defect.LATE_DELIVERY: PlantedDefect(0.16, 1.3),
    Defect.SILENT_HANDOVER: PlantedDefect(0.12, 1.1),
    Defect.REPEATED_CALL: PlantedDefect(0.30, 0.9),
    Defect.WRONG_INVOICE: PlantedDefect(0.05, 0.7),
    Defect.DUNNING_AFTER_COMPLAINT: PlantedDefect(0.25, 1.2),
    Defect.SLOW_OFFER: PlantedDefect(0.30, 0.3),
}
"""What goes wrong at Musterhaus, and how much it hurts."""

PROCESS = Parameters("process", USUAL_DEFECTS)
"""Defects drive customers away, and price is the excuse."""

PRICE = replace(
    PROCESS,
    key="price",
    harm_leaves=0.0,
    price_leaves=3.6,
    orders_shy=0.0,
    slow_offer_loses=0.0,
    price_loses_offers=2.5,
    recommends=0.0,
    deters=0.0,
)
"""The same defects happen, but do no harm; price really drives customers away."""

NULL = replace(
    PROCESS,
    key="null",
    harm_leaves=0.0,
    price_leaves=0.0,
    orders_shy=0.0,
    slow_offer_loses=0.0,
    price_loses_offers=0.0,
    recommends=0.0,
    deters=0.0,
    leaving=0.022,
)
"""Nothing matters: the defects happen, prices rise, people leave for reasons of their own."""

SEGMENT = replace(PROCESS, key="segment", harm_leaves=0.0, harm_leaves_business=1.2, recommends=0.0, deters=0.0)
"""Defects hurt business customers only."""

WAVE = replace(PROCESS, key="wave", wave_day=500)
"""Defects as usual, and one well-connected customer tells the world."""

HIDDEN = replace(PROCESS, key="hidden", harm_leaves=0.0, hidden_cause=1.6, orders_shy=0.0, recommends=0.0, deters=0.0)
"""Nothing that is recorded drives customers away; an unrecorded trait brings both defects and leaving."""

SCENARIOS: dict[str, Parameters] = {one.key: one for one in (PROCESS, PRICE, NULL, SEGMENT, WAVE, HIDDEN)}
"""Scenarios of people; `b2b`, the one of accounts, is in `accounts`."""


def scenario(key: str) -> Parameters:
    """The scenario of this name; `scenario_unknown` with the names there are."""
    found = SCENARIOS.get(key)
    if found is None:
        raise WegmarkeError("scenario_unknown", scenario=key, known=sorted(SCENARIOS))
    return found
