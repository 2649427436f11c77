"""The funnel: stages chosen on the page, how many got through, and where the others ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.findings.answer import answer_view
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.journeys.funnels import FEWEST_STAGES, builder_of, stage_views, unit_words
from wegmarke.desk.journeys.views import begin_view, view_page
from wegmarke.model.finding import CannotSay


@needs("see_journeys")
@require_GET
def funnel(request: HttpRequest) -> HttpResponse:
    """The funnel, and its builder."""
    scope, context = begin_view(request, "funnel")
    if scope.ready:
        builder = builder_of(request, scope)
        context |= {"builder": builder, "units": unit_words()}
        if len(builder.stages) >= FEWEST_STAGES:
            arguments: dict[str, object] = {"stages": builder.text, "within": builder.within}
            finding = scope.ask("funnel", arguments)
            answer = answer_view(request, scope, finding, arguments)
            won_lost = {"a": "outcome = won", "b": "outcome = lost", "what": "funnel"}
            context |= {
                "answer": answer,
                "stages": stage_views(request, scope, builder, finding, answer.tables),
                "compare_url": with_query(reverse("journeys:compare"), where=scope.where, **won_lost, **arguments),
            }
        else:
            whole = scope.ask("map")
            if isinstance(whole.result, CannotSay):
                context["answer"] = answer_view(request, scope, whole)
            context["stages"] = stage_views(request, scope, builder, whole, ())
    return view_page(request, "funnel", scope, context)
