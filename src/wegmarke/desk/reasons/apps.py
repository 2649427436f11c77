"""The Django app of reasons."""

from __future__ import annotations

from django.apps import AppConfig


class ReasonsConfig(AppConfig):
    """Reasons of customers: what they state beside what their histories support, and whom to ask."""

    name = "wegmarke.desk.reasons"
    label = "reasons"
