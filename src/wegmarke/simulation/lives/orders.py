"""Orders and what follows from them: promise, delivery, invoice, payment, and what can go wrong on the way."""

from __future__ import annotations

import numpy as np

from wegmarke.compiled import B1, I64, VOID, inner
from wegmarke.simulation.contacts import Defect, Place
from wegmarke.simulation.lives import purposes as p
from wegmarke.simulation.lives.people import FIELD, PARTNER, WEB
from wegmarke.simulation.lives.service import call_about
from wegmarke.simulation.lives.shapes import CONTACTS, FATE, LIFE, PERSON, RATES, WORLD
from wegmarke.simulation.lives.telling import (
    ACCOUNTING,
    LOGISTICS,
    PRODUCT,
    SHOP,
    ask_score,
    at_leisure,
    at_work,
    draw,
    hurt,
    moment,
    note,
    offered_cents,
    promise,
    tell,
    workdays_on,
)

LATE, HANDOVER, INVOICE = int(Defect.LATE_DELIVERY), int(Defect.SILENT_HANDOVER), int(Defect.WRONG_INVOICE)
DUNNED_DEFECT = int(Defect.DUNNING_AFTER_COMPLAINT)
BASKET, ORDER, CONFIRMATION, NOTICE = (
    int(Place.BASKET),
    int(Place.ORDER),
    int(Place.CONFIRMATION),
    int(Place.DELIVERY_NOTICE),
)
FAILED, LATE_NOTICE, DELIVERY = int(Place.FAILED_DELIVERY), int(Place.LATE_NOTICE), int(Place.DELIVERY)
BILL, CORRECTED, DUNNING, PAYMENT = (
    int(Place.INVOICE), int(Place.INVOICE_CORRECTED), int(Place.DUNNING), int(Place.PAYMENT),
)  # fmt: skip
REGISTRATION, AFTER_DELIVERY, PRODUCT_PAGE = (
    int(Place.REGISTRATION),
    int(Place.SURVEY_DELIVERY),
    int(Place.PRODUCT_PAGE),
)

_ARGUMENTS = (WORLD, RATES, PERSON, LIFE, CONTACTS, FATE)


@inner(I64(*_ARGUMENTS, I64, I64, I64))
def value_of(world, rates, one, life, contacts, fate, first, occasion, day):
    """What an order is worth, in cents: an appliance the first time, mostly consumables later; prices rise.

    The first order that field sales wins is worth what was offered.
    """
    if first and one.sales_channel == FIELD:
        return offered_cents(world, life)
    u = draw(world, life, p.VALUE, occasion)
    v = draw(world, life, p.VALUE, occasion + 1_000_000)
    appliance = first or v < 0.16
    cents = 34_900.0 + 121_000.0 * u * u if appliance else 2_490.0 + 9_800.0 * u
    if one.business:
        cents *= 1.7
    if day >= rates.price_letter_day:
        cents *= 1.0 + rates.price_rise
    return np.int64(cents / 10.0) * 10


@inner(I64(*_ARGUMENTS, I64, I64, I64, B1, B1))
def deliver(world, rates, one, life, contacts, fate, confirmed, promised, matter, handover, first):
    """The delivery: on the day promised or just before it, or late; after a silent handover the first attempt fails."""
    share = (
        rates.late_share * world.load[min(promised, world.known - 1)] * (1.35 if one.sales_channel == PARTNER else 1.0)
    )
    share *= 1.0 + min(rates.hidden_cause, 1.0) * (2.0 * one.hidden - 1.0)
    late = draw(world, life, p.LATE, matter) < share
    if first and rates.first_late >= 0.0:
        late = rates.first_late > 0.0
    day = promised
    if late:
        day = workdays_on(world, one, promised, 2 + np.int64(13 * draw(world, life, p.DELAY, matter)))
        if draw(world, life, p.TOLD, matter) < 0.55:
            told = workdays_on(world, one, promised, 0)
            at = at_work(world, life, p.TOLD, matter, 8)
            tell(world, life, contacts, told, at, LATE_NOTICE, LOGISTICS, matter, 0)
            note(life, contacts, LATE, LATE)
    elif draw(world, life, p.EARLY, matter) < 0.35:
        day = workdays_on(world, one, max(promised - 3, confirmed + 1), 0)
    if handover:
        failed = day
        day = workdays_on(world, one, day, 3 + np.int64(4 * draw(world, life, p.FAILED, matter)))
        at = at_work(world, life, p.FAILED, matter, 8)
        tell(world, life, contacts, failed, at, FAILED, LOGISTICS, matter, 0)
        note(life, contacts, HANDOVER, HANDOVER)
        hurt(rates, one, life, fate, failed, HANDOVER, rates.handover_harm)
        call_about(world, rates, one, life, contacts, fate, failed, matter, HANDOVER)
    else:
        noticed = workdays_on(world, one, day - 2, 0)
        if confirmed < noticed < day:
            at = at_work(world, life, p.EARLY, matter, 8)
            tell(world, life, contacts, noticed, at, NOTICE, LOGISTICS, matter, 0)
    at = at_work(world, life, p.DELAY, matter, 8)
    tell(world, life, contacts, day, at, DELIVERY, LOGISTICS, matter, 0)
    promise(life, contacts, moment(world, promised, 86_399), moment(world, day, at))
    note(life, contacts, LATE if late else 0, LATE if late else 11)
    if late:
        hurt(rates, one, life, fate, promised + 1, LATE, rates.late_harm)
        call_about(world, rates, one, life, contacts, fate, promised + 1, matter, LATE)
    if first and promised + 1 < world.days:
        fate.first_late, fate.first_delivered_day = late, day
    return day


@inner(VOID(*_ARGUMENTS, I64, I64, I64))
def bill(world, rates, one, life, contacts, fate, delivered, matter, cents):
    """Invoice and payment; a wrong invoice is corrected after a call, and a dunning letter may follow a complaint."""
    billed = workdays_on(world, one, delivered, 1)
    billed_at = at_work(world, life, p.WRONG_INVOICE, matter, 9)
    wrong = draw(world, life, p.WRONG_INVOICE, matter) < rates.invoice_share
    defect = INVOICE if wrong else 0
    tell(world, life, contacts, billed, billed_at, BILL, ACCOUNTING, matter, cents + (cents // 4 if wrong else 0))
    promise(life, contacts, moment(world, billed + 14, 86_399), 0)
    note(life, contacts, defect, defect)
    pays = billed + 2 + np.int64(11 * draw(world, life, p.PAY_DAY, matter))
    if wrong:
        hurt(rates, one, life, fate, billed + 1, INVOICE, rates.invoice_harm)
        call_about(world, rates, one, life, contacts, fate, billed + 1, matter, INVOICE)
        corrected = workdays_on(world, one, billed + 6, np.int64(6 * draw(world, life, p.PAYS, matter)))
        at = at_work(world, life, p.PAYS, matter, 9)
        tell(world, life, contacts, corrected, at, CORRECTED, ACCOUNTING, matter, cents)
        note(life, contacts, 0, INVOICE)
        pays = corrected + 3
    complained = life.complaint_day > delivered - 40 and life.complaint_day <= billed + 20
    if complained and draw(world, life, p.DUNNED_THOUGH, matter) < rates.dunning_share:
        dunned = workdays_on(world, one, max(billed + 18, life.complaint_day + 1), 0)
        at = at_work(world, life, p.DUNNED, matter, 9)
        tell(world, life, contacts, dunned, at, DUNNING, ACCOUNTING, matter, cents)
        note(life, contacts, DUNNED_DEFECT, DUNNED_DEFECT)
        hurt(rates, one, life, fate, dunned + 2, DUNNED_DEFECT, rates.dunning_harm)
        pays = dunned + 9
    elif one.pays_late and draw(world, life, p.DUNNED, matter) < 0.6:
        dunned = workdays_on(world, one, billed + 24, 0)
        at = at_work(world, life, p.DUNNED, matter, 9)
        tell(world, life, contacts, dunned, at, DUNNING, ACCOUNTING, matter, cents)
        pays = dunned + 5
    pays = workdays_on(world, one, pays, 0)
    at = at_work(world, life, p.PAY_DAY, matter, 8)
    tell(world, life, contacts, pays, at, PAYMENT, ACCOUNTING, matter, cents)


@inner(I64(*_ARGUMENTS, I64, I64, I64))
def order(world, rates, one, life, contacts, fate, day, period, first):
    """An order from basket to payment; returns the day of delivery, or beyond the end if it is yet to come.

    The matter is the period's number × 4 + 1.
    """
    matter = period * 4 + 1
    cents = value_of(world, rates, one, life, contacts, fate, first, matter, day)
    at = (
        at_leisure(world, life, p.ORDER_DAY, matter)
        if one.sales_channel == WEB
        else at_work(world, life, p.ORDER_DAY, matter, 8)
    )
    if one.sales_channel == WEB:
        tell(world, life, contacts, day, at - 1500, PRODUCT_PAGE, SHOP, 0, 0)
        tell(world, life, contacts, day, at - 300, BASKET, SHOP, matter, np.int64(cents))
    confirmed = workdays_on(world, one, day, 0 if at < 50_000 else 1)
    confirmed_at = max(at_work(world, life, p.PROMISED, matter, 9), at + 600 if confirmed == day else 0)
    promised = workdays_on(world, one, confirmed, 3 + np.int64(9 * draw(world, life, p.PROMISED, matter + 1_000_000)))
    handover = one.sales_channel != WEB and draw(world, life, p.HANDOVER, matter) < rates.handover_share
    delivered = deliver(world, rates, one, life, contacts, fate, confirmed, promised, matter, handover, first == 1)
    due = moment(world, promised, 86_399)
    done = moment(world, delivered, at_work(world, life, p.DELAY, matter, 8)) if delivered < world.days else 0
    tell(world, life, contacts, day, at, ORDER, SHOP, matter, np.int64(cents))
    tell(world, life, contacts, confirmed, confirmed_at, CONFIRMATION, SHOP, matter, np.int64(cents))
    promise(life, contacts, due, done)
    fate.orders += 1
    rate = rates.margin_rate + (rates.price_rise if day >= rates.price_letter_day else 0.0)
    if day < world.days:
        fate.margin += np.int64(cents * rate)
    if promised + 1 < world.days:
        fate.promises += 1
        fate.kept += delivered <= promised
    if first and draw(world, life, p.REGISTERS, matter) < 0.42:
        registered = delivered + 1 + np.int64(6 * draw(world, life, p.REGISTERS, matter + 1_000_000))
        at = at_leisure(world, life, p.REGISTERS, matter + 2_000_000)
        tell(world, life, contacts, registered, at, REGISTRATION, PRODUCT, matter, 0)
    bill(world, rates, one, life, contacts, fate, delivered, matter, np.int64(cents))
    if draw(world, life, p.INVITED, matter) < 0.5:
        ask_score(world, rates, one, life, contacts, fate, delivered + 2, AFTER_DELIVERY, matter, LOGISTICS, 0.4)
    return delivered
