"""The picture of what customers are worth from here on: where it lies, and how much of it with those who are silent."""

from __future__ import annotations

from dataclasses import asdict, replace

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.dots import Colour, Dot, DotChart, DotGroup, DotRow
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import asked_scope
from wegmarke.desk.findings.tables import Cell, Header, TableView
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Finding, Table
from wegmarke.questions.value import HORIZON_DAYS, Value
from wegmarke.report.presentation import Presentation, tables_of

TENTHS, SINCE = "value_tenths", "value_since"


@needs("see_customers")
@require_GET
def chart_data(request: HttpRequest) -> JsonResponse:
    """What the picture draws: tenths with their intervals, or counts where nothing is forecast."""
    scope = asked_scope(request)
    days = request.GET.get("days") or str(HORIZON_DAYS)
    finding: Finding[Value] = scope.ask("value", {"days": days, "limit": 1})
    chart = DotChart((), (), signed=False, hidden=0)
    if not isinstance(finding.result, CannotSay):
        table = next(one for one in tables_of(finding) if one.key in {TENTHS, SINCE})
        presentation = Presentation(reader_language(), currency=finding.result.currency, level=scope.level)
        chart = _tenths(table, presentation) if table.key == TENTHS else _since(table, presentation)
    return JsonResponse(asdict(chart))


def _tenths(table: Table, presentation: Presentation) -> DotChart:
    key = next(column.key for column in table.columns if column.key in {"value_ahead", "purchases_ahead"})
    rows = []
    for row, tenth in enumerate(table.column("tenth").values):
        customers = table.column("customers")
        counted = f"{presentation.text(table, customers, row)} {presentation.header(customers)}"
        label = f"{presentation.header(table.column('tenth'))} {tenth} ({counted})"
        drawn = (_dot(table, key, row, "a", presentation), _dot(table, f"silent_{key}", row, "b", presentation))
        rows.append(DotRow(label, tuple(dot for dot in drawn if dot is not None)))
    groups = (
        DotGroup(presentation.header(table.column(key)), "a"),
        DotGroup(_("of it with the silent"), "b"),
    )
    return DotChart(
        tuple(rows),
        groups,
        signed=False,
        hidden=0,
        unit="money" if key == "value_ahead" else "count",
        currency=presentation.currency,
    )


def _dot(table: Table, key: str, row: int, colour: Colour, presentation: Presentation) -> Dot | None:
    """An estimate of a tenth, money in whole units of the currency; None where there is nobody."""
    value, low, high = (table.column(f"{key}{end}").values[row] for end in ("", "_low", "_high"))
    if value is None or low is None or high is None:
        return None
    unit = table.column(key).unit
    ends = [float(str(one)) for one in (value, low, high)]
    said = text.number(ends[0], unit, presentation.language, currency=presentation.currency)
    within = text.span(ends[1], ends[2], unit, presentation.language, currency=presentation.currency)
    drawn = [one / 100 if unit == "minor_units" else one for one in ends]
    return Dot(drawn[0], drawn[1], drawn[2], colour, f"{said} ({within})")


def _since(table: Table, presentation: Presentation) -> DotChart:
    customers, silent, named = (table.column(key) for key in ("customers", "silent_longer", "bought_last"))
    rows = []
    for row in range(len(table)):
        counts = [float(str(column.values[row])) for column in (customers, silent)]
        all_of_them, of_them = (presentation.text(table, column, row) for column in (customers, silent))
        dots = (
            Dot(counts[0], counts[0], counts[0], "a", all_of_them),
            Dot(counts[1], counts[1], counts[1], "b", of_them),
        )
        rows.append(DotRow(presentation.text(table, named, row), dots))
    groups = (DotGroup(presentation.header(customers), "a"), DotGroup(presentation.header(silent), "b"))
    return DotChart(tuple(rows), groups, signed=False, hidden=0, unit="count")


def opened(table: TableView, scope: Scope, arguments: dict[str, object]) -> TableView:
    """The table of tenths with its counts opening the customers whom they count: of a tenth, and the silent first."""
    if table.key != TENTHS:
        return table
    orders = {"customers": "expected", "silent_longer": "silent"}
    nobody = text.number(0, "count", reader_language())

    def linked(header: Header, cell: Cell, tenth: str) -> Cell:
        if header.key not in orders or cell.text == nobody:
            return cell
        return replace(cell, url=_list(scope, arguments | {"tenth": tenth, "order": orders[header.key]}))

    rows = tuple(
        tuple(linked(header, cell, row[0].text) for header, cell in zip(table.headers, row, strict=True))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _list(scope: Scope, arguments: dict[str, object]) -> str:
    return with_query(reverse("customers:value"), where=scope.where, **arguments) + "#value-list"
