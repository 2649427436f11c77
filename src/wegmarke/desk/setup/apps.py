"""The Django app of setup."""

from __future__ import annotations

from django.apps import AppConfig


class SetupConfig(AppConfig):
    """Sources and settings of the workspace."""

    name = "wegmarke.desk.setup"
    label = "setup"
