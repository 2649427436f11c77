"""The contacts of an account, one by one, as a journey sees them: what the exports together say, without their dirt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wegmarke.simulation.accounts.catalogue import ACCOUNT_CATALOGUE
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.parameters import AccountDefect
from wegmarke.simulation.accounts.records import AccountLife, Invoice, Job, Order, Tender
from wegmarke.simulation.accounts.told import Told


@dataclass(frozen=True, slots=True)
class AccountContact:
    """One contact. account: as the export that holds it writes it, empty where a mail was not filed. email: of the
    contact; empty where nobody noted it, so that the row is unfit. cents: None where there is no money. due, kept: of a
    promise, 0 where there is none (yet). defect: at play, which no export tells.
    """

    source: str
    place: P
    account: str
    email: str
    time: int
    cents: int | None = None
    due: int = 0
    kept: int = 0
    defect: AccountDefect = AccountDefect.NONE


def contacts_of(told: Told, life: AccountLife) -> Iterator[AccountContact]:
    """Everything that happened with an account; matter by matter, not in order of time."""
    for tender in life.tenders:
        yield from _of_tender(told, life, tender)
    for order in life.orders:
        yield from _of_order(life, order)
    for job in life.jobs:
        yield from _of_job(told, life, job)
    for invoice in life.invoices:
        yield from _of_invoice(told, life, invoice)
    for talk in life.talks:
        source = ACCOUNT_CATALOGUE[talk.place].source
        person, account = life.staff[talk.person].email, told.crm_number(life.firm, talk.time)
        if source == "b2b_mails":
            account = "" if told.not_filed(life.firm, talk) else life.firm.number
        elif source == "b2b_crm" and told.nobody_noted(life.firm, talk):
            person = ""
        defect = talk.incident.defect if talk.incident else AccountDefect.NONE
        yield AccountContact(source, talk.place, account, person, talk.time, defect=defect)
    if life.notice:
        email = life.staff[life.notice.person].email
        yield _at(P.NOTICE, life.firm.number, email, life.notice.received)


def _at(
    place: P,
    account: str,
    email: str,
    time: int,
    *,
    cents: int | None = None,
    due: int = 0,
    kept: int = 0,
    defect: AccountDefect = AccountDefect.NONE,
) -> AccountContact:
    return AccountContact(ACCOUNT_CATALOGUE[place].source, place, account, email, time, cents, due, kept, defect)


def _of_tender(told: Told, life: AccountLife, one: Tender) -> Iterator[AccountContact]:
    number, email = told.crm_number(life.firm, one.enquired), life.staff[one.person].email
    yield _at(P.ENQUIRY, number, email, one.enquired, due=one.offer_due, kept=one.offered, defect=one.defect)
    if one.test_from:
        yield _at(P.TEST_DEVICE, number, email, one.test_from)
    if one.offered:
        yield _at(P.OFFER, number, email, one.offered, cents=one.cents, defect=one.defect)
    if one.approved:
        yield _at(P.APPROVAL, number, email, one.approved)
    if one.decided:
        won = one.status == "won"
        yield _at(P.WON if won else P.LOST, number, email, one.decided, cents=one.cents)


def _of_order(life: AccountLife, one: Order) -> Iterator[AccountContact]:
    number, email = life.firm.number, life.staff[one.person].email
    yield _at(P.ORDER, number, email, one.ordered, cents=one.cents)
    if one.confirmed:
        yield _at(P.CONFIRMATION, number, email, one.confirmed, due=one.promised, kept=one.delivered, defect=one.defect)
    if one.delay_noted:
        yield _at(P.DELAY_NOTICE, number, email, one.delay_noted, defect=one.defect)
    if one.delivered:
        yield _at(P.DELIVERY, number, email, one.delivered, defect=one.defect)


def _of_job(told: Told, life: AccountLife, one: Job) -> Iterator[AccountContact]:
    number = life.firm.number
    email = "" if told.nobody_reported(life.firm, one) else life.staff[one.person].email
    if one.kind == "fault":
        yield _at(P.FAULT, number, email, one.reported, due=one.due, kept=one.on_site, defect=one.defect)
        if one.on_site:
            yield _at(P.ENGINEER_VISIT, number, email, one.on_site, defect=one.defect)
        if one.fixed:
            yield _at(P.FAULT_SOLVED, number, email, one.fixed)
        return
    place = P.COMMISSIONING if one.kind == "commissioning" else P.MAINTENANCE
    yield _at(place, number, email, one.on_site, due=one.due, kept=one.on_site, defect=one.defect)


def _of_invoice(told: Told, life: AccountLife, one: Invoice) -> Iterator[AccountContact]:
    number, email = life.firm.number, told.invoice_email(life.firm, life.staff[one.person])
    yield _at(P.INVOICE, number, email, one.issued, cents=one.cents, defect=one.defect)
    if one.dunned:
        yield _at(P.DUNNING, number, email, one.dunned)
    if one.corrected:
        yield _at(P.INVOICE_CORRECTED, number, email, one.corrected, defect=one.defect)
    if one.paid:
        yield _at(P.PAYMENT, number, email, one.paid)
