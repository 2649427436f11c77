"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from wegmarke.desk.accounts.policy import permissions_of

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "wegmarke_theme"


def page(request: HttpRequest) -> dict[str, object]:
    """Return the theme that was chosen, the name of the workspace, and what this account may do."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "theme": chosen if chosen in THEMES else "auto",
        "workspace_name": getattr(getattr(request, "workspace_settings", None), "name", settings.WORKSPACE.name),
        "can": permissions_of(getattr(request, "user", None)),
    }
