"""The list of accounts, a page at a time, and as a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.tellings import complaints_in
from wegmarke.desk.findings.answer import labels_of, presented
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.exporting import EXCEL, file_response
from wegmarke.desk.findings.filter_words import in_words
from wegmarke.desk.findings.level import LevelSwitch
from wegmarke.desk.findings.links import here, with_query
from wegmarke.desk.findings.page import asked_scope, begin
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.customers import MOST_LISTED
from wegmarke.report.csv import csv_bytes
from wegmarke.report.excel import excel_bytes
from wegmarke.workspace.account_list import ACCOUNT_ORDERS, AccountList, AccountOrder, account_list

A_PAGE = 50
SHOWN: dict[str, AccountOrder | None] = {
    "value": "value",
    "interactions": None,
    "people": "people",
    "last_outcome": None,
    "open_complaints": "complaints",
    "finished": "latest",
}
"""The columns of the page behind the name, and the order that the head of each leads to."""


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head. url: to sort by it, "" where one cannot; sorted: "", ascending or descending."""

    label: str
    is_figure: bool
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Row:
    """One account. cells: text, whether it is a figure."""

    name: str
    identifier: str
    url: str
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class AccountsView:
    """A page of the list. first, last: numbers of the lines shown, from 1."""

    headline: str
    words: str
    name_header: Header
    headers: tuple[Header, ...]
    rows: tuple[Row, ...]
    accounts: int
    first: int
    last: int
    previous_url: str
    next_url: str
    csv_url: str
    excel_url: str
    version: str


@needs("see_customers", notes=Action.ACCOUNTS_LISTED)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that the filter leaves."""
    scope, context = begin(request, "account")
    people = with_query(reverse("customers:segments"), where=scope.where or scope.written, level="")
    context["level_switch"] = LevelSwitch(people, here(request, {}), "account")
    missing = scope.error is not None and scope.error.code == "accounts_missing"
    context["missing"] = missing
    if scope.ready:
        context["shown"] = _view(request, scope)
    return render(request, "customers/accounts.html", context, status=422 if scope.error and not missing else 200)


def _asked(request: HttpRequest) -> tuple[AccountOrder, bool, int]:
    """The order of the address, whether backwards, and the page."""
    written, page = request.GET.get("order", ""), request.GET.get("page", "1")
    order: AccountOrder = next((one for one in ACCOUNT_ORDERS if one == written.removeprefix("-")), "value")
    if not page.isdecimal() or not 0 < int(page) < 1_000_000:
        raise WegmarkeError("question_argument", question="accounts", argument="page", value=page)
    return order, written.startswith("-"), int(page)


def accounts_in(scope: Scope, order: AccountOrder, offset: int, limit: int, *, backwards: bool) -> Finding[AccountList]:
    """The accounts that the filter leaves, with the open complaints of each."""
    asked = scope.asked()
    return account_list(
        asked,
        workspace().accounts(),
        complaints_in(asked.index),
        order=order,
        backwards=backwards,
        offset=offset,
        limit=limit,
    )


def _view(request: HttpRequest, scope: Scope) -> AccountsView:
    order, backwards, page = _asked(request)
    finding = accounts_in(scope, order, (page - 1) * A_PAGE, A_PAGE, backwards=backwards)
    result = finding.result
    lines = () if isinstance(result, CannotSay) else result.lines
    note(request, Action.ACCOUNTS_LISTED, rows=len(lines), about="accounts", where=scope.where)
    total = 0 if isinstance(result, CannotSay) else result.accounts
    first = (page - 1) * A_PAGE
    export = {"where": scope.where, "order": request.GET.get("order", ""), "level": ""}
    headers, rows = _table(request, finding, scope, order, backwards=backwards)
    return AccountsView(
        headline=text.sentence(finding.headline[0], reader_language(), "account"),
        words=in_words(scope.filter, labels_of(scope)),
        name_header=_header(
            request, text.word("column:account", reader_language()), "name", order, backwards=backwards
        ),
        headers=headers,
        rows=rows,
        accounts=total,
        first=first + 1,
        last=first + len(rows),
        previous_url=here(request, {"page": page - 1 if page > 2 else ""}) if page > 1 else "",
        next_url=here(request, {"page": page + 1}) if first + len(rows) < total else "",
        csv_url=with_query(reverse("customers:accounts_csv"), **export),
        excel_url=with_query(reverse("customers:accounts_excel"), **export),
        version=finding.basis.version,
    )


def _header(
    request: HttpRequest,
    label: str,
    own: AccountOrder | None,
    order: AccountOrder,
    *,
    backwards: bool,
    figure: bool = False,
) -> Header:
    is_here = own == order
    natural = "ascending" if own == "name" else "descending"
    turned = "descending" if own == "name" else "ascending"
    wanted = f"-{own}" if is_here and not backwards else own or ""
    url = here(request, {"order": "" if wanted == "value" else wanted, "page": ""}) if own else ""
    return Header(label, figure, url, ("" if not is_here else turned if backwards else natural))


def _table(
    request: HttpRequest, finding: Finding[AccountList], scope: Scope, order: AccountOrder, *, backwards: bool
) -> tuple[tuple[Header, ...], tuple[Row, ...]]:
    if isinstance(finding.result, CannotSay):
        return (), ()
    presentation = presented(finding, scope)
    (table,) = finding.result.tables()
    columns = [(table.column(key), own) for key, own in SHOWN.items()]
    figures = [column.unit in {"count", "minor_units"} for column, _own in columns]
    headers = tuple(
        _header(request, presentation.header(column), own, order, backwards=backwards, figure=figure)
        for (column, own), figure in zip(columns, figures, strict=True)
    )
    rows = []
    for at, line in enumerate(finding.result.lines):
        cells = [
            text.date(line.last, presentation.language, presentation.time_zone)
            if column.unit == "time"
            else presentation.text(table, column, at)
            for column, _own in columns
        ]
        rows.append(
            Row(
                name=line.name or line.identifier,
                identifier=line.identifier if line.name else "",
                url=with_query(reverse("customers:account", args=[line.number]), where=scope.where, level=""),
                cells=tuple(zip(cells, figures, strict=True)),
            )
        )
    return headers, tuple(rows)


def _exported(request: HttpRequest, form: str) -> tuple[Scope, Finding[AccountList]]:
    scope = asked_scope(request, "account")
    order, backwards, _page = _asked(request)
    finding = accounts_in(scope, order, 0, MOST_LISTED, backwards=backwards)
    rows = 0 if isinstance(finding.result, CannotSay) else len(finding.result.lines)
    note(request, Action.EXPORTED, rows=rows, form=form, about="accounts", where=scope.where)
    return scope, finding


@needs("see_customers", notes=Action.EXPORTED)
@require_GET
def accounts_csv(request: HttpRequest) -> HttpResponse:
    """The list as CSV, all of it."""
    scope, finding = _exported(request, "csv")
    content = csv_bytes(finding, presented(finding, scope))
    return file_response(content, "text/csv; charset=utf-8", "wegmarke-accounts.csv", finding.basis.version)


@needs("see_customers", notes=Action.EXPORTED)
@require_GET
def accounts_excel(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    scope, finding = _exported(request, "xlsx")
    content = excel_bytes(finding, presented(finding, scope))
    return file_response(content, EXCEL, "wegmarke-accounts.xlsx", finding.basis.version)
