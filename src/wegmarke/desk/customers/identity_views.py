"""Who a customer is: all identifiers and why they are one; merge with another customer, take one away, take it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wegmarke import text
from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.policy import may, needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.homes import household_of
from wegmarke.desk.customers.identities import in_words
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.desk.shell.templatetags.desk import identifier_kind
from wegmarke.errors import WegmarkeError
from wegmarke.identity.customers import Customers, IdentifierSeen
from wegmarke.workspace.joining import Decided

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """One identifier: in the one spelling and as sources wrote it, where it was seen, and what speaks for it or was
    found to speak for nothing.
    """

    number: int
    kind: str
    value: str
    written: str
    seen: tuple[tuple[str, int], ...]
    why: tuple[str, ...]
    shared_with: tuple[str, ...]


@never_cache
@needs("see_customers", notes=Action.CUSTOMER_OPENED)
@require_GET
def identity(request: HttpRequest, number: int) -> HttpResponse:
    """All identifiers of a customer, why they are one, and what people decided."""
    customers = workspace().customers()
    known = customers.identifiers_of(customers.resolve(number))
    if not known:
        raise WegmarkeError("customer_unknown", customer=str(number))
    context = {
        "number": number,
        "name": known[0].value,
        "known": [_shown(one, customers) for one in known],
        "household": household_of(number),
        "decided": [_told(one) for one in workspace().decided_about(number)],
        "may_decide": may(request.user, "decide_identity"),
        "data": data_state(),
    }
    return render(request, "customers/identity.html", context)


def _shown(one: IdentifierSeen, customers: Customers) -> Shown:
    why: list[str] = []
    shared: list[str] = []
    for link in customers.links_of(customers.resolve(one.number)):
        if one.number not in {link.a, link.b}:
            continue
        ((kind, value),) = customers.kinds_and_values([link.a + link.b - one.number])
        other = f"{identifier_kind(kind)} {value}"
        (why if link.state == "holds" else shared).append(in_words(link, other))
    return Shown(
        number=one.number,
        kind=identifier_kind(one.kind),
        value=one.value,
        written=", ".join(dict.fromkeys(value for _kind, value in one.raw if value != one.value)),
        seen=tuple((seen.source, seen.contacts) for seen in one.seen),
        why=tuple(why),
        shared_with=tuple(shared),
    )


def _told(one: Decided) -> dict[str, object]:
    by = User.objects.filter(pk=one.assertion.by).first() if one.assertion.by.isdecimal() else None
    return {
        "number": one.assertion.id,
        "one": f"{identifier_kind(one.one[0])} {one.one[1]}",
        "other": f"{identifier_kind(one.other[0])} {one.other[1]}",
        "same": one.assertion.verdict == "same",
        "reason": one.assertion.reason,
        "by": by.username if by else "",
        "when": text.date(int(one.assertion.time.timestamp()), reader_language(), _zone()),
    }


def _zone() -> str:
    return workspace().settings.journeys.time_zone


@needs("decide_identity", notes=Action.CUSTOMERS_MERGED)
@require_POST
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Say that another customer is this one."""
    value = request.POST.get("other", "").strip()
    kind, _colon, rest = value.partition(":")
    customers = workspace().customers()
    other = customers.number_of(kind, rest.strip()) if rest else customers.number_of_value(value)
    if other is None:
        messages.error(
            request, text.error_sentence(WegmarkeError("customer_unknown", customer=value), reader_language())
        )
        return redirect("customers:identity", number)
    try:
        workspace().merge_customers(number, other, _reason(request), by=str(request.user.pk))
    except WegmarkeError as error:
        messages.error(request, text.error_sentence(error, reader_language()))
        return redirect("customers:identity", number)
    note(request, Action.CUSTOMERS_MERGED, customers=[number, other])
    return _done(request, number)


@needs("decide_identity", notes=Action.CUSTOMERS_PARTED)
@require_POST
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Say that an identifier is not this customer's."""
    identifier = request.POST.get("identifier", "")
    members = {one.number for one in workspace().customers().identifiers_of(number)}
    if not identifier.isdecimal() or int(identifier) not in members:
        raise WegmarkeError("customer_unknown", customer=identifier)
    workspace().part_identifier(int(identifier), _reason(request), by=str(request.user.pk))
    note(request, Action.CUSTOMERS_PARTED, customers=[number, int(identifier)])
    return _done(request, number)


@needs("decide_identity", notes=Action.LINK_DECIDED)
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw what was said; with the next build all is as it was."""
    assertion = request.POST.get("assertion", "")
    workspace().take_back(int(assertion) if assertion.isdecimal() else 0, by=str(request.user.pk))
    note(request, Action.LINK_DECIDED, customers=[number], about="open")
    return _done(request, number)


def _reason(request: HttpRequest) -> str:
    return " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]


def _done(request: HttpRequest, number: int) -> HttpResponse:
    messages.success(request, _("It takes effect when the journeys are built."))
    return redirect("customers:identity", number)
