"""Who is who in the practice company, whose truth is known: people are found, and nobody is taken for somebody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from wegmarke.identity.customers import Customers
from wegmarke.identity.numbers import split_identifiers
from wegmarke.simulation.company import COMPANY_NAME, JOURNEYS, write_company
from wegmarke.simulation.scenarios import SCENARIOS
from wegmarke.workspace import Workspace

PEOPLE, SEED = 1000, 23
"""Another company than those on which the rules were thought out."""
KINDS = {
    "customer_number": "customer_number",
    "second_customer_number": "customer_number",
    "email": "email",
    "phone": "phone",
    "cookie": "cookie",
    "phone_cookie": "cookie",
}
Identifier = tuple[str, str]

HEADER = (
    "Aktivität-ID;Kundennummer;Anrede;Titel;Vorname;Nachname;Firma;Straße;PLZ;Ort;E-Mail;Telefon;Geburtsdatum;"
    "Kundengruppe;Vertriebsweg;Newsletter-Einwilligung;Umsatz Vorjahr;Aktivität;Datum;Kanal;Betreff;Notiz;Bearbeiter\n"
)
DECOYS = {
    # twins at one address, who share the telephone and the parents' e-mail address
    "90000001": ("Lena", "Zwilling", "familie.zwilling@post.example", "0153/90000001"),
    "90000002": ("Jana", "Zwilling", "familie.zwilling@post.example", "0153/90000001"),
    # two firms' contacts behind an office's address
    "90000003": ("Otto", "Nord", "info@nord.example", "0153/90000003"),
    "90000004": ("Else", "Nord", "info@nord.example", "0153/90000004"),
    # a number that the form insisted on
    "90000005": ("Paul", "Ost", "", "0"),
    "90000006": ("Rosa", "West", "", "0"),
}


@dataclass(frozen=True)
class Found:
    """truth: the person of every identifier that is one person's alone; customers: what was made of them. tied: those
    identifiers that stand in one row with another of the same person somewhere; nothing ties the others to anybody.
    """

    workspace: Workspace
    customers: Customers
    truth: Mapping[Identifier, int]
    tied: frozenset[Identifier]
    numbers: Mapping[Identifier, int]

    def customer_of(self, identifier: Identifier) -> int:
        """The number of the customer that the identifier, in its one spelling, has come to."""
        return self.customers.resolve(self.numbers[identifier])


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder = tmp_path_factory.mktemp("who") / "musterhaus"
    workspace = Workspace.create(folder, COMPANY_NAME, JOURNEYS)
    company = write_company(folder / "practice", SCENARIOS["process"], PEOPLE, SEED)
    for export in company.exports:
        for file in export.files:
            workspace.import_file(file, export.mapping)
    workspace.import_file(_decoys(folder), source="crm")
    workspace.import_file(_families(folder), source="crm")
    workspace.build()
    customers = workspace.customers()
    texts = split_identifiers(customers.numbers.identifiers(customers.all_numbers).to_pylist())
    numbers = dict(zip(texts, customers.all_numbers.tolist(), strict=True))
    truth = {identifier: who for identifier, who in _owners(folder).items() if identifier in numbers}
    return Found(workspace, customers, truth, _tied(customers, truth, numbers), numbers)


def _decoys(folder: Path) -> Path:
    lines = [
        f"9{number};{number};;;{first};{last};;Lindenweg 4;89073;Ulm;{mail};{phone};;Privat;Webshop;nein;;"
        f"Newsletter;02.05.2025 10:0{i};E-Mail;;;\n"
        for i, (number, (first, last, mail, phone)) in enumerate(DECOYS.items())
    ]
    path = folder / "crm_koeder.csv"
    path.write_text(HEADER + "".join(lines), "cp1252")
    return path


Family = list[tuple[str, str, str, str, str]]


def families() -> list[tuple[Family, int]]:
    """Families at addresses of their own: last name, first name, street, telephone, day of each row, and how many of
    those who come first live together. Nobody else in the practice company does: each has an address drawn for itself.
    """
    names = ("Abendroth", "Birkner", "Cordes", "Dahlmann", "Eichhorn", "Finkenauer", "Gruber", "Hollmann")
    found: list[tuple[Family, int]] = []
    for i in range(48):
        last, written = names[i % 8], ("Musterstraße", "Musterstr.", "Muster Str.")
        size = 2 + i % 3
        people = [(last, f"Vorname{'abcd'[j]}", f"{written[j % 3]} {i + 1}", "", "02.05.2025") for j in range(size)]
        together = size
        if i % 6 == 1:  # not of one name, but all of them call from one telephone
            together += 1
            people = [(*one[:3], f"0153/8{i:07d}", one[4]) for one in [*people, ("Nolte", "Kim", *people[0][2:])]]
        if i % 12 == 3:  # of another name, and nothing says that they belong together
            people.append(("Otterbein", "Alex", *people[0][2:]))
            together += 1
        if i % 12 == 5:  # mistyped by the clerk
            people.append((last[:2] + last[3:], "Robin", *people[0][2:]))
            together += 1
        if i % 4 == 2:  # neighbours
            people.append(("Petersen", "Toni", *people[0][2:]))
        found.append((people, together))
    hall = [(names[i % 8], f"Student{'abcdefghijkl'[i]}", "Wohnheimweg 1", "", "02.05.2025") for i in range(12)]
    moved = [("Quast", one, "Umzugsweg 1", "", "02.05.2025") for one in ("Eva", "Jan")]
    return [*found, (hall, 0), (moved, 0)]


def _families(folder: Path) -> Path:
    rows = [
        (f"7{group:03d}{place:02d}", *one)
        for group, (people, _) in enumerate(families())
        for place, one in enumerate(people)
    ]
    rows.append(("704901", "Quast", "Jan", "Umzugsweg 77", "", "09.06.2025"))  # has moved out since
    lines = [
        f"8{at};{number};;;{first};{last};;{street};04109;Leipzig;;{phone};;Privat;Webshop;nein;;"
        f"Newsletter;{day} 10:00;E-Mail;;;\n"
        for at, (number, last, first, street, phone, day) in enumerate(rows)
    ]
    path = folder / "crm_familien.csv"
    path.write_text(HEADER + "".join(lines), "cp1252")
    return path


def _owners(folder: Path) -> dict[Identifier, int]:
    owners: defaultdict[Identifier, set[int]] = defaultdict(set)
    for row in pq.read_table(folder / "practice" / "truth" / "identities.parquet").to_pylist():
        if row["kind"] in KINDS:
            owners[KINDS[row["kind"]], row["value"]].add(row["person"])
    return {identifier: min(who) for identifier, who in owners.items() if len(who) == 1}


def _tied(
    customers: Customers, truth: Mapping[Identifier, int], numbers: Mapping[Identifier, int]
) -> frozenset[Identifier]:
    by_number = {numbers[identifier]: identifier for identifier in truth}
    pairs = customers.sightings.pairs
    ties = [
        (by_number[a], by_number[b])
        for a, b in zip(pairs["a"].to_pylist(), pairs["b"].to_pylist(), strict=True)
        if a in by_number and b in by_number
    ]
    return frozenset(one for a, b in ties if truth[a] == truth[b] for one in (a, b))


def b_cubed(
    identifiers: Iterable[Identifier], truth: Callable[[Identifier], int], found: Callable[[Identifier], int]
) -> tuple[float, float]:
    """Precision and recall of Bagga and Baldwin (1998): of each identifier the share of its customer's that are its
    person's, and the share of its person's that are its customer's; means over all identifiers.
    """
    some = list(identifiers)
    people: defaultdict[int, set[Identifier]] = defaultdict(set)
    customers: defaultdict[int, set[Identifier]] = defaultdict(set)
    for one in some:
        people[truth(one)].add(one)
        customers[found(one)].add(one)
    both = [(len(people[truth(one)] & customers[found(one)]), one) for one in some]
    precision = sum(n / len(customers[found(one)]) for n, one in both) / len(some)
    return precision, sum(n / len(people[truth(one)]) for n, one in both) / len(some)


def test_people_are_found(found: Found) -> None:
    precision, recall = b_cubed(found.tied, found.truth.__getitem__, found.customer_of)
    assert len(found.tied) > 2000
    assert 2 * precision * recall / (precision + recall) >= 0.97


def test_hardly_anybody_is_taken_for_somebody_else(found: Found) -> None:
    people: defaultdict[int, set[int]] = defaultdict(set)
    for identifier, who in found.truth.items():
        people[found.customer_of(identifier)].add(who)
    wrong = [customer for customer, several in people.items() if len(several) > 1]
    assert len(wrong) <= max(1, len(people) // 2000)


def test_those_who_stand_twice_are_found_where_their_names_are_spelt_alike(found: Found) -> None:
    numbers: defaultdict[int, set[Identifier]] = defaultdict(set)
    for identifier in found.tied:
        if identifier[0] == "customer_number":
            numbers[found.truth[identifier]].add(identifier)
    twice = [both for both in numbers.values() if len(both) == 2]
    assert len(twice) > 3
    one = [both for both in twice if len({found.customer_of(identifier) for identifier in both}) == 1]
    assert len(one) >= 0.8 * len(twice)


def test_decoys_are_not_merged(found: Found) -> None:
    customers = {found.customer_of(("customer_number", number)) for number in DECOYS}
    assert len(customers) == len(DECOYS)
    shared = found.customer_of(("email", "familie.zwilling@post.example"))
    assert shared not in customers, "an address that two share is neither's alone"
    assert {link.state for link in found.customers.links_of(shared)} == {"shared"}


def test_a_device_that_two_people_use_is_neithers(found: Found) -> None:
    owners: defaultdict[str, set[int]] = defaultdict(set)
    folder = found.workspace.folder
    for row in pq.read_table(folder / "practice" / "truth" / "identities.parquet").to_pylist():
        if row["kind"] == "cookie":
            owners[row["value"]].add(row["person"])
    shared = [cookie for cookie, who in owners.items() if len(who) > 1]
    seen = {found.numbers["cookie", cookie] for cookie in shared if ("cookie", cookie) in found.numbers}
    met: defaultdict[int, set[int]] = defaultdict(set)
    pairs = found.customers.sightings.pairs
    for a, b in zip(pairs["a"].to_pylist(), pairs["b"].to_pylist(), strict=True):
        for device, other in ((a, b), (b, a)):
            if device in seen:
                met[device].add(found.customers.resolve(other))
    used_by_two = {device: customers for device, customers in met.items() if len(customers) > 1}
    assert len(used_by_two) > 5
    for device, customers in used_by_two.items():
        assert found.customers.resolve(device) not in customers


def test_a_call_is_its_callers_whatever_the_exchange_writes(found: Found) -> None:
    phones = [identifier for identifier in found.tied if identifier[0] == "phone"]
    some = phones[:150]
    sources = [
        {where.source for one in found.customers.identifiers_of(found.customer_of(phone)) for where in one.seen}
        for phone in some
    ]
    assert sum("telefonie" in some and "crm" in some for some in sources) > 50


def test_households_are_found_and_nobody_is_merged_for_one(found: Found) -> None:
    def customer(group: int, place: int) -> int:
        return found.customer_of(("customer_number", f"7{group:03d}{place:02d}"))

    truth, everybody = {pair("90000001", "90000002", found), pair("90000003", "90000004", found)}, set()
    for group, (people, together) in enumerate(families()):
        numbers = [customer(group, place) for place in range(len(people))]
        everybody |= set(numbers)
        truth |= {frozenset(two) for two in combinations(numbers[:together], 2)}
    assert len(everybody) == sum(len(people) for people, _ in families()), "a household merges nobody"
    all_found = found.workspace.households().all()
    told = {frozenset(two) for one in all_found for two in combinations([m.number for m in one.members], 2)}
    right = len(truth & told)
    assert right == len(told), "of all customers of the practice company nobody else lives together"
    assert len(truth) > 150
    assert right / len(truth) >= 0.8
    for one in all_found[:20]:
        assert all(found.workspace.household_of(member.number) == one for member in one.members)


def pair(one: str, other: str, found: Found) -> frozenset[int]:
    return frozenset(found.customer_of(("customer_number", number)) for number in (one, other))
