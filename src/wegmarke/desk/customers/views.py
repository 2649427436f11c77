"""Pages about customers: the list behind a number, one customer's history, and the source row of a contact."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.customers.account_people import accounts_of
from wegmarke.desk.customers.consents import consents_of
from wegmarke.desk.customers.homes import household_of
from wegmarke.desk.customers.identities import described_as, identities_of
from wegmarke.desk.customers.lists import ORDERS, listed
from wegmarke.desk.customers.source_rows import rows_of, source_row
from wegmarke.desk.customers.tellings import told_of
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.findings.page import begin
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Finding
from wegmarke.questions.timeline import Timeline


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
    scope, context = begin(request, "customer")
    context |= {"number": number, "back": request.GET.get("where", "")}
    if scope.index is not None:
        try:
            finding = scope_of("").ask("timeline", {"customer": number})
        except WegmarkeError as error:
            if error.code != "customer_unknown" or not len(workspace().customers().members(number)):
                raise
            # Only master data tell of this customer: there is no history, but it is known who it is.
            messages.info(request, _("No contact of this customer is known. This is who it is."))
            return redirect("customers:identity", number)
        context["headline"] = text.sentence(finding.headline[0], reader_language())
        of_customer, told = told_of(request, scope.index, _timeline(finding))
        known = workspace().customers()
        context |= told | {
            "identities": identities_of(of_customer, known),
            "described": described_as(of_customer, known),
            "consents": consents_of(workspace(), known, number, scope.index.settings.time_zone),
            "household": household_of(number),
            "belongs": accounts_of(number, workspace().accounts(), scope.index.settings.time_zone),
            "own_url": with_query(request.path, where=context["back"]),
        }
    return render(request, "customers/customer.html", context)


@needs("see_customers", notes=Action.SOURCE_ROW_OPENED)
@require_GET
def source_row_page(request: HttpRequest, number: int, file: int, row: int) -> HttpResponse:
    """The row of the file that a contact of this customer came from."""
    timeline = _timeline(scope_of("").ask("timeline", {"customer": number}))
    if (file, row) not in rows_of(timeline, workspace().index()):
        raise WegmarkeError("customer_unknown", customer=number)
    shown = source_row(file, row, may_read=may(request.user, "read_texts"))
    return render(request, "customers/source_row.html", {"shown": shown, "number": number})
