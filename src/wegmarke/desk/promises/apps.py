"""The Django app of promises."""

from __future__ import annotations

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Promises: what was said to customers, and what was done."""

    name = "wegmarke.desk.promises"
    label = "promises"
