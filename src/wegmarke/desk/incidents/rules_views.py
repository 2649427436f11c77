"""Settings: what counts as a critical event, and how many of each kind that makes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wegmarke import text
from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.incidents.rules_form import posted_rules, rules_form
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.incidents import INCIDENT_KINDS, USUAL_RULES
from wegmarke.questions.incidents import IncidentsFound


@needs("change_settings", notes=Action.SETTINGS_CHANGED)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The rules and what they come to; changed ones hold at once."""
    opened, error = workspace(), ""
    before = USUAL_RULES
    try:
        before = opened.incident_rules
        if request.method == "POST":
            counted = _now()
            opened.save_incident_rules(posted_rules(request.POST, before, _index()))
            messages.success(request, _saved(counted, _now()))
            return redirect("incidents:rules")
    except WegmarkeError as trouble:
        error = text.error_sentence(trouble, reader_language())
    context = {"data": data_state(), "form": rules_form(before, _index(), _now()), "error": error}
    return render(request, "incidents/rules.html", context, status=422 if error else 200)


def _index() -> Index | None:
    return scope_of("").index


def _now() -> dict[str, int] | None:
    """How many incidents of each kind there are by the rules as they are; None where no question can be asked."""
    scope = scope_of("")
    if not scope.ready:
        return None
    result = scope.ask("incidents").result
    return {line.kind: line.found.incidents for line in result.kinds} if isinstance(result, IncidentsFound) else {}


def _saved(before: dict[str, int] | None, after: dict[str, int] | None) -> str:
    """That the rules were saved, and of which kinds there are more or fewer now."""
    language = reader_language()
    if before is None or after is None:
        return _("The rules were saved.")
    changed = [
        f"{text.word(f'incident:{kind}', language)} {_count(before.get(kind, 0))} → {_count(after.get(kind, 0))}"
        for kind in INCIDENT_KINDS
        if before.get(kind, 0) != after.get(kind, 0)
    ]
    if not changed:
        return _("The rules were saved. No number has changed.")
    return _("The rules were saved. What has changed: %(changes)s.") % {"changes": "; ".join(changed)}


def _count(number: int) -> str:
    return text.number(number, "count", reader_language())
