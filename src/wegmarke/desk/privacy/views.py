"""Requests of persons: take in, identify, answer, done; each with its deadline and its proof."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wegmarke.clock import now
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.jobs.services import asking_user, start_job
from wegmarke.desk.privacy.correcting_views import dry_run, running
from wegmarke.desk.privacy.forms import CorrectionForm, RequestForm, StatementForm
from wegmarke.desk.privacy.handlers import FORGET, whom
from wegmarke.desk.privacy.models import PrivacyRequest, Stage
from wegmarke.desk.privacy.published import erased_by_day
from wegmarke.desk.privacy.steps import answered, log_step
from wegmarke.desk.privacy.words import part_word, purpose_word, state_word, step_word
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.report.person import person_zip
from wegmarke.text.persons import person_text
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.stated import StatedConsents


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request in the list: how many days are left, fewer than 0 when it is late."""

    request: PrivacyRequest
    days: int


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it is drawn: when, what, in which role, and what came of it."""

    at: str
    what: str
    role: str
    lines: tuple[str, ...]


def _role(request: HttpRequest) -> str:
    return str(getattr(request.user, "role", ""))


@needs("answer_persons", notes=Action.PERSONS_SEEN)
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """All requests: those that wait, by deadline, then those that are done."""
    today = now().date()
    waiting = [Waiting(one, (one.due - today).days) for one in PrivacyRequest.objects.exclude(stage=Stage.DONE)]
    waiting.sort(key=lambda one: one.days)
    done = PrivacyRequest.objects.filter(stage=Stage.DONE).order_by("-done_at")[:100]
    late = sum(one.days < 0 for one in waiting)
    context = {"waiting": waiting, "done": done, "late": late, "erasures": erased_by_day()}
    return render(request, "privacy/requests.html", context)


@needs("answer_persons")
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Take a request in."""
    form = RequestForm(request.POST or None, initial={"received": now().date()})
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.identifiers = form.cleaned_data["known_by"]
        made.save()
        log_step(made, "taken_in", _role(request))
        return redirect("privacy:request", made.pk)
    return render(request, "privacy/take_in.html", {"form": form}, status=422 if form.errors else 200)


@needs("answer_persons", notes=Action.PERSONS_SEEN)
@require_GET
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One request: whom it concerns, what is stored, what can be done, what was done."""
    found = get_object_or_404(PrivacyRequest, pk=number)
    language = reader_language()
    extracts = workspace().everything_about(whom(found)) if found.identifiers and "look" in request.GET else None
    person = whom(found) if found.identifiers else None
    context = {
        "found": found,
        "days": (found.due - now().date()).days,
        "extracts": None
        if extracts is None
        else [(person_text(f"table:{extract.name}", language), len(extract.lines)) for extract in extracts],
        "history": [] if person is None else _statements(person),
        "form": StatementForm(),
        "steps": _steps(found),
        "correction": CorrectionForm(initial=found.asked),
        "dry_run": dry_run(found) if found.identifiers else None,
        "running": running(number),
    }
    return render(request, "privacy/request.html", context)


def _statements(person: Person) -> list[tuple[str, str, str, str]]:
    """What the person said and was entered here, and the latest that each source says: purpose, state, day, origin."""
    entered = [(said.purpose, said.state, said.at, said.origin) for said in workspace().consents.history(person)]
    stated = [
        (one.purpose, one.state, dt.datetime.fromtimestamp(one.at, dt.UTC).isoformat(), one.source)
        for one in StatedConsents(workspace().folder).of(person)
    ]
    lines = sorted([*entered, *stated], key=lambda line: line[2])
    return [(purpose_word(purpose), state_word(state), at[:10], origin) for purpose, state, at, origin in lines]


def _steps(found: PrivacyRequest) -> list[StepView]:
    return [
        StepView(
            str(step["at"])[:16].replace("T", " "),
            step_word(str(step["step"])),
            str(step.get("role", "")),
            (
                *(f"{part_word(name)}: {count}" for name, count in dict(step.get("removed", {})).items() if count),
                *([_("Rows: %(n)s") % {"n": step["rows"]}] if "rows" in step else []),
            ),
        )
        for step in found.steps
    ]


@needs("answer_persons", notes=Action.PERSON_EXPORTED)
@require_POST
def export(request: HttpRequest, number: int) -> HttpResponse:
    """Give the copy out; a POST, since it is entered into the log."""
    found = get_object_or_404(PrivacyRequest, pk=number)
    person, language = whom(found), reader_language()
    company = workspace().settings.name
    extracts = workspace().everything_about(person)
    made = person_zip(extracts, company=company, identifiers=person.identifiers, when=now(), language=language)
    log_step(found, "exported", _role(request))
    headers = {"Content-Disposition": f'attachment; filename="request-{number}.zip"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type="application/zip", headers=headers)


@needs("answer_persons", notes=Action.PERSON_ERASED)
@require_POST
def erase(request: HttpRequest, number: int) -> HttpResponse:
    """Start the erasure, if it was confirmed."""
    found = get_object_or_404(PrivacyRequest, pk=number)
    if request.POST.get("sure") != "on":
        messages.error(request, _("Nothing was erased: tick that it cannot be undone."))
    elif found.identifiers and running(number) is None:
        start_job(FORGET, {"request": number}, user=asking_user(request))
    return redirect("privacy:request", number)


@needs("answer_persons", notes=Action.OBJECTION_NOTED)
@require_POST
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Note what the person allows or objects to."""
    found = get_object_or_404(PrivacyRequest, pk=number)
    form = StatementForm(request.POST)
    if form.is_valid() and found.identifiers:
        said = form.cleaned_data
        workspace().consents.note(whom(found), said["purpose"], said["state"], origin=said["origin"], by=_role(request))
        log_step(found, "noted", _role(request))
        messages.success(request, _("The statement is noted and holds from now on."))
    return redirect("privacy:request", number)


@needs("answer_persons")
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Call a request done, or extend the time for it."""
    found = get_object_or_404(PrivacyRequest, pk=number)
    if request.POST.get("do") == "extend":
        found.is_extended = True
        found.save(update_fields=["is_extended"])
        log_step(found, "extended", _role(request))
    elif found.stage != Stage.DONE:
        found.asked = {}  # what was not corrected by now is not kept
        found.save(update_fields=["asked"])
        answered(found, "closed", _role(request))
    return redirect("privacy:request", number)


@needs("answer_persons")
@require_GET
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """The proof of what was done for a request, to be printed or kept; it names nobody."""
    found = get_object_or_404(PrivacyRequest, pk=number)
    context = {"found": found, "steps": _steps(found), "company": workspace().settings.name, "when": now()}
    return render(request, "privacy/proof.html", context)
