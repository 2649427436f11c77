"""Who is who in a workspace: the part of `Workspace` that asks and decides about it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from wegmarke.identity.customers import Customers
from wegmarke.identity.households import Household, Households
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.reviewing import Candidate, Reviews, State
from wegmarke.identity.rules import IdentityRules
from wegmarke.model.progress import Unwatched, Watcher
from wegmarke.model.settings import BuildsOn
from wegmarke.record.durable import room_or_error
from wegmarke.workspace import joining, resolving, reviewing
from wegmarke.workspace.joining import Decided
from wegmarke.workspace.part import WorkspacePart
from wegmarke.workspace.reviewing import Looked
from wegmarke.workspace.stamps import stamp_of
from wegmarke.workspace.trying_rules import RulesEffect, effect_of


class WhoIsWho(WorkspacePart):
    """Customers, the ledger of links, and pairs that may be one. What is decided takes effect with the next build."""

    _open: threading.Lock
    _customers: tuple[tuple[object, ...], Customers] | None
    _households: Households | None = None

    def customers(self) -> Customers:
        """Who is who, as last resolved by a build; read once for each state."""
        with self._open:
            stamp = (
                *stamp_of(self.folder / resolving.IDENTITY / resolving.DERIVED / "state.json"),
                resolving.token(self.folder),
            )
            if self._customers is None or self._customers[0] != stamp:
                self._customers = (stamp, resolving.read_customers(self.folder))
            return self._customers[1]

    def households(self) -> Households:
        """Who likely lives together, among the customers as last resolved."""
        customers = self.customers()
        if self._households is None or self._households.customers is not customers:
            self._households = Households(customers)
        return self._households

    def household_of(self, number: int) -> Household | None:
        """With whom the customer of this number likely lives, and why; None where nothing speaks for anybody."""
        households = self.households()
        return households.of(households.customers.resolve(number))

    @contextmanager
    def linking(self) -> Iterator[LinkLedger]:
        """The ledger of links, to assert or withdraw something; saved at the end of the block. A build follows it."""
        with self._writing("links"):
            ledger = LinkLedger.load(self.folder / resolving.IDENTITY)
            yield ledger
            with room_or_error(self.folder):
                ledger.save(self.folder / resolving.IDENTITY)

    def merge_customers(self, one: int, other: int, reason: str = "", by: str = "") -> None:
        """Say that two customers (numbers) are one; it takes effect with the next build. `customers_same`."""
        customers = self.customers()
        with self.linking() as ledger:
            joining.merge(ledger, customers, one, other, reason, by)

    def part_identifier(self, identifier: int, reason: str = "", by: str = "") -> None:
        """Say that an identifier (its number) is not its customer's; it takes effect with the next build."""
        customers = self.customers()
        with self.linking() as ledger:
            joining.part(ledger, customers, identifier, reason, by)

    def effect_of_rules(self, rules: IdentityRules, watcher: Watcher | None = None) -> RulesEffect:
        """Whom other rules of identity would merge and part; nothing is changed by asking."""
        return effect_of(self.folder, self.record, rules, watcher or Unwatched())

    def decided_about(self, customer: int) -> tuple[Decided, ...]:
        """What people decided about a customer and holds, the latest first."""
        return joining.decided_about(LinkLedger.load(self.folder / resolving.IDENTITY), self.customers(), customer)

    def take_back(self, assertion: int, by: str = "") -> None:
        """Withdraw what was said of who is who; with the next build all is as it was before. `link_unknown`."""
        with self.linking() as ledger:
            joining.withdraw(ledger, assertion, by)

    # people who may stand twice

    def reviews(self) -> Reviews:
        """The pairs of customers that may be one person, and what people decided about them."""
        return Reviews.load(self.folder / resolving.IDENTITY)

    def look_for_pairs(self, watcher: Watcher | None = None, on: BuildsOn = "auto") -> Looked:
        """Compare all customers anew; what is found waits for a decision. on, and errors: as `reviewing.look`."""
        customers, runner = self.customers(), self.settings.runner
        with self._writing("links"):
            return reviewing.look(self.folder, customers, watcher or Unwatched(), runner, on)

    def decide(self, candidate: Candidate, state: State, by: str = "") -> None:
        """Say whether two are one person, or take that back; it takes effect with the next build."""
        with self.linking() as ledger:
            reviewing.say(self.folder, ledger, candidate, state, by)

    def link_sure_pairs(self, by: str = "") -> int:
        """Link the pairs of which the model is sure; how many. It takes effect with the next build."""
        sure = self.reviews().sure(self.customers().resolve)
        with self.linking() as ledger:
            return reviewing.link_sure(ledger, sure, by)
