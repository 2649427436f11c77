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

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Not of somebody who has nothing to prove it with: who came in by a one-time link adds the first factor."""
        user = context.request.user
        can_prove = not user.is_authenticated or bool(self.get_reauthentication_methods(user))
        return can_prove and super().is_reauthentication_required(app=app, **kwargs)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Signing out elsewhere is written down."""

    def end_sessions(self, sessions: Sequence[UserSession]) -> None:
        """End them."""
        super().end_sessions(sessions)
        note(context.request, Action.SESSIONS_ENDED, rows=len(sessions))
