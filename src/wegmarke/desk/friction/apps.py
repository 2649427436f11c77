"""The Django app of friction."""

from __future__ import annotations

from django.apps import AppConfig


class FrictionConfig(AppConfig):
    """Friction: what journeys cost the customer."""

    name = "wegmarke.desk.friction"
    label = "friction"
