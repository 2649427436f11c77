"""The overview: what one should know this week."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.journeys.overview import overview as overview_of
from wegmarke.desk.journeys.overview_parts import statements
from wegmarke.desk.setup.services import data_state, workspace


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
    """Where customers are lost now, what changed, how fresh the data is."""
    data = data_state()
    context: dict[str, object] = {"data": data}
    scope = scope_of("")
    if scope.ready:
        context |= {"overview": overview_of(request, scope), "statements": statements(request, scope)}
        context["sources"] = workspace().status().sources
    return render(request, "shell/overview.html", context)
