"""The statements of the overview: what is known stands there at once, what takes a while comes by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.findings.asking import Scope, scope_of
from wegmarke.desk.findings.policy import permission_for
from wegmarke.desk.reports.reading import answers_of, presented_in, reading_of
from wegmarke.desk.shell.language import reader_language
from wegmarke.report.board.document import stake_sentence
from wegmarke.report.board.gathered import Said, told_to, worded
from wegmarke.report.board.statement import TOPICS, Topic
from wegmarke.report.board.telling import questions_of
from wegmarke.text import sentence, word

MEANWHILE: dict[Topic, str | Promise] = {
    "lost": gettext_lazy("Where customers are lost now is being looked at."),
    "why": gettext_lazy("What those who left said is held beside what happened to them."),
    "worth": gettext_lazy("What a change would be worth is being weighed."),
    "changed": gettext_lazy("What changed is being looked at."),
    "open": gettext_lazy("What is promised and open is being looked at."),
}
_NEEDED: dict[Topic, tuple[str, ...]] = {
    "lost": ("moments", "reasons", "incidents", "levers"),
    "why": ("reasons", "incidents", "levers"),
    "worth": ("reasons", "incidents", "levers"),
    "changed": ("drift", "incidents"),
    "open": ("promises", "incidents"),
}
"""The findings that a statement is made of: where all are known, nobody has to wait."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement as the page shows it, or what is said while it is made: then `url` is where it comes from."""

    topic: Topic
    heading: str
    said: Said | None = None
    at_stake: str = ""
    url: str = ""
    meanwhile: str | Promise = ""


def statements(request: HttpRequest, scope: Scope) -> tuple[Shown, ...]:
    """All that this account may see, ranked where all of them are known; else each in the place where it will stand."""
    topics = [topic for topic in TOPICS if _may_see(request, topic)]
    if all(_is_known(scope, topic) for topic in topics):
        return _told(request, scope, topics)
    return tuple(_told(request, scope, [topic])[0] if _is_known(scope, topic) else _waiting(topic) for topic in topics)


@needs("see_journeys")
@require_GET
def overview_part(request: HttpRequest, which: str) -> HttpResponse:
    """One of them, made now."""
    if which not in TOPICS:
        raise Http404
    topic, scope = which, scope_of("")
    shown = _told(request, scope, [topic]) if scope.ready and _may_see(request, topic) else ()
    return render(request, "journeys/overview_part.html", {"one": next(iter(shown), None)})


def _may_see(request: HttpRequest, topic: Topic) -> bool:
    return all(may(request.user, permission_for(question)) for question in questions_of(topic))


def _is_known(scope: Scope, topic: Topic) -> bool:
    answers = answers_of(scope)
    return all(scope.knows(question, answers.arguments(question)) for question in _NEEDED[topic])


def _told(request: HttpRequest, scope: Scope, topics: list[Topic]) -> tuple[Shown, ...]:
    reading, presentation = reading_of(request.user, scope), presented_in(scope)
    found = told_to(reading, answers_of(scope), topics)
    return tuple(_shown(worded(one, presentation, reading)) for one in found)


def _shown(said: Said) -> Shown:
    stake, language = stake_sentence(said), reader_language()
    return Shown(said.topic, word(f"board:{said.topic}", language), said, sentence(stake, language) if stake else "")


def _waiting(topic: Topic) -> Shown:
    url = reverse("journeys:overview_part", args=[topic])
    return Shown(topic, word(f"board:{topic}", reader_language()), url=url, meanwhile=MEANWHILE[topic])
