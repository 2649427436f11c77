"""The sources of the workspace: what is read, from where, since when, and what could not be read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.jobs.models import ACTIVE, Job
from wegmarke.desk.jobs.services import asking_user, start_job
from wegmarke.desk.setup.cards import orphaned, source_cards
from wegmarke.desk.setup.effect import effect
from wegmarke.desk.setup.handlers import BUILD, READ_AGAIN, REPLAY
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.setup.uploads import waiting_files
from wegmarke.desk.shell.language import reader_language


@needs("see_sources")
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Show a card for each source, and what runs."""
    status = workspace().status()
    manages = may(request.user, "manage_sources")
    context = {
        "data": data_state(),
        "status": status,
        "cards": source_cards(status, reader_language()),
        "orphaned": orphaned(status) if manages else (),
        "effect": effect() if status.index.exists else None,
        "waiting": len(waiting_files()) if manages else 0,
        "running": Job.objects.filter(state__in=ACTIVE).order_by("pk").first() if manages else None,
    }
    return render(request, "setup/sources.html", context)


def _known(source: str) -> str:
    if source not in workspace().sources:
        raise Http404
    return source


@needs("manage_sources", notes=Action.SOURCE_CHANGED)
@require_POST
def replay(request: HttpRequest, source: str) -> HttpResponse:
    """Read the quarantine of a source again."""
    return redirect("jobs:job", start_job(REPLAY, {"source": _known(source)}, user=asking_user(request)).pk)


@needs("manage_sources", notes=Action.SOURCE_CHANGED)
@require_POST
def read_again(request: HttpRequest, source: str) -> HttpResponse:
    """Read the kept files of a source again under its present mapping."""
    return redirect("jobs:job", start_job(READ_AGAIN, {"source": _known(source)}, user=asking_user(request)).pk)


@needs("manage_sources", notes=Action.SOURCE_CHANGED)
@require_POST
def take_back(request: HttpRequest, source: str) -> HttpResponse:
    """Take back the imports of a source that were stopped and are not to go on."""
    files = [entry for entry in workspace().record.files if entry.source == _known(source)]
    unfinished = [entry for entry in files if entry.state == "partial" and not entry.grows]
    for entry in unfinished:
        workspace().discard(entry.number)
    messages.success(request, _("What had come in of it was taken back."))
    return redirect("setup:sources")


@needs("manage_sources")
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Build the journeys."""
    waiting = Job.objects.filter(kind=BUILD, state__in=ACTIVE).order_by("-pk").first()
    return redirect("jobs:job", waiting.pk if waiting else start_job(BUILD, {}, user=asking_user(request)).pk)
