"""What can be planted among business customers: every number on which a truth about them depends.

Business customers are few, and so are their losses. A scenario of accounts therefore does not ask whether an effect is
found, but whether a tool counts what can be counted and stays silent about the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum

from wegmarke.simulation.parameters import PlantedDefect

PERIOD_DAYS = 30
"""Life with an account goes in periods of this many days."""

FEWEST_ACCOUNTS, MOST_ACCOUNTS = 10, 20_000


class AccountDefect(IntEnum):
    """The ways in which Musterhaus serves its business customers badly."""

    NONE = 0
    LATE_DELIVERY = 1
    DROPPED_HANDOVER = 2
    SLOW_SERVICE = 3
    UNSOLVED_FAULT = 4
    WRONG_INVOICE = 5
    UNANSWERED_COMPLAINT = 6
    NEGLECTED_SUCCESSOR = 7
    SLOW_OFFER = 8


class StatedReason(IntEnum):
    """The reason that stands in the sales file, for an account that leaves or a tender that is lost."""

    NONE_GIVEN = 0
    PRICE = 1
    COMPETITOR = 2
    SERVICE = 3
    DELIVERY = 4
    NO_NEED = 5


@dataclass(frozen=True, slots=True)
class AccountParameters:
    """The world of one scenario of accounts. Shares are between 0 and 1; days are calendar days.

    defects: share of the occasions on which each happens (late deliveries: of machines, of consumables four tenths of
    it; handovers after signing; visits for faults; faults; invoices; complaints; changes of the most important contact;
    offers), and the harm that one does, in log-odds of leaving at a renewal.
    days: how long it is told. existing_share: of the accounts that are customers when it begins.
    leaving: share that leave at a renewal for reasons of their own (a site is closed, a group buys centrally).
    harm_leaves, price_leaves: log-odds of leaving at a renewal for a unit of harm, and for full price pressure on the
    most sensitive. price_rise: of each of the yearly price letters; competitor_cut: how far a competitor is below from
    `competitor_day` on; concedes: share of the price pressure that a negotiation takes away, where there is one.
    harm_lasts: share of a harm that is left after a period. heals: share of it that an answer with a remedy takes away.
    negativity: how much more a bad event weighs when another came within 120 days before.
    orders_shy: share of the orders of consumables that a unit of harm takes away.
    excuse: share of those driven away by a defect of whom the sales file says "price"; price_said: of those driven away
    by price; other_says_price: of the others.
    notice_days: how long before its end a contract must be given up. expands: share of customers that ask for more
    machines in a year. wins, wins_again: log-odds that a tender of a new, of a present customer is won when nothing
    speaks against it. slow_offer_loses, price_loses: what a slow offer, full price pressure take from them.
    cycle_days: shortest and longest way from enquiry to decision.
    contact_leaves: share of contacts who leave their company in a period; moves: share of those who come to another
    account. faults: share of periods with a fault, for ten machines. complains: share of bad events that are complained
    about.
    twice: share of accounts that stand twice in the CRM. without_contact: share of CRM activities and of service jobs
    for which nobody noted whom it was with. without_account: share of mails that nobody filed under the account.
    stays_active: share of contacts who have left and still count as active in the CRM.
    """

    key: str = "b2b"
    defects: dict[AccountDefect, PlantedDefect] = field(default_factory=dict)
    begin: date = date(2024, 5, 1)
    days: int = 900
    existing_share: float = 0.76
    leaving: float = 0.0055
    harm_leaves: float = 1.4
    price_leaves: float = 1.5
    price_rise: float = 0.05
    competitor_cut: float = 0.08
    competitor_day: int = 420
    concedes: float = 0.45
    harm_lasts: float = 0.87
    heals: float = 0.75
    negativity: float = 1.3
    orders_shy: float = 0.2
    excuse: float = 0.6
    price_said: float = 0.85
    other_says_price: float = 0.4
    notice_days: int = 90
    expands: float = 0.06
    wins: float = 0.8
    wins_again: float = 1.4
    slow_offer_loses: float = 1.4
    price_loses: float = 1.6
    cycle_days: tuple[int, int] = (90, 425)
    contact_leaves: float = 0.011
    moves: float = 0.25
    faults: float = 0.11
    complains: float = 0.5
    twice: float = 0.03
    without_contact: float = 0.02
    without_account: float = 0.15
    stays_active: float = 0.35

    def without(self, *defects: AccountDefect) -> AccountParameters:
        """The same world in which these defects never happen."""
        return replace(self, defects={key: one for key, one in self.defects.items() if key not in defects})

    def without_defects(self) -> AccountParameters:
        """The same world in which nothing goes wrong."""
        return replace(self, defects={})

    def at_old_prices(self) -> AccountParameters:
        """The same world without price letters and without the competitor's cut."""
        return replace(self, price_rise=0.0, competitor_cut=0.0)

    def share(self, defect: AccountDefect) -> float:
        """Of the occasions on which it could, how often this goes wrong."""
        planted = self.defects.get(defect)
        return planted.share if planted else 0.0

    def harm(self, defect: AccountDefect) -> float:
        """What it does to an account when it goes wrong."""
        planted = self.defects.get(defect)
        return planted.harm if planted else 0.0


B2B = AccountParameters(
    defects={
        AccountDefect.LATE_DELIVERY: PlantedDefect(0.18, 0.8),
        AccountDefect.DROPPED_HANDOVER: PlantedDefect(0.35, 1.5),
        AccountDefect.SLOW_SERVICE: PlantedDefect(0.16, 0.7),
        AccountDefect.UNSOLVED_FAULT: PlantedDefect(0.18, 0.9),
        AccountDefect.WRONG_INVOICE: PlantedDefect(0.025, 0.5),
        AccountDefect.UNANSWERED_COMPLAINT: PlantedDefect(0.35, 1.3),
        AccountDefect.NEGLECTED_SUCCESSOR: PlantedDefect(0.5, 0.9),
        AccountDefect.SLOW_OFFER: PlantedDefect(0.30, 0.4),
    }
)
"""Musterhaus's business customers: mostly defects drive them away, and mostly the sales file says "price"."""
