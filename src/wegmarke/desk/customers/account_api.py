"""Accounts (companies) over HTTP: the list, and one with its people."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from wegmarke.clock import from_seconds
from wegmarke.desk.api.findings import WhereIn
from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS_WITH_404
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.account_lists import accounts_in
from wegmarke.desk.customers.account_views import account_or_404, history_of
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.setup.services import workspace
from wegmarke.identity.accounts import Contact, Why
from wegmarke.model.finding import CannotSay
from wegmarke.model.settings import OutcomeName
from wegmarke.questions.customers import MOST_LISTED
from wegmarke.workspace.account_contacts import LastSpoken, last_spoken, persons_of
from wegmarke.workspace.account_list import AccountLine, AccountOrder
from wegmarke.workspace.history import MOST_TOLD

router = Router()
A_PAGE, MOST_A_PAGE = 100, 10_000


class AccountsIn(WhereIn):
    """Which accounts, in which order, and which part of the list."""

    order: AccountOrder = Field("value", description="By what: the largest, latest or worst first, names from A.")
    backwards: bool = Field(default=False, description="The other way round.")
    offset: int = Field(0, ge=0, le=2**31, description="How many accounts to skip.")
    limit: int = Field(A_PAGE, ge=1, le=MOST_A_PAGE, description="How many accounts at most.")


class AccountFiguresOut(Schema):
    """An account and what its whole history says. `number`: permanent. `identifier`: the oldest number by which sources
    know it. `name`: "" where no source says one. `value_minor`: of all journeys, null where no money is known.
    `people`: who belong to it now. `last_outcome`: of the latest journey. `open_complaints`: those that nothing
    settled. Times in UTC.
    """

    number: int
    identifier: str
    name: str
    value_minor: int | None
    contacts: int
    journeys: int
    people: int
    last_outcome: OutcomeName
    open_complaints: int
    first_contact: datetime
    last_contact: datetime
    page: str


class AccountsOut(Schema):
    """A page of the accounts. `total`: of all pages; `next_offset`: where the next begins, null on the last."""

    version: str
    currency: str
    total: int
    next_offset: int | None
    accounts: list[AccountFiguresOut]


class AccountPersonOut(Schema):
    """A person of an account. `customer`: permanent number; `kind`, `value`: by what the person is known. `since`,
    `until`: null where not known, or still there. `roles`, `titles`: the latest first. `contacts`, `last_contact`: in
    the history of the account. `why`: rows, master or domain; `rows`: how many say so.
    """

    customer: int
    kind: str
    value: str
    since: datetime | None
    until: datetime | None
    roles: list[str]
    titles: list[str]
    contacts: int
    last_contact: datetime | None
    why: Why
    rows: int
    sources: list[str]


class CompanyOut(Schema):
    """One account. `values`: the numbers by which sources know it, the oldest first; `joined_by_rule`: pairs of them
    that are one because name and address agree. `figures`: null where nothing has happened with it yet.
    """

    number: int
    values: list[str]
    name: str
    address: str
    joined_by_rule: list[list[str]]
    figures: AccountFiguresOut | None
    people: list[AccountPersonOut]


@router.get(
    "",
    response={200: AccountsOut, **REFUSALS_WITH_404},
    tags=["accounts"],
    summary="Accounts (companies) with what one asks of each first",
)
@permits("see_customers", notes=Action.ACCOUNTS_LISTED)
def accounts(request: HttpRequest, given: Query[AccountsIn]) -> AccountsOut:
    """Return the accounts that have a journey that the filter leaves."""
    found = _listed(given.where, given.order, given.offset, given.limit, backwards=given.backwards)
    note(request, Action.ACCOUNTS_LISTED, rows=len(found.accounts), form="json", about="accounts", where=given.where)
    return found


def _listed(where: str, order: AccountOrder, offset: int, limit: int, *, backwards: bool = False) -> AccountsOut:
    scope = scope_of(where, "account")
    finding = accounts_in(scope, order, offset, limit, backwards=backwards)
    result, version, currency = finding.result, finding.basis.version, scope.asked().index.settings.currency
    if isinstance(result, CannotSay):
        return AccountsOut(version=version, currency=currency, total=0, next_offset=None, accounts=[])
    after = offset + len(result.lines)
    return AccountsOut(
        version=version,
        currency=currency,
        total=result.accounts,
        next_offset=after if result.lines and after < result.accounts else None,
        accounts=[_figures(line) for line in result.lines],
    )


def _figures(line: AccountLine) -> AccountFiguresOut:
    return AccountFiguresOut(
        number=line.number,
        identifier=line.identifier,
        name=line.name,
        value_minor=line.value,
        contacts=line.contacts,
        journeys=line.journeys,
        people=line.people,
        last_outcome=line.outcome,
        open_complaints=line.complaints,
        first_contact=from_seconds(line.first),
        last_contact=from_seconds(line.last),
        page=reverse("customers:account", args=[line.number]),
    )


@router.get(
    "/{number}",
    response={200: CompanyOut, **REFUSALS_WITH_404},
    tags=["accounts"],
    summary="One account and its people",
)
@permits("see_customers", notes=Action.ACCOUNT_OPENED)
def company(request: HttpRequest, number: int) -> CompanyOut:
    """Return the account with this number, or the one that it was joined with."""
    found = account_or_404(number)
    opened = workspace()
    contacts = opened.accounts().contacts_of(found.number)
    timeline = history_of(found.number)
    moments = timeline.moments[-MOST_TOLD:] if timeline is not None else ()
    spoken = last_spoken(moments, persons_of(moments, opened.record, opened.customers()))
    figures: list[AccountFiguresOut] = []
    if timeline is not None:
        figures = [one for one in _listed("", "name", 0, MOST_LISTED).accounts if one.number == found.number]
    note(
        request,
        Action.ACCOUNT_OPENED,
        customers=sorted({one.customer for one in contacts}),
        form="json",
        about=f"account {found.number}",
    )
    return CompanyOut(
        number=found.number,
        values=list(found.values),
        name=found.name,
        address=found.address,
        joined_by_rule=[list(pair) for pair in opened.accounts().joined_by_rule(found.number)],
        figures=figures[0] if figures else None,
        people=[_person(one, spoken.get(one.customer)) for one in contacts],
    )


def _person(one: Contact, spoken: LastSpoken | None) -> AccountPersonOut:
    kind, value = workspace().customers().shown_identifier(one.customer) or ("", "")
    return AccountPersonOut(
        customer=one.customer,
        kind=kind,
        value=value,
        since=one.since,
        until=one.until,
        roles=list(one.roles),
        titles=list(one.titles),
        contacts=spoken.contacts if spoken else 0,
        last_contact=from_seconds(spoken.last) if spoken else None,
        why=one.why,
        rows=one.rows,
        sources=list(one.sources),
    )
