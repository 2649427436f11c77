"""Which roles must sign in with a second factor, who has one, and who must set one up before anything else."""

from __future__ import annotations

from collections.abc import Collection

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from wegmarke.desk.accounts.models import SignInRules, User
from wegmarke.desk.accounts.policy import Role

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Recovery codes alone are no second factor: they are for the day on which it is lost."""


def roles_that_need_it() -> frozenset[str]:
    """The roles for which an administrator requires a second factor."""
    rules = SignInRules.objects.filter(pk=SignInRules.ONLY).first()
    return frozenset(rules.second_factor_roles) & frozenset(Role.values) if rules else frozenset()


def require_for(roles: Collection[str]) -> None:
    """Require a second factor of these roles, and of no other."""
    known = sorted(set(roles) & set(Role.values))
    SignInRules.objects.update_or_create(pk=SignInRules.ONLY, defaults={"second_factor_roles": known})


def people_with_it() -> frozenset[int]:
    """The accounts that have a second factor."""
    found = Authenticator.objects.filter(type__in=FACTORS).values_list("user_id", flat=True)
    return frozenset(found)


def must_set_up(request: HttpRequest) -> bool:
    """Whether whoever is signed in must set up a second factor now.

    Not who came by the company's own sign-in: there, the provider asks for what the company wants.
    """
    user = request.user
    if not isinstance(user, User) or user.role not in roles_that_need_it() or is_mfa_enabled(user, FACTORS):
        return False
    return not any(record.get("method") == "socialaccount" for record in get_authentication_records(request, user))


def take_from(user: User) -> int:
    """Remove every second factor of an account whose owner has lost it, and return how many there were."""
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    return int(removed)
