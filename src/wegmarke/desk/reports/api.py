"""The overview and the report over HTTP: what the start page says, and the file that the page of reports writes."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field

from wegmarke.desk.accounts.policy import may
from wegmarke.desk.api.findings import JourneysIn
from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS_WITH_404
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.level import speak_of
from wegmarke.desk.reports.handlers import REPORT
from wegmarke.desk.reports.making import made_for
from wegmarke.desk.reports.reading import answers_of, presented_in, reading_of
from wegmarke.desk.shell.language import reader_language
from wegmarke.report.board.document import charge_sentence, stake_sentence
from wegmarke.report.board.gathered import Said, told_to, worded
from wegmarke.report.board.statement import Statement, Topic
from wegmarke.report.board.written import CONTENT_TYPES, Form, written
from wegmarke.text import Language, sentence, word

router = Router()


class AtStakeOut(Schema):
    """What is at stake in a year, in minor units of the currency, with an interval of that level.

    `measured_in`: margin, or revenue where no margin is assumed.
    """

    value: float
    low: float
    high: float
    level: float
    measured_in: Literal["margin", "revenue"]
    currency: str


class StatementOut(Schema):
    """One statement of the overview. `sentences`: as the page says them, with what is at stake and who is in charge.
    `answered`: false where it only says what is missing. `question`, `arguments`: the finding behind it, as `/ask/…`
    takes them. `evidence`: the filter of the customers it speaks of, or empty. `page`: where it is told in full.
    """

    topic: Topic
    heading: str
    sentences: list[str]
    answered: bool
    at_stake: AtStakeOut | None
    touchpoint: str
    department: str
    in_charge: str
    question: str
    arguments: dict[str, str]
    evidence: str
    page: str


class OverviewOut(Schema):
    """What one should know, ranked by the money at stake."""

    filter: str
    version: str
    journeys: int
    customers: int
    statements: list[StatementOut]


class ReportIn(JourneysIn):
    """Of which journeys, in which form and language, and with or without customers."""

    form: Form = Field("html", description="The form of the file.")
    language: Language | None = Field(None, description="Of all words; without it as Accept-Language says.")
    persons: bool = Field(
        default=False, description="Whether tables that name customers stand in it, where the role allows it."
    )


@router.get(
    "/overview",
    response={200: OverviewOut, **REFUSALS_WITH_404},
    tags=["findings"],
    summary="What one should know: five statements at most",
    description="The statements of the start page, ranked by what is at stake. A statement that rests on a question "
    "which the role may not ask is left out.",
)
@permits("see_journeys")
def overview(request: HttpRequest, given: Query[JourneysIn]) -> OverviewOut:
    """Return the statements about the journeys that the filter leaves."""
    scope = scope_of(given.where, given.level)
    totals = scope.asked().totals()
    speak_of(given.level)
    reading, presentation = reading_of(request.user, scope), presented_in(scope)
    found = [(one, worded(one, presentation, reading)) for one in told_to(reading, answers_of(scope))]
    return OverviewOut(
        filter=scope.where,
        version=scope.asked().index.version,
        journeys=totals.journeys,
        customers=totals.customers,
        statements=[_statement(one, said) for one, said in found],
    )


def _statement(one: Statement, said: Said) -> StatementOut:
    language = reader_language()
    more = [sentence(each, language) for each in (stake_sentence(said), charge_sentence(said)) if each is not None]
    stake = None
    if one.at_stake is not None:
        money = one.at_stake.money
        stake = AtStakeOut(
            value=money.value,
            low=money.low,
            high=money.high,
            level=money.level,
            measured_in=one.at_stake.measured_in,
            currency=one.at_stake.currency,
        )
    return StatementOut(
        topic=one.topic,
        heading=word(f"board:{one.topic}", language),
        sentences=[*said.sentences, *more],
        answered=one.answered,
        at_stake=stake,
        touchpoint=said.touchpoint,
        department=said.department,
        in_charge=said.in_charge,
        question=one.question,
        arguments={name: str(value) for name, value in one.arguments.items()},
        evidence=one.evidence,
        page=said.url,
    )


FILE = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/report",
    response={**REFUSALS_WITH_404},
    tags=["findings"],
    summary="The report for the board as PDF, HTML or a workbook",
    description="All that the report answers is asked, if it was not before: that may take half a minute. A question "
    "that the role may not ask is left out, and the report says so.",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file.",
                "content": {kind.partition(";")[0]: FILE for kind in CONTENT_TYPES.values()},
            }
        }
    },
)
@permits("see_journeys", notes=Action.EXPORTED)
def report(request: HttpRequest, given: Query[ReportIn]) -> HttpResponse:
    """Return the report about the journeys that the filter leaves."""
    with translation.override(given.language or reader_language()):
        scope = scope_of(given.where, given.level)
        speak_of(given.level)
        persons = given.persons and may(request.user, "see_customers")
        made = made_for(request.user, scope, persons=persons, root=request.build_absolute_uri("/").rstrip("/"))
        content = written(made, given.form)
    note(request, Action.EXPORTED, form=given.form, about=REPORT, where=scope.where)
    answer = HttpResponse(content, content_type=CONTENT_TYPES[given.form])
    answer["Content-Disposition"] = f'attachment; filename="wegmarke-{made.made_at:%Y-%m-%d}.{given.form}"'
    answer["Cache-Control"] = "no-store"
    return answer
