"""Settings: how journeys are cut, what counts as an outcome, how touchpoints are called."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.jobs.models import ACTIVE, Job
from wegmarke.desk.jobs.services import asking_user, start_job, view_of
from wegmarke.desk.setup.effect import effect
from wegmarke.desk.setup.handlers import BUILD, BUILD_AT_ONCE
from wegmarke.desk.setup.journey_settings import DECIDED, draft_of, posted_settings
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.setup.touchpoint_names import DETAILS, details, display_names, save_details
from wegmarke.desk.setup.vocabulary import vocabulary
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.text import error_sentence
from wegmarke.workspace import WorkspaceSettings

TOUCHPOINTS_A_PAGE = 50
ZONES = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London", "UTC", "America/New_York")


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """How journeys are cut and what counts as an outcome; what follows from it stands on top."""
    before, words = workspace().settings, vocabulary()
    error = ""
    wanted = before
    if request.method == "POST":
        wanted, trouble = posted_settings(request.POST, before, words)
        trouble = trouble or _save(wanted)
        if trouble is None:
            return _saved(request)
        error = error_sentence(trouble, reader_language())
    names = display_names(workspace().touchpoints, reader_language())
    context = {
        "data": data_state(),
        "draft": draft_of(wanted, words, names),
        "decided": DECIDED,
        "words": words,
        "error": error,
        "zones": ZONES,
        "builds_at_once": words.contacts <= BUILD_AT_ONCE,
        **_effect_context(),
    }
    return render(request, "setup/settings.html", context, status=422 if error else 200)


def _save(wanted: WorkspaceSettings) -> WegmarkeError | None:
    """Save, or say why that cannot be now: while an import runs, the workspace has another writer."""
    try:
        workspace().save_settings(wanted)
    except WegmarkeError as error:
        return error
    return None


def _saved(request: HttpRequest) -> HttpResponse:
    """Build at once where that takes seconds; else the page offers it."""
    status = workspace().status()
    if status.index.stale and 0 < status.interactions <= BUILD_AT_ONCE:
        start_job(BUILD, {}, user=asking_user(request))
    messages.success(request, _("The settings were saved."))
    return redirect("setup:settings")


def _effect_context() -> dict[str, object]:
    status = workspace().status()
    job = Job.objects.filter(kind=BUILD, state__in=ACTIVE).order_by("pk").first()
    last = Job.objects.filter(kind=BUILD).order_by("-pk").first()
    return {
        "effect": effect(),
        "stale": status.index.stale and status.interactions > 0,
        "building": view_of(job, reader_language()) if job else None,
        "failed": view_of(last, reader_language()) if last and last.state == "failed" else None,
        "case_notion": workspace().index().case_notion if status.index.exists else "",
    }


@never_cache
@needs("change_settings")
@require_GET
def effect_part(request: HttpRequest) -> HttpResponse:
    """What the settings come to, as the part of the page that renews itself while the journeys are built."""
    return render(request, "setup/effect.html", _effect_context())


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_http_methods(["GET", "POST"])
def touchpoints(request: HttpRequest) -> HttpResponse:
    """How touchpoints are called, to which stage and channel they belong, and which department is in charge."""
    known, page_number = workspace().touchpoints, request.GET.get("page", "1")
    if request.method == "POST":
        keys = {touchpoint.key for touchpoint in known}
        for key in request.POST.getlist("key"):
            if key in keys:
                save_details(key, {name: request.POST.get(f"{name}-{key}", "").strip()[:80] for name in DETAILS})
        messages.success(request, _("The touchpoints were saved."))
        return redirect(f"{reverse('setup:touchpoints')}?page={page_number}")
    said = details()
    counts = {word.key: word.count for word in vocabulary().touchpoints}
    ranked = sorted(known, key=lambda touchpoint: (-counts.get(touchpoint.key, 0), touchpoint.key))
    page = Paginator(ranked, TOUCHPOINTS_A_PAGE).get_page(page_number)
    rows = [
        (
            touchpoint,
            counts.get(touchpoint.key, 0),
            [(name, getattr(said.get(touchpoint.key), name, "")) for name in DETAILS],
        )
        for touchpoint in page.object_list
    ]
    context = {
        "rows": rows,
        "page": page,
        "stages": sorted({entry.stage for entry in said.values() if entry.stage}),
        "channels": sorted({entry.channel for entry in said.values() if entry.channel}),
        "departments": sorted({entry.department for entry in said.values() if entry.department}),
    }
    return render(request, "setup/touchpoints.html", context)
