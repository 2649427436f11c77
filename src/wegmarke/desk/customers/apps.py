"""The Django app of customers."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Customers: who they are and what happened to them."""

    name = "wegmarke.desk.customers"
    label = "customers"
