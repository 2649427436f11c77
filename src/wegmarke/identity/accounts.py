"""Accounts: the companies that buy, a second and dated level above customers, to be asked (DESIGN §2).

A customer belongs to an account from the first row that says so until a row names another, or until master data say
that the customer has left. A row that names an account is that account's, whatever else is known of its customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.clock import MICROSECONDS
from wegmarke.identity.alike import alike_accounts
from wegmarke.identity.customers import Customers
from wegmarke.identity.domains import accounts_of_domains, domain_of
from wegmarke.identity.kinds import normalised
from wegmarke.identity.ledger import Assertion, LinkLedger
from wegmarke.identity.memberships import Memberships, accounts_of_rows
from wegmarke.identity.naming import ACCOUNT
from wegmarke.identity.numbers import CustomerNumbers, split_identifiers
from wegmarke.identity.spans import NO_ACCOUNT, Spans, spans_of

Why = Literal["rows", "master", "domain"]


@dataclass(frozen=True, slots=True)
class Contact:
    """A customer as a member of an account.

    since: the first row that says so, until: until when (of whoever changed company or has left); None: not known, or
    still there. roles, titles: buying roles and jobs as rows write them, the latest first. rows: how many rows say so.
    why: rows of interactions, only master data, or only the domain of the mail address.
    """

    customer: int
    account: int
    since: datetime | None
    until: datetime | None
    roles: tuple[str, ...]
    titles: tuple[str, ...]
    rows: int
    sources: tuple[str, ...]
    why: Why

    @property
    def left(self) -> bool:
        """Whether the customer is known to belong to it no more."""
        return self.until is not None


@dataclass(frozen=True, slots=True)
class Account:
    """A company: its number, the numbers by which sources know it (`values`, the oldest first), its name as last
    written ("" where none was), and its address.
    """

    number: int
    values: tuple[str, ...]
    name: str
    address: str

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.values[0]


class Accounts:
    """Accounts at one moment. An account's number is that of the oldest of its values."""

    def __init__(
        self, numbers: CustomerNumbers, memberships: Memberships, ledger: LinkLedger, customers: Customers
    ) -> None:
        self.numbers, self.memberships, self.ledger = numbers, memberships, ledger
        self._customers = customers
        self.places = numbers.places()
        self.all_numbers: NDArray[np.uint64] = self.places.numbers()
        self._account = self._joined()
        self._members = self._rows_of_members()
        self.spans: Spans = self._spans()

    def __len__(self) -> int:
        """How many accounts there are."""
        return len(np.unique(self._account))

    # which of their numbers are one company

    def _joined(self) -> NDArray[np.int64]:
        """By place: the number of the account, that of its oldest value."""
        holding = self.ledger.in_force()
        apart = {(one.a, one.b) for one in holding if one.verdict == "apart"}
        pairs = [(one.a, one.b) for one in holding if one.verdict == "same"]
        pairs += [pair for pair in alike_accounts(self.memberships.told) if pair not in apart]
        of = {int(number): int(number) for number in self.all_numbers}

        def root(number: int) -> int:
            while of[number] != number:
                of[number] = of[of[number]]
                number = of[number]
            return number

        for a, b in pairs:
            if a in of and b in of:
                of[root(a)] = root(b)
        oldest: dict[int, int] = {}
        for place in np.argsort(self.numbers.ages()).tolist() if of else ():
            oldest.setdefault(root(int(self.all_numbers[place])), int(self.all_numbers[place]))
        return np.array([oldest[root(int(number))] for number in self.all_numbers], np.int64)

    def resolve(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The account that each of these numbers belongs to now, -1 stays; shape (len,)."""
        found = np.full(len(numbers), NO_ACCOUNT, np.int64)
        here = numbers >= 0
        here[here] = self.places.known(numbers[here])
        found[here] = self._account[self.places.of_numbers(numbers[here])]
        return found

    # who belongs to which

    def _rows_of_members(self) -> pa.Table:
        """The rows of members with customer and account as they are now instead of the numbers they came under."""
        table = self.memberships.members
        contacts = table["contact"].to_numpy()
        known = self._customers.places.known(contacts)
        table = table.filter(pa.array(known))
        customers = self._customers.customers_of(contacts[known]).astype(np.int64)
        accounts = self.resolve(table["account"].to_numpy())
        for name, values in (("contact", customers), ("account", accounts)):
            table = table.set_column(table.schema.get_field_index(name), name, pa.array(values))
        return table

    def _spans(self) -> Spans:
        emails = self._customers.of_kind("email")
        numbers = self._customers.all_numbers[emails]
        texts = self._customers.numbers.identifiers(numbers)
        domains = [domain_of(text) for text in texts.to_pylist()]
        customers = self._customers.all_numbers[self._customers.customer[emails]].astype(np.int64)
        spans = spans_of(self._members)
        by_domain = accounts_of_domains(customers, domains, spans)
        guessed = {
            int(customer): by_domain[domain]
            for customer, domain in zip(customers.tolist(), domains, strict=True)
            if domain in by_domain
        }
        return spans.and_guessed(guessed)

    def of_rows(self, batch: pa.RecordBatch, customers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The account of each interaction, -1 for none; shape (rows,).

        batch: with `customer_kind`, `customer`, `account` and `time`. customers: the number of each row's customer.
        """
        named = self.resolve(accounts_of_rows(batch, self.numbers, self._customers.rules))
        times = batch.column("time").cast(pa.int64()).to_numpy()
        return np.where(named >= 0, named, self.spans.accounts_at(customers, times))

    def of_customer(self, customer: int) -> tuple[Contact, ...]:
        """The accounts that a customer belongs or belonged to, the latest first."""
        return self._contacts("contact", customer)

    def contacts_of(self, account: int) -> tuple[Contact, ...]:
        """The customers who belong or belonged to an account: those who are there first, then by rows."""
        found = self._contacts("account", account)
        return tuple(sorted(found, key=lambda one: (one.left, -one.rows, one.customer)))

    def _contacts(self, by: str, number: int) -> tuple[Contact, ...]:
        rows = self._members.filter(pc.equal(self._members[by], number)).to_pylist()
        groups: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for row in rows:
            groups.setdefault((row["contact"], row["account"]), []).append(row)
        found = [self._contact(customer, account, some) for (customer, account), some in groups.items()]
        found += [
            Contact(customer, account, None, None, (), (), 0, (), "domain")
            for customer, account in self.spans.guessed
            if (customer if by == "contact" else account) == number
        ]
        return tuple(sorted(found, key=lambda one: (one.left, -_moment(one.since), one.account)))

    def _contact(self, customer: int, account: int, rows: Sequence[dict[str, Any]]) -> Contact:
        dated = [row for row in rows if not row["master"]]
        newest = sorted(rows, key=lambda row: (row["last"], row["master"], row["role"] or ""), reverse=True)
        until = self.spans.until(customer, account)
        return Contact(
            customer=customer,
            account=account,
            since=min((row["first"] for row in dated), default=None),
            until=None if until is None else datetime.fromtimestamp(until / MICROSECONDS, rows[0]["last"].tzinfo),
            roles=_once(row["role"] for row in newest),
            titles=_once(row["title"] for row in newest),
            rows=sum(row["rows"] for row in rows),
            sources=_once(sorted(row["source"] for row in rows)),
            why="rows" if dated else "master",
        )

    # asking

    def account(self, number: int) -> Account | None:
        """The account with this number, or the older one it was joined with; None for none."""
        own = int(self.resolve(np.array([number], np.int64))[0])
        if own == NO_ACCOUNT:
            return None
        members = self.all_numbers[self._account == own]
        order = np.argsort(self.numbers.ages()[self.places.of_numbers(members)])
        values = tuple(
            value for kind, value in split_identifiers(self.numbers.identifiers(members[order]).to_pylist()) if kind
        )
        if not values:
            return None
        told = self._told(members.astype(np.int64).tolist())
        street = " ".join(filter(None, (told.get("street", ""), told.get("house_number", ""))))
        town = " ".join(filter(None, (told.get("postcode", ""), told.get("city", ""))))
        return Account(own, values, told.get("company", ""), ", ".join(filter(None, (street, town))))

    def _told(self, numbers: Sequence[int]) -> dict[str, str]:
        """Of each kind what was written last; of two written at once the first by alphabet."""
        table = self.memberships.told
        rows = table.filter(pc.is_in(table["account"], pa.array(numbers, pa.int64()))).to_pylist()
        rows.sort(key=lambda row: row["value"], reverse=True)
        return {row["kind"]: row["value"] for row in sorted(rows, key=lambda row: row["last"])}

    def number_of(self, value: str) -> int | None:
        """The number of the account with this value, in whatever spelling; None for none."""
        own = self.value_number(value)
        return None if own is None else int(self.resolve(np.array([own], np.int64))[0])

    def number_meant(self, written: str) -> int | None:
        """The account that somebody means: by its value, or by its name where only one bears it; None for none."""
        found = self.number_of(written) if written else None
        if found is None:
            bearing = [number for number, name in self.names().items() if name.casefold() == written.casefold()]
            return bearing[0] if len(bearing) == 1 else None
        return found

    def value_number(self, value: str) -> int | None:
        """The value's own number, in whatever spelling; None where it has none."""
        plain = normalised(ACCOUNT, pa.array([value]), self._customers.rules)[0].as_py()
        return None if plain is None else self.numbers.find(ACCOUNT, plain)

    def identifier(self, number: int) -> str:
        """The value by which sources know an account longest."""
        found = self.account(number)
        return "" if found is None else found.values[0]

    def names(self) -> dict[int, str]:
        """What each account is called, by number, as `account` says it; only of those whose name was written."""
        return dict(self.every_name())

    def every_name(self) -> list[tuple[int, str]]:
        """Number and name of every account by which one was ever written, the latest last."""
        table = self.memberships.told
        rows = table.filter(pc.equal(table["kind"], "company")).select(["account", "value", "last"]).to_pylist()
        numbers = self.resolve(np.array([row["account"] for row in rows], np.int64)).tolist()
        named = sorted(zip(numbers, rows, strict=True), key=lambda one: one[1]["value"], reverse=True)
        return [(number, row["value"]) for number, row in sorted(named, key=lambda one: one[1]["last"])]

    def every_value(self) -> list[tuple[int, str]]:
        """Number and value of every account for each value by which sources know it."""
        texts = split_identifiers(self.numbers.identifiers(self.all_numbers).to_pylist())
        return [(number, value) for number, (kind, value) in zip(self._account.tolist(), texts, strict=True) if kind]

    def headcount(self) -> dict[int, int]:
        """How many customers belong to each account now, by number; who has left is not counted."""
        pairs = {(row["contact"], row["account"]) for row in self._members.select(["contact", "account"]).to_pylist()}
        counts: dict[int, int] = {}
        for customer, account in pairs | set(self.spans.guessed):
            if self.spans.until(customer, account) is None:
                counts[account] = counts.get(account, 0) + 1
        return counts

    def roles(self) -> tuple[str, ...]:
        """All buying roles that rows name, in the order of the alphabet."""
        return tuple(sorted(role for role in pc.unique(self._members["role"]).to_pylist() if role))

    def everyone(self) -> tuple[int, ...]:
        """The numbers of all accounts."""
        return tuple(np.unique(self._account).tolist())

    def joined_by_rule(self, number: int) -> tuple[tuple[str, str], ...]:
        """Which values of an account are one because name and address agree: pairs of values."""
        mine = {int(one) for one in self.all_numbers[self._account == number]}
        pairs = [pair for pair in alike_accounts(self.memberships.told) if set(pair) <= mine]
        return tuple((self.value_of(a), self.value_of(b)) for a, b in pairs)

    def said_of(self, number: int, ledger: LinkLedger | None = None) -> tuple[Assertion, ...]:
        """What people decided about the values of an account and holds, the latest first. ledger: a later one, of which
        not all has taken effect.
        """
        mine = {int(one) for one in self.all_numbers[self._account == number]}
        said = (self.ledger if ledger is None else ledger).in_force()
        return tuple(one for one in reversed(said) if {one.a, one.b} & mine)

    def value_of(self, number: int) -> str:
        """The value whose own number this is, as sources know the company by it."""
        return split_identifiers(self.numbers.identifiers(np.array([number], np.uint64)).to_pylist())[0][1]


def _once(words: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _moment(time: datetime | None) -> float:
    return 0.0 if time is None else time.timestamp()
