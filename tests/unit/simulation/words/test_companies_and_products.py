"""Companies and their people, and what Musterhaus sells."""

import re

import numpy as np

from tests.unit.simulation.words.drawn import bits
from wegmarke.simulation.words.calendar import SEASON_PER_MILLE
from wegmarke.simulation.words.companies import companies, contact_emails, job_titles
from wegmarke.simulation.words.persons import birth_years, persons
from wegmarke.simulation.words.places import TOWN
from wegmarke.simulation.words.products import CATEGORIES, COMPETITORS, CONSUMABLES, CONTRACTS, PRODUCTS
from wegmarke.simulation.words.trades import BUYING_ROLES, JOB_TITLES, SECTORS

_MANY = 5000


def test_thousands_of_companies_differ() -> None:
    found = companies(TOWN.pick(bits(_MANY)), bits(_MANY, 1))
    assert len(found.name.unique()) > 0.95 * _MANY
    assert len(found.host.unique()) > 0.97 * _MANY
    assert set(found.sector.tolist()) == set(range(len(SECTORS)))
    for name, host in zip(found.name.to_pylist(), found.host.to_pylist(), strict=True):
        name.encode("cp1252")
        assert re.fullmatch(r"\S+(?: \S+)+", name), name
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.example", host), host
        assert not re.search(r"gmbh|-kg|-ohg|-gbr|-e-v\b", host), host


def test_companies_are_pinned() -> None:
    found = companies(TOWN.pick(bits(3)), bits(3, 1))
    assert found.name.to_pylist() == PINNED_COMPANIES
    assert found.host.to_pylist() == PINNED_HOSTS


PINNED_COMPANIES: list[str] = [
    "Gasthaus Zum Hirschen Kempten",
    "Augenarztpraxis Dr. Fischer",
    "Gebäudereinigung Altbecker Freiburg e. K.",
]
PINNED_HOSTS: list[str] = [
    "gasthaus-zum-hirschen-kempten.example",
    "augenarztpraxis-dr-fischer-kiel.example",
    "gebaeudereinigung-altbecker-freiburg.example",
]


def test_each_company_keeps_its_place() -> None:
    town = TOWN.pick(bits(400))
    whole, part = companies(town, bits(400, 1)), companies(town[100:200], bits(400, 1)[100:200])
    assert whole.name.slice(100, 100).to_pylist() == part.name.to_pylist()


def test_contacts_have_addresses_and_titles_of_their_company() -> None:
    people = persons(bits(_MANY, 2), birth_years(bits(_MANY, 3), 2025))
    host = companies(TOWN.pick(bits(_MANY)), bits(_MANY, 1)).host
    addresses = contact_emails(people.first, people.last, host, bits(_MANY, 4)).to_pylist()
    assert all(re.fullmatch(r"[a-z.-]+@[a-z0-9-]+\.example", address) for address in addresses)
    role = np.arange(_MANY) % len(BUYING_ROLES)
    titles = job_titles(role, people.female, bits(_MANY, 5)).to_pylist()
    for place, female, title in zip(role.tolist(), people.female.tolist(), titles, strict=True):
        assert title in [pair[female] for pair in JOB_TITLES[place]]


def test_the_range_is_whole() -> None:
    assert len(CATEGORIES) == 8
    assert len(PRODUCTS) == 40
    keys = {category.key for category in CATEGORIES}
    assert {product.category for product in PRODUCTS} == keys
    assert {consumable.category for consumable in CONSUMABLES} == keys
    assert {category for category, _ in SEASON_PER_MILLE} == keys
    numbers = [thing.number for thing in (*PRODUCTS, *CONSUMABLES)]
    assert len(set(numbers)) == len(numbers)
    assert len({product.name for product in PRODUCTS}) == len(PRODUCTS)
    assert all(0.4 < product.cost_cents / product.price_cents < 0.7 for product in PRODUCTS)
    assert all(thing.cost_cents < thing.price_cents / 1.19 for thing in (*PRODUCTS, *CONSUMABLES))
    assert [contract.month_cents for contract in CONTRACTS] == sorted(contract.month_cents for contract in CONTRACTS)
    assert len(COMPETITORS) == 5
