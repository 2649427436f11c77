"""Orders, deliveries and invoices: what is promised, what comes when, and what is charged."""

from __future__ import annotations

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.complaining import complain
from wegmarke.simulation.accounts.living import Living
from wegmarke.simulation.accounts.parameters import AccountDefect
from wegmarke.simulation.accounts.records import Invoice, Order, Tender
from wegmarke.simulation.accounts.staff import CONTROLLING, MANAGEMENT, PURCHASING, TECHNICAL
from wegmarke.simulation.words.products import CONSUMABLES, Product

MACHINE_ORDER = 500
"""Numbers of orders: consumables by period from 0, machines by tender from here."""

_OF_CONSUMABLES = 0.4
_MINOR = 0.35
_VAT_PERCENT = 119


def deliver_machines(living: Living, one: Tender, product: Product, day: int) -> int:
    """The machines of a tender that was won are ordered and delivered; returns the day of delivery."""
    number = MACHINE_ORDER + one.number
    promised = living.workday(day, 15 + living.draws.below(20, p.LATE_DAYS, number + 4000))
    share = living.parameters.share(AccountDefect.LATE_DELIVERY)
    late = 0
    if living.draws.happens(share, p.LATE, number):
        late = living.draws.between(5, 20, p.LATE_DAYS, number)
    order = _order(living, number, day, promised, late, order_of=(product.number, product.name, one.machines))
    order.machines, order.cents, order.person = True, one.cents, one.person
    living.life.orders.append(order)
    delivered = living.workday(promised, late) if late else promised
    if late:
        order.defect = AccountDefect.LATE_DELIVERY
        complain(living, living.hurt(living.workday(promised, 3), order.defect, number))
    return delivered


def consumables(living: Living, period: int, first: int, last: int) -> None:
    """An order of consumables in a period, for most accounts in most periods; the less, the more has gone wrong."""
    draws = living.draws
    need = 0.25 + 0.6 * draws.share(p.NEED)
    shy = min(living.parameters.orders_shy * living.harm(first), 0.8)
    if draws.share(p.ORDERS, period) >= need * (1.0 - shy):
        return
    day = living.workday(first + draws.below(max(last - first, 1), p.ORDER_DAY, period))
    product, count = living.firm.machines[draws.below(len(living.firm.machines), p.ORDER_DAY, period + 1000)]
    fitting = [one for one in CONSUMABLES if one.category == product.category]
    wanted = fitting[draws.below(len(fitting), p.ORDER_DAY, period + 2000)]
    quantity = max(count // 2, 1) * (1 + draws.below(4, p.ORDER_DAY, period + 3000))
    promised = living.workday(day, 3 + draws.below(3, p.LATE_DAYS, period + 4000))
    late = 0
    if draws.happens(living.parameters.share(AccountDefect.LATE_DELIVERY) * _OF_CONSUMABLES, p.LATE, period):
        late = draws.between(3, 10, p.LATE_DAYS, period)
    order = _order(living, period, day, promised, late, order_of=(wanted.number, wanted.german, quantity))
    order.cents = wanted.price_cents * 100 // _VAT_PERCENT * quantity * (100 - living.firm.discount_percent) // 100
    living.life.orders.append(order)
    if late:
        order.defect = AccountDefect.LATE_DELIVERY
        complain(living, living.hurt(living.workday(promised, 2), order.defect, period, _MINOR), 0.5)


def _order(living: Living, number: int, day: int, promised: int, late: int, order_of: tuple[str, str, int]) -> Order:
    draws = living.draws
    ordered = living.at_work(day, p.ORDERS, number, 8, 15)
    noted = 0
    if late and draws.happens(0.45, p.TOLD, number):
        noted = living.at_work(living.workday(promised, draws.below(2, p.TOLD, number + 2000)), p.TOLD, number, 12)
    delivered = living.at_work(living.workday(promised, late) if late else promised, p.LATE_DAYS, number, 7, 16)
    return Order(
        number=number,
        person=living.who(day, PURCHASING, TECHNICAL, MANAGEMENT, occasion=number).key,
        machines=False,
        article=order_of[0],
        name=order_of[1],
        quantity=order_of[2],
        cents=0,
        ordered=ordered,
        confirmed=ordered + 60 * draws.between(12, 150, p.ORDERS, number + 2000),
        promised=living.days.at(promised, 18 * 60),
        delay_noted=noted,
        delivered=delivered,
    )


def invoices(living: Living, first: int, last: int) -> None:
    """The invoices of the months that begin on these days."""
    for day in living.days.months:
        if first <= day < last:
            date = living.days.date(day)
            _invoice(living, day, date.year * 12 + date.month - 1)


def _invoice(living: Living, day: int, month: int) -> None:
    draws, parameters = living.draws, living.parameters
    issued = living.workday(day, draws.below(3, p.INVOICE, month))
    before = living.days.at(max(day - 31, 0), 0), living.days.at(day, 0)
    cents = living.firm.month_cents
    cents += sum(one.cents for one in living.life.orders if before[0] <= one.delivered < before[1])
    due = living.workday(issued + 30)
    wrong = draws.happens(parameters.share(AccountDefect.WRONG_INVOICE), p.WRONG, month)
    # The address to which invoices go is brought up to date late.
    person = living.who(max(issued - 45, 0), CONTROLLING, MANAGEMENT, occasion=month)
    paid = living.workday(issued + draws.between(9, 29, p.PAYS, month))
    dunned = corrected = -1
    if draws.happens(0.06, p.PAYS, month + 10_000):
        paid = living.workday(due + draws.between(4, 30, p.PAYS, month + 20_000))
    if wrong:
        corrected = living.workday(issued, draws.between(8, 30, p.WRONG, month + 10_000))
        paid = living.workday(corrected, draws.between(3, 12, p.WRONG, month + 20_000))
    if paid > due + 10:
        dunned = living.workday(due + 10)
    living.life.invoices.append(
        Invoice(
            number=month,
            person=person.key,
            issued=living.at_work(issued, p.INVOICE, month, 9, 11),
            due=living.days.at(due, 0),
            paid=living.days.at(paid, 6 * 60),
            dunned=0 if dunned < 0 else living.days.at(dunned, 7 * 60),
            corrected=0 if corrected < 0 else living.at_work(corrected, p.WRONG, month),
            cents=cents,
            defect=AccountDefect.WRONG_INVOICE if wrong else AccountDefect.NONE,
        )
    )
    if wrong:
        complain(living, living.hurt(living.workday(issued, 2), AccountDefect.WRONG_INVOICE, month), 1.5)
