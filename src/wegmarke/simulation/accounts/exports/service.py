"""Jobs of the engineers: a row a visit, with who reported it, what was promised, and what was found."""

from __future__ import annotations

from pathlib import Path

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.exports.delimited import write_rows
from wegmarke.simulation.accounts.facts import Facts
from wegmarke.simulation.accounts.numbering import job_number
from wegmarke.simulation.accounts.parameters import AccountDefect
from wegmarke.simulation.accounts.records import Job
from wegmarke.simulation.accounts.serving import COMMISSIONING_JOB
from wegmarke.simulation.accounts.texts import say
from wegmarke.simulation.accounts.told import Told, WrittenFile
from wegmarke.simulation.accounts.trades import TRADES
from wegmarke.simulation.words.products import PRODUCTS

HEADER = (
    "Einsatznr", "Kundennr", "Kunde", "Standort", "Melder", "E-Mail Melder", "Einsatzart", "Gerät", "Gemeldet am",
    "Reaktion bis", "Termin zugesagt", "Vor Ort am", "Behoben am", "Folgeeinsatz zu", "Befund", "Techniker",
    "Arbeitszeit min",
)  # fmt: skip
_KINDS = {"fault": "Störung", "commissioning": "Inbetriebnahme", "maintenance": "Wartung"}
_PRODUCT = {product.number: product for product in PRODUCTS}


def write(folder: Path, told: Told) -> WrittenFile:
    """Write `b2b_serviceeinsaetze.csv`."""
    path = folder / "b2b_serviceeinsaetze.csv"
    rows = [(one.reported or one.on_site, facts, one) for facts in told.facts for one in facts.life.jobs]
    rows.sort(key=lambda row: (row[0], row[1].firm.account, row[2].number))
    count = write_rows(path, HEADER, (_row(told, facts, one) for _, facts, one in rows), "utf-8-sig")
    unfit = sum(told.nobody_reported(facts.firm, one) for _, facts, one in rows)
    return WrittenFile("b2b_service", path, count, unfit)


def _row(told: Told, facts: Facts, one: Job) -> tuple[str, ...]:
    firm, person = facts.firm, facts.life.staff[one.person]
    nobody, fault = told.nobody_reported(firm, one), one.kind == "fault"
    earlier = next((job for job in facts.life.jobs if job.number == one.follows), None)
    random = facts.draws.bits(p.TEXT + 210, one.number)
    site = TRADES[firm.trade].place
    minutes = (one.fixed - one.on_site) // 60 if one.fixed else 30 + random % 100
    return (
        job_number(told.days, firm, one),
        firm.number,
        firm.name,
        f"{site} {1 + random % firm.sites}" if firm.sites > 1 else firm.town,
        "Empfang" if nobody else f"{person.first} {person.last}",
        "" if nobody else person.email,
        _KINDS[one.kind],
        _PRODUCT[one.product].name,
        told.written(one.reported),
        told.written(one.due) if fault else "",
        "" if fault else told.written(one.due),
        told.written(one.on_site),
        told.written(one.fixed),
        job_number(told.days, firm, earlier) if earlier else "",
        _finding(told, facts, one, random) if one.on_site else "",
        told.house.engineer(firm, one.number).name if one.on_site else "",
        str(minutes) if one.on_site else "",
    )


def _finding(told: Told, facts: Facts, one: Job, random: int) -> str:
    person = facts.life.staff[one.person]
    slots = facts.of(person, one.on_site, random >> 40) | {"modell": _PRODUCT[one.product].name}
    if one.kind == "commissioning":
        tender = facts.tender(one.number - COMMISSIONING_JOB)
        slots["anzahl"] = str(tender.machines if tender else 1)
        late = one.defect == AccountDefect.DROPPED_HANDOVER
        return say("visit", "commissioning_late" if late else "commissioning", random, slots)
    if one.kind == "maintenance":
        return say("visit", "maintenance", random, slots)
    earlier = next((job for job in facts.life.jobs if job.number == one.follows), None)
    if earlier:
        slots["nr"] = job_number(told.days, facts.firm, earlier)
        return say("visit", "again", random, slots)
    if not one.fixed:
        return say("visit", "unsolved", random, slots)
    return say("fault", _PRODUCT[one.product].category, random, slots)
