"""The Django app of the guided walk."""

from __future__ import annotations

from django.apps import AppConfig


class WalkConfig(AppConfig):
    """The guided walk."""

    name = "wegmarke.desk.walk"
    label = "walk"
