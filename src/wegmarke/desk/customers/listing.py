"""The customers of a segment as the page lists them, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.findings.answer import labels_of, presented
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.filter_words import in_words
from wegmarke.desk.findings.links import here, with_query
from wegmarke.desk.findings.noting import note_seen
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.audience import ATTRIBUTE, AUDIENCE_ORDERS, COLUMNS, Audience
from wegmarke.report.presentation import tables_of

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that can be shown."""

    key: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """An order, and the address under it."""

    words: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One customer: the cells behind the name, each with whether it is a figure."""

    url: str
    identifier: str
    kind: str
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class AudienceView:
    """A page of the list. first, last: numbers of the lines shown, from 1."""

    headline: str
    words: str
    order: str
    columns: str
    orders: tuple[OrderChoice, ...]
    choices: tuple[ColumnChoice, ...]
    headers: tuple[tuple[str, bool], ...]
    rows: tuple[Row, ...]
    customers: int
    first: int
    last: int
    previous_url: str
    next_url: str
    csv_url: str
    excel_url: str
    json_url: str
    version: str


def audience_view(request: HttpRequest, scope: Scope) -> AudienceView:
    """The list that the address asks for: its filter, order, columns and page."""
    order = request.GET.get("order", "")
    order = order if order in AUDIENCE_ORDERS else AUDIENCE_ORDERS[0]
    columns = columns_of(scope, ",".join(request.GET.getlist("columns")))
    page = _page(request)
    arguments: dict[str, object] = {"order": order, "columns": columns}
    finding: Finding[Audience] = scope.ask("audience", {"offset": (page - 1) * A_PAGE, "limit": A_PAGE, **arguments})
    note_seen(request, finding)
    result = finding.result
    customers = 0 if isinstance(result, CannotSay) else result.customers
    headers, rows = ((), ()) if isinstance(result, CannotSay) else _table(finding, result, scope)
    first = (page - 1) * A_PAGE + 1
    last = first - 1 + len(rows)
    export = {"where": scope.where, "order": order, "columns": ",".join(columns)}
    language = reader_language()
    return AudienceView(
        headline=text.sentence(finding.headline[0], language),
        words=in_words(scope.filter, labels_of(scope)),
        order=order,
        columns=",".join(columns),
        orders=tuple(
            OrderChoice(words, here(request, {"order": key, "page": ""}), key == order)
            for key, words in _order_words().items()
        ),
        choices=(
            *(ColumnChoice(key, name, key in columns) for key, name in _attributes(scope)),
            *(ColumnChoice(key, text.word(f"column:{key}", language), key in columns) for key in COLUMNS),
        ),
        headers=headers,
        rows=rows,
        customers=customers,
        first=first,
        last=last,
        previous_url=here(request, {"page": page - 1 if page > 2 else ""}) if page > 1 else "",
        next_url=here(request, {"page": page + 1}) if last < customers else "",
        csv_url=with_query(reverse("findings:csv", args=["audience"]), **export),
        excel_url=with_query(reverse("findings:excel", args=["audience"]), **export),
        json_url=with_query(f"{reverse('api-v1:api-root')}ask/audience", **export, limit=100_000),
        version=finding.basis.version,
    )


def columns_of(scope: Scope, written: str) -> tuple[str, ...]:
    """The columns of a list as an address or a segment has them: attributes first; the usual ones where it has none.

    What is not there (an attribute that no source tells any more) is left out.
    """
    wanted = set(written.split(","))
    known = (*(key for key, _name in _attributes(scope)), *COLUMNS)
    return tuple(column for column in known if column in wanted) or COLUMNS


def _attributes(scope: Scope) -> Iterator[tuple[str, str]]:
    """The customer attributes that can be a column, and their names; a comma would part a name in the address."""
    for one in scope.index.attributes if scope.index else ():
        if one.words and "," not in one.name:
            yield f"{ATTRIBUTE}{one.name}", one.name


def _order_words() -> dict[str, str]:
    return {
        "value": _("value"),
        "latest": _("latest contact"),
        "contacts": _("most interactions"),
        "earliest": _("first contact"),
        "identifier": _("identifier"),
    }


def _page(request: HttpRequest) -> int:
    written = request.GET.get("page", "1")
    if not written.isdigit() or not 0 < int(written) < 1_000_000:
        raise WegmarkeError("question_argument", question="audience", argument="page", value=written)
    return int(written)


def _table(
    finding: Finding[Audience], result: Audience, scope: Scope
) -> tuple[tuple[tuple[str, bool], ...], tuple[Row, ...]]:
    """Headers and rows of the columns that are shown; times as days."""
    presentation = presented(finding, scope)
    (table,) = tables_of(finding)
    shown = [column for column in table.columns if column.key in result.columns]
    figures = [column.unit in {"count", "minor_units"} for column in shown]
    headers = tuple((presentation.header(column), figure) for column, figure in zip(shown, figures, strict=True))
    language = reader_language()
    rows = []
    for at, member in enumerate(result.members):
        cells = []
        for column, figure in zip(shown, figures, strict=True):
            if column.unit == "time":
                cells.append((text.date(float(str(column.values[at])), language, presentation.time_zone), False))
            else:
                cells.append((presentation.text(table, column, at), figure))
        url = reverse("customers:customer", args=[member.customer])
        rows.append(Row(url, member.identifier, member.kind, tuple(cells)))
    return headers, tuple(rows)
