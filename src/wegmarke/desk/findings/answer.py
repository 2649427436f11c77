"""A finding as a page shows it: the answer in sentences, what it rests on, how it was made, its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from wegmarke.desk.accounts.policy import may
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.filter_words import in_words
from wegmarke.desk.findings.links import behind, with_query
from wegmarke.desk.findings.policy import for_role
from wegmarke.desk.findings.tables import SHOWN, TableView, Viewing, table_view
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.filter import parse
from wegmarke.model.finding import CannotSay, Finding, Table
from wegmarke.report.explanation import Explanation, explain
from wegmarke.report.presentation import Presentation, presentation_of, tables_of
from wegmarke.text import cannot_say

ALL_ROWS = 100_000

HEADLINE_EVIDENCE: dict[str, tuple[str, str]] = {
    "map.commonest_step": ("steps", "journeys"),
    "paths.extent": ("paths", "journeys"),
    "entries.lost_after": ("before_points", "lost"),
    "compare.largest": ("", "journeys_a"),
}
"""Which count of which table a sentence speaks of: the one in its first row, save for what was lost (the largest)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the headline, and the list behind it ("" where there is none)."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What a page shows of a finding. cannot: why there is no result, "" where there is one."""

    question: str
    headline: tuple[Said, ...]
    explanation: Explanation
    cannot: str
    tables: tuple[TableView, ...]
    csv_url: str
    excel_url: str

    @property
    def basis(self) -> str:
        """What every number rests on, in a line."""
        return self.explanation.basis[0]

    def table(self, key: str) -> TableView | None:
        """The table of that key."""
        return next((table for table in self.tables if table.key == key), None)


def answer_view(
    request: HttpRequest,
    scope: Scope,
    finding: Finding[Any],
    arguments: dict[str, object] | None = None,
    *,
    left_out: frozenset[str] = frozenset(),
    shown: int = SHOWN,
) -> AnswerView:
    """The finding for the person who asks."""
    worded = _filters_in_words(finding, scope)
    wanted, _dot, sort = request.GET.get("sort", "").partition(".")
    viewing = replace(
        viewing_of(request, scope, finding),
        shown=ALL_ROWS if request.GET.get("rows") == "all" else shown,
        left_out=left_out,
    )
    tables = tables_of(for_role(finding, request.user))
    explanation = explain(worded, reader_language())
    export = {"where": scope.where, **(arguments or {})}
    return AnswerView(
        question=finding.question,
        headline=tuple(
            Said(said, _headline_url(sentence.code, tables) if viewing.may_see_customers else "")
            for said, sentence in zip(explanation.headline, finding.headline, strict=False)
        ),
        explanation=explanation,
        cannot=cannot_say(finding.result, reader_language()) if isinstance(finding.result, CannotSay) else "",
        tables=tuple(
            table_view(table, replace(viewing, sort=sort) if table.key == wanted else viewing) for table in tables
        ),
        csv_url=with_query(reverse("findings:csv", args=[finding.question]), **export),
        excel_url=with_query(reverse("findings:excel", args=[finding.question]), **export),
    )


def viewing_of(request: HttpRequest, scope: Scope, finding: Finding[Any]) -> Viewing:
    """How tables of the finding are shown to the person who asks."""
    return Viewing(presented(finding, scope), scope.where, may(request.user, "see_customers"))


def presented(finding: Finding[Any], scope: Scope) -> Presentation:
    """How the finding is put before this reader."""
    currency = scope.index.settings.currency if scope.index else "EUR"
    return presentation_of(finding, scope.touchpoints, reader_language(), currency)


def labels_of(scope: Scope) -> dict[str, str]:
    """Labels of touchpoints by their keys."""
    return {touchpoint.key: touchpoint.label for touchpoint in scope.touchpoints}


def _filters_in_words(finding: Finding[Any], scope: Scope) -> Finding[Any]:
    """The same finding with the filters in its headline put into words."""
    labels = labels_of(scope)

    def worded(values: dict[str, object]) -> dict[str, object]:
        return {
            name: in_words(parse(str(value)), labels) if name.endswith("_filter") else value
            for name, value in values.items()
        }

    return replace(finding, headline=tuple(replace(said, values=worded(said.values)) for said in finding.headline))


def _headline_url(code: str, tables: tuple[Table, ...]) -> str:
    """The list of the customers that a sentence speaks of."""
    table_key, column_key = HEADLINE_EVIDENCE.get(code, ("", ""))
    if not column_key or not tables:
        return ""
    table = next((table for table in tables if table.key == table_key), tables[0])
    try:
        column = table.column(column_key)
    except KeyError:
        return ""
    if not len(table) or column.evidence is None:
        return ""
    row = max(range(len(table)), key=lambda at: float(str(column.values[at]))) if code == "entries.lost_after" else 0
    evidence = column.evidence[row]
    return behind(evidence) if evidence else ""
