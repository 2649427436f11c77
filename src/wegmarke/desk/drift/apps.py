"""The Django app of what changed."""

from __future__ import annotations

from django.apps import AppConfig


class DriftConfig(AppConfig):
    """What changed, and what was done meanwhile."""

    name = "wegmarke.desk.drift"
    label = "drift"
