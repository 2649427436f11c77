"""The page of the access log, for data protection officer and administrator, and the log as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import Role, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.choosing import LogForm, chosen
from wegmarke.desk.audit.models import AuditEntry
from wegmarke.desk.audit.packing import unpacked
from wegmarke.desk.audit.service import note
from wegmarke.report.cells import harmless

ROWS_A_PAGE = 50


@never_cache
@needs("see_audit", notes=Action.LOG_OPENED)
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Who looked at whom, took what out, changed what; a page at a time, the latest first."""
    form = LogForm(request.GET)
    rows = chosen(form)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "entries": [(entry, role_name(entry.role)) for entry in page.object_list],
        "query": query.urlencode(),
        "days": settings.OPTIONS.audit_days,
    }
    return render(request, "audit/log.html", context)


@needs("see_audit", notes=Action.LOG_EXPORTED)
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the chosen rows as CSV, with the numbers of all customers on a list; safe to open in a spreadsheet."""
    rows = chosen(LogForm(request.GET))
    note(request, Action.LOG_EXPORTED, rows=rows.count(), form="csv")
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="wegmarke-access-log.csv"'
    response["Cache-Control"] = "no-store"
    return response


def role_name(role: str) -> str:
    """The role in the reader's language."""
    return str(Role(role).label) if role in Role.values else role


class _Line:
    """What the CSV writer writes to: it gives the line back."""

    def write(self, value: str) -> str:
        return value


def _lines(rows: QuerySet[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    titles = (
        _("Time (UTC)"),
        _("Person"),
        _("Role"),
        _("Token"),
        _("What was done"),
        _("Customer number"),
        _("Numbers on the list"),
        _("Rows"),
        _("Format"),
        _("Concerns"),
        _("Filter"),
        _("Network"),
    )
    yield "\ufeff" + writer.writerow(titles)
    for entry in rows.iterator(chunk_size=500):
        cells = (
            entry.at.isoformat(timespec="seconds"),
            entry.account_name,
            role_name(entry.role),
            entry.via,
            entry.action_name,
            "" if entry.customer is None else entry.customer,
            " ".join(map(str, unpacked(entry.customers))),
            "" if entry.rows is None else entry.rows,
            entry.form,
            entry.about,
            entry.where,
            entry.address,
        )
        yield writer.writerow([harmless(str(cell)) for cell in cells])
