"""The CRM's workbook: companies, contacts with their buying roles, activities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import xlsxwriter

from wegmarke.simulation.accounts.catalogue import ACCOUNT_CATALOGUE
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.facts import Facts
from wegmarke.simulation.accounts.firms import REGIONS, Firm
from wegmarke.simulation.accounts.numbering import talk_number
from wegmarke.simulation.accounts.records import AccountLife, Talk
from wegmarke.simulation.accounts.renewing import YEAR_DAYS
from wegmarke.simulation.accounts.staff import NEVER, Contact
from wegmarke.simulation.accounts.texts import say
from wegmarke.simulation.accounts.told import Told, WrittenFile
from wegmarke.simulation.accounts.trades import TRADES
from wegmarke.simulation.words.places import mobile_phones
from wegmarke.simulation.words.trades import BUYING_ROLES

FIRMS = (
    "Firmennr", "Firma", "Branche", "Straße", "PLZ", "Ort", "Telefon", "Webseite", "Status", "Klasse", "Gebiet",
    "Außendienst", "Mitarbeiter", "Standorte", "Geräte", "Rahmenvertrag", "Nächste Verlängerung", "Rabatt %",
    "Angelegt am", "Bemerkung",
)  # fmt: skip
CONTACTS = (
    "Kontakt-ID", "Firmennr", "Firma", "Anrede", "Titel", "Vorname", "Nachname", "Funktion", "Rolle", "E-Mail",
    "Telefon", "Mobil", "Aktiv", "Ausgeschieden am", "Bemerkung",
)  # fmt: skip
ACTIVITIES = (
    "Aktivität-ID", "Datum", "Art", "Firmennr", "Firma", "Ansprechpartner", "E-Mail", "Richtung", "Betreff", "Notiz",
    "Bearbeiter",
)  # fmt: skip

_SOURCES = ("b2b_firmen", "b2b_ansprechpartner", "b2b_crm")
_SUBJECTS = {
    P.TRADE_FAIR: "Kontakt von der Messe",
    P.RECOMMENDATION: "Empfehlung",
    P.FOLLOW_UP: "Nachfassen Angebot",
    P.CARE_CALL: "Telefonat",
    P.PHONE_COMPLAINT: "Reklamation am Telefon",
    P.HANDOVER: "Übergabeprotokoll",
    P.RENEWAL: "Verlängerung Rahmenvertrag",
}
_CLASSES = ((25, "A"), (10, "B"), (0, "C"))
_FORMS = ("GmbH & Co. KG", "gGmbH", "GmbH", "e. V.", "e. K.", "AG", "KG")

Cell = str | int | datetime | None


def write(folder: Path, told: Told) -> tuple[WrittenFile, ...]:
    """Write `b2b_crm.xlsx`; each of its sheets is a source."""
    path = folder / "b2b_crm.xlsx"
    ended = told.days.local(told.days.end).replace(tzinfo=None)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": "CRM-Export Geschäftskunden", "author": "Musterhaus", "created": ended})
        head = book.add_format({"bold": True, "bottom": 1})
        time = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        counts = []
        for name, header, rows in (
            ("Firmen", FIRMS, _firms(told)),
            ("Ansprechpartner", CONTACTS, _contacts(told)),
            ("Aktivitäten", ACTIVITIES, _activities(told)),
        ):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header) - 1, 16)
            sheet.write_row(0, 0, header, head)
            counts.append(_fill(sheet, rows, time))
    unfit = sum(told.nobody_noted(facts.firm, one) for facts in told.facts for one in _of_crm(facts.life))
    return tuple(
        WrittenFile(source, path, count, left_out)
        for source, count, left_out in zip(_SOURCES, counts, (0, 0, unfit), strict=True)
    )


def _fill(sheet: xlsxwriter.worksheet.Worksheet, rows: Iterable[Sequence[Cell]], time: object) -> int:
    count = 0
    for count, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(count, column, cell, time)
            elif isinstance(cell, int):
                sheet.write_number(count, column, cell)
            elif cell:
                sheet.write_string(count, column, cell)
    return count


# companies


def _firms(told: Told) -> Iterable[Sequence[Cell]]:
    """A row an account, and a second one for those that stand there twice; by number."""
    rows = []
    for facts in told.facts:
        rows.append(_firm(told, facts, facts.firm.number, second=False))
        if facts.firm.twice_day >= 0:
            rows.append(_firm(told, facts, facts.firm.second_number, second=True))
    return sorted(rows, key=lambda row: str(row[0]))


def short_name(name: str) -> str:
    """A company without its legal form, as somebody in a hurry enters it."""
    return next((name.removesuffix(form).strip() for form in _FORMS if name.endswith(form)), name)


def _firm(told: Told, facts: Facts, number: str, *, second: bool) -> Sequence[Cell]:
    firm, life = facts.firm, facts.life
    last_day = told.days.count - 1
    customer = life.since >= 0
    gone = life.notice is not None and life.notice.effective <= told.days.end
    bought = sum(one.machines for one in life.tenders if one.status == "won" and one.again)
    made = firm.twice_day if second else max(firm.arrival, 0)
    known = firm.arrival < 0 and not second
    return (
        number,
        short_name(firm.name) if second else firm.name,
        TRADES[firm.trade].german if told.maybe(firm.account, 0.9, 1) and not second else "",
        firm.street,
        firm.postal_code,
        firm.town,
        f"{firm.area} {firm.subscriber}",
        f"www.{firm.host}" if told.maybe(firm.account, 0.6, 2) and not second else "",
        "ehem. Kunde" if gone else ("Kunde" if customer else "Interessent"),
        next(letter for least, letter in _CLASSES if firm.machine_count >= least) if customer else "",
        REGIONS[firm.region],
        told.house.representative(firm, last_day).name,
        None if second or not told.maybe(firm.account, 0.7, 3) else firm.employees,
        None if second else firm.sites,
        None if second or not customer else firm.machine_count + bought,
        "ja" if customer and not gone and not second else "nein",
        None if not customer or gone or second else _next_end(told, life),
        None if second or not customer else firm.discount_percent,
        None if known else told.days.local(told.days.at(made, 9 * 60)).replace(tzinfo=None),
        "Dublette? prüfen" if second and told.maybe(firm.account, 0.3, 4) else "",
    )


def _next_end(told: Told, life: AccountLife) -> datetime:
    first = life.firm.renewal if life.firm.arrival < 0 else life.since + YEAR_DAYS + 30
    while first < told.days.count:
        first += YEAR_DAYS
    return told.days.local(told.days.at(first, 0)).replace(tzinfo=None)


# people


def _contacts(told: Told) -> Iterable[Sequence[Cell]]:
    everybody = {one.key: one for life in told.lives for one in life.staff.people}
    moved = {one.came_from: one for one in everybody.values() if one.came_from}
    phones = mobile_phones(np.array(sorted(everybody), np.uint64)).canonical().to_pylist()
    mobile = dict(zip(sorted(everybody), phones, strict=True))
    firms = {life.firm.account: life.firm for life in told.lives}
    for key in sorted(everybody):
        one = everybody[key]
        if one.begins < told.days.count:
            new = moved.get(key)
            elsewhere = firms[new.account] if new else None
            yield _contact(told, firms[one.account], one, mobile[one.came_from or key], elsewhere)


def _contact(told: Told, firm: Firm, one: Contact, mobile: str, elsewhere: Firm | None) -> Sequence[Cell]:
    gone = one.ends < told.days.count
    noticed = gone and not told.still_active(one)
    remark = ""
    if noticed and elsewhere is not None and told.maybe(one.key, 0.4, 5):
        remark = f"jetzt bei {short_name(elsewhere.name)}"
    elif noticed and told.maybe(one.key, 0.3, 6):
        remark = "ausgeschieden"
    known = noticed and told.maybe(one.key, 0.6, 7) and one.ends != NEVER
    return (
        f"K{one.key:07d}",
        firm.number,
        firm.name,
        "Frau" if one.female else "Herr",
        one.title,
        one.first,
        one.last,
        one.job,
        BUYING_ROLES[one.role][1] if told.maybe(one.key, 0.75, 8) else "",
        one.email,
        f"{firm.area} {firm.subscriber}-{10 + one.key % 90}" if told.maybe(one.key, 0.8, 9) else "",
        mobile if told.maybe(one.key, 0.35, 10) else "",
        "nein" if noticed else "ja",
        told.days.local(told.days.at(one.ends, 0)).replace(tzinfo=None) if known else None,
        remark,
    )


# activities


def _of_crm(life: AccountLife) -> list[Talk]:
    return [one for one in life.talks if ACCOUNT_CATALOGUE[one.place].source == _SOURCES[-1]]


def _activities(told: Told) -> Iterable[Sequence[Cell]]:
    rows = [(one.time, facts, one) for facts in told.facts for one in _of_crm(facts.life)]
    rows.sort(key=lambda row: (row[0], row[1].firm.account, row[2].place))
    for _, facts, one in rows:
        firm, person = facts.firm, facts.life.staff[one.person]
        nobody = told.nobody_noted(firm, one)
        slots, random = facts.of_talk(one)
        yield (
            f"AK{talk_number(told.days, firm, one)}",
            told.days.local(one.time).replace(tzinfo=None, second=0),
            ACCOUNT_CATALOGUE[one.place].label,
            told.crm_number(firm, one.time),
            firm.name,
            "" if nobody else f"{person.last}, {person.first}",
            "" if nobody else person.email,
            "ausgehend" if one.outbound else "eingehend",
            _SUBJECTS[one.place],
            say("note", one.theme, random, slots),
            told.house.representative(firm, told.day(one.time)).name,
        )
