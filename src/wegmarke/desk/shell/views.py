"""The overview: what one should know this week."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.setup.services import data_state


@require_GET
def start(request: HttpRequest) -> HttpResponseBase:
    """Lead to the first page this role may see."""
    if may(request.user, "see_journeys"):
        return overview(request)
    return redirect("setup:sources" if may(request.user, "see_sources") else "accounts:account")


start.permission = "use_account"  # type: ignore[attr-defined]


@needs("see_journeys")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Where customers are lost now, what changed, what waits."""
    return render(request, "shell/overview.html", {"data": data_state()})
