"""What customers are worth from here on, and who lacks attention: the answer, all together, and each by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.customers.value_chart import SINCE, TENTHS, opened
from wegmarke.desk.findings.answer import AnswerView, answer_view, presented, viewing_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import Choice, here, with_query
from wegmarke.desk.findings.noting import note_seen
from wegmarke.desk.findings.page import begin, page_number
from wegmarke.desk.findings.policy import FIGURES
from wegmarke.desk.findings.tables import Cell, Header, row_view
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.value import HORIZON_DAYS, VALUE_ORDERS, Buyer, Value
from wegmarke.report.presentation import tables_of

A_PAGE = 50
NAMED = frozenset({"customer", "kind", "customer_number"})
"""Columns of the table that the name of a line stands for."""
NO_TERM = "0"
"""In the address: no contracts, whatever the settings say."""
FORECAST = frozenset({"alive", "purchases_ahead", "value_ahead"})
"""Columns that are empty where nothing is forecast."""

DRAWN = frozenset({TENTHS, SINCE})
"""The tables of which there is a picture."""


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column's head. formula: for the tooltip."""

    label: str
    formula: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One who bought. name: of the account, "" for customers. is_silent: for longer than ever before. cells: text, and
    whether it is a figure.
    """

    url: str
    name: str
    identifier: str
    kind: str
    is_silent: bool
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class ValueView:
    """A page of the list. facts: of all together. horizons: none where nothing is forecast. terms: of contracts. first,
    last: numbers of the lines shown, from 1, of `total`. narrowed: to what the list is narrowed, and the address
    without.
    """

    facts: tuple[tuple[Header, Cell], ...]
    horizons: tuple[Choice, ...]
    terms: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    narrowed: tuple[tuple[str, str], ...]
    heads: tuple[ColumnHead, ...]
    rows: tuple[Row, ...]
    total: int
    first: int
    last: int
    previous_url: str
    next_url: str
    json_url: str


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def value_page(request: HttpRequest) -> HttpResponse:
    """What all who ever bought are expected to do, and each of them, by value or by silence."""
    scope, context = begin(request)
    if scope.ready:
        arguments = _arguments(request)
        page = page_number(request, "value")
        finding: Finding[Value] = scope.ask("value", {"offset": (page - 1) * A_PAGE, "limit": A_PAGE, **arguments})
        note_seen(request, finding)
        answer: AnswerView = answer_view(request, scope, finding, arguments)
        context["answer"] = answer
        if not isinstance(finding.result, CannotSay):
            context["shown"] = _view(request, scope, finding, finding.result, arguments)
            drawn = next(table for table in answer.tables if table.key in DRAWN)
            context["where_it_lies"] = opened(drawn, scope, arguments)
            context["chart_url"] = with_query(
                reverse("customers:value_chart"), where=scope.where, days=arguments["days"]
            )
    return render(request, "customers/value.html", context, status=422 if scope.error else 200)


def _arguments(request: HttpRequest) -> dict[str, object]:
    """Horizon, order, term and what narrows the list, as the address has them; the term as the settings have it where
    the address says nothing. What is no such number the question refuses.
    """
    order = request.GET.get("order", "")
    term = request.GET.get("contract_days") or str(workspace().settings.contract_days or "")
    term = "" if term == NO_TERM else term
    known = order in VALUE_ORDERS and (term or order != "decision")
    narrowed = {"contract_days": term, "tenth": request.GET.get("tenth", "")}
    if term:
        narrowed["due_days"] = request.GET.get("due_days", "")
    return {
        "days": request.GET.get("days") or str(HORIZON_DAYS),
        "order": order if known else VALUE_ORDERS[0],
        **{name: said for name, said in narrowed.items() if said},
    }


def _view(
    request: HttpRequest, scope: Scope, finding: Finding[Value], result: Value, arguments: dict[str, object]
) -> ValueView:
    sums = tables_of(finding)[1]
    heads, rows = _table(scope, finding, result)
    last = result.offset + len(rows)
    page = result.offset // A_PAGE + 1
    facts = row_view(sums, 0, viewing_of(request, scope, finding))
    is_forecast = result.answered == "model"
    order = arguments["order"]
    if not is_forecast and order == "expected":  # what the question then orders by
        order = "purchases"
    return ValueView(
        facts=tuple(
            (header, cell)
            for header, cell in facts
            if header.key != "answered" and (is_forecast or cell.text != text.NOTHING)
        ),
        horizons=tuple(
            Choice(words, here(request, {"days": days, "page": ""}), days == result.horizon_days)
            for days, words in _horizon_words().items()
            if is_forecast or result.contracts is not None
        ),
        terms=tuple(
            Choice(words, here(request, {"contract_days": days, "due_days": "", "page": ""}), days == _term(result))
            for days, words in _term_words(result).items()
        ),
        orders=tuple(
            Choice(words, here(request, {"order": key, "page": ""}), key == order)
            for key, words in _order_words().items()
            if (is_forecast or key != "expected") and (result.contracts is not None or key != "decision")
        ),
        narrowed=tuple(_narrowed(request, arguments)),
        heads=heads,
        rows=rows,
        total=result.listed,
        first=result.offset + 1,
        last=last,
        previous_url=here(request, {"page": page - 1 if page > 2 else ""}) if page > 1 else "",
        next_url=here(request, {"page": page + 1}) if last < result.listed else "",
        json_url=with_query(f"{reverse('api-v1:api-root')}ask/value", where=scope.where, **arguments, limit=100_000),
    )


def _narrowed(request: HttpRequest, arguments: dict[str, object]) -> Iterator[tuple[str, str]]:
    words = {
        "tenth": _("Only tenth %(n)s"),
        "due_days": _("Only contracts whose term ends within %(n)s days"),
    }
    for name, said in words.items():
        if name in arguments:
            yield said % {"n": arguments[name]}, here(request, {name: "", "page": ""}) + "#value-list"


def _horizon_words() -> dict[int, str]:
    return {91: _("a quarter"), 183: _("half a year"), HORIZON_DAYS: _("a year"), 2 * HORIZON_DAYS: _("two years")}


def _term(result: Value) -> int:
    """The term of contracts in days; 0 where none was given."""
    return 0 if result.contracts is None else result.contracts.term_days


def _term_words(result: Value) -> dict[int, str]:
    """The usual terms, and that of the address."""
    usual = {0: _("no contracts"), 30: _("a month"), 91: _("a quarter"), 365: _("a year"), 730: _("two years")}
    term = _term(result)
    return usual if term in usual else usual | {term: _("%(days)s days") % {"days": term}}


def _order_words() -> dict[str, str]:
    return {
        "expected": _("expected value"),
        "silent": _("lack of attention"),
        "purchases": _("number of purchases"),
        "latest": _("last purchase"),
        "decision": _("end of the contract's term"),
    }


def _table(scope: Scope, finding: Finding[Value], result: Value) -> tuple[tuple[ColumnHead, ...], tuple[Row, ...]]:
    """Heads and lines; columns of a forecast only where there is one."""
    presentation, language = presented(finding, scope), reader_language()
    table = tables_of(finding)[0]
    left_out = NAMED | (FORECAST if result.answered == "counted" else frozenset())
    columns = [column for column in table.columns if column.key not in left_out]
    heads = tuple(
        ColumnHead(presentation.header(column), presentation.formula(column) or "", column.unit in FIGURES)
        for column in columns
    )
    accounts = workspace().accounts() if scope.level == "account" else None
    rows = []
    for at, buyer in enumerate(result.lines):
        cells = []
        for column in columns:
            if column.unit == "time":
                said = text.date(float(str(column.values[at])), language, presentation.time_zone)
            else:
                said = presentation.text(table, column, at)
            cells.append((said, column.unit in FIGURES))
        account = None if accounts is None else accounts.account(buyer.customer)
        rows.append(_row(scope, buyer, "" if account is None else account.name, tuple(cells)))
    return heads, tuple(rows)


def _row(scope: Scope, buyer: Buyer, name: str, cells: tuple[tuple[str, bool], ...]) -> Row:
    page = "customers:account" if scope.level == "account" else "customers:customer"
    ratio = buyer.silence_ratio
    return Row(
        url=with_query(reverse(page, args=[buyer.customer]), where=scope.where, level=""),
        name=name,
        identifier=buyer.identifier,
        kind=buyer.kind,
        is_silent=ratio is not None and ratio > 1,
        cells=cells,
    )
