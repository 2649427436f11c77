"""Customers over HTTP: search by any identifier."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from wegmarke.clock import from_seconds
from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS_WITH_404
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.finding import customer_search
from wegmarke.workspace.searching.search import DEFAULT_HITS, MOST_HITS, Hit

router = Router()


class SearchIn(Schema):
    """What is searched for."""

    q: str = Field(
        min_length=1,
        max_length=200,
        description="Any identifier: number, e-mail address, phone, name. Spaces, leading zeros, +49, capitals, "
        "umlauts and small slips do not matter; several words are found across the identifiers of one customer.",
    )
    limit: int = Field(DEFAULT_HITS, ge=1, le=MOST_HITS, description="How many customers at most.")


class HitOut(Schema):
    """A customer found. `number`: permanent. `kind`, `value`: the identifier that fits best. `how`: whole, part or
    similar. `last_contact`: in UTC. `contacts`: how many. `page`: the address of the customer's page.
    """

    number: int
    kind: str
    value: str
    how: str
    last_contact: datetime
    contacts: int
    page: str


class HitsOut(Schema):
    """The nearest customers, the nearest first. `found`: how many fit. `version`: of the data that was searched."""

    version: str
    found: int
    customers: list[HitOut]


@router.get(
    "/search",
    response={200: HitsOut, **REFUSALS_WITH_404},
    tags=["customers"],
    summary="Find customers by any identifier",
)
@permits("see_customers", notes=Action.CUSTOMERS_SEARCHED)
def search(request: HttpRequest, given: Query[SearchIn]) -> HitsOut:
    """Find customers whose identifiers are like the text."""
    finder, index = customer_search()
    hits = finder.find(given.q, given.limit)
    found = [hit.number for hit in hits.hits]
    note(request, Action.CUSTOMERS_SEARCHED, customers=found, rows=len(found), form="json", about="search")
    return HitsOut(version=index.version, found=hits.found, customers=[_hit_out(hit) for hit in hits.hits])


def _hit_out(hit: Hit) -> HitOut:
    return HitOut(
        number=hit.number,
        kind=hit.kind,
        value=hit.value,
        how=hit.how,
        last_contact=from_seconds(hit.last),
        contacts=hit.contacts,
        page=reverse("customers:customer", args=[hit.number]),
    )
