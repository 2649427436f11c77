"""Critical events of the journeys asked for: what is open, where they happen, what followed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.page import begin
from wegmarke.questions.incidents import WINDOW_DAYS, IncidentsFound

WINDOWS = (30, 90, 180, 365)
SHOWN = 25
ORDER = ("incidents_open", "incidents", "incident_kinds", "incident_departments")
"""What can still be mended comes first."""

ELSEWHERE = frozenset({"journeys_visited", "journeys_open"})
"""What the page tells elsewhere: in the tooltip of the share, and in the table of what is open."""

SHARES = frozenset({"incident_share", "lost_after", "lost_otherwise", "difference", "q"})
"""What is told in shares; left out where there are too few losses for any."""


@needs("see_journeys")
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """Critical events by touchpoint, by kind and by department, and those that are open now."""
    scope, context = begin(request)
    if scope.ready:
        days = _days(request.GET.get("days", ""))
        finding = scope.ask("incidents", {"days": days})
        result = finding.result
        found = isinstance(result, IncidentsFound)
        counted = isinstance(result, IncidentsFound) and result.answered == "counted"
        left_out = SHARES if counted else ELSEWHERE
        answer = answer_view(request, scope, finding, {"days": days}, left_out=left_out, shown=SHOWN)
        context |= {
            "answer": answer,
            "days": days,
            "windows": WINDOWS,
            "counted": counted,
            "carried": [(name, value) for name, value in request.GET.items() if name in {"where", "level"} and value],
            "tables": [one for key in ORDER if (one := answer.table(key)) is not None and one.total] if found else [],
        }
    return render(request, "incidents/incidents.html", context, status=422 if scope.error else 200)


def _days(written: str) -> int:
    """One of the windows offered; anything else is the usual one."""
    return next((days for days in WINDOWS if str(days) == written), WINDOW_DAYS)
