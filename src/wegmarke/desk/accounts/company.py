"""Signing in with the account of the company: who is let in, in which role, and what is said to the others.

django-allauth speaks OpenID Connect; here is what this house makes of it. An account is found by a verified e-mail
address that an administrator entered, or made with the default role. The role follows the provider each time somebody
comes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.policy import Role
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.company_options import PROVIDER, CompanySignIn

KEPT_CLAIMS = ("sub", "email")
"""What is kept of the claims: enough to know the person again."""


def refused(request: HttpRequest, message: str, *, status: int = 403) -> HttpResponse:
    """The page that says why somebody did not come in; the access log has a row of it."""
    note(request, Action.SIGN_IN_FAILED, about=PROVIDER)
    return render(request, "accounts/company_refused.html", {"message": message}, status=status)


class CompanyAdapter(DefaultSocialAccountAdapter):
    """Decides about everybody who comes from the provider, before there is a session."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever is not let in has been turned away before."""
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """No form in between."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in, or turn away with a sentence."""
        company: CompanySignIn = settings.OPTIONS.company
        claims = _claims(sociallogin.account.extra_data)
        sociallogin.account.extra_data = {"userinfo": {key: claims[key] for key in KEPT_CLAIMS if key in claims}}
        address = str(claims.get("email") or "")
        if not address or not (company.trust_addresses or claims.get("email_verified") is True):
            _turn_away(request, _("Your provider does not vouch for an e-mail address of yours."))
        if not company.admits(address):
            _turn_away(request, _("Addresses like yours are not let in here."))
        user = sociallogin.user if sociallogin.is_existing else _known(request, address)
        role = company.role_of(claims)
        if user is not None and not user.is_active:
            _turn_away(request, _("Your account here may not sign in. Ask an administrator."))
        if not role and (user is None or company.role_claim):
            _turn_away(request, _("You have no account here, and your provider names no role for you."))
        if user is None:
            sociallogin.user.role = role
            sociallogin.user.username = claims.get("preferred_username") or address
            return
        if company.role_claim:
            _follow(user, role)
        if sociallogin.is_existing:
            sociallogin.account.save()
        else:
            sociallogin.connect(request, user)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account of somebody new."""
        user: User = super().save_user(request, sociallogin, form)
        note(request, Action.PERSON_ADDED, about=f"{user.username}: {user.role}")
        return user

    def on_authentication_error(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Say what happened where the provider did not let the person through, or its answer cannot be trusted."""
        error = kwargs.get("error")
        if error in {"cancelled", "denied"}:
            _turn_away(request, _("Signing in was cancelled at the provider."))
        _turn_away(request, _("The answer of the provider could not be used. Try again; if it stays, tell IT."))


def _turn_away(request: HttpRequest, message: str) -> None:
    raise ImmediateHttpResponse(refused(request, message))


def _claims(extra_data: dict[str, Any]) -> dict[str, Any]:
    """What the provider says of the person: in the token, and when asked."""
    return {**extra_data.get("id_token", {}), **extra_data.get("userinfo", {})}


def _known(request: HttpRequest, address: str) -> User | None:
    """The account with that address; where several have it, nobody is let in."""
    found = list(User.objects.filter(email__iexact=address)[:2])
    if len(found) > 1:
        _turn_away(request, _("Several accounts have your e-mail address. Ask an administrator."))
    return found[0] if found else None


def _follow(user: User, role: str) -> None:
    """Give the account the role that the provider names; the last administrator stays one."""
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role != role and not (user.role == Role.ADMIN and not others.exists()):
        user.role = role
        User.objects.filter(pk=user.pk).update(role=role)


def _said(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @login_not_required
    def answered(request: HttpRequest, provider_id: str) -> HttpResponseBase:
        try:
            return view(request, provider_id)
        except requests.RequestException:
            return refused(request, _("The provider cannot be reached. Try again in a while."), status=502)

    return answered


login = _said(views.login)
callback = _said(views.callback)
