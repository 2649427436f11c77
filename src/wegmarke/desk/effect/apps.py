"""The Django app of what a defect costs."""

from __future__ import annotations

from django.apps import AppConfig


class EffectConfig(AppConfig):
    """What a defect costs: customers and margin lost, and whether that may be called an effect."""

    name = "wegmarke.desk.effect"
    label = "effect"
