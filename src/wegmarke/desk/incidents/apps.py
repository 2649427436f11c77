"""The Django app of critical events."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Critical events and their rules."""

    name = "wegmarke.desk.incidents"
    label = "incidents"
