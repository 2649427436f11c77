"""The Django app of journeys."""

from __future__ import annotations

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Journeys: the ways customers really went."""

    name = "wegmarke.desk.journeys"
    label = "journeys"
