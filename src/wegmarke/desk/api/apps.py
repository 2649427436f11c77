"""The Django app of the HTTP interface."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP interface and its reference page."""

    name = "wegmarke.desk.api"
    label = "api"
