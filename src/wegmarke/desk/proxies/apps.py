"""The Django app of proxies."""

from __future__ import annotations

from django.apps import AppConfig


class ProxiesConfig(AppConfig):
    """Proxies: the KPIs that departments steer by, against what customers do."""

    name = "wegmarke.desk.proxies"
    label = "proxies"
