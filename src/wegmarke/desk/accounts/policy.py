"""Who may do what: the one policy that pages, HTTP interface, exports and reports ask.

A role is a set of permissions; a view names the permission it needs. Anything not named here is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note, note_answer

Permission = Literal[
    "use_account",  # one's own account: language, password, tokens
    "see_journeys",  # counts of journeys, never a person
    "see_customers",  # lists of customers and the history of one
    "decide_identity",  # whether two customers are one person
    "read_texts",  # what a customer wrote or said, word for word
    "see_sources",  # what is stored, from where, since when
    "manage_sources",  # add, map, import, remove
    "change_settings",  # how journeys are cut, what an outcome is
    "answer_persons",  # give a customer a copy, correct, restrict, erase; retention
    "manage_people",  # accounts and their roles
    "see_audit",  # the access log: who looked at whom, and took what out
]


class Role(models.TextChoices):
    """What a person does here. The order is that of the list one chooses from."""

    READER = "reader", _("Reader")
    OWNER = "owner", _("Touchpoint owner")
    MANAGER = "manager", _("Touchpoint manager")
    DPO = "dpo", _("Data protection officer")
    COUNCIL = "council", _("Works council")
    ADMIN = "admin", _("Administrator")


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset({"use_account", "see_journeys"}),
    Role.OWNER: frozenset({"use_account", "see_journeys", "see_customers", "read_texts"}),
    Role.MANAGER: frozenset(
        {
            "use_account",
            "see_journeys",
            "see_customers",
            "decide_identity",
            "read_texts",
            "see_sources",
            "manage_sources",
            "change_settings",
        }
    ),
    # Sees that something was said, not what: that stands in what is exported for a person who asks for it.
    Role.DPO: frozenset({"use_account", "see_journeys", "see_customers", "see_sources", "see_audit", "answer_persons"}),
    # Sees what is stored and shown about staff, nothing of customers.
    Role.COUNCIL: frozenset({"use_account", "see_sources"}),
    Role.ADMIN: frozenset(
        {
            "use_account",
            "see_journeys",
            "see_customers",
            "decide_identity",
            "read_texts",
            "see_sources",
            "manage_sources",
            "change_settings",
            "answer_persons",
            "manage_people",
            "see_audit",
        }
    ),
}


def permissions_of(user: object) -> frozenset[Permission]:
    """Return what an account may do; nothing for whom is not signed in or not active."""
    if not (getattr(user, "is_authenticated", False) and getattr(user, "is_active", False)):
        return frozenset()
    role = getattr(user, "role", "")
    return PERMISSIONS[Role(role)] if role in Role.values else frozenset()


def may(user: object, permission: Permission) -> bool:
    """Say whether this account holds the permission."""
    return permission in permissions_of(user)


P = ParamSpec("P")
R_co = TypeVar("R_co", bound=HttpResponseBase, covariant=True)


NOTED_ANYWAY: dict[Permission, Action] = {"see_customers": Action.PERSONS_SEEN, "see_audit": Action.LOG_OPENED}
"""What the access log says of a view with that permission that does not name an action of its own."""


def needs(
    permission: Permission,
    *,
    notes: Action | None = None,
) -> Callable[[Callable[Concatenate[HttpRequest, P], R_co]], Callable[Concatenate[HttpRequest, P], R_co]]:
    """Let a view be used only with that permission; others get 403. The view carries the name as `.permission`.

    notes: what the access log says when the view has answered; also `.notes` of the view. Looks and exports are
    written down whenever it answers, changes when a form was accepted (a redirect). A view that knows more (how many
    rows, which customers) calls `audit.service.note` itself, and that row is then the only one. No view that shows
    persons can forget it: without a name it is written down as `persons_seen`, and a test asks for the name.
    """
    noted = notes or NOTED_ANYWAY.get(permission)

    def decorate(view: Callable[Concatenate[HttpRequest, P], R_co]) -> Callable[Concatenate[HttpRequest, P], R_co]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R_co:
            if not may(request.user, permission):
                note(request, Action.REFUSED, about=permission)
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            if noted is not None:
                note_answer(request, response, noted, kwargs)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.notes = notes  # type: ignore[attr-defined]
        return guarded

    return decorate
