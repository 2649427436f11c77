"""What holds for every answer of the desk: security headers, redirects inside fragments, errors as sentences."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.errors import sentence_page
from wegmarke.errors import WegmarkeError

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    # data: Tabler's icons in its stylesheet and the QR code of the second factor; blob: charts saved as PNG.
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(_DIRECTIVES)
"""Nothing from another host, no inline script, no inline style, no frame. The browser tests fail on any violation."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), usb=(), browsing-topics=()",
}


class SecurityHeaders:
    """Set the security headers on every answer, static files and errors included (Django 5.2 has no CSP of its own)."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then add the headers that are not there yet."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class FragmentRedirects:
    """Turn a redirect to the sign-in page into one of the whole page, where htmx asked for a part of it."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; when a session has ended under a page, lead to signing in and back to that page."""
        response = self.get_response(request)
        if not getattr(request, "htmx", False) or response.status_code != 302:
            return response
        sign_in = reverse("account_login")
        if urlsplit(response.headers.get("Location", "")).path != sign_in:
            return response
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
        page = here.path + (f"?{here.query}" if here.query else "")
        moved = HttpResponse(status=204)
        moved["HX-Redirect"] = f"{sign_in}?{urlencode({'next': page or '/'})}"
        return moved


class WorkspaceSettings:
    """Give every request the settings of the workspace, and its days and hours the workspace's time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; settings that somebody has edited wrongly are named on the page."""
        try:
            found = workspace().settings
        except WegmarkeError as error:
            return sentence_page(request, error)
        request.workspace_settings = found  # type: ignore[attr-defined]
        with timezone.override(found.journeys.time_zone):
            return self.get_response(request)


class ErrorSentences:
    """Show a `WegmarkeError` that a view let through as a page: what happened, where, and what to do next."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Word the error; everything else is Django's to handle."""
        if not isinstance(exception, WegmarkeError):
            return None
        return sentence_page(request, exception)
