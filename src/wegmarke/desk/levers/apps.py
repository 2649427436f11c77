"""The Django app of the levers."""

from __future__ import annotations

from django.apps import AppConfig


class LeversConfig(AppConfig):
    """Levers: what a change of price or of a process would gain."""

    name = "wegmarke.desk.levers"
    label = "levers"
