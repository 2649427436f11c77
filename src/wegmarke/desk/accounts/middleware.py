"""The language of the account comes before that of the browser; a second factor comes before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AccountLanguage:
    """Speak the language an account has chosen; without one, LocaleMiddleware has already taken the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the account's language for this request."""
        language = getattr(request.user, "language", "")
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


ALWAYS = ("/sign-in/", "/language/", "/static/", "/enter/")
"""Where whoever must set up a second factor may go: there, out, and to the other language."""


class SecondFactor:
    """Lead whoever must have a second factor and has none to where it is set up; programs get 403."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, unless the second factor comes first."""
        from wegmarke.desk.accounts.second_factor import must_set_up  # noqa: PLC0415 - models come after middleware

        if request.path.startswith(ALWAYS) or not request.user.is_authenticated or not must_set_up(request):
            return self.get_response(request)
        said = _("Your role needs a second factor. Set one up to go on.")
        if request.path.startswith("/api/"):
            return JsonResponse({"code": "second_factor_needed", "message": said}, status=403)
        messages.warning(request, said)
        return redirect("mfa_index")
