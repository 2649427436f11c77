"""Contracts given up or not renewed: a row a contract, with the reason that sales noted."""

from __future__ import annotations

from pathlib import Path

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.exports.delimited import write_rows
from wegmarke.simulation.accounts.exports.tenders import REASON_WORDS
from wegmarke.simulation.accounts.facts import Facts, euros
from wegmarke.simulation.accounts.numbering import contract_number
from wegmarke.simulation.accounts.parameters import StatedReason
from wegmarke.simulation.accounts.records import Notice
from wegmarke.simulation.accounts.texts import say
from wegmarke.simulation.accounts.told import Told, WrittenFile

HEADER = (
    "Vertragsnr", "Kundennr", "Firma", "Absender", "E-Mail", "Eingang am", "Art", "Wirksam zum", "Grund", "Bemerkung",
    "Jahresumsatz netto", "Außendienst",
)  # fmt: skip
_TOPICS = {
    StatedReason.NONE_GIVEN: "none",
    StatedReason.PRICE: "price",
    StatedReason.COMPETITOR: "competitor",
    StatedReason.SERVICE: "service",
    StatedReason.DELIVERY: "delivery",
    StatedReason.NO_NEED: "need",
}


def write(folder: Path, told: Told) -> WrittenFile:
    """Write `b2b_kuendigungen.csv`."""
    path = folder / "b2b_kuendigungen.csv"
    rows = [(facts.life.notice, facts) for facts in told.facts if facts.life.notice]
    rows.sort(key=lambda row: (row[0].received, row[1].firm.account))
    count = write_rows(path, HEADER, (_row(told, facts, one) for one, facts in rows))
    return WrittenFile("b2b_kuendigungen", path, count)


def _row(told: Told, facts: Facts, one: Notice) -> tuple[str, ...]:
    firm, person = facts.firm, facts.life.staff[one.person]
    random = facts.draws.bits(p.TEXT + 220, 0)
    slots = facts.of(person, one.received, random >> 40)
    return (
        contract_number(firm),
        firm.number,
        firm.name,
        f"{person.first} {person.last}",
        person.email,
        told.written(one.received),
        "Nichtverlängerung" if one.not_renewed else "Kündigung",
        told.written(one.effective, "%d.%m.%Y"),
        REASON_WORDS[one.stated] or "keine Angabe",
        say("notice", _TOPICS[one.stated], random, slots),
        euros(one.year_cents),
        told.house.representative(firm, told.day(one.received)).name,
    )
