"""Names, stages, channels and departments of touchpoints, for the pages that show them."""

from __future__ import annotations

from collections.abc import Iterable

from wegmarke.desk.setup.models import TouchpointDetails
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.text import Language

DETAILS = ("name_en", "name_de", "stage", "channel", "department")


def details() -> dict[str, TouchpointDetails]:
    """Return what is known of touchpoints, by their permanent keys."""
    return {entry.key: entry for entry in TouchpointDetails.objects.all()}


def display_names(touchpoints: Iterable[Touchpoint], language: Language) -> dict[str, str]:
    """Return how each touchpoint is called in that language: its name, else its label as the sources write it."""
    known = details()
    return {
        touchpoint.key: (known[touchpoint.key].name(language) if touchpoint.key in known else "") or touchpoint.label
        for touchpoint in touchpoints
    }


def in_charge() -> dict[str, str]:
    """Return which department is in charge of a touchpoint, by its key, where one is named."""
    return {key: entry.department for key, entry in details().items() if entry.department}


def save_details(key: str, values: dict[str, str]) -> None:
    """Keep what was said about a touchpoint; nothing said is nothing kept."""
    if any(values.values()):
        TouchpointDetails.objects.update_or_create(key=key, defaults=values)
    else:
        TouchpointDetails.objects.filter(key=key).delete()
