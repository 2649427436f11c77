"""Events in the company: the list, entering, changing, removing, and the list as a file."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wegmarke.clock import now
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.drift.forms import CompanyEventForm
from wegmarke.desk.drift.models import CompanyEvent
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.shell.language import reader_language
from wegmarke.report.cells import harmless


@needs("see_journeys")
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    """All events that were entered, the latest first."""
    return render(request, "drift/events.html", {"events": CompanyEvent.objects.all()})


@needs("see_journeys", notes=Action.EXPORTED)
@require_GET
def events_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    del request
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if reader_language() == "de" else ",")
    writer.writerow([_("Day"), _("What happened"), _("Department")])
    for one in CompanyEvent.objects.all():
        writer.writerow([one.day.isoformat(), harmless(one.text), harmless(one.department)])
    headers = {"Content-Disposition": 'attachment; filename="wegmarke-events.csv"'}
    return HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_http_methods(["GET", "POST"])
def add_event(request: HttpRequest) -> HttpResponse:
    """Enter an event."""
    return _entered(request, CompanyEvent(entered_at=now()), _("The event was entered."))


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_http_methods(["GET", "POST"])
def event(request: HttpRequest, number: int) -> HttpResponse:
    """Change an event."""
    return _entered(request, get_object_or_404(CompanyEvent, pk=number), _("The event was changed."))


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_POST
def remove_event(request: HttpRequest, number: int) -> HttpResponse:
    """Remove an event that was entered in error."""
    get_object_or_404(CompanyEvent, pk=number).delete()
    messages.success(request, _("The event was removed."))
    return redirect("drift:events")


def _entered(request: HttpRequest, one: CompanyEvent, done: str) -> HttpResponse:
    form = CompanyEventForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, done)
        return redirect("drift:events")
    index = scope_of("").index
    context = {"form": form, "number": one.pk, "departments": index.departments if index is not None else ()}
    return render(request, "drift/event.html", context, status=422 if form.errors else 200)
