"""The suppression list over HTTP, for systems that send advertising."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from wegmarke.clock import from_seconds
from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS_WITH_404
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.customers.suppressing import identifiers_of, suppression_list
from wegmarke.errors import WegmarkeError

router = Router()
A_PAGE, MOST_A_PAGE = 1_000, 10_000


class PageIn(Schema):
    """Which part of the list."""

    offset: int = Field(0, ge=0, le=2**31, description="How many customers to skip.")
    limit: int = Field(A_PAGE, ge=1, le=MOST_A_PAGE, description="How many customers at most.")
    rule: str = Field("", max_length=40, description="Only whom this rule keeps; empty is all rules.")


class IdentifierOut(Schema):
    """An identifier of a customer: its kind and its value."""

    kind: str
    value: str


class KeptOut(Schema):
    """A customer who must not be advertised to: permanent number, all identifiers, and the rules that say so."""

    number: int
    identifiers: list[IdentifierOut]
    reasons: list[str]


class RuleOut(Schema):
    """A rule that counts, and how many customers it keeps; a customer may be kept by several."""

    key: str
    kind: str
    customers: int


class SuppressionOut(Schema):
    """A page of the list. `version`: of the data it was made from. `state`: of data and rules together, the ETag.
    `as_of`: until when the data tell (UTC). `total`: customers in the list, all pages together. `next_offset`: where
    the next page begins, null on the last.
    """

    version: str
    state: str
    as_of: datetime
    total: int
    rules: list[RuleOut]
    customers: list[KeptOut]
    next_offset: int | None


@router.get(
    "",
    response={200: SuppressionOut, 304: None, **REFUSALS_WITH_404},
    tags=["customers"],
    summary="Who must not be advertised to",
    description="Send the ETag of the last answer as If-None-Match: 304 says that the list is still the same. While a "
    "list is read page by page its ETag must stay the same; where it changes, begin anew.",
)
@permits("see_customers", notes=Action.AUDIENCE_EXPORTED)
def suppression(
    request: HttpRequest, response: HttpResponse, given: Query[PageIn]
) -> SuppressionOut | tuple[int, None]:
    """Return a page of the suppression list."""
    made, index = suppression_list()
    tag = f'"{made.state}"'
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    asked_for = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if tag in asked_for or "*" in asked_for:
        return 304, None
    counts = made.counts()
    if given.rule and given.rule not in counts:
        raise WegmarkeError(
            "question_argument", question="suppression", argument="rule", value=given.rule, expected=list(counts)
        )
    numbers = made.by(given.rule) if given.rule else made.numbers
    page = numbers[given.offset : given.offset + given.limit]
    known = identifiers_of(index, page)
    numbered = page.tolist()
    note(request, Action.AUDIENCE_EXPORTED, customers=numbered, rows=len(page), form="json", about="suppression")
    after = given.offset + len(page)
    return SuppressionOut(
        version=made.version,
        state=made.state,
        as_of=from_seconds(made.as_of),
        total=len(numbers),
        rules=[RuleOut(key=rule.key, kind=rule.kind, customers=counts[rule.key]) for rule in made.rules],
        customers=[
            KeptOut(
                number=number,
                identifiers=[IdentifierOut(kind=kind, value=value) for kind, value in known[number]],
                reasons=[rule.key for rule in made.why(number)],
            )
            for number in numbered
        ],
        next_offset=after if len(page) and after < len(numbers) else None,
    )
