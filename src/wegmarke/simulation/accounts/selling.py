"""The long way to an order: enquiry, visits, test device, offer, negotiation, works council, approval, decision."""

from __future__ import annotations

from wegmarke.simulation.accounts import purposes as p
from wegmarke.simulation.accounts.catalogue import AccountPlace as P
from wegmarke.simulation.accounts.living import Living
from wegmarke.simulation.accounts.parameters import AccountDefect, StatedReason
from wegmarke.simulation.accounts.records import Cause, Tender
from wegmarke.simulation.accounts.serving import commission
from wegmarke.simulation.accounts.staff import DEPARTMENT, MANAGEMENT, PURCHASING, TECHNICAL
from wegmarke.simulation.accounts.supplying import deliver_machines
from wegmarke.simulation.lives.randomness import logistic
from wegmarke.simulation.words.products import COMPETITORS, PRODUCTS, Product

WORKS_COUNCIL_FROM = 200
"""Employees from which on a works council wants to be heard about machines that note who uses them."""

BUSINESS_COMPETITORS = COMPETITORS[-2:]
_VAT_PERCENT = 119


def net_cents(product: Product, count: int, discount_percent: int) -> int:
    """What so many of a machine cost a business: without value added tax, less its discount."""
    return product.price_cents * 100 // _VAT_PERCENT * count * (100 - discount_percent) // 100


def tender(living: Living, number: int, day: int, *, again: bool) -> int:
    """A tender from the enquiry on a day; returns the day on which it was won, or -1."""
    draws = living.draws
    low, high = living.parameters.cycle_days
    u = draws.share(p.CYCLE, number)
    cycle = low + int((high - low) * u * u)
    cycle = max(low, cycle // 2) if again else cycle
    buyer = living.who(day, PURCHASING, MANAGEMENT, occasion=number)
    day = living.workday(day)
    product, machines = _wanted(living, number, again=again)
    one = Tender(
        number=number,
        again=again,
        person=buyer.key,
        enquired=living.at_work(day, p.STEPS, number * 16),
        decided_day=0,
        machines=machines,
        product=product.number,
        cents=net_cents(product, machines, living.firm.discount_percent),
    )
    living.life.tenders.append(one)
    if not again:
        _first_steps(living, one, day, cycle)
    late = _offer(living, one, day, cycle)
    _negotiate(living, one, day, cycle, late)
    return _decide(living, one, living.workday(day + cycle + late))


def _wanted(living: Living, number: int, *, again: bool) -> tuple[Product, int]:
    product, count = living.firm.machines[0]
    if again:
        wanted = 1 + living.draws.below(max(count // 4, 2), p.VOLUME, number)
        return product, wanted
    return product, living.firm.machine_count


def _first_steps(living: Living, one: Tender, day: int, cycle: int) -> None:
    """How they met, and the first visit."""
    draws, number = living.draws, one.number
    came = draws.below(3, p.CAME_BY, number)
    earlier = day - draws.between(4, 18, p.CAME_BY, number + 1000)
    before = living.workday(earlier)
    person = living.who(before, PURCHASING, MANAGEMENT, occasion=number)
    if came < 2 and earlier > 0 and before < day:
        place = P.TRADE_FAIR if came == 0 else P.RECOMMENDATION
        living.talk(place, before, person, "trade_fair" if came == 0 else "recommendation", number, matter=number)
    first = living.workday(day + draws.between(6, 18, p.STEPS, number * 16 + 1))
    living.talk(
        P.FIRST_VISIT, first, living.who(first, TECHNICAL, MANAGEMENT, occasion=number), "first_visit", number,
        matter=number,
    )  # fmt: skip
    demo = living.workday(day + cycle * 22 // 100)
    if demo > first:
        living.talk(
            P.DEMONSTRATION, demo, living.who(demo, DEPARTMENT, TECHNICAL, occasion=number), "demonstration", number,
            matter=number,
        )  # fmt: skip


def _offer(living: Living, one: Tender, day: int, cycle: int) -> int:
    """Test device and offer; returns by how many days the offer delays everything."""
    draws, number = living.draws, one.number
    if draws.happens(0.45 if one.again else 0.75, p.TESTED, number):
        begins = living.workday(day + cycle * 27 // 100)
        ends = living.workday(begins + min(28, cycle * 16 // 100))
        one.test_from, one.test_until = living.days.at(begins, 9 * 60), living.days.at(ends, 15 * 60)
    due = living.workday(day + cycle * 46 // 100)
    one.offer_due = living.days.at(due, 0)
    offered, late = living.workday(due - draws.between(2, 6, p.STEPS, number * 16 + 2)), 0
    if draws.happens(living.parameters.share(AccountDefect.SLOW_OFFER), p.SLOW_OFFER, number):
        late = draws.between(9, 32, p.OFFER_LATE, number)
        offered = living.workday(due + late)
        one.defect = AccountDefect.SLOW_OFFER
        living.life.touched.add(one.defect)
        if one.again:
            living.hurt(living.workday(due + 7), AccountDefect.SLOW_OFFER, number)
    one.offered = living.at_work(offered, p.STEPS, number * 16 + 3, 9, 18)
    if offered >= due and not late:
        one.offered = one.offer_due - 14 * 3600  # holidays lie between: the day before, at ten
    call = living.workday(offered + draws.between(6, 13, p.STEPS, number * 16 + 4))
    person = living.who(call, PURCHASING, MANAGEMENT, occasion=number)
    living.talk(P.FOLLOW_UP, call, person, "follow_up_slow" if late else "follow_up", number, matter=number)
    return late


def _negotiate(living: Living, one: Tender, day: int, cycle: int, late: int) -> None:
    """Rounds about prices, the works council of larger companies, and the approval by those who pay."""
    draws, number = living.draws, one.number
    rounds = 1 + draws.below(2 if one.again else 3, p.ROUNDS, number)
    for turn in range(rounds):
        when = living.workday(day + late + cycle * (62 + 28 * turn // max(rounds, 1)) // 100)
        person = living.who(when, PURCHASING, MANAGEMENT, occasion=number * 8 + turn)
        theme = "negotiation_first" if turn == 0 else "negotiation_again"
        living.talk(P.NEGOTIATION, when, person, theme, number * 8 + turn, matter=number)
    if living.firm.employees >= WORKS_COUNCIL_FROM and not one.again:
        when = living.workday(day + late + cycle * 78 // 100)
        person = living.who(when, DEPARTMENT, MANAGEMENT, occasion=number)
        living.talk(P.WORKS_COUNCIL, when, person, "works_council", number, matter=number)
    approved = living.workday(day + late + cycle * 94 // 100)
    one.approved = living.at_work(approved, p.STEPS, number * 16 + 5)


def _decide(living: Living, one: Tender, day: int) -> int:
    """Won or lost, why in truth, and what is noted."""
    draws, parameters, number = living.draws, living.parameters, one.number
    base = parameters.wins_again if one.again else parameters.wins
    by_slow = parameters.slow_offer_loses if one.defect == AccountDefect.SLOW_OFFER else 0.0
    by_harm = living.harm(day) * 0.5 if one.again else 0.0
    by_price = parameters.price_loses * living.pressure(day)
    u = draws.share(p.WINS, number)
    one.decided_day, one.decided = day, living.at_work(day, p.STEPS, number * 16 + 6)
    one.competitor = BUSINESS_COMPETITORS[draws.below(2, p.TENDER_REASON, number)]
    if u < logistic(base - by_slow - by_harm - by_price):
        one.status = "won"
        _begin_work(living, one, day)
        return day
    one.status, one.approved = "lost", 0
    wins_unharmed = u < logistic(base - by_price)
    wins_at_old_price = u < logistic(base - by_slow - by_harm)
    one.cause = (Cause.OTHER, Cause.DEFECT, Cause.PRICE, Cause.BOTH)[wins_unharmed + 2 * wins_at_old_price]
    one.stated = _stated(living, one)
    return -1


def _stated(living: Living, one: Tender) -> StatedReason:
    """What the sales rep notes about a lost tender: mostly the price."""
    u = living.draws.share(p.TENDER_REASON, one.number + 1000)
    price = living.parameters.price_said if one.cause in (Cause.PRICE, Cause.BOTH) else 0.62
    if u < price:
        return StatedReason.PRICE
    rest = (u - price) / max(1.0 - price, 1e-9)
    if rest < 0.5:
        return StatedReason.COMPETITOR
    return StatedReason.NO_NEED if rest < 0.75 else StatedReason.NONE_GIVEN


def _begin_work(living: Living, one: Tender, day: int) -> None:
    """After signing: sales hands over to service, or drops the ball; machines come and are put to work."""
    draws, number = living.draws, one.number
    product = next(product for product in PRODUCTS if product.number == one.product)
    delivered = deliver_machines(living, one, product, day)
    dropped = draws.happens(living.parameters.share(AccountDefect.DROPPED_HANDOVER), p.HANDOVER, number)
    person = living.who(day, TECHNICAL, MANAGEMENT, occasion=number)
    if not dropped:
        handed = living.workday(day, draws.between(2, 7, p.HANDOVER, number + 1000))
        living.talk(P.HANDOVER, handed, person, "handover", number, matter=number)
        welcome = living.workday(handed, 1 + draws.below(3, p.HANDOVER, number + 2000))
        living.talk(P.WELCOME, welcome, person, "welcome", number, matter=number)
    commission(living, number, product.number, delivered, dropped=dropped)
