"""`wegmarke accounts`: the companies above customers, from the command line: list, show, join, part."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.session import HERE, SESSION, WorkspaceOption, opened, say
from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    from datetime import datetime

    from wegmarke.identity.accounts import Accounts

AccountArgument = Annotated[str, typer.Argument(help="{help.accounts.account}")]
ReasonOption = Annotated[str, typer.Option("--reason", help="{help.accounts.reason}", show_default=False)]
BY = "command line"


class Order(StrEnum):
    """By what accounts are listed."""

    VALUE = "value"
    LATEST = "latest"
    NAME = "name"
    PEOPLE = "people"
    COMPLAINTS = "complaints"


def list_accounts(
    workspace: WorkspaceOption = HERE,
    where: Annotated[str, typer.Option("--where", help="{help.ask.where}", show_default=False)] = "",
    order: Annotated[Order, typer.Option("--order", help="{help.accounts.order}")] = Order.VALUE,
    rows: Annotated[int, typer.Option("--rows", min=1, max=100_000, help="{help.accounts.rows}")] = 50,
) -> None:
    """List the accounts that have a journey that the filter leaves."""
    from wegmarke.model.complaints import complaint_touchpoints
    from wegmarke.model.finding import CannotSay
    from wegmarke.questions import Asked
    from wegmarke.report.presentation import presentation_of
    from wegmarke.text import cell, sentence
    from wegmarke.workspace.account_list import account_list
    from wegmarke.workspace.suppression import load_suppression

    place = opened(workspace)
    index = place.index("account")
    asked = Asked(index, place.runner())
    rules = load_suppression(place.folder)
    complaints = complaint_touchpoints(index.touchpoints, rules.complaints_opened, rules.complaints_settled)
    found = account_list(
        asked.where(where) if where else asked, place.accounts(), complaints, order=order.value, limit=rows
    )
    print(sentence(found.headline[0], SESSION.language, "account"))
    if isinstance(found.result, CannotSay):
        return
    shown = presentation_of(found, index.touchpoints, SESSION.language, index.settings.currency)
    (table,) = found.result.tables()
    for at, line in enumerate(found.result.lines):
        value, outcome = (shown.text(table, table.column(key), at) for key in ("value", "last_outcome"))
        last = cell(line.last, "time", SESSION.language, zone_name=index.settings.time_zone)
        say(
            "accounts.line",
            account=line.identifier,
            name=line.name,
            value=value,
            people=line.people,
            outcome=outcome,
            complaints=line.complaints or None,
            last=last,
        )


def show_accounts(account: AccountArgument, workspace: WorkspaceOption = HERE) -> None:
    """Show an account: the numbers by which sources know it and why they are one, and its people."""
    place = opened(workspace)
    accounts, customers = place.accounts(), place.customers()
    number = _number(accounts, account)
    found = accounts.account(number)
    if found is None:
        raise WegmarkeError("account_unknown", account=account)
    say("accounts.number", number=number, name=found.label, values=", ".join(found.values))
    if found.address:
        say("accounts.address", address=found.address)
    for one, other in accounts.joined_by_rule(number):
        say("accounts.by_rule", one=one, other=other)
    for said in place.decided_about_account(number):
        key = "accounts.one" if said.verdict == "same" else "accounts.two"
        say(key, one=accounts.value_of(said.a), other=accounts.value_of(said.b), reason=said.reason or None)
    zone = place.settings.journeys.time_zone
    for contact in accounts.contacts_of(number):
        kind, value = customers.shown_identifier(contact.customer) or ("", "")
        say(
            "accounts.person",
            kind=kind,
            value=value,
            roles=", ".join((*contact.roles, *contact.titles)) or None,
            since=_day(contact.since, zone),
            until=_day(contact.until, zone),
        )


def join_accounts(
    account: AccountArgument, other: AccountArgument, workspace: WorkspaceOption = HERE, reason: ReasonOption = ""
) -> None:
    """Say that two accounts are one company."""
    place = opened(workspace)
    accounts = place.accounts()
    place.join_accounts(_number(accounts, account), _number(accounts, other), reason, by=BY)
    say("customers.decided")


def part_accounts(
    account: AccountArgument, other: AccountArgument, workspace: WorkspaceOption = HERE, reason: ReasonOption = ""
) -> None:
    """Say that two numbers of an account are two companies."""
    opened(workspace).part_accounts(account, other, reason, by=BY)
    say("customers.decided")


def _number(accounts: Accounts, written: str) -> int:
    found = accounts.number_meant(written)
    if found is None:
        raise WegmarkeError("account_unknown", account=written)
    return found


def _day(moment: datetime | None, zone: str) -> str | None:
    from wegmarke.text import date

    return None if moment is None else date(moment, SESSION.language, zone)
