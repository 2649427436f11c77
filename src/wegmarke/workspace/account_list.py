"""The accounts of a workspace as a list: what one asks of each of them first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.identity.accounts import Accounts
from wegmarke.index.partition import Partition
from wegmarke.model.complaints import ComplaintTouchpoints, Kind, open_complaints
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName
from wegmarke.questions import Asked, ask
from wegmarke.questions.audience import Audience, Member
from wegmarke.questions.customers import MOST_LISTED

AccountOrder = Literal["value", "latest", "name", "people", "complaints"]
ACCOUNT_ORDERS: tuple[AccountOrder, ...] = get_args(AccountOrder)
DEFAULT_LIMIT = 50


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account. value: of all journeys, in minor units of the currency of the settings, None where no money is
    known. people: who belong to it now. outcome: of the latest journey. first, last: first and last contact (whole
    seconds UTC). complaints: those that nothing settled.
    """

    number: int
    identifier: str
    name: str
    value: int | None
    contacts: int
    journeys: int
    people: int
    outcome: OutcomeName
    complaints: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AccountList:
    """A page of the accounts that have a journey that the filter leaves; the figures are of their whole history.

    accounts: how many there are in all.
    """

    lines: tuple[AccountLine, ...]
    offset: int
    accounts: int
    currency: str
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """One line an account."""
        lines = self.lines
        return (
            Table(
                "accounts",
                (
                    Column("company", "text", [one.name for one in lines]),
                    Column("account", "text", [one.identifier for one in lines]),
                    Column("account_number", "text", [one.number for one in lines]),
                    Column("value", "minor_units", [one.value for one in lines]),
                    Column("interactions", "count", [one.contacts for one in lines]),
                    Column("journeys", "count", [one.journeys for one in lines]),
                    Column("people", "count", [one.people for one in lines]),
                    Column("last_outcome", "outcome", [one.outcome for one in lines]),
                    Column("open_complaints", "count", [one.complaints for one in lines]),
                    Column("started", "time", [one.first for one in lines]),
                    Column("finished", "time", [one.last for one in lines]),
                ),
            ),
        )


def account_list(
    asked: Asked,
    accounts: Accounts,
    complaints: ComplaintTouchpoints,
    *,
    order: AccountOrder = "value",
    backwards: bool = False,
    offset: int = 0,
    limit: int = DEFAULT_LIMIT,
) -> Finding[AccountList]:
    """The accounts with a journey that the filter leaves, a page at a time: the most valuable, latest, largest, most
    complaining, or the first by name; or backwards.

    asked: of the index by account. Errors: `question_argument` for an order, an offset or a limit that is none.
    """
    wrong = "order" if order not in ACCOUNT_ORDERS else "limit" if offset < 0 or not 0 < limit <= MOST_LISTED else ""
    if wrong:
        raise WegmarkeError("question_argument", argument=wrong, value=order if wrong == "order" else limit)
    found: Finding[Audience] = ask("audience", asked, {"limit": MOST_LISTED, "order": "identifier"})
    if isinstance(found.result, CannotSay):
        return Finding("accounts", found.headline, found.result, found.basis, "audience")
    lines = _lines(asked, accounts, complaints, found.result.members)
    lines.sort(key=lambda one: (one.name.casefold() or one.identifier, one.number))
    if order != "name":
        lines.sort(key=lambda one: _rank(one, order), reverse=not backwards)
    elif backwards:
        lines.reverse()
    result = AccountList(
        tuple(lines[offset : offset + limit]), offset, found.result.customers, found.result.currency, found.basis.filter
    )
    return Finding(
        "accounts", (Sentence("audience.extent", found.headline[0].values),), result, found.basis, "audience"
    )


def _rank(one: AccountLine, order: AccountOrder) -> int:
    match order:
        case "latest":
            return one.last
        case "people":
            return one.people
        case "complaints":
            return one.complaints
        case _:
            return one.value if one.value is not None else -1


def _lines(
    asked: Asked, accounts: Accounts, complaints: ComplaintTouchpoints, members: tuple[Member, ...]
) -> list[AccountLine]:
    names, people = accounts.names(), accounts.headcount()
    outcomes: dict[int, OutcomeName] = {}
    unsettled: dict[int, int] = {}
    keys = asked.index.keys
    opened, settled = (
        np.array([code for code, key in enumerate(keys) if key in some], np.int64)
        for some in (complaints.opened, complaints.settled)
    )
    for partition in asked.index.partitions:
        numbers = partition.number.astype(np.int64).tolist()
        last = partition.outcome[partition.journeys[1:] - 1].tolist()
        outcomes |= {number: OUTCOME_NAMES[code] for number, code in zip(numbers, last, strict=True)}
        for place, count in _unsettled(partition, opened, settled).items():
            unsettled[numbers[place]] = count
    return [
        AccountLine(
            number=one.customer,
            identifier=one.identifier,
            name=names.get(one.customer, ""),
            value=one.value,
            contacts=one.contacts,
            journeys=one.journeys,
            people=people.get(one.customer, 0),
            outcome=outcomes[one.customer],
            complaints=unsettled.get(one.customer, 0),
            first=one.first,
            last=one.last,
        )
        for one in members
    ]


def _unsettled(partition: Partition, opened: NDArray[np.int64], settled: NDArray[np.int64]) -> dict[int, int]:
    """How many complaints nothing settled, by place of the account; only of those who have one. How many there are does
    not depend on what they are about.
    """
    at = np.flatnonzero(np.isin(partition.touchpoint, np.concatenate([opened, settled])))
    owner = np.searchsorted(partition.start[partition.journeys], at, side="right") - 1
    kinds: dict[int, list[tuple[Kind, str | None]]] = {}
    for place, code in zip(owner.tolist(), partition.touchpoint[at].tolist(), strict=True):
        kinds.setdefault(place, []).append(("opened" if code in opened else "settled", None))
    counts = {place: len(open_complaints(some)) for place, some in kinds.items()}
    return {place: count for place, count in counts.items() if count}
