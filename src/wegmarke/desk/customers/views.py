"""Pages about customers: the list behind a number, one customer's history, and the source row of a contact."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.customers.consents import consents_of
from wegmarke.desk.customers.heads import head_of
from wegmarke.desk.customers.histories import journeys_of
from wegmarke.desk.customers.homes import household_of
from wegmarke.desk.customers.identities import described_as, identities_of
from wegmarke.desk.customers.lanes import lanes_of
from wegmarke.desk.customers.lists import ORDERS, listed
from wegmarke.desk.customers.narrowing import choices_of, narrowing_of
from wegmarke.desk.customers.source_rows import source_row
from wegmarke.desk.customers.strips import strip_of
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.page import Context, begin
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.timeline import Timeline
from wegmarke.workspace.complaints import complaint_touchpoints
from wegmarke.workspace.history import history
from wegmarke.workspace.suppression import load_suppression


def _order_words() -> dict[str, str]:
    return {
        "latest": _("latest contact"),
        "earliest": _("first contact"),
        "longest": _("most interactions"),
        "slowest": _("longest duration"),
        "identifier": _("identifier"),
    }


@needs("see_customers", notes=Action.CUSTOMERS_LISTED)
@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """The customers behind a number, or all of them; as a page, or in the drawer."""
    scope, context = begin(request)
    if scope.ready:
        words = _order_words()
        context |= {"listed": listed(request, scope), "orders": [(order, words[order]) for order in ORDERS]}
    return render(request, "customers/customers.html", context, status=422 if scope.error else 200)


def _timeline(finding: Finding[Timeline]) -> Timeline:
    """The history of the one who was asked for: who does not exist, the question has refused already."""
    if isinstance(finding.result, CannotSay):
        raise WegmarkeError("customer_unknown", customer="")
    return finding.result


@needs("see_customers", notes=Action.CUSTOMER_OPENED)
@require_GET
def customer(request: HttpRequest, number: int) -> HttpResponse:
    """One customer: who it is, what is owed, and what happened."""
    present = workspace().customers().resolve(number)
    if present != number:  # merged with another: the address of before still leads to the history
        return redirect("customers:customer", present)
    scope, context = begin(request)
    context |= {"number": number, "back": request.GET.get("where", "")}
    if scope.index is not None:
        finding = scope_of("").ask("timeline", {"customer": number})
        context["headline"] = text.sentence(finding.headline[0], reader_language())
        context |= _told(request, scope.index, _timeline(finding))
    return render(request, "customers/customer.html", context)


def _told(request: HttpRequest, index: Index, timeline: Timeline) -> Context:
    """What the page tells of a customer, to whom it may be told."""
    zone, as_of = index.settings.time_zone, index.last_seconds
    rules = load_suppression(workspace().folder)
    complaints = complaint_touchpoints(index.touchpoints, rules.complaints_opened, rules.complaints_settled)
    of_customer = history(
        timeline,
        workspace().record,
        complaints,
        as_of=as_of,
        time_zone=zone,
        currency=index.settings.currency,
    )
    known = workspace().customers()
    lanes = lanes_of(timeline, index.departments)
    narrowing = narrowing_of(request)
    may_read = may(request.user, "read_texts")
    return {
        "timeline": timeline,
        "history": of_customer,
        "head": head_of(of_customer, zone, as_of),
        "consents": consents_of(workspace(), known, timeline.customer, zone),
        "identities": identities_of(of_customer, known),
        "described": described_as(of_customer, known),
        "household": household_of(timeline.customer),
        "lanes": lanes.lanes,
        "strip": strip_of(of_customer, lanes, zone),
        "narrowing": narrowing,
        "choices": choices_of(timeline),
        "journeys": journeys_of(of_customer, lanes, zone, narrowing, may_read=may_read),
        "data_until": text.date(as_of, reader_language(), zone),
    }


@needs("see_customers", notes=Action.SOURCE_ROW_OPENED)
@require_GET
def source_row_page(request: HttpRequest, number: int, file: int, row: int) -> HttpResponse:
    """The row of the file that a contact of this customer came from."""
    timeline = _timeline(scope_of("").ask("timeline", {"customer": number}))
    if (file, row) not in {(moment.file, moment.row) for moment in timeline.moments}:
        raise WegmarkeError("customer_unknown", customer=number)
    shown = source_row(file, row, may_read=may(request.user, "read_texts"))
    return render(request, "customers/source_row.html", {"shown": shown, "number": number})
