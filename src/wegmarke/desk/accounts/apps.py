"""The Django app of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, sign-in links and tokens."""

    name = "wegmarke.desk.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Write down who signs in."""
        from wegmarke.desk.accounts.noting import connect  # noqa: PLC0415 - models can be imported only now

        connect()
