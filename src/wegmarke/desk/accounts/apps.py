"""The Django app of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, sign-in links and tokens."""

    name = "wegmarke.desk.accounts"
    label = "accounts"
