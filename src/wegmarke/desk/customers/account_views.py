"""An account's page: who it is, what is owed, who its people are, and what happened with all of them in one order."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from wegmarke import text
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.account_decisions import decided_of
from wegmarke.desk.customers.account_people import PeopleView, people_of, who_is
from wegmarke.desk.customers.heads import Fact, Head
from wegmarke.desk.customers.histories import Who
from wegmarke.desk.customers.source_rows import rows_of, source_row
from wegmarke.desk.customers.tellings import told_of
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.findings.links import behind, with_query
from wegmarke.desk.findings.page import Context, begin
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.identity.accounts import Account
from wegmarke.index.index import Index
from wegmarke.model.finding import CannotSay
from wegmarke.questions.timeline import Timeline
from wegmarke.workspace.account_contacts import last_spoken, persons_of
from wegmarke.workspace.history import History
from wegmarke.workspace.told import Place


def account_or_404(number: int) -> Account:
    """The account with this number, or the one it was joined with; `account_unknown`."""
    found = workspace().accounts().account(number) if 0 <= number < 1 << 63 else None
    if found is None:
        raise WegmarkeError("account_unknown", account=str(number))
    return found


@needs("see_customers", notes=Action.ACCOUNT_OPENED)
@require_GET
def account(request: HttpRequest, number: int) -> HttpResponse:
    """One account."""
    found = account_or_404(number)
    if found.number != number:  # joined with another: the address of before still leads to the history
        return redirect("customers:account", found.number)
    scope, context = begin(request, "account")
    context |= {
        "number": number,
        "account": found,
        "back": behind(request.GET["where"]) if request.GET.get("where") else "",
        "decided": decided_of(found),
        "may_decide": may(request.user, "decide_identity"),
        "own_url": with_query(request.path, where=request.GET.get("where", ""), level=""),
    }
    people: set[int] = {one.customer for one in workspace().accounts().contacts_of(number)}
    timeline = history_of(number)
    if scope.index is not None and timeline is not None:
        context |= _told(request, scope.index, timeline)
    note(request, Action.ACCOUNT_OPENED, customers=sorted(people), about=f"account {number}")
    return render(request, "customers/account.html", context)


def history_of(number: int) -> Timeline | None:
    """The history of the account; None where nothing happened with it yet: only master data name it."""
    try:
        found = scope_of("", "account").ask("timeline", {"customer": number}).result
    except WegmarkeError as error:
        if error.code in {"customer_unknown", "accounts_missing", "index_missing"}:
            return None
        raise
    return found if not isinstance(found, CannotSay) else None


def _told(request: HttpRequest, index: Index, timeline: Timeline) -> Context:
    customers, accounts = workspace().customers(), workspace().accounts()
    persons: dict[Place, int] = {}

    def people(history: History) -> Mapping[Place, Who]:
        persons.update(persons_of(tuple(one.moment for one in history.contacts), workspace().record, customers))
        who = who_is(customers, set(persons.values()))
        return {place: who[number] for place, number in persons.items()}

    of_account, told = told_of(request, index, timeline, row_page="customers:account_row", people=people)
    moments = tuple(one.moment for one in of_account.contacts)
    zone, as_of = index.settings.time_zone, index.last_seconds
    people_shown = people_of(timeline.customer, accounts, customers, last_spoken(moments, persons), zone, as_of)
    finding = scope_of("", "account").ask("timeline", {"customer": timeline.customer})
    export = {"customer": timeline.customer}
    return told | {
        "headline": text.sentence(finding.headline[0], reader_language(), "account"),
        "head": _head(told["head"], of_account, people_shown, zone),
        "people": people_shown,
        "csv_url": with_query(reverse("findings:csv", args=["timeline"]), **export),
        "excel_url": with_query(reverse("findings:excel", args=["timeline"]), **export),
    }


def _head(head: object, history: History, people: PeopleView, zone: str) -> Head:
    """The head with how the last journey ended, after how the account stands, and how many people belong to it."""
    if not isinstance(head, Head):
        raise TypeError(head)
    last, language = history.timeline.journeys[-1], reader_language()
    days = tuple(text.date(moment, language, zone) for moment in (last.started, last.finished))
    outcome = Fact(
        text.word("column:last_outcome", language),
        text.word(f"outcome:{last.outcome}", language),
        days[0] if days[0] == days[1] else " – ".join(days),
        len(history.timeline.moments),
    )
    left = ngettext("%(n)s has left", "%(n)s have left", people.left) % {"n": people.left} if people.left else ""
    there = Fact(pgettext("level", "People"), text.number(people.there, "count", language), left)
    return Head(head.urgent, (head.facts[0], outcome, *head.facts[1:], there))


@needs("see_customers", notes=Action.SOURCE_ROW_OPENED)
@require_GET
def account_row(request: HttpRequest, number: int, file: int, row: int) -> HttpResponse:
    """The row of the file that a contact of this account came from."""
    timeline = history_of(number)
    if timeline is None or (file, row) not in rows_of(timeline, workspace().index("account")):
        raise WegmarkeError("account_unknown", account=str(number))
    persons = persons_of(
        tuple(one for one in timeline.moments if (one.file, one.row) == (file, row)),
        workspace().record,
        workspace().customers(),
    )
    note(request, Action.SOURCE_ROW_OPENED, customers=sorted(set(persons.values())), about=f"account {number}")
    shown = source_row(file, row, may_read=may(request.user, "read_texts"))
    return render(request, "customers/source_row.html", {"shown": shown, "number": number, "account": True})
