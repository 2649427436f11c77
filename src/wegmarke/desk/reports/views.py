"""Reports as files: written by a job, kept for a week, each for the account that asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, get_args

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.page import begin
from wegmarke.desk.jobs.models import Job, State
from wegmarke.desk.jobs.services import JobView, asking_user, start_job, view_of
from wegmarke.desk.jobs.worker import WORKER
from wegmarke.desk.reports.handlers import REPORT
from wegmarke.desk.reports.kept import KEPT_DAYS, discard, kept, new_name
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.settings import Level
from wegmarke.report.board.written import CONTENT_TYPES, FORMS, Form
from wegmarke.text import LANGUAGES

MOST_LISTED = 20
T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Line:
    """A report of the list. bytes: how large its file is; None where there is none (yet, or any more)."""

    shown: JobView
    form: str
    language: str
    where: str
    persons: bool
    bytes: int | None


@never_cache
@needs("see_journeys")
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """What can be written, and what was."""
    _scope, context = begin(request)
    context |= {"lines": [_line(job) for job in _own(request)[:MOST_LISTED]], "kept_days": KEPT_DAYS}
    context |= {"forms": FORMS, "language": reader_language()}
    return render(request, "reports/reports.html", context)


@needs("see_journeys")
@require_POST
def write(request: HttpRequest) -> HttpResponseBase:
    """Start the job that writes a report of the journeys the page shows."""
    form = _choice("form", request.POST.get("form", ""), FORMS)
    language = _choice("language", request.POST.get("language", ""), LANGUAGES)
    level = _choice("level", request.POST.get("level") or "customer", get_args(Level))
    scope = scope_of(request.POST.get("where", ""), level)
    if scope.error is not None:
        raise scope.error
    user = asking_user(request)
    arguments: dict[str, object] = {
        "form": form,
        "language": language,
        "level": level,
        "where": scope.where,
        "persons": "persons" in request.POST and may(request.user, "see_customers"),
        "user": None if user is None else user.pk,
        "root": request.build_absolute_uri("/").rstrip("/"),
        "name": new_name(form),
    }
    start_job(REPORT, arguments, user=user)
    return redirect("reports:reports")


@never_cache
@needs("see_journeys")
@require_GET
def report(request: HttpRequest, number: int) -> HttpResponse:
    """One line of the list, which asks again every second as long as the job runs."""
    return render(request, "reports/line.html", {"line": _line(_found(request, number))})


@needs("see_journeys", notes=Action.EXPORTED)
@require_GET
def download(request: HttpRequest, number: int) -> FileResponse:
    """The file."""
    job = _found(request, number)
    path = kept(str(job.arguments["name"]))
    if path is None:
        raise Http404
    form: Form = job.arguments["form"]
    note(request, Action.EXPORTED, form=form, about=REPORT, where=str(job.arguments["where"]))
    name = f"wegmarke-{job.created_at:%Y-%m-%d}.{form}"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES[form])
    answer["Cache-Control"] = "no-store"
    return answer


@needs("see_journeys")
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponseBase:
    """Stop writing it."""
    WORKER.stop_job(_found(request, number).pk)
    return redirect("reports:reports")


@needs("see_journeys")
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponseBase:
    """Delete the file, and with it the line."""
    job = _found(request, number)
    if job.is_active:
        WORKER.stop_job(job.pk)
    else:
        discard(str(job.arguments["name"]))
        job.delete()
    return redirect("reports:reports")


def _own(request: HttpRequest) -> list[Job]:
    """The reports of this account; nobody else's, who may see more or less."""
    return list(Job.objects.filter(kind=REPORT, started_by_id=request.user.pk))


def _found(request: HttpRequest, number: int) -> Job:
    return get_object_or_404(Job, pk=number, kind=REPORT, started_by_id=request.user.pk)


def _line(job: Job) -> Line:
    path = kept(str(job.arguments["name"])) if job.state == State.DONE else None
    told = job.arguments
    size = None if path is None else path.stat().st_size
    return Line(view_of(job, reader_language()), told["form"], told["language"], told["where"], told["persons"], size)


def _choice(name: str, written: str, choices: tuple[T, ...]) -> T:
    found = next((one for one in choices if one == written), None)
    if found is None:
        raise WegmarkeError("question_argument", question=REPORT, argument=name, value=written, expected=list(choices))
    return found
