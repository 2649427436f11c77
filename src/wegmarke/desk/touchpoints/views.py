"""Pages about touchpoints."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.setup.services import data_state


@needs("see_journeys")
@require_GET
def touchpoints(request: HttpRequest) -> HttpResponse:
    """All touchpoints."""
    return render(request, "touchpoints/touchpoints.html", {"data": data_state()})


@needs("see_journeys")
@require_GET
def touchpoint(request: HttpRequest, key: str) -> HttpResponse:
    """One touchpoint, named by its permanent key."""
    return render(request, "touchpoints/touchpoint.html", {"data": data_state(), "key": key})
