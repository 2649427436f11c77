"""Which permission an operation needs, and what the access log says of it: the same policy as for the pages."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest
from ninja.errors import HttpError

from wegmarke.desk.accounts.policy import NOTED_ANYWAY, Permission, may
from wegmarke.desk.audit.actions import NOTED_WHENEVER_ANSWERED, Action
from wegmarke.desk.audit.service import SAFE_METHODS, note, note_unless_noted

P = ParamSpec("P")
R = TypeVar("R")
Operation = Callable[Concatenate[HttpRequest, P], R]


def demand(request: HttpRequest, permission: Permission) -> None:
    """Refuse (403) an account without that permission."""
    if not may(request.user, permission):
        note(request, Action.REFUSED, about=permission)
        raise HttpError(403, "Your role does not allow this.")


def permits(permission: Permission, *, notes: Action | None = None) -> Callable[[Operation[P, R]], Operation[P, R]]:
    """Let an operation be used only with that permission, as `accounts.policy.needs` does for pages.

    notes: what the access log says when it has answered; with `see_customers` there is always a row. An operation that
    knows more writes its row itself.
    """
    noted = notes or NOTED_ANYWAY.get(permission)

    def decorate(operation: Operation[P, R]) -> Operation[P, R]:
        @wraps(operation)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            demand(request, permission)
            answer = operation(request, *args, **kwargs)
            if noted is not None and (noted in NOTED_WHENEVER_ANSWERED or request.method not in SAFE_METHODS):
                note_unless_noted(request, noted, kwargs)
            return answer

        # django-ninja reads the types where the function was written; here they are read before it is wrapped.
        guarded.__signature__ = inspect.signature(operation, eval_str=True)  # type: ignore[attr-defined]
        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.notes = notes  # type: ignore[attr-defined]
        return guarded

    return decorate
