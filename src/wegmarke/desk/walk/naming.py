"""English names, stages, channels and departments for the touchpoints of the practice company."""

from __future__ import annotations

from collections.abc import Iterable

from wegmarke.desk.setup.touchpoint_names import details, save_details
from wegmarke.model.touchpoint import Touchpoint, key_of
from wegmarke.simulation.contacts import CATALOGUE, TouchpointOf

STAGES = {
    "awareness": "Aufmerksamkeit",
    "consideration": "Abwägung",
    "purchase": "Kauf",
    "delivery": "Lieferung",
    "use": "Nutzung",
    "service": "Service",
    "loyalty": "Bindung",
}
"""Stages are kept in one wording for all readers; the company speaks German."""


def name_touchpoints(touchpoints: Iterable[Touchpoint]) -> int:
    """Say of touchpoints of the practice company how they are called in English and where they belong.

    A touchpoint of which anything has been said already stays as it is, so a second call changes nothing and nothing
    that a person wrote is lost. Returns how many were named. Needs a loaded Django and a migrated database.
    """
    company = {one.label: one for one in CATALOGUE} | {key_of(one.label): one for one in CATALOGUE}
    said = details()
    named = 0
    for touchpoint in touchpoints:
        found = company.get(touchpoint.label) or company.get(touchpoint.key)
        if found is not None and touchpoint.key not in said:
            save_details(touchpoint.key, _details_of(found))
            named += 1
    return named


def _details_of(one: TouchpointOf) -> dict[str, str]:
    return {
        "name_en": one.english,
        "name_de": one.label,
        "stage": STAGES.get(one.stage, one.stage),
        "channel": one.channel,
        "department": one.department,
    }
