"""What happens to accounts: one-time links, tokens, new people."""

from __future__ import annotations

import getpass
import hashlib
import secrets
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from wegmarke.clock import now
from wegmarke.desk.accounts.models import ApiToken, SignInLink, User
from wegmarke.desk.accounts.policy import Role

TOKEN_BYTES = 32
"""256 random bits: twice what cannot be guessed, and such a token needs no slow hash."""

OWNER_LINK_LIFETIME = timedelta(hours=1)
INVITATION_LIFETIME = timedelta(days=7)
TOKEN_MARK = "wm_"  # noqa: S105 - not a secret: by this beginning secret scanners recognise a leaked token
SHOWN = 8
"""So much of a token is kept in the clear, to tell it by."""
TOKEN_SEEN_EVERY = timedelta(minutes=5)


def hash_token(token: str) -> str:
    """Return what is stored of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of_machine() -> User:
    """Return the account of whom the machine belongs to: an administrator, made when the desk is first started."""
    first = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").first()
    if first is not None:
        return first
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may have a user without a name
        name = "owner"
    user, _created = User.objects.get_or_create(username=name[:150], defaults={"role": Role.ADMIN})
    if _created:
        user.set_unusable_password()
    user.role, user.is_active = Role.ADMIN, True
    user.save()
    return user


def owner_needs_link() -> bool:
    """Say whether the owner has no other way in yet, that is no password."""
    return not owner_of_machine().has_usable_password()


def mint_sign_in_link(user: User, lifetime: timedelta = OWNER_LINK_LIFETIME) -> str:
    """Make a one-time link for that account and return its token; earlier unused links of the account are void."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    moment = now()
    with transaction.atomic():
        SignInLink.objects.filter(user=user).delete()
        SignInLink.objects.create(
            token_hash=hash_token(token), user=user, created_at=moment, expires_at=moment + lifetime
        )
    return token


def link_holder(token: str) -> User | None:
    """Return whom an unused, unexpired link would sign in; changes nothing."""
    link = _open_links(token).select_related("user").first()
    return link.user if link is not None else None


def redeem_sign_in_link(token: str) -> User | None:
    """Use the link up and return its account; None when it was used, has expired or never was.

    Two requests with the same link at once: the database lets one of them change the row. The condition stands on the
    row itself: in a joined subquery PostgreSQL would not judge it again after waiting for the other request.
    """
    link = _open_links(token).select_related("user").first()
    if link is None:
        return None
    used = SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now())
    return link.user if used == 1 else None


def _open_links(token: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - a Django queryset, typed by its plugin only
    return SignInLink.objects.filter(
        token_hash=hash_token(token), used_at=None, expires_at__gt=now(), user__is_active=True
    )


def invite(
    *, username: str, first_name: str, last_name: str, email: str, role: str, department: str
) -> tuple[User, str]:
    """Make an account without a password and return it with the token of its first sign-in link."""
    names = {"username": username, "first_name": first_name, "last_name": last_name, "email": email}
    user = User(**names, role=role, department=department)
    user.set_unusable_password()
    user.save()
    return user, mint_sign_in_link(user, INVITATION_LIFETIME)


def mint_api_token(user: User, name: str) -> tuple[ApiToken, str]:
    """Make a token for that account; the text is returned once and cannot be shown again."""
    text = TOKEN_MARK + secrets.token_urlsafe(TOKEN_BYTES)
    token = ApiToken.objects.create(
        token_hash=hash_token(text), beginning=text[:SHOWN], name=name, user=user, created_at=now()
    )
    return token, text


def sweep_sessions() -> None:
    """Forget sessions that have ended, and from where they came."""
    Session.objects.filter(expire_date__lt=now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def account_of_token(text: str) -> User | None:
    """Return the active account a token belongs to, and note that it was used."""
    token = ApiToken.objects.select_related("user").filter(token_hash=hash_token(text), user__is_active=True).first()
    if token is None:
        return None
    moment = now()
    if token.last_used_at is None or moment - token.last_used_at > TOKEN_SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=moment)
    return token.user
