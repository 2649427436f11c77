"""Correcting what a column says in a person's rows: shown first, then done (Art. 16 GDPR)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.jobs.models import ACTIVE, Job
from wegmarke.desk.jobs.services import asking_user, start_job
from wegmarke.desk.privacy.forms import CorrectionForm
from wegmarke.desk.privacy.handlers import CORRECT, FORGET, asked_of, whom
from wegmarke.desk.privacy.models import PrivacyRequest
from wegmarke.desk.privacy.words import row_state_word
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.text import error_sentence
from wegmarke.workspace.rights.changing import ChangedRow
from wegmarke.workspace.rights.correcting import Planned

ROWS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class DryRun:
    """What the page shows of a correction that is asked: rows (at most 200) with the words for their states, how many
    there are in all, or why it cannot be.
    """

    plan: Planned | None
    rows: tuple[tuple[ChangedRow, str], ...] = ()
    refused: str = ""


def dry_run(found: PrivacyRequest) -> DryRun | None:
    """What the correction of a request would do; None where none is asked."""
    if not found.asked:
        return None
    try:
        plan = workspace().correcting(whom(found), asked_of(found))
    except WegmarkeError as error:
        return DryRun(None, refused=error_sentence(error, reader_language()))
    return DryRun(plan, tuple((row, row_state_word(row.state)) for row in plan.rows[:ROWS_SHOWN]))


def running(number: int) -> Job | None:
    """The job that erases or corrects the person of this request now."""
    return Job.objects.filter(kind__in=(FORGET, CORRECT), state__in=ACTIVE, arguments__request=number).first()


@needs("answer_persons", notes=Action.PERSON_CORRECTED)
@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a correction, to see what it would do; do it; or drop it."""
    found = get_object_or_404(PrivacyRequest, pk=number)
    if not found.identifiers or running(number) is not None:
        return redirect("privacy:request", number)
    if request.POST.get("do") == "correct" and found.asked:
        role = str(getattr(request.user, "role", ""))
        start_job(CORRECT, {"request": number, "role": role}, user=asking_user(request))
        return redirect("privacy:request", number)
    form = CorrectionForm(request.POST)
    found.asked = form.cleaned_data if request.POST.get("do") == "look" and form.is_valid() else {}
    found.save(update_fields=["asked"])
    if request.POST.get("do") == "look" and not found.asked:
        messages.error(request, _("Say which column, what it reads and why it is wrong."))
    return redirect("privacy:request", number)
