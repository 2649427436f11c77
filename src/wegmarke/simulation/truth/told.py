"""The truth as a document: `truth.json`, described key by key in docs/reference/simulation.md."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path

import numpy as np

from wegmarke.model.touchpoint import key_of
from wegmarke.simulation.contacts import CATALOGUE, Cause, Defect, Place, Reason
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.silos.tables import Tally, changes_truth, employee_truth, kpi_truth, managers_truth
from wegmarke.simulation.truth.counts import Counted, nps, shares
from wegmarke.simulation.truth.estimand import Estimand
from wegmarke.simulation.truth.who import MixUps
from wegmarke.simulation.world import WAVE_ORIGIN

TRUTH_VERSION = 1
TRUTH_FILE = "truth.json"

PLACES_OF_DEFECTS: dict[Defect, tuple[Place, ...]] = {
    Defect.LATE_DELIVERY: (Place.LATE_NOTICE, Place.DELIVERY),
    Defect.SILENT_HANDOVER: (Place.FAILED_DELIVERY,),
    Defect.REPEATED_CALL: (Place.HOTLINE,),
    Defect.WRONG_INVOICE: (Place.INVOICE, Place.INVOICE_CORRECTED),
    Defect.DUNNING_AFTER_COMPLAINT: (Place.DUNNING,),
    Defect.SLOW_OFFER: (Place.OFFER,),
}
"""The touchpoints at which a defect is met."""

DECOYS: dict[Place, str] = {
    Place.HELP_PAGE: "visited by customers in trouble, whom it does not harm",
    Place.CLUB: "reached only by customers who stayed long and in peace, whom it does not hold",
}

HANDOVERS: dict[Defect, tuple[str, str]] = {
    Defect.SILENT_HANDOVER: ("Vertrieb", "Logistik"),
    Defect.DUNNING_AFTER_COMPLAINT: ("Service", "Buchhaltung"),
}
"""From which department to which the ball is dropped."""


@dataclass(frozen=True, slots=True)
class Told:
    """What truth.json is made of."""

    parameters: Parameters
    customers: int
    seed: int
    effects: tuple[Estimand, ...]
    counted: Counted
    mix_ups: MixUps
    wave_origin: str
    tally: Tally | None


def document(told: Told) -> dict[str, object]:
    """truth.json as plain values."""
    parameters, counted = told.parameters, told.counted
    effects = {one.key: one for one in told.effects}
    return {
        "version": TRUTH_VERSION,
        "scenario": parameters.key,
        "customers": told.customers,
        "seed": told.seed,
        "begin": parameters.begin.isoformat(),
        "end": _day(parameters, parameters.days).isoformat(),
        "parameters": _plain(asdict(parameters)),
        "effects": [_plain(asdict(one)) for one in told.effects],
        "shares": [{**asdict(one), "value": one.value} for one in shares(counted)],
        "reasons": {
            "true_causes": [_name(cause) for cause in Cause],
            "stated_reasons": [_name(reason) for reason in Reason],
            "customers": counted.causes.tolist(),
        },
        "touchpoints": {
            "matter": _matter(parameters, effects),
            "only_correlate": [_decoy(place, why, effects) for place, why in DECOYS.items()],
        },
        "handovers": _handovers(parameters, effects),
        "survey": _survey(counted),
        "wave": _wave(told),
        "identities": {"file": "identities.parquet", **asdict(told.mix_ups)},
        **_tables(told),
    }


def write_truth(folder: Path, told: Told) -> Path:
    """Write truth.json into a folder."""
    path = folder / TRUTH_FILE
    path.write_text(json.dumps(document(told), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def _matter(parameters: Parameters, effects: Mapping[str, Estimand]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for defect in parameters.defects:
        outcome = "won" if defect == Defect.SLOW_OFFER else "leaving"
        effect = effects[f"{outcome}.{_name(defect)}"]
        if effect.value != 0.0:
            touchpoints = [_touchpoint(place) for place in PLACES_OF_DEFECTS[defect]]
            found.append({"defect": _name(defect), "touchpoints": touchpoints, "effect": effect.key})
    return found


def _decoy(place: Place, why: str, effects: Mapping[str, Estimand]) -> dict[str, object]:
    effect = effects["leaving.help_page" if place == Place.HELP_PAGE else "leaving.club"]
    return {"touchpoint": _touchpoint(place), "why": why, "effect": effect.key, "value": effect.value}


def _touchpoint(place: Place) -> str:
    """The permanent key that the touchpoint gets in a workspace."""
    return key_of(CATALOGUE[place].label)


def _handovers(parameters: Parameters, effects: Mapping[str, Estimand]) -> list[dict[str, object]]:
    return [
        {"from": source, "to": target, "defect": _name(defect), "costs_eur": -effects[f"margin.{_name(defect)}"].value}
        for defect, (source, target) in HANDOVERS.items()
        if defect in parameters.defects
    ]


def _survey(counted: Counted) -> dict[str, object]:
    everybody, answered = nps(counted.survey[0]), nps(counted.survey[1])
    bias = None if everybody is None or answered is None else answered - everybody
    return {
        "invited": int(counted.survey[0].sum()),
        "answered": int(counted.survey[1].sum()),
        "nps_of_all_invited": everybody,
        "nps_of_those_who_answered": answered,
        "non_response_bias": bias,
    }


def _wave(told: Told) -> dict[str, object] | None:
    parameters = told.parameters
    if parameters.wave_day is None:
        return None
    return {
        "origin_person": WAVE_ORIGIN,
        "origin_customer_number": told.wave_origin,
        "day": _day(parameters, parameters.wave_day).isoformat(),
        "reaches_share": parameters.wave_reach,
        "harm": parameters.wave_harm,
    }


def _tables(told: Told) -> dict[str, object]:
    """What is planted in the tables that hold no customers."""
    if told.tally is None:
        return {}
    return {
        "employees": _plain(asdict(employee_truth(told.parameters, told.seed))),
        "managers": _plain(asdict(managers_truth(told.tally))),
        "changes": _plain(asdict(changes_truth(told.parameters))),
        "kpis": _plain(asdict(kpi_truth(told.tally))),
    }


def _day(parameters: Parameters, day: int) -> date:
    return parameters.begin + timedelta(days=day)


def _name(one: IntEnum) -> str:
    return one.name.lower()


def _plain(value: object) -> object:
    """Values that JSON knows; members of enumerations by their names."""
    if isinstance(value, Mapping):
        return {_name(key) if isinstance(key, IntEnum) else str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return _name(value) if isinstance(value, IntEnum) else value
