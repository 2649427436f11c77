"""What happens with an account, as the departments note it: a record a matter, with all its times.

Times are seconds since 1970, UTC; 0 where there is none (yet). `person` is the key of a `staff.Contact`. What no export
tells (`defect`, `cause`) stands here too, for the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from wegmarke.simulation.accounts.catalogue import AccountPlace
from wegmarke.simulation.accounts.firms import Firm
from wegmarke.simulation.accounts.parameters import AccountDefect, StatedReason
from wegmarke.simulation.accounts.staff import Staff


class Cause(IntEnum):
    """Why an account left, or a tender was lost: what, taken away alone, would have changed it."""

    NONE = 0
    DEFECT = 1
    PRICE = 2
    BOTH = 3
    OTHER = 4


@dataclass(slots=True)
class Incident:
    """A critical event: when it was felt, which defect, how much harm it did, when it was made good (0: never).

    matter: the order, job, tender or invoice it belongs to, by its number within the account.
    """

    time: int
    day: int
    defect: AccountDefect
    harm: float
    matter: int
    healed: int = 0
    healed_day: int = 1 << 30


@dataclass(slots=True)
class Tender:
    """A way to an order: of a new customer, or of one that wants more machines. status: open, won or lost."""

    number: int
    again: bool
    person: int
    enquired: int
    decided_day: int
    offer_due: int = 0
    offered: int = 0
    test_from: int = 0
    test_until: int = 0
    approved: int = 0
    decided: int = 0
    status: str = "open"
    machines: int = 0
    product: str = ""
    cents: int = 0
    competitor: str = ""
    stated: StatedReason = StatedReason.NONE_GIVEN
    cause: Cause = Cause.NONE
    defect: AccountDefect = AccountDefect.NONE


@dataclass(slots=True)
class Order:
    """An order of machines or consumables, promised for a time and delivered."""

    number: int
    person: int
    machines: bool
    article: str
    name: str
    quantity: int
    cents: int
    ordered: int
    confirmed: int
    promised: int
    delay_noted: int
    delivered: int
    defect: AccountDefect = AccountDefect.NONE


@dataclass(slots=True)
class Job:
    """A visit of an engineer. kind: fault, commissioning, maintenance. follows: an earlier job about the same, or -1.

    due: by when somebody was to be there; on_site: when somebody was; fixed: when a fault was solved.
    """

    number: int
    kind: str
    person: int
    product: str
    reported: int
    due: int
    on_site: int
    fixed: int
    follows: int = -1
    defect: AccountDefect = AccountDefect.NONE


@dataclass(slots=True)
class Invoice:
    """The invoice of a month: contract and what was delivered in the month before."""

    number: int
    person: int
    issued: int
    due: int
    paid: int
    dunned: int
    corrected: int
    cents: int
    defect: AccountDefect = AccountDefect.NONE


@dataclass(slots=True)
class Talk:
    """A talk, a call, a mail: anything with words, at one place and time.

    theme: what it is about, the topic of its text. outbound: whether Musterhaus turned to the customer. answers: the
    talk that it answers. matter: the record it is about, or -1. incident: the one it speaks of.
    """

    place: AccountPlace
    time: int
    person: int
    theme: str
    occasion: int
    outbound: bool = True
    matter: int = -1
    incident: Incident | None = None
    answers: Talk | None = None


@dataclass(slots=True)
class Renewal:
    """A decision at the end of a contract year, whether or not anybody spoke of it: the truth's, not the exports'."""

    day: int
    time: int
    year: int
    left: bool
    harm: float
    pressure: float
    cause: Cause = Cause.NONE


@dataclass(slots=True)
class Notice:
    """A framework contract given up, or not renewed."""

    person: int
    received: int
    effective: int
    effective_day: int
    not_renewed: bool
    stated: StatedReason
    cause: Cause
    year_cents: int


@dataclass(slots=True)
class AccountLife:
    """Everything that happened with one account. since: day from which it is a customer, -1: never. touched: the
    defects that played a part, also where nobody noticed before the end.
    """

    firm: Firm
    staff: Staff
    since: int = -1
    tenders: list[Tender] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    renewals: list[Renewal] = field(default_factory=list)
    notice: Notice | None = None
    touched: set[AccountDefect] = field(default_factory=set)
