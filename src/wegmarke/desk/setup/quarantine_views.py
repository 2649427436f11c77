"""Rows that were set aside: why, how many, their values; correct them, read them again, take them along as CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast, get_args

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.jobs.models import ACTIVE, Job
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.setup.uploads import kept_files
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.quarantine import UnfitReason
from wegmarke.record import QuarantinedRow
from wegmarke.text import unfit

ROWS_A_PAGE = 25
ROWS_AT_A_TIME = 1_000
MAX_CELLS = 200
REASONS: tuple[UnfitReason, ...] = get_args(UnfitReason)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of a row in quarantine: as read, as corrected if it was, and whether it is the one at fault."""

    column: str
    value: str
    corrected: str | None
    is_at_fault: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A row in quarantine as it is drawn. text: of a row that could not be cut into columns."""

    row: QuarantinedRow
    cells: tuple[CellView, ...]
    text: str


def _source(source: str) -> str:
    if source not in workspace().sources:
        raise Http404
    return source


def _reason(request: HttpRequest) -> UnfitReason | None:
    wanted = request.GET.get("reason", "")
    return wanted if wanted in REASONS else None


# The rows hold what customers left behind, so seeing them needs both rights.
@needs("manage_sources", notes=Action.QUARANTINE_OPENED)
@require_GET
def quarantine(request: HttpRequest, source: str) -> HttpResponse:
    """Show the rows of a source that were set aside, by reason."""
    name, reason = _source(source), _reason(request)
    record = workspace().record
    reasons = record.quarantine_reasons(source=name)
    total = sum(count.rows for count in reasons if reason in {None, count.reason})
    page = Paginator(range(total), ROWS_A_PAGE).get_page(request.GET.get("page"))
    found = record.quarantine(name, reason=reason, offset=(page.number - 1) * ROWS_A_PAGE, limit=ROWS_A_PAGE)
    context = {
        "source": name,
        "reason": reason or "",
        "reasons": reasons,
        "all_rows": sum(count.rows for count in reasons),
        "total": found.total,
        "rows": [view_of_row(row, workspace_columns(name)) for row in found.rows],
        "page": page,
        "corrected": any(entry.corrections for entry in record.files if entry.source == name and entry.live),
        "kept": len(kept_files(name)),
        "running": Job.objects.filter(state__in=ACTIVE, kind="replay").order_by("pk").first(),
        "can_correct": may(request.user, "manage_sources"),
    }
    return render(request, "setup/quarantine.html", context)


def workspace_columns(source: str) -> tuple[str, ...]:
    """Name the columns that a row without any can be given: those its mapping reads."""
    from wegmarke.sources.interactions import used_columns  # noqa: PLC0415 - only rows without columns need it

    return tuple(sorted(used_columns(workspace().mapping(source))))


def view_of_row(row: QuarantinedRow, columns: tuple[str, ...]) -> RowView:
    """Lay out a row: its cells, corrections beside them."""
    changes = dict(row.changes)
    try:
        found = json.loads(row.raw)
    except ValueError:
        found = None
    cells = (
        {str(key): "" if value is None else str(value) for key, value in found.items()}
        if isinstance(found, dict)
        else {}
    )
    names = list(cells) or list(columns)
    names += [name for name in (row.column, *changes) if name and name not in names]
    views = tuple(
        CellView(name, cells.get(name, ""), changes.get(name), is_at_fault=name == row.column)
        for name in names[:MAX_CELLS]
    )
    return RowView(row, views, "" if cells else row.raw)


def _number(text: str) -> int:
    """Read a number of the form; 0, which is no file and no row, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


@needs("manage_sources", notes=Action.ROW_CORRECTED)
@require_POST
def correct(request: HttpRequest, source: str) -> HttpResponse:
    """Note what is to be read in a row instead; the row as it came stays as it is."""
    name = _source(source)
    file, row = (_number(request.POST.get(key, "")) for key in ("file", "row"))
    columns, before, after = (request.POST.getlist(key) for key in ("column", "before", "value"))
    changes = {column: value for column, old, value in zip(columns, before, after, strict=False) if value != old}
    if changes:
        workspace().correct(file, {row: changes})
        messages.success(request, _("Row %(row)s was corrected. It is read again with “Replay”.") % {"row": row})
    else:
        messages.info(request, _("Nothing was changed in row %(row)s.") % {"row": row})
    back = request.POST.get("back", "")
    return redirect(reverse("setup:quarantine", args=[name]) + (f"?{back}" if back else ""))


@needs("manage_sources", notes=Action.QUARANTINE_EXPORTED)
@require_GET
def export(request: HttpRequest, source: str) -> HttpResponseBase:
    """Give the rows as CSV: file, row, reason, column, value, the row as read; safe to open in a spreadsheet."""
    name, reason = _source(source), _reason(request)
    response = StreamingHttpResponse(_lines(name, reason), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="quarantine_{name}.csv"'
    return response


class _Echo:
    """Hands what is written straight on."""

    def write(self, value: str) -> str:
        return value


def _lines(source: str, reason: UnfitReason | None) -> Iterator[str]:
    language, writer = reader_language(), csv.writer(_Echo(), delimiter=";")
    record, offset = workspace().record, 0
    head = ("file", "row", "reason", "reason in words", "column", "value", "corrected", "row as read")
    yield "\ufeff" + cast("str", writer.writerow(head))
    while rows := record.quarantine(source, reason=reason, offset=offset, limit=ROWS_AT_A_TIME).rows:
        for row in rows:
            changes = json.dumps(dict(row.changes), ensure_ascii=False) if row.changes else ""
            words = unfit(row.reason, language)
            cells = (row.name, row.row, row.reason, words, row.column, row.value, changes, row.raw)
            yield cast("str", writer.writerow([_safe(cell) for cell in cells]))
        offset += len(rows)


def _safe(cell: object) -> object:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
