"""The simulation as the exports see it: all lives, who works at Musterhaus, and the dirt of its systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.days import Days
from wegmarke.simulation.accounts.facts import Facts
from wegmarke.simulation.accounts.firms import Firm
from wegmarke.simulation.accounts.house import House, house_of
from wegmarke.simulation.accounts.parameters import AccountParameters
from wegmarke.simulation.accounts.records import AccountLife, Job, Talk
from wegmarke.simulation.accounts.running import World
from wegmarke.simulation.accounts.staff import Contact
from wegmarke.simulation.lives.randomness import uniform

_CENTRAL_INVOICES = 0.4
CRM_DIRT, JOB_DIRT, MAIL_DIRT, ROLE_DIRT, ACTIVE_DIRT, NOTE_DIRT = range(p.DIRT, p.DIRT + 6)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that was written. unfit: how many of its rows the importer will send to quarantine, on purpose."""

    source: str
    path: Path
    rows: int
    unfit: int = 0


@dataclass(frozen=True)
class Told:
    """All that there is to tell."""

    parameters: AccountParameters
    seed: int
    days: Days
    house: House
    facts: tuple[Facts, ...]

    @classmethod
    def of(cls, world: World, lives: Sequence[AccountLife]) -> Told:
        """What there is to tell of these lives."""
        facts = tuple(Facts(world.parameters, world.seed, world.days, life) for life in lives)
        house = house_of(world.seed, len(lives), world.days.count)
        return cls(world.parameters, world.seed, world.days, house, facts)

    @property
    def lives(self) -> Iterator[AccountLife]:
        """All accounts, in order."""
        return (one.life for one in self.facts)

    def day(self, moment: int) -> int:
        """The day in which a moment lies."""
        return self.days.day(self.days.local(moment).date())

    def written(self, moment: int, pattern: str = "%d.%m.%Y %H:%M") -> str:
        """A moment as clocks in Germany show it; empty where there is none."""
        return f"{self.days.local(moment):{pattern}}" if moment else ""

    # dirt

    def _share(self, account: int, purpose: int, occasion: int) -> float:
        return float(uniform(self.seed, account, purpose, occasion))

    def crm_number(self, firm: Firm, moment: int) -> str:
        """The number under which field sales files something: the second one, where there is one by then."""
        if 0 <= firm.twice_day <= self.day(moment):
            return firm.second_number
        return firm.number

    def nobody_noted(self, firm: Firm, one: Talk) -> bool:
        """Whether the CRM does not say with whom an activity was."""
        occasion = int(one.place) << 24 | one.occasion
        return self._share(firm.account, CRM_DIRT, occasion) < self.parameters.without_contact

    def nobody_reported(self, firm: Firm, one: Job) -> bool:
        """Whether a job does not say who reported it."""
        return self._share(firm.account, JOB_DIRT, one.number) < self.parameters.without_contact

    def not_filed(self, firm: Firm, one: Talk) -> bool:
        """Whether a mail was not filed under the account."""
        occasion = int(one.place) << 24 | one.occasion
        return self._share(firm.account, MAIL_DIRT, occasion) < self.parameters.without_account

    def still_active(self, one: Contact) -> bool:
        """Whether the CRM counts somebody as active who has left."""
        return self._share(one.key, ACTIVE_DIRT, 0) < self.parameters.stays_active

    def maybe(self, key: int, share: float, occasion: int) -> bool:
        """Whether one of many optional cells is filled."""
        return self._share(key, NOTE_DIRT, occasion) < share

    def central_invoices(self, firm: Firm) -> bool:
        """Whether invoices go to a mailbox of the company instead of a person."""
        return self._share(firm.account, ROLE_DIRT, 1) < _CENTRAL_INVOICES

    def invoice_email(self, firm: Firm, person: Contact) -> str:
        """Where invoices are sent."""
        return f"rechnung@{firm.host}" if self.central_invoices(firm) else person.email
