"""Who works at Musterhaus with business customers: field sales by region, engineers, service office and accounting.

They are made up, and stand in the exports by name, as in life; the mappings drop their columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wegmarke.simulation.accounts.firms import REGIONS, Firm
from wegmarke.simulation.accounts.purposes import EMPLOYEES
from wegmarke.simulation.lives.randomness import bits
from wegmarke.simulation.words.persons import persons
from wegmarke.simulation.words.spelling import plain

HOST = "musterhaus.example"
ACCOUNTS_EACH = 60
"""So many accounts has a representative of field sales."""

_OFFICE = 6


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody at Musterhaus."""

    name: str
    formal: str
    email: str
    job: str


@dataclass(frozen=True, slots=True)
class House:
    """The people of Musterhaus. sales: by region, the one until `changes` of it and the one from then on."""

    sales: tuple[tuple[tuple[Employee, ...], tuple[Employee, ...]], ...]
    changes: tuple[int, ...]
    engineers: tuple[tuple[Employee, ...], ...]
    service: tuple[Employee, ...]
    accounting: tuple[Employee, ...]

    def representative(self, firm: Firm, day: int) -> Employee:
        """Who of field sales looks after an account on a day."""
        before, after = self.sales[firm.region]
        team = before if day < self.changes[firm.region] else after
        return team[firm.account % len(team)]

    def engineer(self, firm: Firm, number: int) -> Employee:
        """Who comes for a job."""
        team = self.engineers[firm.region]
        return team[(firm.account + number) % len(team)]


def house_of(seed: int, accounts: int, days: int) -> House:
    """The people who are needed for so many accounts. In every region one of field sales is followed by another."""
    team = max(accounts // (ACCOUNTS_EACH * len(REGIONS)), 1)
    regions = len(REGIONS)
    jobs = ["Außendienst"] * (regions * (team + 1)) + ["Servicetechniker"] * (regions * team * 2)
    jobs += ["Kundenservice"] * _OFFICE + ["Debitorenbuchhaltung"] * _OFFICE
    everybody = iter(_employees(seed, jobs))

    def some(count: int) -> tuple[Employee, ...]:
        return tuple(next(everybody) for _ in range(count))

    sales = []
    for _ in REGIONS:
        first = some(team)
        sales.append((first, (some(1) + first)[:team]))  # the first goes, everybody moves up by one
    return House(
        sales=tuple(sales),
        changes=tuple(
            days // 4 + (int(bits(seed, region, EMPLOYEES, 1)) >> 32) * (days // 2) // (1 << 32)
            for region in range(regions)
        ),
        engineers=tuple(some(team * 2) for _ in REGIONS),
        service=some(_OFFICE),
        accounting=some(_OFFICE),
    )


def _employees(seed: int, jobs: list[str]) -> list[Employee]:
    random = np.array([bits(seed, place, EMPLOYEES, 0) for place in range(len(jobs))], np.uint64)
    born = np.array([1964 + place * 7 % 36 for place in range(len(jobs))], np.int64)
    people = persons(random, born)
    local = zip(plain(people.first).to_pylist(), plain(people.last).to_pylist(), strict=True)
    names = people.full_name().to_pylist()
    formal = people.formal_name().to_pylist()
    taken: set[str] = set()
    found = []
    for name, spoken, job, (first, last) in zip(names, formal, jobs, local, strict=True):
        address, number = f"{first}.{last}", 2
        while address in taken:
            address, number = f"{first}.{last}{number}", number + 1
        taken.add(address)
        found.append(Employee(name, spoken, f"{address}@{HOST}", job))
    return found
