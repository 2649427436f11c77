"""The Django app of the access log."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The access log: its rows, its page, its export."""

    name = "wegmarke.desk.audit"
    label = "audit"
