"""What a person decides about one customer: who else it is, and which identifier is not this customer's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wegmarke.errors import WegmarkeError
from wegmarke.identity.customers import Customers
from wegmarke.identity.ledger import Assertion, LinkLedger


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a customer: the entry of the ledger and both identifiers, as they are known."""

    assertion: Assertion
    one: tuple[str, str]
    other: tuple[str, str]


def merge(ledger: LinkLedger, customers: Customers, one: int, other: int, reason: str, by: str) -> Assertion:
    """Say that two customers are one; what kept them apart is withdrawn. `customers_same` if they are one already."""
    a, b = customers.resolve(one), customers.resolve(other)
    if a == b:
        raise WegmarkeError("customers_same", customer=str(other))
    members = (set(customers.members(a).tolist()), set(customers.members(b).tolist()))
    for entry in ledger.in_force():
        if entry.verdict == "apart" and _between(entry, *members):
            ledger.withdraw(entry.id, by=by)
    return ledger.assert_link(a, b, "person", reason=reason, by=by)


def part(ledger: LinkLedger, customers: Customers, identifier: int, reason: str, by: str) -> tuple[Assertion, ...]:
    """Say that an identifier is not its customer's: whatever a person or a model said for it is withdrawn, and what a
    rule says does not hold any more. Returns what was asserted. `customer_unknown` for an identifier that has nobody
    beside it.
    """
    members = set(customers.members(customers.resolve(identifier)).tolist()) - {identifier}
    if not members:
        raise WegmarkeError("customer_unknown", customer=str(identifier))
    for entry in ledger.in_force():
        if entry.verdict == "same" and _between(entry, {identifier}, members):
            ledger.withdraw(entry.id, by=by)
    beside = {
        end for link in customers.links_of(identifier) for end in (link.a, link.b) if identifier in {link.a, link.b}
    }
    strongest = next(number for number in customers.members(identifier).tolist() if number != identifier)
    return tuple(
        ledger.assert_apart(identifier, other, "person", reason=reason, by=by)
        for other in sorted((beside & members) | {strongest})
    )


def _between(entry: Assertion, some: Iterable[int], others: Iterable[int]) -> bool:
    some, others = set(some), set(others)
    return (entry.a in some and entry.b in others) or (entry.b in some and entry.a in others)


def decided_about(ledger: LinkLedger, customers: Customers, customer: int) -> tuple[Decided, ...]:
    """What people decided about a customer and holds, the latest first."""
    members = set(customers.members(customers.resolve(customer)).tolist())
    entries = [one for one in ledger.in_force() if one.why == "person" and {one.a, one.b} & members]
    ends = sorted({end for one in entries for end in (one.a, one.b)})
    named = dict(zip(ends, customers.kinds_and_values(ends), strict=True))
    return tuple(Decided(one, named[one.a], named[one.b]) for one in reversed(entries))


def withdraw(ledger: LinkLedger, assertion: int, by: str) -> None:
    """Take back what was said; with the next build all is as it was before. `link_unknown`."""
    try:
        ledger.withdraw(assertion, by=by)
    except KeyError:
        raise WegmarkeError("link_unknown", number=assertion) from None
