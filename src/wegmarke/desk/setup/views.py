"""Settings: sources, how journeys are cut, and what this program is."""

from __future__ import annotations

from importlib.metadata import version

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.setup.services import data_state, third_party


@needs("change_settings")
@require_GET
def settings_page(request: HttpRequest) -> HttpResponse:
    """How journeys are cut and what counts as an outcome."""
    return render(request, "setup/settings.html", {"data": data_state()})


@needs("use_account")
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """Which version this is, and the software of others in it."""
    return render(request, "setup/about.html", {"version": version("wegmarke"), "packages": third_party()})
