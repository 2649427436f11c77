"""With whom a customer likely lives, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wegmarke import text
from wegmarke.desk.customers.identities import called
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.desk.shell.templatetags.desk import identifier_kind


@dataclass(frozen=True, slots=True)
class MemberView:
    """One of a household. is_asked: whether it is the customer on whose page this stands. first, last: when sources
    named the address of them.
    """

    number: int
    name: str
    kind: str
    value: str
    why: tuple[str, ...]
    first: datetime
    last: datetime
    is_asked: bool


def household_of(number: int) -> tuple[MemberView, ...]:
    """All of the customer's household, the customer first; nobody where none is known."""
    opened = workspace()
    customers, household = opened.customers(), opened.household_of(number)
    if household is None:
        return ()
    asked, language = customers.resolve(number), reader_language()
    views = []
    for member in household.members:
        kind, value = customers.shown_identifier(member.number) or ("", "")
        views.append(
            MemberView(
                number=member.number,
                name=called(member.number, customers),
                kind=identifier_kind(kind),
                value=value,
                why=tuple(
                    text.tie(one.reason, one.kind, one.value, one.rows, one.sources, language) for one in member.ties
                ),
                first=member.first,
                last=member.last,
                is_asked=member.number == asked,
            )
        )
    return tuple(sorted(views, key=lambda view: not view.is_asked))
