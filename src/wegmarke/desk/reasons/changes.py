"""What was changed after the fact, by department, and each change with the two rows that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.answer import answer_view, labels_of
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import here
from wegmarke.desk.findings.noting import note_seen
from wegmarke.desk.findings.page import begin
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.changes import CHANGED_FIELDS, Change
from wegmarke.model.finding import CannotSay, Finding, Interval
from wegmarke.questions.late_changes import ByDepartment, Late, LateChanges

SHOWN = 100


@dataclass(frozen=True, slots=True)
class LineView:
    """One department and what it noted. url: its changes; `is_on` where these are the ones listed."""

    department: str
    field: str
    noted: str
    late: str
    share: tuple[str, str]
    undecided: str
    url: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One change, and the two rows of the files that tell it."""

    customer: str
    url: str
    touchpoint: str
    department: str
    field: str
    before: str
    after: str
    is_late: bool
    earlier_url: str
    later_url: str
    taken_in: str


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def changes_page(request: HttpRequest) -> HttpResponse:
    """By department; a number leads to its changes."""
    scope, context = begin(request, "customer")
    if scope.ready:
        arguments = _arguments(request)
        finding: Finding[LateChanges] = scope.ask("late_changes", {"limit": SHOWN, **arguments})
        note_seen(request, finding)
        context["answer"] = answer_view(request, scope, finding, dict(arguments))
        result = finding.result
        if not isinstance(result, CannotSay):
            context["lines"] = tuple(_line(request, one, arguments) for one in result.lines)
            context["rows"] = tuple(_row(scope, one, result.zone) for one in result.rows)
            context["result"] = result
            context["everything_url"] = here(request, {"departments": "", "changed": ""}) if arguments else ""
    return render(request, "reasons/late_changes.html", context, status=422 if scope.error else 200)


def _arguments(request: HttpRequest) -> dict[str, str]:
    """Which changes are listed; what is no field is left out."""
    given = {name: request.GET.get(name, "") for name in ("departments", "changed")}
    if given["changed"] not in CHANGED_FIELDS:
        given["changed"] = ""
    return {name: value for name, value in given.items() if value}


def _line(request: HttpRequest, one: ByDepartment, arguments: dict[str, str]) -> LineView:
    language = reader_language()
    share = one.share
    told = ("", "")
    if isinstance(share, Interval):
        told = text.number(share.value, "share", language), text.span(share.low, share.high, "share", language)
    mine = {"departments": one.department, "changed": one.field}
    return LineView(
        one.department or _("not known"),
        text.word(f"changed:{one.field}", language),
        text.number(one.noted, "count", language),
        text.number(one.late, "count", language),
        told,
        text.number(one.undecided, "count", language),
        here(request, mine) + "#changes" if one.department and one.late + one.undecided else "",
        arguments == mine,
    )


def _row(scope: Scope, one: Late, zone: str) -> RowView:
    language, number = reader_language(), one.contact.customer
    rows = [reverse("customers:source_row", args=[number, *row]) for row in (one.change.earlier, one.change.later)]
    return RowView(
        one.contact.identifier.partition("\x1f")[2],
        reverse("customers:customer", args=[number]),
        labels_of(scope).get(one.touchpoint, one.touchpoint),
        one.department or _("not known"),
        text.word(f"changed:{one.change.field}", language),
        _told(one.change, one.change.before, zone),
        _told(one.change, one.change.after, zone),
        one.when == "late",
        rows[0],
        rows[1],
        text.date(one.change.known_by, language, zone),
    )


def _told(change: Change, value: str | int | None, zone: str) -> str:
    language = reader_language()
    if value is None:
        return _("none")
    if isinstance(value, int):
        return text.time(value, language, zone)
    return text.word(f"outcome:{value}", language) if change.field == "status" else value
