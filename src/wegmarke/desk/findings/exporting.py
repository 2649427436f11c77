"""Findings as files, under the same filter and the same policy as on the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.answer import presented
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.noting import note_exported
from wegmarke.desk.findings.page import asked_scope
from wegmarke.desk.findings.policy import for_role, permission_for
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Finding
from wegmarke.questions.customers import MOST_LISTED
from wegmarke.report.csv import csv_bytes
from wegmarke.report.excel import excel_bytes
from wegmarke.report.presentation import tables_of

OWN = frozenset({"where", "level", "table", "offset", "limit"})
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _found(request: HttpRequest, question: str) -> tuple[Scope, Finding[Any]]:
    if not may(request.user, permission_for(question)):
        raise PermissionDenied
    scope = asked_scope(request)
    arguments: dict[str, object] = {name: value for name, value in request.GET.items() if name not in OWN}
    if question in {"audience", "customers", "value"}:
        arguments["limit"] = MOST_LISTED
    return scope, for_role(scope.ask(question, arguments), request.user)


def file_response(content: bytes, kind: str, name: str, version: str) -> HttpResponse:
    """A file to keep; name, with its ending, and a header say at which version of the data it was made."""
    stem, _, ending = name.rpartition(".")
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{stem}-{version}.{ending}"',
            "Cache-Control": "no-store",
            "X-Wegmarke-Version": version,
        },
    )


@needs("see_journeys", notes=Action.EXPORTED)
@require_GET
def csv(request: HttpRequest, question: str) -> HttpResponse:
    """One table of a finding (`table`, else the first) as CSV."""
    scope, finding = _found(request, question)
    tables = tables_of(finding)
    keys = [table.key for table in tables]
    wanted = request.GET.get("table", "")
    if wanted and wanted not in keys:
        raise WegmarkeError("question_argument", question=question, argument="table", value=wanted, expected=keys)
    place = keys.index(wanted) if wanted else 0
    name = f"wegmarke-{wanted or question}.csv"
    note_exported(request, finding, "csv", place)
    content = csv_bytes(finding, presented(finding, scope), place)
    return file_response(content, "text/csv; charset=utf-8", name, finding.basis.version)


@needs("see_journeys", notes=Action.EXPORTED)
@require_GET
def excel(request: HttpRequest, question: str) -> HttpResponse:
    """A finding with all its tables, and what they rest on, as a workbook."""
    scope, finding = _found(request, question)
    note_exported(request, finding, "xlsx")
    content = excel_bytes(finding, presented(finding, scope))
    return file_response(content, EXCEL, f"wegmarke-{question}.xlsx", finding.basis.version)
