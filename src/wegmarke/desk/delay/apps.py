"""The Django app of the question delay."""

from __future__ import annotations

from django.apps import AppConfig


class DelayConfig(AppConfig):
    """What waiting does: from one touchpoint to the next."""

    name = "wegmarke.desk.delay"
    label = "delay"
