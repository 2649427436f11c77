"""The history of a customer or an account as its page tells it: what is owed, the picture, the lanes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest

from wegmarke import text
from wegmarke.desk.accounts.policy import may
from wegmarke.desk.customers.attributes import attributes_of
from wegmarke.desk.customers.heads import head_of
from wegmarke.desk.customers.histories import Telling, Who, journeys_of
from wegmarke.desk.customers.lanes import lanes_of
from wegmarke.desk.customers.narrowing import choices_of, narrowing_of
from wegmarke.desk.customers.strips import strip_of
from wegmarke.desk.findings.page import Context
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.index.index import Index
from wegmarke.model.complaints import ComplaintTouchpoints, complaint_touchpoints
from wegmarke.questions.timeline import Timeline
from wegmarke.workspace.history import History, history
from wegmarke.workspace.suppression import load_suppression
from wegmarke.workspace.told import Place

People = Callable[[History], Mapping[Place, Who]]


def complaints_in(index: Index) -> ComplaintTouchpoints:
    """At which touchpoints of the index customers complain, and at which a complaint is settled."""
    rules = load_suppression(workspace().folder)
    return complaint_touchpoints(index.touchpoints, rules.complaints_opened, rules.complaints_settled)


def told_of(
    request: HttpRequest,
    index: Index,
    timeline: Timeline,
    *,
    row_page: str = "customers:source_row",
    people: People | None = None,
) -> tuple[History, Context]:
    """What the page tells of a history, to whom it may be told. row_page, people: as in `Telling`."""
    zone, as_of = index.settings.time_zone, index.last_seconds
    of_them = history(timeline, workspace().record, index)
    lanes = lanes_of(timeline, index.departments)
    telling = Telling(
        lanes=lanes,
        zone=zone,
        narrowing=narrowing_of(request),
        may_read=may(request.user, "read_texts"),
        row_page=row_page,
        people=people(of_them) if people is not None else {},
    )
    return of_them, {
        "timeline": timeline,
        "history": of_them,
        "head": head_of(of_them, zone, as_of),
        "lanes": lanes.lanes,
        "strip": strip_of(of_them, lanes, zone),
        "narrowing": telling.narrowing,
        "choices": choices_of(timeline),
        "journeys": journeys_of(of_them, telling),
        "attributes": attributes_of(index, timeline.customer),
        "data_until": text.date(as_of, reader_language(), zone),
    }
