"""`wegmarke customers`: who is who, from the command line: show, merge, part, and try other rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.session import HERE, SESSION, WorkspaceOption, opened, say
from wegmarke.errors import WegmarkeError
from wegmarke.text import households

if TYPE_CHECKING:
    from wegmarke.identity.customers import Customers
    from wegmarke.identity.households import Household

IdentifierArgument = Annotated[str, typer.Argument(help="{help.customers.identifier}")]
ReasonOption = Annotated[str, typer.Option("--reason", help="{help.customers.reason}", show_default=False)]
BY = "command line"


def show_customers(identifier: IdentifierArgument, workspace: WorkspaceOption = HERE) -> None:
    """Show all identifiers of a customer, and why they are one."""
    place = opened(workspace)
    customers = place.customers()
    number = _customer(customers, identifier)
    say("customers.number", number=number)
    for one in customers.identifiers_of(number):
        sources = ", ".join(f"{seen.source} ({seen.contacts})" for seen in one.seen)
        say("customers.identifier", kind=one.kind, value=one.value, sources=sources)
    for link in customers.links_of(number):
        a, b = map(" ".join, customers.kinds_and_values([link.a, link.b]))
        reason = " ".join(word for word in (link.reason, ", ".join(link.sources)) if word)
        say("customers.link.holds" if link.state == "holds" else "customers.link.not", a=a, b=b, reason=reason)
    household = place.household_of(number)
    if household is not None:
        _say_household(customers, household)


def _say_household(customers: Customers, household: Household) -> None:
    say("customers.household")
    for member in household.members:
        kind, value = customers.shown_identifier(member.number) or ("", "")
        reasons = "; ".join(
            households.tie(one.reason, one.kind, one.value, one.rows, one.sources, SESSION.language)
            for one in member.ties
        )
        say("customers.household.member", number=member.number, kind=kind, value=value, reasons=reasons)


def merge_customers(
    one: IdentifierArgument, other: IdentifierArgument, workspace: WorkspaceOption = HERE, reason: ReasonOption = ""
) -> None:
    """Say that two customers are one."""
    place = opened(workspace)
    customers = place.customers()
    place.merge_customers(_customer(customers, one), _customer(customers, other), reason, by=BY)
    say("customers.decided")


def part_customers(
    identifier: IdentifierArgument, workspace: WorkspaceOption = HERE, reason: ReasonOption = ""
) -> None:
    """Say that an identifier is not its customer's."""
    place = opened(workspace)
    customers = place.customers()
    kind, value = _kind_and_value(identifier)
    kinds = [kind] if kind else [known for known in customers.numbers.kinds if known]
    numbers = {customers.identifier_number(known, value) for known in kinds} - {None}
    if len(numbers) != 1:
        raise WegmarkeError("customer_unknown", customer=identifier)
    place.part_identifier(numbers.pop() or 0, reason, by=BY)
    say("customers.decided")


def try_customers(
    rules: Annotated[Path, typer.Argument(help="{help.customers.rules}", exists=True, dir_okay=False)],
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show what other rules would merge and part; nothing is changed."""
    from wegmarke.identity.rules import read_rules

    effect = opened(workspace).effect_of_rules(read_rules(rules.read_text(encoding="utf-8-sig")))
    say("customers.effect", now=effect.customers_now, then=effect.customers_then)
    for key, count, groups in (
        ("customers.merged", effect.merged_count, effect.merged),
        ("customers.parted", effect.parted_count, effect.parted),
    ):
        say(key, count=count)
        for group in groups:
            print("  " + "  +  ".join(" ".join(identifier) for identifier in group))


def _kind_and_value(identifier: str) -> tuple[str, str]:
    kind, colon, value = identifier.partition(":")
    return (kind, value) if colon and value else ("", identifier)


def _customer(customers: Customers, identifier: str) -> int:
    kind, value = _kind_and_value(identifier)
    found = customers.number_of(kind, value) if kind else customers.number_of_value(value)
    if found is None:
        raise WegmarkeError("customer_unknown", customer=identifier)
    return found
