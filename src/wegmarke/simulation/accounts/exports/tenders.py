"""The sales pipeline: a row a tender, cp1252, with what sales noted about how it ended."""

from __future__ import annotations

from pathlib import Path

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.exports.delimited import write_rows
from wegmarke.simulation.accounts.facts import Facts, euros
from wegmarke.simulation.accounts.numbering import tender_number
from wegmarke.simulation.accounts.parameters import StatedReason
from wegmarke.simulation.accounts.records import Tender
from wegmarke.simulation.accounts.texts import say
from wegmarke.simulation.accounts.told import Told, WrittenFile
from wegmarke.simulation.words.products import PRODUCTS

HEADER = (
    "Chance-Nr", "Firmennr", "Firma", "Ansprechpartner", "E-Mail", "Bezeichnung", "Art", "Verkäufer", "Angelegt am",
    "Phase", "Wahrscheinlichkeit %", "Volumen netto", "Angebot zugesagt bis", "Angebot am", "Teststellung von",
    "Teststellung bis", "Freigabe am", "Entscheidung am", "Status", "Verlustgrund", "Mitbewerber", "Bemerkung",
)  # fmt: skip
REASON_WORDS = {
    StatedReason.NONE_GIVEN: "",
    StatedReason.PRICE: "Preis",
    StatedReason.COMPETITOR: "Wettbewerb",
    StatedReason.SERVICE: "Service",
    StatedReason.DELIVERY: "Lieferung",
    StatedReason.NO_NEED: "Bedarf entfallen",
}
_TOPICS = {
    StatedReason.PRICE: "lost_price",
    StatedReason.COMPETITOR: "lost_competitor",
    StatedReason.NO_NEED: "lost_need",
    StatedReason.NONE_GIVEN: "lost_none",
}
_STATUS = {"open": "offen", "won": "gewonnen", "lost": "verloren"}
_PRODUCT = {product.number: product for product in PRODUCTS}


def write(folder: Path, told: Told) -> WrittenFile:
    """Write `b2b_verkaufschancen.csv`."""
    path = folder / "b2b_verkaufschancen.csv"
    rows = [(one.enquired, facts, one) for facts in told.facts for one in facts.life.tenders]
    rows.sort(key=lambda row: (row[0], row[1].firm.account))
    count = write_rows(path, HEADER, (_row(told, facts, one) for _, facts, one in rows))
    return WrittenFile("b2b_verkaufschancen", path, count)


def phase(one: Tender) -> tuple[str, int]:
    """How far a tender has come, and how likely the system takes it to be won."""
    if one.status != "open":
        return ("Abgeschlossen", 100 if one.status == "won" else 0)
    if one.approved:
        return "Freigabe", 80
    if one.offered:
        return "Verhandlung", 60
    return ("Teststellung", 40) if one.test_from else ("Bedarfsklärung", 20)


def _row(told: Told, facts: Facts, one: Tender) -> tuple[str, ...]:
    firm, person = facts.firm, facts.life.staff[one.person]
    reached, likely = phase(one)
    random = facts.draws.bits(p.TEXT + 200, one.number)
    slots = facts.of(person, one.enquired, random >> 40) | facts.about_tender(one.number)
    topic = _TOPICS.get(one.stated, "lost_none") if one.status == "lost" else one.status
    noted = told.maybe(firm.account, 0.7, 100 + one.number)
    lost = one.status == "lost"
    named = lost and one.stated in (StatedReason.PRICE, StatedReason.COMPETITOR)
    return (
        tender_number(firm, one),
        told.crm_number(firm, one.enquired),
        firm.name,
        f"{person.last}, {person.first}",
        person.email,
        f"{one.machines} x {_PRODUCT[one.product].name}",
        "Erweiterung" if one.again else "Neukunde",
        told.house.representative(firm, told.day(one.enquired)).name,
        told.written(one.enquired),
        reached,
        str(likely),
        euros(one.cents),
        told.written(one.offer_due, "%d.%m.%Y"),
        told.written(one.offered),
        told.written(one.test_from, "%d.%m.%Y %H:%M"),
        told.written(one.test_until, "%d.%m.%Y %H:%M"),
        told.written(one.approved),
        told.written(one.decided),
        _STATUS[one.status],
        REASON_WORDS[one.stated] if lost else "",
        one.competitor if named else "",
        say("tender", topic, random, slots) if noted else "",
    )
