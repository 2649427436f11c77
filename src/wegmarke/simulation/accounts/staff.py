"""Who works at the accounts: people with buying roles, who come, leave, and sometimes turn up at another account.

Nobody leaves their company because of Musterhaus. So all of it is settled before the first account is simulated, and is
the same in every world.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.firms import Firm
from wegmarke.simulation.accounts.parameters import PERIOD_DAYS, AccountParameters
from wegmarke.simulation.accounts.purposes import Draws
from wegmarke.simulation.accounts.trades import TRADES
from wegmarke.simulation.lives.randomness import bits, exponential
from wegmarke.simulation.words.companies import contact_emails, job_titles
from wegmarke.simulation.words.persons import persons

PURCHASING, MANAGEMENT, TECHNICAL, DEPARTMENT, CONTROLLING = range(5)
"""Buying roles, as places in `words.trades.BUYING_ROLES`."""

POSITIONS = 8
"""Positions of an account; the last is for people who come from another account."""

_GENERATIONS = 16
NEVER = 1 << 30


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at an account. begins, ends: days from which and until which (not included) they are there.

    key: different for everybody at every account. successor: the key of who takes over the position, 0 if nobody does.
    came_from: the key under which the same person stood at another account, 0 for most; its e-mail address is another.
    """

    key: int
    account: int
    position: int
    role: int
    begins: int
    ends: int
    successor: int = 0
    came_from: int = 0
    female: bool = False
    title: str = ""
    first: str = ""
    last: str = ""
    job: str = ""
    email: str = ""

    @property
    def formal(self) -> str:
        """As one speaks of somebody: Frau Dr. Becker."""
        title = f"{self.title} " if self.title else ""
        return f"{'Frau' if self.female else 'Herr'} {title}{self.last}"

    @property
    def opening(self) -> str:
        """How a mail to the person begins, without the comma."""
        title = f"{self.title} " if self.title else ""
        return f"Sehr geehrte Frau {title}{self.last}" if self.female else f"Sehr geehrter Herr {title}{self.last}"


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of one account, in order of their keys."""

    people: tuple[Contact, ...]

    def __getitem__(self, key: int) -> Contact:
        return next(one for one in self.people if one.key == key)

    def who(self, day: int, roles: tuple[int, ...], pick: int = 0) -> Contact:
        """Who is spoken with on a day: somebody in the first of these roles that is filled then, else anybody there."""
        there = [one for one in self.people if one.begins <= day < one.ends]
        for role in roles:
            fit = [one for one in there if one.role == role]
            if fit:
                return fit[pick % len(fit)]
        return there[pick % len(there)] if there else self.people[0]

    def info(self, day: int) -> Contact:
        """The most important contact on a day: who decides about purchases."""
        return self.who(day, (PURCHASING, MANAGEMENT))


def _roles(draws: Draws, employees: int) -> list[int]:
    """Which positions there are: the larger the company, the more take part in buying."""
    roles = [MANAGEMENT, TECHNICAL]
    if employees >= 30 or draws.happens(0.5, p.POSITIONS, 0):
        roles.append(PURCHASING)
    if employees >= 60 or draws.happens(0.3, p.POSITIONS, 1):
        roles.append(CONTROLLING)
    roles.append(DEPARTMENT)
    if employees >= 150 and draws.happens(0.6, p.POSITIONS, 2):
        roles.append(DEPARTMENT)
    if employees >= 300 and draws.happens(0.6, p.POSITIONS, 3):
        roles.append(PURCHASING)
    return roles


def staff_of(parameters: AccountParameters, all_firms: list[Firm], seed: int, horizon: int) -> list[Staff]:
    """The people of all accounts, until a day; in the order of the accounts."""
    spells: list[Contact] = []
    for firm in all_firms:
        spells += _spells(parameters, Draws(seed, firm.account), firm, horizon)
    spells += _movers(parameters, spells, all_firms, seed, horizon)
    named = _named(spells, all_firms, seed)
    by_account: list[list[Contact]] = [[] for _ in all_firms]
    for one in named:
        by_account[one.account].append(one)
    return [Staff(tuple(sorted(people, key=lambda one: one.key))) for people in by_account]


def _key(account: int, position: int, generation: int) -> int:
    return ((account + 1) * POSITIONS + position) * _GENERATIONS + generation


def _spells(parameters: AccountParameters, draws: Draws, firm: Firm, horizon: int) -> list[Contact]:
    found = []
    mean = PERIOD_DAYS / parameters.contact_leaves if parameters.contact_leaves > 0 else float(NEVER)
    for position, role in enumerate(_roles(draws, firm.employees)):
        begins = -NEVER
        for generation in range(_GENERATIONS):
            occasion = position * _GENERATIONS + generation
            stays = int(exponential(draws.share(p.LEAVES_COMPANY, occasion), mean))
            ends = max(begins, 0) + max(stays, 60)
            comes = ends + draws.between(5, 60, p.VACANCY, occasion)
            last = ends >= horizon or generation == _GENERATIONS - 1
            found.append(
                Contact(
                    key=_key(firm.account, position, generation),
                    account=firm.account,
                    position=position,
                    role=role,
                    begins=begins,
                    ends=NEVER if last else ends,
                    successor=0 if last else _key(firm.account, position, generation + 1),
                )
            )
            if last:
                break
            begins = comes
    return found


def _movers(
    parameters: AccountParameters, spells: list[Contact], all_firms: list[Firm], seed: int, horizon: int
) -> list[Contact]:
    """Those who leave one account and come to another."""
    arrived: dict[int, int] = {}
    found = []
    for one in spells:
        draws = Draws(seed, one.account)
        occasion = one.position * _GENERATIONS + one.key % _GENERATIONS
        begins = one.ends + draws.between(30, 90, p.MOVES, occasion + 1000)
        if begins >= horizon or len(all_firms) < 2 or not draws.happens(parameters.moves, p.MOVES, occasion):
            continue
        to = (one.account + 1 + draws.below(len(all_firms) - 1, p.MOVES_TO, occasion)) % len(all_firms)
        generation = arrived.get(to, 0)
        if generation == _GENERATIONS:
            continue
        arrived[to] = generation + 1
        key = _key(to, POSITIONS - 1, generation)
        found.append(Contact(key, to, POSITIONS - 1, one.role, begins, NEVER, came_from=one.key))
    return found


def _named(spells: list[Contact], all_firms: list[Firm], seed: int) -> list[Contact]:
    """The same people with names, job titles and addresses; who moves keeps the name."""
    same = [one.came_from or one.key for one in spells]
    random = np.array([bits(seed, key, p.PERSON, 0) for key in same], np.uint64)
    born = np.array([1962 + (int(bits(seed, key, p.PERSON, 1)) >> 32) * 38 // (1 << 32) for key in same], np.int64)
    people = persons(random, born)
    role = np.array([one.role for one in spells], np.int64)
    jobs = job_titles(role, people.female, np.array([bits(seed, key, p.PERSON, 2) for key in same], np.uint64))
    hosts = pa.array([all_firms[one.account].host for one in spells], pa.string())
    house = np.array([bits(seed, one.account, p.PERSON, 3) for one in spells], np.uint64)
    emails = contact_emails(people.first, people.last, hosts, house).to_pylist()
    taken: set[str] = set()
    named = []
    columns = (people.female.tolist(), people.title.to_pylist(), people.first.to_pylist(), people.last.to_pylist())
    for one, female, title, first, last, job, email in zip(spells, *columns, jobs.to_pylist(), emails, strict=True):
        address, number = email, 2
        while address in taken:
            address, number = email.replace("@", f"{number}@"), number + 1
        taken.add(address)
        named.append(
            replace(
                one,
                female=female,
                title=title,
                first=first,
                last=last,
                job=_fitting(job, all_firms[one.account]),
                email=address,
            )
        )
    return named


def _fitting(job: str, firm: Firm) -> str:
    """The job title; where nobody owns the company, the owner is a managing director."""
    owned = TRADES[firm.trade].owned and not firm.name.endswith(("gGmbH", "AG", "e. V."))
    return job if owned else _NOT_OWNED.get(job, job)


_NOT_OWNED = {
    "Inhaber": "Geschäftsführer",
    "Inhaberin": "Geschäftsführerin",
    "Geschäftsführender Gesellschafter": "Geschäftsführer",
    "Geschäftsführende Gesellschafterin": "Geschäftsführerin",
}
