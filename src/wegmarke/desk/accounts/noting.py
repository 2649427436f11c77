"""What the access log says of signing in: django-allauth tells by signals, this writes the rows."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest

from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note

SIGNALS: tuple[tuple[Signal, Action], ...] = (
    (user_logged_in, Action.SIGNED_IN),
    (user_logged_out, Action.SIGNED_OUT),
    (password_set, Action.PASSWORD_CHANGED),
    (password_changed, Action.PASSWORD_CHANGED),
    (authenticator_added, Action.FACTOR_ADDED),
    (authenticator_removed, Action.FACTOR_REMOVED),
)


def connect() -> None:
    """Listen to what happens when people sign in."""
    for signal, action in SIGNALS:
        signal.connect(_listener(action), weak=False, dispatch_uid=f"access-log-{action}-{id(signal)}")
    user_login_failed.connect(_password_failed, dispatch_uid="access-log-password")
    authentication_failed.connect(_factor_failed, dispatch_uid="access-log-factor")


def _listener(action: Action) -> Any:
    def written(sender: object, request: HttpRequest | None = None, user: object = None, **kwargs: object) -> None:
        if request is not None and user is not None:
            authenticator = kwargs.get("authenticator")
            note(request, action, about=str(getattr(authenticator, "type", "")))

    return written


def _password_failed(
    sender: object, credentials: dict[str, object], request: HttpRequest | None = None, **kwargs: object
) -> None:
    """What was typed as a name may be a password: only the name of an account that exists is written down."""
    from wegmarke.desk.accounts.models import User  # noqa: PLC0415 - models can be imported once Django has loaded

    typed = str(credentials.get("username", ""))
    if request is not None:
        note(request, Action.SIGN_IN_FAILED, about=typed if User.objects.filter(username=typed).exists() else "")


def _factor_failed(sender: object, request: HttpRequest, user: object, **kwargs: object) -> None:
    note(request, Action.SIGN_IN_FAILED, about=str(getattr(user, "username", "")))
