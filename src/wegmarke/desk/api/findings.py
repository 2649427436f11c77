"""Findings over HTTP: the same answers as on the pages, typed, with evidence as filter expressions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS, REFUSALS_WITH_404
from wegmarke.desk.findings.answer import labels_of
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.filter_words import in_words
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import conditions, touchpoints_of, write
from wegmarke.model.finding import Answered, CannotSay, Column, Finding, Table
from wegmarke.model.settings import Level
from wegmarke.report.explanation import explain
from wegmarke.report.presentation import Presentation, tables_of
from wegmarke.text import cannot_say, error_sentence

router = Router()


class ColumnOut(Schema):
    """A column of a table. `unit`: share and difference are fractions, seconds are elapsed time, times are seconds
    since 1970 (UTC). `evidence`: for every row the filter whose journeys (or customers, see `counts`) the number
    counts, or null.
    """

    key: str
    label: str
    unit: str
    formula: str | None
    values: list[int | float | str | bool | None]
    evidence: list[str | None] | None
    counts: str


class TableOut(Schema):
    """A table: all columns have the same length."""

    key: str
    title: str
    rows: int
    columns: list[ColumnOut]


class BasisOut(Schema):
    """What every count rests on."""

    filter: str
    case_notion: str
    lifecycle: list[str] | None
    silence_days: float | None
    cut_at_outcome: bool
    ties: str
    version: str
    time_zone: str
    interactions: int
    journeys: int
    customers: int
    level: Level


class CannotSayOut(Schema):
    """Why there is no answer: a code, how many there are and how many it would take, and a sentence."""

    reason: str
    n: int
    needed: int | None
    message: str


class FindingOut(Schema):
    """The answer to a question: sentences in the language asked for (Accept-Language), numbers without rounding."""

    question: str
    headline: list[str]
    claim: str
    answered: Answered
    method: str
    assumptions: list[str]
    caveats: list[str]
    basis: BasisOut
    cannot_say: CannotSayOut | None
    tables: list[TableOut]


class TouchpointOut(Schema):
    """A touchpoint: its permanent key, and how it is called."""

    key: str
    label: str


class FilterOut(Schema):
    """What is known of a filter: whether it can be read, its normal form, its conditions, and in words what it says.

    `position`: where it goes wrong, counted from 1, if that is known.
    """

    valid: bool
    normal: str
    words: str
    conditions: list[str]
    touchpoints: list[str]
    code: str
    message: str
    position: int | None


class WhereIn(Schema):
    """Which journeys."""

    where: str = Field("", description="A filter, as on the pages, in Python and on the command line; empty is all.")


class JourneysIn(WhereIn):
    """Which journeys, and whose."""

    level: Level = Field("customer", description="Whose journeys: of customers, or of accounts (companies).")


def finding_out(finding: Finding[Any], presentation: Presentation) -> FindingOut:
    """The finding as the interface writes it."""
    explanation = explain(finding, presentation.language)
    basis = finding.basis
    result = finding.result
    refused = None
    if isinstance(result, CannotSay):
        message = cannot_say(result, presentation.language)
        refused = CannotSayOut(reason=result.reason, n=result.n, needed=result.needed, message=message)
    return FindingOut(
        question=finding.question,
        headline=list(explanation.headline),
        claim=finding.claim,
        answered=finding.answered,
        method=explanation.method,
        assumptions=list(explanation.assumptions),
        caveats=list(explanation.caveats),
        basis=BasisOut(
            filter=basis.filter,
            case_notion=basis.case_notion,
            lifecycle=None if basis.lifecycle is None else list(basis.lifecycle),
            silence_days=basis.silence_days,
            cut_at_outcome=basis.cut_at_outcome,
            ties=basis.ties,
            version=basis.version,
            time_zone=basis.time_zone,
            interactions=basis.interactions,
            journeys=basis.journeys,
            customers=basis.customers,
            level=basis.level,
        ),
        cannot_say=refused,
        tables=[_table_out(table, presentation) for table in tables_of(finding)],
    )


def _table_out(table: Table, presentation: Presentation) -> TableOut:
    return TableOut(
        key=table.key,
        title=presentation.title(table),
        rows=len(table),
        columns=[_column_out(column, presentation) for column in table.columns],
    )


def _column_out(column: Column, presentation: Presentation) -> ColumnOut:
    return ColumnOut(
        key=column.key,
        label=presentation.header(column),
        unit=column.unit,
        formula=presentation.formula(column),
        values=[_plain(value) for value in column.values],
        evidence=None if column.evidence is None else list(column.evidence),
        counts=column.counts,
    )


def _plain(value: object) -> int | float | str | bool | None:
    return value if isinstance(value, int | float | str | bool | None) else str(value)


@router.get(
    "/touchpoints",
    response={200: list[TouchpointOut], **REFUSALS_WITH_404},
    tags=["findings"],
    summary="All touchpoints",
)
@permits("see_journeys")
def touchpoints(request: HttpRequest) -> Sequence[TouchpointOut]:
    """Return the touchpoints of the index with their permanent keys."""
    scope = scope_of("")
    if scope.index is None:
        raise WegmarkeError("index_missing")
    return [TouchpointOut(key=one.key, label=one.label) for one in scope.touchpoints]


@router.get(
    "/filters/check",
    response={200: FilterOut, **REFUSALS},
    tags=["findings"],
    summary="Read a filter without asking anything",
)
@permits("see_journeys")
def check_filter(request: HttpRequest, given: Query[WhereIn]) -> FilterOut:
    """Say whether a filter can be read, what it means, or where it goes wrong."""
    scope = scope_of(given.where)
    error = scope.error
    position = error.details.get("position") if error else None
    return FilterOut(
        valid=error is None,
        normal=scope.where,
        words="" if error else in_words(scope.filter, labels_of(scope)),
        conditions=[] if error else [write(part) for part in conditions(scope.filter)],
        touchpoints=[] if error else list(touchpoints_of(scope.filter)),
        code=error.code if error else "",
        message=error_sentence(error, reader_language()) if error else "",
        position=position if isinstance(position, int) else None,
    )
