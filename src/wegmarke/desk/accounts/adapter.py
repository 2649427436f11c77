"""How django-allauth behaves here: accounts are made by an administrator, never by signing up."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note


class AccountAdapter(DefaultAccountAdapter):
    """No open registration; messages of allauth are shown as they are."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: people are added under Settings → People."""
        return False


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Signing out elsewhere is written down."""

    def end_sessions(self, sessions: Sequence[UserSession]) -> None:
        """End them."""
        super().end_sessions(sessions)
        note(context.request, Action.SESSIONS_ENDED, rows=len(sessions))
