"""The customers who left, one page each, beside one like them who stayed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.answer import answer_view, presented
from wegmarke.desk.findings.links import Choice, here
from wegmarke.desk.findings.noting import note_seen
from wegmarke.desk.findings.page import begin, page_number
from wegmarke.desk.lost_customers.files import FileView, file_view
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.lost_customers import DEFAULT_FILES, LEAVING, LostCustomers


@dataclass(frozen=True, slots=True)
class FilesView:
    """A page of files. first, last: their numbers, from 1, of `total`."""

    files: tuple[FileView, ...]
    endings: tuple[Choice, ...]
    first: int
    last: int
    total: int
    previous_url: str
    next_url: str


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def lost_customers(request: HttpRequest) -> HttpResponse:
    """Who left, the latest first, each with the file of one who stayed beside."""
    scope, context = begin(request)
    if scope.ready:
        ending = _ending(request)
        told = {} if ending is None else {"ending": ending}
        page = page_number(request, "lost_customers")
        asked: dict[str, object] = {**told, "offset": (page - 1) * DEFAULT_FILES, "limit": DEFAULT_FILES}
        finding: Finding[LostCustomers] = scope.ask("lost_customers", asked)
        note_seen(request, finding)
        answer = answer_view(request, scope, finding, dict(told))
        result = finding.result
        context["answer"] = answer
        if not isinstance(result, CannotSay):
            presentation = presented(finding, scope)
            files = tuple(
                file_view(scope, line, number, presentation)
                for number, line in enumerate(result.lines, result.offset + 1)
            )
            last = result.offset + len(files)
            context["years"] = answer.table("lost_by_year")
            context["shown"] = FilesView(
                files=files,
                endings=_endings(request, result.ending),
                first=result.offset + 1,
                last=last,
                total=result.customers,
                previous_url=here(request, {"page": page - 1 if page > 2 else ""}) if page > 1 else "",
                next_url=here(request, {"page": page + 1}) if last < result.customers else "",
            )
    return render(request, "lost_customers/lost_customers.html", context, status=422 if scope.error else 200)


def _ending(request: HttpRequest) -> str | None:
    """What the address calls leaving; None lets the question choose. `question_argument` for anything else."""
    written = request.GET.get("ending", "")
    if written and written not in LEAVING:
        raise WegmarkeError("question_argument", question="lost_customers", argument="ending", value=written)
    return written or None


def _endings(request: HttpRequest, now: str) -> tuple[Choice, ...]:
    language = reader_language()
    return tuple(
        Choice(text.word(f"outcome:{one}", language), here(request, {"ending": one, "page": ""}), one == now)
        for one in LEAVING
    )


def _page(request: HttpRequest) -> int:
    written = request.GET.get("page", "1")
    if not written.isdecimal() or not 0 < int(written) < 1_000_000:
        raise WegmarkeError("question_argument", question="lost_customers", argument="page", value=written)
    return int(written)
