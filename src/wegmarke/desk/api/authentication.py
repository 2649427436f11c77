"""How a program proves on whose behalf it asks: a token of the account, or the session of a signed-in browser."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.services import SHOWN, account_of_token


class TokenAuth(HttpBearer):
    """`Authorization: Bearer wm_…`. From here on the request is the account's, so that roles hold for programs too."""

    openapi_name = "token"

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Return the token's account."""
        user = account_of_token(token)
        if user is not None:
            request.user = user
            request.token_beginning = token[:SHOWN]  # type: ignore[attr-defined] # what the access log tells a token by
        return user


class BrowserAuth(SessionAuth):
    """The session cookie of a signed-in person; anything that changes something needs the CSRF token as well."""

    openapi_name = "session"
