"""How django-allauth behaves here: accounts are made by an administrator, never by signing up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """No open registration; messages of allauth are shown as they are."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: people are added under Settings → People."""
        return False
