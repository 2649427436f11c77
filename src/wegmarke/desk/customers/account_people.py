"""The people of an account: who they are there, since when, and when they were last spoken to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegmarke import text
from wegmarke.desk.customers.histories import Who
from wegmarke.desk.customers.identities import called
from wegmarke.desk.shell.language import reader_language
from wegmarke.identity.accounts import Accounts, Contact
from wegmarke.identity.customers import Customers
from wegmarke.workspace.account_contacts import LastSpoken

MOST_SHOWN = 200
SILENT_DAYS = 180
"""A buying role nobody of which had a contact for so long is worth a line."""
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The account that somebody belongs to now."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person of an account. contacts, last: in the account's history; "" where there are none. until: "" for who is
    there; now: where the person is instead, as far as it is known.
    """

    name: str
    url: str
    roles: str
    titles: str
    since: str
    until: str
    now: Elsewhere | None
    contacts: str
    last: str
    why: str


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The people, those who are there first; hidden: how many are not shown. there, left: how many belong to the
    account now, and did before. hints: what is worth knowing of the buying roles.
    """

    present: tuple[PersonView, ...]
    former: tuple[PersonView, ...]
    hidden: int
    there: int
    left: int
    hints: tuple[str, ...]


def people_of(
    account: int,
    accounts: Accounts,
    customers: Customers,
    spoken: Mapping[int, LastSpoken],
    zone: str,
    as_of: int,
) -> PeopleView:
    """The people of an account. spoken: of its history, by number of the customer. as_of: until when the data tell."""
    contacts = accounts.contacts_of(account)
    shown = contacts[:MOST_SHOWN]
    views = [(one.left, _person(one, accounts, customers, spoken.get(one.customer), zone)) for one in shown]
    return PeopleView(
        present=tuple(view for left, view in views if not left),
        former=tuple(view for left, view in views if left),
        hidden=len(contacts) - len(shown),
        there=sum(not one.left for one in contacts),
        left=sum(one.left for one in contacts),
        hints=_hints(contacts, accounts.roles(), spoken, zone, as_of),
    )


def who_is(customers: Customers, numbers: set[int]) -> dict[int, Who]:
    """Names and pages of these customers."""
    return {one: Who(called(one, customers), reverse("customers:customer", args=[one])) for one in numbers}


@dataclass(frozen=True, slots=True)
class MembershipView:
    """An account that a customer belongs or belonged to. span: since when and until when, as far as it is known."""

    name: str
    url: str
    roles: str
    titles: str
    span: str


def accounts_of(customer: int, accounts: Accounts, zone: str) -> tuple[MembershipView, ...]:
    """The accounts that a customer belongs or belonged to, the present one first."""
    found = []
    for one in accounts.of_customer(customer):
        account = accounts.account(one.account)
        if account is not None:
            url = reverse("customers:account", args=[account.number])
            roles, titles = ", ".join(one.roles), ", ".join(one.titles)
            found.append(MembershipView(account.label, url, roles, titles, _span(one, zone)))
    return tuple(found)


def _span(one: Contact, zone: str) -> str:
    language = reader_language()
    since, until = (text.date(moment, language, zone) if moment else "" for moment in (one.since, one.until))
    if since and until:
        return f"{since} – {until}"
    if until:
        return _("until %(until)s") % {"until": until}
    return _("since %(day)s") % {"day": since} if since else ""


def _person(one: Contact, accounts: Accounts, customers: Customers, spoken: LastSpoken | None, zone: str) -> PersonView:
    language = reader_language()
    return PersonView(
        name=called(one.customer, customers),
        url=reverse("customers:customer", args=[one.customer]),
        roles=", ".join(one.roles),
        titles=", ".join(one.titles),
        since=text.date(one.since, language, zone) if one.since else "",
        until=text.date(one.until, language, zone) if one.until else "",
        now=_now_at(one, accounts) if one.left else None,
        contacts=text.number(spoken.contacts, "count", language) if spoken else "",
        last=text.date(spoken.last, language, zone) if spoken else "",
        why=_why(one),
    )


def _now_at(one: Contact, accounts: Accounts) -> Elsewhere | None:
    for other in accounts.of_customer(one.customer):
        account = accounts.account(other.account)
        if not other.left and account is not None and account.number != one.account:
            return Elsewhere(account.label, reverse("customers:account", args=[account.number]))
    return None


def _why(one: Contact) -> str:
    match one.why:
        case "rows":
            words = ngettext("%(n)s row", "%(n)s rows", one.rows) % {
                "n": text.number(one.rows, "count", reader_language())
            }
            return f"{words} ({', '.join(one.sources)})"
        case "master":
            return _("master data (%(sources)s)") % {"sources": ", ".join(one.sources)}
        case "domain":
            return _("only the domain of the mail address")


def _hints(
    contacts: tuple[Contact, ...],
    roles: tuple[str, ...],
    spoken: Mapping[int, LastSpoken],
    zone: str,
    as_of: int,
) -> tuple[str, ...]:
    """What is missing among the buying roles: those that nobody has, and those with whom there was no contact for
    long. Of an account without any role nothing is said: its sources know none.
    """
    language = reader_language()
    holders: dict[str, list[int]] = {role: [] for role in roles}
    for one in contacts:
        for role in one.roles if not one.left else ():
            holders[role].append(one.customer)
    if not any(holders.values()):
        return ()
    missing = [role for role in roles if not holders[role]]
    found = []
    if missing:
        found.append(_("Nobody is known as: %(roles)s") % {"roles": ", ".join(missing)})
    for role in roles:
        last = max((spoken[one].last for one in holders[role] if one in spoken), default=None)
        if holders[role] and last is None:
            found.append(_("No contact with %(role)s is known") % {"role": role})
        elif last is not None and as_of - last >= SILENT_DAYS * _DAY_SECONDS:
            values = {
                "role": role,
                "day": text.date(last, language, zone),
                "time": text.duration(as_of - last, language),
            }
            found.append(_("No contact with %(role)s since %(day)s, for %(time)s") % values)
    return tuple(found)
