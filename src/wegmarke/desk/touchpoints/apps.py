"""The Django app of touchpoints."""

from __future__ import annotations

from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    """Touchpoints: the places of contact."""

    name = "wegmarke.desk.touchpoints"
    label = "touchpoints"
