"""Pages about journeys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.setup.services import data_state


@needs("see_journeys")
@require_GET
def journeys(request: HttpRequest) -> HttpResponse:
    """The map of the ways customers went."""
    return render(request, "journeys/journeys.html", {"data": data_state()})
