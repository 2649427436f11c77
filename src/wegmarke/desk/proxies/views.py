"""The page of proxies: which KPIs follow customers, which go against them; and bringing KPIs in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.dots import DotChart, shares_chart
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import asked_scope, begin
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Column, Table
from wegmarke.questions.proxies import Proxies
from wegmarke.report.presentation import worded
from wegmarke.workspace.kpis import KpisTaken

LEFT_OUT = frozenset(
    {"both_better", "kpi_worse_customers_better", "both_worse", "level_r", "better", "of_customers", "revised"}
)
"""They stand in the exports; beside the others they would hide these."""

SHOWN = 12
"""So many lines of each table at first; those with something to say come first."""
LISTED = 60
"""So many where those who left after a period are listed."""
LIMIT_BYTES = 5 * 1024 * 1024


@needs("see_journeys")
@require_GET
def proxies(request: HttpRequest) -> HttpResponse:
    """The verdicts, and one KPI period by period."""
    scope, context = begin(request)
    error = ""
    if scope.ready:
        arguments: dict[str, object] = {}
        kpi, department = _chosen(request)
        arguments |= {"kpi": kpi, "department": department} if kpi else {}
        if period := request.GET.get("period", ""):
            arguments["period"] = period
        try:
            finding = scope.ask("proxies", arguments)
        except WegmarkeError as trouble:
            error, arguments = text.error_sentence(trouble, reader_language()), {}
            finding = scope.ask("proxies")
        shown = LISTED if period else SHOWN
        context["answer"] = answer_view(request, scope, finding, arguments, left_out=LEFT_OUT, shown=shown)
        if isinstance(finding.result, Proxies):
            context |= _choices(finding.result, scope.where)
    context |= {"error": error, "may_bring_in": may(request.user, "manage_sources")}
    return render(request, "proxies/proxies.html", context, status=422 if scope.error or error else 200)


@needs("see_journeys")
@require_GET
def proxies_data(request: HttpRequest) -> HttpResponse:
    """What the chart draws: in how many of their changes KPI and customers moved the same way."""
    result = for_role(asked_scope(request).ask("proxies"), request.user).result
    if isinstance(result, CannotSay):
        return JsonResponse(asdict(DotChart((), (), signed=False, hidden=0)))
    return JsonResponse(asdict(_chart(result.tables()[0])))


@needs("manage_sources", notes=Action.SOURCE_CHANGED)
@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    """Take in a table of KPIs."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        messages.error(request, _("No file was chosen."))
    else:
        try:
            _told(request, file.name, _taken(file))
            note(request, Action.SOURCE_CHANGED, about="kpis")
        except WegmarkeError as error:
            messages.error(request, text.error_sentence(error, reader_language()))
    return redirect("proxies:proxies")


def _taken(file: UploadedFile) -> KpisTaken:
    name = Path(str(file.name)).name
    if (file.size or 0) > LIMIT_BYTES:
        raise WegmarkeError("file_too_large", file=name, size=file.size, limit=LIMIT_BYTES)
    with TemporaryDirectory() as folder:
        place = Path(folder) / name
        with place.open("wb") as stream:
            for chunk in file.chunks():
                stream.write(chunk)
        return workspace().import_kpis(place)


def _told(request: HttpRequest, name: str, taken: KpisTaken) -> None:
    if taken.known:
        messages.info(request, _("%(file)s had been brought in before; nothing was added.") % {"file": name})
        return
    said = ngettext(
        "%(values)s value of %(kpis)s KPIs was taken in.",
        "%(values)s values of %(kpis)s KPIs were taken in.",
        taken.values,
    )
    messages.success(request, said % {"values": taken.values, "kpis": len(taken.kpis)})
    if taken.revised:
        messages.warning(request, _("%(n)s of them say something else than was told before.") % {"n": taken.revised})


def _chosen(request: HttpRequest) -> tuple[str, str]:
    """The KPI and its department, as the list names them."""
    kpi, _bar, department = request.GET.get("kpi", "").partition("|")
    return kpi, department


def _choices(result: Proxies, where: str) -> dict[str, object]:
    """The lists to choose from, and the address of the chart."""
    language, shown = reader_language(), result.shown
    kpis = dict.fromkeys((one.kpi.name, one.kpi.department) for one in result.lines)
    chosen = None if shown is None else (shown.kpi.name, shown.kpi.department)
    table = next((one for one in result.tables() if one.key == "proxies_periods"), None)
    periods = [] if table is None else [str(one) for one in table.column("kpi_period").values]
    found: dict[str, object] = {
        "kpis": [
            (f"{name}|{department}", f"{worded(f'kpi:{name}', language)} ({department})", (name, department) == chosen)
            for name, department in kpis
        ],
        "has_told": any(one.origin == "told" for one in result.lines),
        "periods": [(one, one == result.period) for one in periods],
    }
    if _chart(result.tables()[0]).rows:
        found["chart_url"] = with_query(reverse("proxies:proxies_data"), where=where)
    return found


def _chart(table: Table) -> DotChart:
    """The lines with a verdict, and those that the company told."""
    language = reader_language()
    columns = {column.key: column for column in table.columns}
    wanted = [
        row
        for row in range(len(table))
        if columns["verdict"].values[row] != "unknown" or columns["kpi_origin"].values[row] == "told"
    ]
    picked = Table(table.key, tuple(_rows(column, wanted) for column in table.columns))
    names = [
        f"{worded(f'kpi:{kpi}', language)} ({department}): {worded(f'customers_do:{does}', language)}"
        for kpi, department, does in zip(
            *(picked.column(key).values for key in ("kpi", "department", "customers_do")), strict=True
        )
    ]
    title = text.word("column:same_direction", language)
    return shares_chart(picked, Column("kpi", "text", names), (("same_direction", title, "a"),), {})


def _rows(column: Column, rows: list[int]) -> Column:
    return Column(column.key, column.unit, [column.values[row] for row in rows])
