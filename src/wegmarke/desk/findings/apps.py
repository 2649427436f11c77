"""The Django app of findings."""

from __future__ import annotations

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """What all pages of Understand share."""

    name = "wegmarke.desk.findings"
    label = "findings"
