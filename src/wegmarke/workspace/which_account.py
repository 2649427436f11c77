"""Accounts of a workspace: the part of `Workspace` that asks and decides about companies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from wegmarke.errors import WegmarkeError
from wegmarke.identity.accounts import Accounts
from wegmarke.identity.ledger import Assertion, LinkLedger
from wegmarke.record.durable import room_or_error
from wegmarke.workspace import joining
from wegmarke.workspace.accounts import ACCOUNTS, INDEX_BY_ACCOUNT, read_accounts
from wegmarke.workspace.part import WorkspacePart
from wegmarke.workspace.stamps import stamp_of


class WhichAccount(WorkspacePart):
    """Accounts, and what people say of them. What is decided takes effect with the next build."""

    _accounts: tuple[tuple[object, ...], Accounts] | None
    _reading: threading.Lock

    @property
    def has_accounts(self) -> bool:
        """Whether there is an index by account: some source names one. Cheap enough for every page."""
        return (self.folder / INDEX_BY_ACCOUNT / "manifest.json").is_file()

    def accounts(self) -> Accounts:
        """Who belongs to which account, as last resolved by a build; read once for each state."""
        customers = self.customers()
        with self._reading:
            place = self.folder / ACCOUNTS
            built = stamp_of(self.folder / INDEX_BY_ACCOUNT / "manifest.json")
            stamp = (*stamp_of(place / "derived" / "state.json"), *built, id(customers))
            if self._accounts is None or self._accounts[0] != stamp:
                self._accounts = (stamp, read_accounts(self.folder, customers))
            return self._accounts[1]

    def join_accounts(self, one: int, other: int, reason: str = "", by: str = "") -> None:
        """Say that two accounts (numbers) are one company; it takes effect with the next build.

        Errors: `account_unknown`, `accounts_same`.
        """
        accounts = self.accounts()
        found = [accounts.account(number) for number in (one, other)]
        for number, account in zip((one, other), found, strict=True):
            if account is None:
                raise WegmarkeError("account_unknown", account=str(number))
        first, second = (account.number for account in found if account is not None)
        if first == second:
            raise WegmarkeError("accounts_same", account=str(one))
        with self._linking_accounts() as ledger:
            if ledger.says("same", first, second):
                raise WegmarkeError("accounts_same", account=str(one))
            ledger.assert_link(first, second, "person", reason, by=by)

    def part_accounts(self, one: str, other: str, reason: str = "", by: str = "") -> None:
        """Say that two values of an account (company numbers) are two companies; it takes effect with the next build.

        `account_unknown`.
        """
        accounts = self.accounts()
        numbers = []
        for value in (one, other):
            number = accounts.value_number(value)
            if number is None:
                raise WegmarkeError("account_unknown", account=value)
            numbers.append(number)
        with self._linking_accounts() as ledger:
            if not ledger.says("apart", numbers[0], numbers[1]):
                ledger.assert_apart(numbers[0], numbers[1], "person", reason, by=by)

    def decided_about_account(self, number: int) -> tuple[Assertion, ...]:
        """What people decided about the values of an account and holds, or will with the next build, the latest
        first.
        """
        return self.accounts().said_of(number, LinkLedger.load(self.folder / ACCOUNTS))

    def take_back_about_accounts(self, assertion: int, by: str = "") -> None:
        """Withdraw what was said of accounts; with the next build all is as it was before. `link_unknown`."""
        with self._linking_accounts() as ledger:
            joining.withdraw(ledger, assertion, by)

    @contextmanager
    def _linking_accounts(self) -> Iterator[LinkLedger]:
        with self._writing("links"):
            ledger = LinkLedger.load(self.folder / ACCOUNTS)
            yield ledger
            with room_or_error(self.folder):
                ledger.save(self.folder / ACCOUNTS)
