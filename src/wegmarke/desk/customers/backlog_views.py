"""The CRM's backlog: what is neglected, the most valuable customers first, and as a file to correct and send back."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.clock import from_seconds
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.findings.asking import present_index
from wegmarke.desk.findings.exporting import EXCEL
from wegmarke.desk.findings.links import here, with_query
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.report.csv import csv_text
from wegmarke.report.excel import table_bytes
from wegmarke.report.presentation import Presentation
from wegmarke.workspace.backlog import KINDS, Backlog, BacklogKind, BacklogLine, backlog
from wegmarke.workspace.backlog.finding import STALE_DAYS

A_PAGE = 50
MOST_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as it is drawn; row_url leads to the row it is about, "" where it is the customer as a whole."""

    line: BacklogLine
    what: str
    value: str
    last_contact: datetime
    url: str
    row_url: str


class _Kept:
    """The backlog of one state of the data: it is read from the whole record, so not for every page anew."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.key: tuple[object, ...] = ()
        self.backlog: Backlog | None = None


_KEPT = _Kept()


def _present(stale_days: int) -> Backlog:
    """Return the backlog; before the first journeys were built there is none."""
    opened = workspace()
    if present_index() is None:
        return Backlog((), 0, 0, dict.fromkeys(KINDS, 0), (), 0, stale_days)
    with _KEPT.lock:
        key = (opened.index().version, opened.record.position, stale_days)
        if _KEPT.backlog is None or _KEPT.key != key:
            _KEPT.backlog, _KEPT.key = backlog(opened, stale_days), key
        return _KEPT.backlog


def _asked(request: HttpRequest) -> tuple[int, BacklogKind | None, int]:
    """Read the address: days of silence, the kind (None: all), the page."""
    days, kind, page = (request.GET.get(name, "") for name in ("days", "kind", "page"))
    for name, value, most in (("days", days, MOST_DAYS), ("page", page, 1_000_000)):
        if value and not (value.isdecimal() and 0 < int(value) <= most):
            raise WegmarkeError("question_argument", question="backlog", argument=name, value=value)
    found = next((one for one in KINDS if one == kind), None)
    if kind and found is None:
        raise WegmarkeError("question_argument", question="backlog", argument="kind", value=kind, expected=list(KINDS))
    return int(days or STALE_DAYS), found, int(page or 1)


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def backlog_page(request: HttpRequest) -> HttpResponse:
    """What is neglected, a page at a time."""
    days, kind, page = _asked(request)
    context: dict[str, object] = {"data": data_state(), "days": days, "kind": kind}
    if present_index() is None:
        return render(request, "customers/backlog.html", context)
    found, language = _present(days), reader_language()
    lines = found.only(kind)
    first = (page - 1) * A_PAGE
    shown = lines[first : first + A_PAGE]
    customers = sorted({line.customer for line in shown})
    note(request, Action.CUSTOMERS_LISTED, customers=customers, rows=len(shown), about="backlog")
    settings = workspace().settings.journeys
    address = {"kind": kind or "", "days": "" if days == STALE_DAYS else str(days)}
    context |= {
        "backlog": found,
        "kinds": [(one, text.word(f"backlog_tab:{one}", language), found.affected[one]) for one in KINDS],
        "lines": [_line(line, settings.time_zone, settings.currency) for line in shown],
        "total": len(lines),
        "first": first + 1,
        "last": min(first + A_PAGE, len(lines)),
        "as_of": from_seconds(found.as_of, settings.time_zone),
        "previous_url": here(request, {"page": page - 1 if page > 2 else ""}) if page > 1 else "",
        "next_url": here(request, {"page": page + 1}) if first + A_PAGE < len(lines) else "",
        "csv_url": with_query(reverse("customers:backlog_csv"), **address),
        "excel_url": with_query(reverse("customers:backlog_excel"), **address),
    }
    return render(request, "customers/backlog.html", context)


def _line(line: BacklogLine, zone: str, currency: str) -> LineView:
    language = reader_language()
    row = [line.customer, line.file, line.row]
    return LineView(
        line=line,
        what=text.word(f"backlog:{line.kind}", language),
        value=text.cell(line.value, "minor_units", language, currency=currency),
        last_contact=from_seconds(line.last_contact, zone),
        url=reverse("customers:customer", args=[line.customer]),
        row_url=reverse("customers:source_row", args=row) if line.file is not None else "",
    )


def _table(request: HttpRequest) -> tuple[Backlog, BacklogKind | None, Presentation]:
    days, kind, _ = _asked(request)
    settings = workspace().settings.journeys
    shown = Presentation(reader_language(), currency=settings.currency, time_zone=settings.time_zone)
    return _present(days), kind, shown


def _noted(request: HttpRequest, lines: tuple[BacklogLine, ...], form: str) -> None:
    customers = sorted({line.customer for line in lines})
    note(request, Action.EXPORTED, customers=customers, rows=len(lines), form=form, about="backlog")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _kind_words(presentation: Presentation) -> dict[BacklogKind, str]:
    return {one: text.word(f"backlog:{one}", presentation.language) for one in KINDS}


@needs("see_customers", notes=Action.EXPORTED)
@require_GET
def backlog_csv(request: HttpRequest) -> HttpResponse:
    """The lines as CSV, with an empty column for what is right."""
    found, kind, shown = _table(request)
    _noted(request, found.only(kind), "csv")
    content = csv_text(found.table(kind, _kind_words(shown)), shown).encode("utf-8-sig")
    return _file(content, "text/csv; charset=utf-8", "wegmarke-backlog.csv")


@needs("see_customers", notes=Action.EXPORTED)
@require_GET
def backlog_excel(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    found, kind, shown = _table(request)
    _noted(request, found.only(kind), "excel")
    return _file(table_bytes(found.table(kind, _kind_words(shown)), shown), EXCEL, "wegmarke-backlog.xlsx")
