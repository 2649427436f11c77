"""By what a customer is known, and why these identifiers are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegmarke import text
from wegmarke.desk.shell.language import reader_language
from wegmarke.desk.shell.templatetags.desk import identifier_kind
from wegmarke.identity.customers import Customers, IdentifierSeen, Link
from wegmarke.workspace.history import History
from wegmarke.workspace.reviewing import SIDE_BY_SIDE

DESCRIPTION = (("first_name", "last_name"), ("company",), ("postcode", "city"))
"""What stands beside the number, in this order."""


@dataclass(frozen=True, slots=True)
class IdentityView:
    """One identifier: its kind, its value, the sources in which it stands, and why it belongs to this customer."""

    kind: str
    value: str
    sources: str
    why: str = ""


def identities_of(history: History, customers: Customers) -> tuple[IdentityView, ...]:
    """All identifiers of the customer, the strongest first; each but the first with why it belongs to those before."""
    timeline = history.timeline
    known = customers.identifiers_of(timeline.customer)
    if not known:  # an index from before identities were resolved
        sources = dict.fromkeys(contact.told.source for contact in history.contacts)
        return (IdentityView(timeline.kind, timeline.identifier, ", ".join(sources)),)
    links = customers.links_of(timeline.customer)
    return tuple(
        IdentityView(
            kind=identifier_kind(one.kind),
            value=_written(one),
            sources=", ".join(dict.fromkeys(seen.source for seen in one.seen)),
            why=_why(one, known[:place], known, links) if place else "",
        )
        for place, one in enumerate(known)
    )


def described_as(history: History, customers: Customers) -> str:
    """Name and town of the customer, as far as sources say them; "" where they say nothing."""
    told = _told(history.timeline.customer, customers)
    parts = [" ".join(told[kind][0] for kind in kinds if kind in told) for kinds in DESCRIPTION]
    return ", ".join(part for part in parts if part)


def called(number: int, customers: Customers) -> str:
    """What people call a customer: the name, as far as sources say one, else the strongest identifier as written."""
    told = _told(number, customers)
    name = " ".join(told[kind][0] for kind in ("first_name", "last_name") if kind in told)
    if name or "name" in told:
        return name or told["name"][0]
    identifiers = customers.identifiers_of(number)
    return _written(identifiers[0]) if identifiers else str(number)


def _told(number: int, customers: Customers) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for kind, value in customers.described(number):
        told.setdefault(kind, []).append(value.title())
    return told


def _written(one: IdentifierSeen) -> str:
    """As a source wrote it, rather than in the one spelling."""
    return one.raw[0][1]


def _why(
    one: IdentifierSeen, before: tuple[IdentifierSeen, ...], known: tuple[IdentifierSeen, ...], links: Iterable[Link]
) -> str:
    """Why it is the same customer's: the link to one of those before, else to any other."""
    others = {other.number: other for other in known if other is not one}
    holding = [link for link in links if link.state == "holds" and one.number in {link.a, link.b}]
    nearer = {other.number for other in before}
    for link in sorted(holding, key=lambda link: (link.a + link.b - one.number) not in nearer):
        other = others.get(link.a + link.b - one.number)
        if other is not None:
            return in_words(link, _written(other))
    return ""


def in_words(link: Link, other: str) -> str:
    """Why a link joins an identifier with the other one."""
    if link.why == "person" and link.reason == SIDE_BY_SIDE:
        return _("joined with %(other)s by a person who saw both side by side") % {"other": other}
    if link.why == "person" and not link.reason:
        return _("joined with %(other)s by a person") % {"other": other}
    if link.why == "person":
        return _("joined with %(other)s by a person: %(reason)s") % {"other": other, "reason": link.reason}
    if link.why == "model":
        weight = text.decimal(link.weight or 0, 1, reader_language())
        return _("joined with %(other)s by a model (weight %(weight)s)") % {"other": other, "weight": weight}
    if link.reason == "same_name":
        return _("shares an identifier with %(other)s, and the names agree") % {"other": other}
    rows = int(link.weight or 0)
    words = ngettext("in %(n)s row together with %(other)s", "in %(n)s rows together with %(other)s", rows)
    return words % {"n": rows, "other": other} + f" ({', '.join(link.sources)})"
