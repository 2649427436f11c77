"""The truth about simulated accounts: what an honest tool can count, and where the right answer is "cannot say".

It stands beside the exports as `truth.json`, written by `AccountsTruth.to_json`. Dates are ISO dates; defects, causes
and reasons are the names of `AccountDefect`, `Cause` and `StatedReason` in lower case; accounts are named by their
number.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

CannotSayBecause = Literal["too_few", "no_variation", "not_identified"]
"""Why the records cannot tell: too few cases; everybody was treated alike; what decided it is in no record."""


@dataclass(frozen=True, slots=True)
class Estimand:
    """A question put precisely, with its true value.

    population: of whom; outcome: what is looked at; horizon: until when; contrast: what is compared with what, empty
    for a plain count. value: the truth (a count, or a share between 0 and 1, by `unit`). n: how many it rests on.
    identifiable: whether the exports can tell. Where not, `reason` says why, and the right answer is "cannot say",
    although the simulation knows the value.
    """

    key: str
    question: str
    population: str
    outcome: str
    horizon: str
    contrast: str
    value: float
    unit: Literal["count", "share"]
    n: int
    identifiable: bool
    reason: CannotSayBecause | None
    explanation: str


@dataclass(frozen=True, slots=True)
class TrueIncident:
    """A critical event before a loss. number: of the order, job, invoice or tender, as the exports write it; empty
    where there is none. made_good: the day on which an answer with a remedy came, or nothing.
    """

    date: str
    defect: str
    number: str
    made_good: str | None


@dataclass(frozen=True, slots=True)
class Loss:
    """An account that left. stated: the reason in the sales file. cause: what, taken away alone, would have kept it
    until the end: defect (all of them together), price, both (either of them), or other (neither).

    kept_without: the single defects without which alone it would have stayed. incidents: the critical ones in the 365
    days before the notice; unresolved: how many of them had not been made good by then.
    """

    account: str
    name: str
    notice: str
    effective: str
    stated: str
    cause: str
    kept_without: tuple[str, ...]
    incidents: tuple[TrueIncident, ...]
    unresolved: int


@dataclass(frozen=True, slots=True)
class LostTender:
    """A tender that was lost: what sales noted, and what, taken away alone, would have won it on that day."""

    tender: str
    account: str
    decided: str
    again: bool
    stated: str
    cause: str
    slow_offer: bool


@dataclass(frozen=True, slots=True)
class WithoutDefect:
    """What one defect did. events: how often it happened, accounts: to how many. losses: as it was; without: in the
    same world in which it never happens; kept: accounts that stay then; lost_instead: accounts that only leave then.
    """

    defect: str
    events: int
    accounts: int
    losses: int
    without: int
    kept: tuple[str, ...]
    lost_instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises of one kind whose time had come by the end: how many, and how many of them were kept in time."""

    place: str
    due: int
    kept: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What can be counted honestly. An incident is critical unless it is a late delivery of consumables; it is
    unresolved when no answer with a remedy had come. price_noted: losses with "price" as the stated reason. renewed:
    contract years that went on; of them, those before which an unresolved incident stood as well.
    """

    accounts: int
    customers: int
    losses: int
    losses_with_unresolved_incident: int
    price_noted: int
    price_noted_with_unresolved_incident: int
    losses_by_cause: dict[str, int]
    renewed: int
    renewed_with_unresolved_incident: int
    tenders_won: int
    tenders_lost: int
    tenders_open: int
    lost_tenders_price_noted: int
    lost_tenders_with_slow_offer: int
    handovers: int
    handovers_dropped: int


@dataclass(frozen=True, slots=True)
class FileTruth:
    """An export: its rows, and how many of them must land in quarantine."""

    source: str
    file: str
    rows: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Mover:
    """A person who stands at two accounts, one after the other, with two addresses."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Dirt:
    """What is planted in the files. twice: account numbers with the second number that field sales uses from some day
    on. movers: who is who. mailboxes: addresses that are no persons. left_but_active: addresses of people who have left
    and whom the CRM calls active. mails_not_filed: mails without an account.
    """

    files: tuple[FileTruth, ...]
    twice: dict[str, str]
    movers: tuple[Mover, ...]
    mailboxes: tuple[str, ...]
    left_but_active: tuple[str, ...]
    mails_not_filed: int


@dataclass(frozen=True, slots=True)
class AccountsTruth:
    """All of it. begin, end: first day, and first day that is not told any more. Accounts do not influence each other:
    there is no word of mouth among them.
    """

    scenario: str
    seed: int
    begin: str
    end: str
    contacts: int
    counts: Counts
    estimands: tuple[Estimand, ...]
    losses: tuple[Loss, ...]
    lost_tenders: tuple[LostTender, ...]
    defects: tuple[WithoutDefect, ...]
    losses_without_defects: int
    losses_at_old_prices: int
    promises: tuple[Promises, ...]
    dirt: Dirt

    def to_json(self) -> str:
        """As it stands in `truth.json`."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"
