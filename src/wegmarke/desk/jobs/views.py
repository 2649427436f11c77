"""The progress of a job, as a page and as the part of a page that renews itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.jobs.models import Job
from wegmarke.desk.jobs.services import asking_user, repeat_job, view_of
from wegmarke.desk.jobs.worker import WORKER
from wegmarke.desk.shell.language import reader_language


@never_cache
@needs("manage_sources")
@require_GET
def job(request: HttpRequest, number: int) -> HttpResponse:
    """One job; asked for by htmx, only its card, which asks again every second as long as the job runs."""
    shown = view_of(get_object_or_404(Job, pk=number), reader_language())
    template = "jobs/card.html" if request.htmx else "jobs/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"shown": shown, "job": shown.job})


@needs("manage_sources")
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """What ran lately, and what runs."""
    language = reader_language()
    return render(request, "jobs/jobs.html", {"jobs": [view_of(job, language) for job in Job.objects.all()[:50]]})


@needs("manage_sources")
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a job."""
    WORKER.stop_job(get_object_or_404(Job, pk=number).pk)
    return redirect("jobs:job", number)


@needs("manage_sources")
@require_POST
def repeat(request: HttpRequest, number: int) -> HttpResponse:
    """Start a job once more that was stopped, failed or was interrupted."""
    ended = get_object_or_404(Job, pk=number)
    if not view_of(ended, reader_language()).can_be_repeated:
        return redirect("jobs:job", number)
    return redirect("jobs:job", repeat_job(ended, asking_user(request)).pk)
