"""How a program proves on whose behalf it asks: a token of the account, or the session of a signed-in browser."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from ninja.security import HttpBearer, SessionAuth

from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.policy import may
from wegmarke.desk.accounts.services import SHOWN, account_of_token
from wegmarke.desk.api.schemas import ErrorOut


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


def readable_with_token(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the description of the interface be read with a token too: programs read it first. Nobody else reads it."""

    @login_not_required
    def readable(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        if not may(request.user, "use_account") and TokenAuth()(request) is None:
            said = ErrorOut(code="unauthorized", message=_("A valid token, or a signed-in browser, is needed."))
            return JsonResponse(said.dict(), status=401)
        return view(request, **kwargs)

    return readable
