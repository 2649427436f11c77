"""How long data is kept, what is processed, and what is stored about those who work here."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wegmarke.clock import now
from wegmarke.desk.accounts.policy import PERMISSIONS, may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.jobs.models import ACTIVE, Job
from wegmarke.desk.jobs.services import asking_user, start_job
from wegmarke.desk.privacy.forms import ResponsibleForm
from wegmarke.desk.privacy.handlers import EXPIRE
from wegmarke.desk.privacy.published import erased_mark
from wegmarke.desk.privacy.words import category_word
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.report.cells import harmless
from wegmarke.workspace.rights.processing import (
    Processing,
    read_responsible,
    register_of_processing,
    save_responsible,
)
from wegmarke.workspace.rights.retention import read_retention, save_retention, summed

DOCUMENTS = {"agreement": "betriebsvereinbarung", "assessment": "folgenabschaetzung"}


@needs("answer_persons")
@require_http_methods(["GET", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """The rules, what they would erase today, and the proofs of what they erased."""
    place = workspace()
    if request.method == "POST":
        wanted = {source: request.POST.get(f"days-{source}", "").strip() for source in place.sources}
        days = {source: int(text) for source, text in wanted.items() if text.isdecimal() and int(text) > 0}
        save_retention(place.folder, days)
        messages.success(request, _("The rules were saved. Nothing has been erased yet."))
        return redirect("privacy:retention")
    kept = read_retention(place.folder)
    lines = place.expiring()
    rows, customers = summed(lines)
    context = {
        "sources": [(source, kept.days.get(source)) for source in place.sources],
        "lines": lines,
        "rows": rows,
        "customers": customers,
        "proofs": [(proof, erased_mark(dt.datetime.fromisoformat(proof.at))) for proof in kept.proofs[::-1]],
        "running": Job.objects.filter(kind=EXPIRE, state__in=ACTIVE).first(),
    }
    return render(request, "privacy/retention.html", context)


@needs("answer_persons", notes=Action.RETENTION_APPLIED)
@require_POST
def expire(request: HttpRequest) -> HttpResponse:
    """Erase what is too old, if it was confirmed."""
    if request.POST.get("sure") != "on":
        messages.error(request, _("Nothing was erased: tick that it cannot be undone."))
    elif not Job.objects.filter(kind=EXPIRE, state__in=ACTIVE).exists():
        start_job(EXPIRE, {}, user=asking_user(request))
    return redirect("privacy:retention")


def _register() -> tuple[Processing, ...]:
    return register_of_processing(workspace().folder, workspace().record)


@needs("see_sources")
@require_http_methods(["GET", "POST"])
def processing(request: HttpRequest) -> HttpResponse:
    """The register of processing; who may answer persons also says what only people can say."""
    folder = workspace().folder
    may_say = may(request.user, "answer_persons")
    form = ResponsibleForm(request.POST or None, initial=asdict(read_responsible(folder)))
    if request.method == "POST":
        if may_say and form.is_valid():
            save_responsible(folder, form.said())
            messages.success(request, _("Saved."))
        return redirect("privacy:processing")
    entries = [(entry, [category_word(name) for name in entry.categories]) for entry in _register()]
    context = {"entries": entries, "said": read_responsible(folder), "form": form if may_say else None}
    return render(request, "privacy/processing.html", context)


@needs("see_sources")
@require_GET
def processing_csv(request: HttpRequest) -> HttpResponse:
    """The register as a table that any spreadsheet opens."""
    del request
    said = read_responsible(workspace().folder)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if reader_language() == "de" else ",")
    heads = (_("Source"), _("Identifiers"), _("Describing"), _("Kept besides"), _("Columns kept as they came"))
    more = (_("Columns never stored"), _("Kept for days"), _("Rows"), _("Purposes"), _("Legal basis"), _("Recipients"))
    writer.writerow([*heads, *more])
    for entry in _register():
        kinds = (", ".join(entry.identifiers), ", ".join(entry.describing))
        kept = (", ".join(map(category_word, entry.categories)), ", ".join(entry.remaining), ", ".join(entry.dropped))
        rest = (entry.days or "", entry.rows, said.purposes, said.legal_basis, said.recipients)
        writer.writerow([harmless(str(cell)) for cell in (entry.source, *kinds, *kept, *rest)])
    headers = {"Content-Disposition": 'attachment; filename="processing.csv"'}
    return HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@needs("see_sources")
@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """What is stored about those who work here: nothing, unless a source brings it and nobody drops it."""
    entries = _register()
    kept = [(entry.source, entry.about_staff) for entry in entries if entry.about_staff]
    context = {
        "kept": kept,
        "dropped": [(entry.source, entry.dropped) for entry in entries if entry.dropped],
        "teams": [(entry.source, entry.teams) for entry in entries if entry.teams],
        "reasoned": [(entry.source, entry.staff) for entry in entries if entry.staff],
    }
    return render(request, "privacy/staff.html", context)


@needs("see_sources")
@require_GET
def document(request: HttpRequest, name: str) -> HttpResponse:
    """A German template, filled with what is configured: works agreement, or impact assessment."""
    del request
    if name not in DOCUMENTS:
        raise Http404
    entries = _register()
    context = {
        "company": workspace().settings.name,
        "said": read_responsible(workspace().folder),
        "entries": entries,
        "kept": [(entry.source, entry.about_staff) for entry in entries if entry.about_staff],
        "when": now(),
        "roles": [(role.label, sorted(allowed)) for role, allowed in PERMISSIONS.items()],
    }
    with override("de"):
        text = render_to_string(f"privacy/{name}.html", context)
    headers = {"Content-Disposition": f'attachment; filename="{DOCUMENTS[name]}.html"'}
    return HttpResponse(text, content_type="text/html; charset=utf-8", headers=headers)
