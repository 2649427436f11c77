"""The page of friction: what journeys cost the customer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.page import begin


@needs("see_journeys")
@require_GET
def friction(request: HttpRequest) -> HttpResponse:
    """The effort of the journeys asked for, and how unevenly it is spread."""
    scope, context = begin(request)
    if scope.ready:
        context["answer"] = answer_view(request, scope, scope.ask("friction"), shown=60)
    return render(request, "friction/friction.html", context, status=422 if scope.error else 200)
