"""The Django app of lost customers."""

from __future__ import annotations

from django.apps import AppConfig


class LostCustomersConfig(AppConfig):
    """Lost customers, one by one."""

    name = "wegmarke.desk.lost_customers"
    label = "lost_customers"
