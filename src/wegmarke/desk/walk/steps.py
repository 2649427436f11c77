"""The seven questions of the walk, in the order of the touchpoint manager's work, and the page that each opens.

A page is opened with the filter that the question needs. Touchpoints are named by what the company's sources call them;
one that this workspace does not know is left out of the filter, and the link still works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.accounts.policy import Permission, may
from wegmarke.desk.findings.asking import present_index, scope_of
from wegmarke.desk.findings.links import with_query
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.filter import combine
from wegmarke.model.touchpoint import key_of
from wegmarke.questions.customers import Customers, JourneyLine
from wegmarke.questions.timeline import Timeline
from wegmarke.simulation.contacts import CATALOGUE, Place

PARAMETER = "walk"
"""What carries the number of the question in an address."""

LEFT = "outcome = churned"
DELIVERING = (Place.ORDER, Place.CONFIRMATION, Place.DELIVERY, Place.PAYMENT)
DELIVERING_DAYS = 60
SUSPECTS = (Place.LATE_NOTICE, Place.HOTLINE)
"""Two places at which it shows that something went wrong: one meets many, the other hurts more."""

LOOKED_THROUGH = 50
LONGEST_READ = 30
MOST_READ = 12
FEWEST_DEPARTMENTS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace knows: keys of touchpoints by place, and whether an outcome ends a journey."""

    keys: dict[Place, str]
    cut_at_outcome: bool

    def of(self, *places: Place) -> tuple[str, ...]:
        """The keys of those places that the workspace knows."""
        return tuple(self.keys[place] for place in places if place in self.keys)

    @property
    def stayed(self) -> str:
        """The journeys of customers who did not leave, to hold beside those of customers who did.

        Where a payment ends a journey, every journey that ends with one is the story of an order; a customer who simply
        went on is then one whose journey is open.
        """
        return "outcome = open" if self.cut_at_outcome else "outcome = won"


def known(index: Index | None) -> Known:
    """What the index knows of the company's touchpoints."""
    if index is None:
        return Known({}, cut_at_outcome=True)
    keys = {touchpoint.label: touchpoint.key for touchpoint in index.touchpoints}
    every = set(keys.values())
    found = {}
    for one in CATALOGUE:
        key = keys.get(one.label, key_of(one.label))
        if key in every:
            found[one.place] = key
    return Known(found, index.settings.cut_at_outcome)


@dataclass(frozen=True, slots=True)
class Step:
    """A question: in a sentence, with a hint of what to look at, and the page it opens."""

    question: str | Promise
    hint: str | Promise
    permission: Permission
    page: Callable[[Known], str]


def _entries(_known: Known) -> str:
    return reverse("journeys:entries")


def _leaving(_known: Known) -> str:
    return with_query(reverse("journeys:journeys"), where=LEFT)


def _delivery(have: Known) -> str:
    stages = have.of(*DELIVERING)
    funnel = reverse("journeys:funnel")
    if len(stages) < 2:
        return funnel
    return with_query(funnel, stages=" > ".join(stages), window=DELIVERING_DAYS, unit="day")


def _difference(have: Known) -> str:
    return with_query(reverse("journeys:compare"), a=LEFT, b=have.stayed, what="touchpoints")


def _one_customer(have: Known) -> str:
    for where in _stories(have):
        line = _story(where)
        if line is not None:
            return with_query(reverse("customers:customer", args=[line.customer]), where=where)
    return with_query(reverse("customers:customers"), where=LEFT)


def _stories(have: Known) -> Iterable[str]:
    """Filters for a customer who left after trouble, the most telling first."""
    late_then_called = have.of(Place.LATE_NOTICE, Place.HOTLINE, Place.CANCELLATION)
    if len(late_then_called) == 3:
        yield combine(f"order({' > '.join(late_then_called)})", LEFT)
    for key in have.of(Place.LATE_NOTICE, Place.HOTLINE):
        yield combine(f"visited({key})", LEFT)
    yield LEFT


def _story(where: str) -> JourneyLine | None:
    """The longest journey that can still be read, through several departments; else the longest."""
    try:
        result = scope_of(where).ask("customers", {"limit": LOOKED_THROUGH, "order": "longest"}).result
    except WegmarkeError:
        return None
    if not isinstance(result, Customers) or not result.lines:
        return None
    departments = {one.label: one.department for one in CATALOGUE} | {
        key_of(one.label): one.department for one in CATALOGUE
    }

    def passed(line: JourneyLine) -> int:
        through = (result.touchpoints[code] for code in line.path)
        return len({departments.get(one.label, departments.get(one.key, "")) for one in through})

    readable = [line for line in result.lines if len(line.path) <= LONGEST_READ and passed(line) >= FEWEST_DEPARTMENTS]
    return next(filter(_is_the_end, readable[:MOST_READ]), (readable or result.lines)[0])


def _is_the_end(line: JourneyLine) -> bool:
    """Whether nothing came after this journey, so that it stands on top of the customer's page."""
    try:
        history = scope_of("").ask("timeline", {"customer": line.customer}).result
    except WegmarkeError:
        return False
    return isinstance(history, Timeline) and history.moments[-1].seconds == line.finished


def _those_who_left(_known: Known) -> str:
    return with_query(reverse("customers:customers"), where=LEFT)


def _first_change(have: Known) -> str:
    suspects = have.of(*SUSPECTS)
    if len(suspects) < len(SUSPECTS):
        return _difference(have)
    a, b = (f"visited({key})" for key in suspects)
    return with_query(reverse("journeys:compare"), a=a, b=b, what="touchpoints")


STEPS: tuple[Step, ...] = (
    Step(
        _("Where do customers come in, and where do we lose prospects?"),
        _(
            "Look at the last contact before an offer was lost, and at how long it took from there. "
            "Further down: where journeys begin."
        ),
        "see_journeys",
        _entries,
    ),
    Step(
        _("Where do customers leave, and after which touchpoint?"),
        _(
            "Follow the lines into the cancellation backwards. The page on which people cancel is only the way out; "
            "what stands before it?"
        ),
        "see_journeys",
        _leaving,
    ),
    Step(
        _("Do orders arrive as promised?"),
        _("Look at who goes no further from stage to stage, and at the slowest tenth: nine in ten within how long?"),
        "see_journeys",
        _delivery,
    ),
    Step(
        _("What distinguishes those who left from those who stayed?"),
        _(
            "A are those who left, B those who stayed. Pass over touchpoints that are the end itself; look at "
            "complaints and calls, then at the help page and the customer club. Which of them is a cause?"
        ),
        "see_journeys",
        _difference,
    ),
    Step(
        _("What did one customer go through, across all departments?"),
        _(
            "Read the journey that ends with the cancellation, from the top. Which department knew what another had "
            "promised?"
        ),
        "see_customers",
        _one_customer,
    ),
    Step(
        _("Is it the price?"),
        _(
            "Open one of these customers, and the source row of the cancellation: it holds the reason that was stated. "
            "Then read what came before."
        ),
        "see_customers",
        _those_who_left,
    ),
    Step(
        _("Which one thing would you change first?"),
        _(
            "A are journeys in which a delay was announced, B those with a call to the hotline. Weigh how many are "
            "affected against what follows, and decide before you look it up."
        ),
        "see_journeys",
        _first_change,
    ),
)
COUNT = len(STEPS)


def may_open(user: object, number: int) -> bool:
    """Whether this account may see the page that a question opens."""
    return may(user, STEPS[number - 1].permission)


def address(request: HttpRequest, number: int) -> str:
    """The address at which a question is asked: the real page, or that of the walk for whom may not see the page."""
    if not may_open(request.user, number):
        page = reverse("walk:walk")
    else:
        page = STEPS[number - 1].page(known(present_index()))
    return f"{page}{'&' if '?' in page else '?'}{PARAMETER}={number}"
