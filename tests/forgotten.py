"""A practice company in a workspace with files in every place a workspace has, and a hundred of its people to erase."""

import csv
import gzip
import json
import re
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from wegmarke.simulation.company import COMPANY_NAME, JOURNEYS, Company, write_company
from wegmarke.simulation.scenarios import SCENARIOS
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.person import Person

KINDS = {
    "customer_number": "kundennummer",
    "second_customer_number": "kundennummer",
    "email": "email",
    "phone": "telefon",
    "cookie": "cookie",
    "phone_cookie": "cookie",
}
CUSTOMERS, SEED, ERASED = 300, 7, 100


@dataclass(frozen=True, slots=True)
class Practice:
    """A workspace and the exports it was fed with, which lie outside of it."""

    workspace: Workspace
    company: Company


def practice(folder: Path) -> Practice:
    """Write a company and import it: some exports by the inbox, one packed, the rest from elsewhere; built twice."""
    company = write_company(folder / "company", SCENARIOS["process"], CUSTOMERS, SEED)
    workspace = Workspace.create(folder / "acme", COMPANY_NAME, JOURNEYS)
    for export in company.exports:
        for file in export.files:
            if export.mapping.name.startswith(("crm", "web", "telefonie", "service")):
                workspace.import_file(_dropped(workspace, file), export.mapping)
            else:
                workspace.import_file(file, export.mapping)
    workspace.build()
    return Practice(workspace, company)


def _dropped(workspace: Workspace, file: Path) -> Path:
    """Where a file lies once the inbox has taken it in; web events packed."""
    source = {"crm_kontakte": "crm", "web_events": "web", "anrufliste": "telefonie", "service_tickets": "service"}
    place = workspace.folder / "inbox" / "done" / source[file.stem]
    place.mkdir(parents=True, exist_ok=True)
    if file.suffix != ".jsonl":
        return Path(shutil.copy(file, place))
    packed = place / f"{file.name}.gz"
    packed.write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    return packed


def persons(company: Company) -> dict[int, Person]:
    """All people of the company with the identifiers that are theirs alone, as identity would tell."""
    table = pq.read_table(company.truth / "identities.parquet").to_pylist()
    owners: dict[tuple[str, str], set[int]] = defaultdict(set)
    for line in table:
        if line["kind"] in KINDS:
            owners[KINDS[line["kind"]], line["value"]].add(line["person"])
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for identifier, people in owners.items():
        if len(people) == 1:  # a device that several people use is nobody's
            found[next(iter(people))].append(identifier)
    for person, names in _signed(company, found).items():
        found[person] += names
    return {person: Person(tuple(identifiers)) for person, identifiers in found.items()}


def _signed(company: Company, known: dict[int, list[tuple[str, str]]]) -> dict[int, list[tuple[str, str]]]:
    """The full names under which they write reviews, as written and as known: who asks to be erased says so."""
    people = {value: person for person, pairs in known.items() for kind, value in pairs if kind == "email"}
    with (company.folder / "exports" / "crm_kontakte.csv").open(encoding="cp1252", newline="") as file:
        named = {
            f"{row['Vorname']} {row['Nachname']}".casefold(): people[row["E-Mail"]]
            for row in csv.DictReader(file, delimiter=";")
            if row["E-Mail"] in people
        }
    signed: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for line in (company.folder / "exports" / "bewertungen.jsonl").read_text("utf-8").splitlines():
        name = json.loads(line).get("autor", {}).get("name") or "" if line.startswith("{") else ""
        plain = re.sub(r"[._-]", " ", name)
        if plain.casefold() in named:
            signed[named[plain.casefold()]] += [("pseudonym", name), ("pseudonym", plain)]
    return signed


def particulars(company: Company, chosen: list[Person]) -> set[str]:
    """Names, addresses and numbers of these people that no other person of the company shares."""
    numbers = {value for person in chosen for kind, value in person.identifiers if kind == "kundennummer"}
    mails = {value for person in chosen for kind, value in person.identifiers if kind == "email"}
    theirs: set[str] = {value for person in chosen for kind, value in person.identifiers if kind != "telefon"}
    others = ""
    with (company.folder / "exports" / "crm_kontakte.csv").open(encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            cells = [f"{row['Vorname']} {row['Nachname']}", f"{row['Straße']}", row["E-Mail"], row["Telefon"]]
            if row["Kundennummer"] in numbers or row["E-Mail"] in mails:
                theirs.update(cell for cell in cells if len(cell.strip()) > 5)
            else:
                others += "\n".join(cells) + "\n"
    return {text for text in theirs if text.casefold() not in others.casefold()}
