"""What this program is."""

from __future__ import annotations

from importlib.metadata import version

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.setup.services import third_party


@needs("use_account")
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """Which version this is, and the software of others in it."""
    return render(request, "setup/about.html", {"version": version("wegmarke"), "packages": third_party()})
