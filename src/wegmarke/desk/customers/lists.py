"""The list behind a number: journeys of customers, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from wegmarke import text
from wegmarke.desk.findings.answer import labels_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.filter_words import in_words
from wegmarke.desk.findings.links import here, with_query
from wegmarke.desk.findings.noting import note_seen
from wegmarke.desk.findings.tables import Step, steps_of
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.identity.accounts import Accounts
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.customers import Customers, JourneyLine

A_PAGE = 25
MOST_STEPS = 9
ORDERS = ("latest", "earliest", "longest", "slowest", "identifier")


@dataclass(frozen=True, slots=True)
class Line:
    """One journey in a line. name: of the account whose it is, "" for customers. hidden: how many steps of the path are
    left out in the middle (before `last`).
    """

    identifier: str
    name: str
    url: str
    outcome: str
    outcome_word: str
    started: str
    finished: str
    duration: str
    length: str
    steps: tuple[Step, ...]
    hidden: int
    last: Step | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list. first, last: numbers of the lines shown, from 1."""

    headline: str
    words: str
    lines: tuple[Line, ...]
    customers: int
    journeys: int
    first: int
    last: int
    order: str
    previous_url: str
    next_url: str
    csv_url: str
    excel_url: str
    page_url: str


def listed(request: HttpRequest, scope: Scope) -> Listed:
    """The list that the address asks for: its filter, order and page."""
    order = request.GET.get("order", "latest")
    order = order if order in ORDERS else "latest"
    page = _page(request)
    finding: Finding[Customers] = scope.ask(
        "customers", {"offset": (page - 1) * A_PAGE, "limit": A_PAGE, "order": order}
    )
    note_seen(request, finding)
    result = finding.result
    language = reader_language()
    headline = text.sentence(finding.headline[0], language, scope.level)
    words = in_words(scope.filter, labels_of(scope))
    export = {"where": scope.where, "order": order}
    csv, excel = (with_query(reverse(f"findings:{kind}", args=["customers"]), **export) for kind in ("csv", "excel"))
    own = with_query(reverse("customers:customers"), where=scope.where)
    if isinstance(result, CannotSay):
        return Listed(headline, words, (), 0, 0, 0, 0, order, "", "", csv, excel, own)
    zone = scope.index.settings.time_zone if scope.index else "UTC"
    accounts = workspace().accounts() if scope.level == "account" else None
    lines = tuple(_line(line, result.touchpoints, zone, scope.where, accounts) for line in result.lines)
    last = result.offset + len(lines)
    return Listed(
        headline,
        words,
        lines,
        result.customers,
        result.journeys,
        result.offset + 1,
        last,
        order,
        here(request, {"page": page - 1 if page > 2 else ""}) if page > 1 else "",
        here(request, {"page": page + 1}) if last < result.journeys else "",
        csv,
        excel,
        own,
    )


def _page(request: HttpRequest) -> int:
    written = request.GET.get("page", "1")
    if not written.isdigit() or not 0 < int(written) < 1_000_000:
        raise WegmarkeError("question_argument", question="customers", argument="page", value=written)
    return int(written)


def _line(
    line: JourneyLine, touchpoints: tuple[Touchpoint, ...], zone: str, where: str, accounts: Accounts | None
) -> Line:
    """accounts: where they are whose journeys these are."""
    language = reader_language()
    account = None if accounts is None else accounts.account(line.customer)
    page = "customers:customer" if accounts is None else "customers:account"
    steps = steps_of([touchpoints[code].label for code in line.path])
    hidden = max(len(steps) - MOST_STEPS, 0)
    return Line(
        identifier=line.identifier,
        name="" if account is None else account.name,
        url=with_query(reverse(page, args=[line.customer]), where=where, level=""),
        outcome=line.outcome,
        outcome_word=text.word(f"outcome:{line.outcome}", language),
        started=text.date(line.started, language, zone),
        finished=text.date(line.finished, language, zone),
        duration=text.duration(line.finished - line.started, language),
        length=text.number(len(line.path), "count", language),
        steps=steps[: MOST_STEPS - 1] if hidden else steps,
        hidden=hidden,
        last=steps[-1] if hidden else None,
    )
