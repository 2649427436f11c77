"""The Django app of the question agreement."""

from __future__ import annotations

from django.apps import AppConfig


class AgreementConfig(AppConfig):
    """Two sources of reasons, side by side."""

    name = "wegmarke.desk.agreement"
    label = "agreement"
