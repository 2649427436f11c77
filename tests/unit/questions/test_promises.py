"""Promises by hand, counted once more in plain Python, and against the fates of simulated people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests import naive
from tests.contacts import DAY, HOUR, START_OF_LOG, WHOLE, Contact, asked_of, random_log, with_promises
from wegmarke.errors import WegmarkeError
from wegmarke.library.reading import read
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask
from wegmarke.questions.promises import FEWEST_CUSTOMERS, PromiseLine, PromisesKept
from wegmarke.simulation.contacts import CATALOGUE, Place
from wegmarke.simulation.interactions import interactions
from wegmarke.simulation.running import blocks
from wegmarke.simulation.scenarios import SCENARIOS
from wegmarke.simulation.world import world_of
from wegmarke.stats.ratio import CustomerSums, ratio
from wegmarke.workspace.promises import promise_state


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(START_OF_LOG + seconds, UTC)


def order(customer: str, due: float, kept: float | None) -> list[Contact]:
    """A confirmation that promises a day; what keeps it, where it is kept, names the same date again."""
    promise = {"promise_due": at(due), "promise_kept": None if kept is None else at(kept)}
    said = Contact(customer, 0, "confirmation", department="Sales", matter="1", **promise)  # type: ignore[arg-type]
    if kept is None:
        return [said]
    done = Contact(customer, kept, "delivery", department="Logistics", matter="1", **promise)  # type: ignore[arg-type]
    return [said, done]


BY_HAND = [
    *order("kept", 5 * DAY + HOUR, 4 * DAY),
    *order("late", 5 * DAY + HOUR, 9 * DAY),
    *order("broken", 5 * DAY + HOUR, None),
    *order("open", 500 * DAY + HOUR, None),
    # Nobody knows which contacts belong together: two promises, and who kept the second kept it there and then.
    Contact("alone", DAY, "hotline", department="Service", promise_due=at(2 * DAY + 1), promise_kept=at(4 * DAY)),
    Contact("alone", 3 * DAY, "hotline", department="Service", promise_due=at(2 * DAY + 1), promise_kept=at(3 * DAY)),
    # The first contact does not know yet that it was kept.
    Contact("said later", 0, "confirmation", department="Sales", matter="1", promise_due=at(DAY + 1)),
    Contact("said later", HOUR, "delivery", matter="1", promise_due=at(DAY + 1), promise_kept=at(HOUR)),
    # The same date for another matter is another promise.
    Contact("twice", 0, "confirmation", matter="1", promise_due=at(DAY + 1)),
    Contact("twice", HOUR, "confirmation", matter="2", promise_due=at(DAY + 1)),
    Contact("zz", 400 * DAY, "shop"),
]

Counts = dict[tuple[str, str, str], tuple[int, int, int, int]]


def promises(asked: Asked, where: str = "") -> PromisesKept:
    result = ask("promises", asked.where(where) if where else asked).result
    assert isinstance(result, PromisesKept)
    return result


def counted(result: PromisesKept) -> Counts:
    return {
        (line.touchpoint.label, line.giver, line.keeper): (line.kept, line.late, line.broken, line.open)
        for line in result.lines
        if line.touchpoint is not None and line.giver is not None and line.keeper is not None
    }


def test_by_hand() -> None:
    result = promises(asked_of(BY_HAND))
    assert counted(result) == {
        ("confirmation", "Sales", "Logistics"): (1, 1, 0, 0),
        ("confirmation", "Sales", ""): (1, 0, 1, 1),
        ("confirmation", "", ""): (0, 0, 2, 0),
        ("hotline", "Service", ""): (0, 1, 0, 0),
        ("hotline", "Service", "Service"): (0, 1, 0, 0),
    }
    whole = result.whole
    assert (whole.kept, whole.late, whole.broken, whole.open, whole.given, whole.customers) == (2, 3, 3, 1, 9, 6)
    assert whole.journeys == (2, 2, 2, 1, 7)
    assert whole.share == CannotSay("too_few", 6, FEWEST_CUSTOMERS)
    assert isinstance(whole.late_median, CannotSay)


@pytest.mark.parametrize(
    ("where", "customers"),
    [
        ("promise(given)", {"kept", "late", "broken", "open", "alone", "said later", "twice"}),
        ("promise(kept)", {"kept", "said later"}),
        ("promise(late, sales)", {"late"}),
        ('promise(broken, "")', {"twice"}),
        ("promise(open, Sales, Service)", {"open"}),
        ("promise(late, Nobody)", set()),
        ("promise_to_keep(late, Logistics)", {"late"}),
        ('promise_to_keep(kept, "", Logistics)', {"kept", "said later"}),
        ("promise_to_keep(broken, Logistics)", set()),
        ('promise_from(broken, confirmation > Sales > "")', {"broken"}),
        ("promise_from(late, hotline > Service > Service)", {"alone"}),
        ("not promise(given)", {"zz"}),
    ],
)
def test_the_words_of_the_filter_language(where: str, customers: set[str]) -> None:
    lines = asked_of(BY_HAND, in_partitions=4).where(where)
    found = ask("customers", lines).result
    assert ({line.identifier for line in found.lines} if not isinstance(found, CannotSay) else set()) == customers


def test_a_touchpoint_of_a_promise_is_looked_for_like_any_other() -> None:
    asked = asked_of(BY_HAND)
    assert asked.where('promise_from(late, "Hotline" > Service > "")').totals().journeys == 1
    with pytest.raises(WegmarkeError) as caught:
        asked.where("promise_from(late, hotlin > Service > Service)")
    assert caught.value.code == "filter_unknown_touchpoint"


def test_without_promises_it_says_what_is_missing() -> None:
    finding = ask("promises", asked_of([Contact("a", 0, "shop"), Contact("b", 0, "shop")]))
    assert finding.result == CannotSay("no_promises", 2)
    assert finding.headline[0].code == "promises.none"
    nobody = ask("promises", asked_of(BY_HAND).where("length > 1000"))
    assert nobody.result == CannotSay("empty_group", 0, 1)


# --- counted once more in plain Python ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """A promise as the definitions have it."""

    customer: str
    journey: int
    touchpoint: str
    giver: str
    keeper: str
    state: str
    late_seconds: int


def given(contacts: list[Contact], settings: JourneySettings) -> Iterator[Given]:
    """Every promise."""
    made = naive.journeys_of(contacts, settings)
    end = max(contact.microseconds for contact in contacts) // 1_000_000
    places = [
        (journey.customer[1], number, place, contact)
        for number, journey in enumerate(made)
        for place, contact in enumerate(journey.contacts)
    ]
    of_customer = {
        name: list(some) for name, some in groupby(sorted(places, key=lambda one: one[0]), lambda one: one[0])
    }
    for name, some in of_customer.items():
        groups: dict[tuple[object, ...], list[tuple[int, int, Contact]]] = defaultdict(list)
        for _, number, place, contact in some:
            if contact.promise_due is not None:
                alone = () if contact.matter else (number, place)
                groups[contact.matter, contact.promise_due, alone].append((number, place, contact))
        for (matter, _, _), same in groups.items():
            first = min(same, key=lambda one: (one[2].microseconds // 1_000_000, one[0], one[1]))
            said = sorted(
                (
                    (
                        _seconds(contact.promise_kept),
                        _keeper(contact, [one for *_, one in some], matter) or "~",
                        contact,
                    )
                    for *_, contact in same
                    if contact.promise_kept is not None
                ),
                key=lambda one: (one[0], one[1] == "~"),
            )
            kept, keeper = (said[0][2].promise_kept, said[0][1]) if said else (None, "~")
            due = first[2].promise_due
            assert due is not None
            state = promise_state(due, kept, datetime.fromtimestamp(end, UTC), "Europe/Berlin")
            late = 0 if kept is None else _seconds(kept) - _last_second(due)
            department = first[2].department or ""
            yield Given(name, first[0], first[2].touchpoint, department, keeper.replace("~", ""), state, late)


def _seconds(moment: datetime | None) -> int:
    return 0 if moment is None else int(moment.timestamp())


def _last_second(due: datetime) -> int:
    local = due.astimezone(ZoneInfo("Europe/Berlin"))
    whole = (local.hour, local.minute, local.second) == (0, 0, 0)
    return int((local + timedelta(days=1)).timestamp()) - 1 if whole else _seconds(due)


def _keeper(contact: Contact, of_customer: list[Contact], matter: object) -> str:
    """The department of the contact with which it was kept."""
    assert contact.promise_kept is not None
    done = _seconds(contact.promise_kept)
    near = [one for one in of_customer if abs(one.microseconds // 1_000_000 - done) <= 1]
    others = [one for one in near if one is not contact and one.matter == matter and matter]
    if others:
        return others[0].department or ""
    return (contact.department or "") if any(one is contact for one in near) else ""


CUT = replace(WHOLE, silence_days=6, cut_at_outcome=True)
LOG = with_promises(np.random.default_rng(3), random_log(np.random.default_rng(2), 3000, 220, 9))
WITH_IDS = with_promises(np.random.default_rng(5), random_log(np.random.default_rng(4), 2000, 150, 9, with_ids=0.5))


@pytest.mark.parametrize("in_partitions", [1, 16])
@pytest.mark.parametrize(("log", "settings"), [(LOG, CUT), (LOG, WHOLE), (WITH_IDS, CUT)])
def test_a_plain_recount_says_the_same(log: list[Contact], settings: JourneySettings, in_partitions: int) -> None:
    asked = asked_of(log, settings, in_partitions=in_partitions)
    result = promises(asked)
    every = list(given(log, settings))
    expected: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for one in every:
        expected[one.touchpoint, one.giver, one.keeper][one.state] += 1
    states = ("kept", "late", "broken", "open")
    assert counted(result) == {key: tuple(of[state] for state in states) for key, of in expected.items()}
    assert min(result.whole.kept, result.whole.late, result.whole.broken, result.whole.open) > 20
    for lines, name in ((result.givers, "giver"), (result.keepers, "keeper"), ((result.whole,), "")):
        for line in lines:
            _same_group(line, [one for one in every if not name or getattr(one, name) == getattr(line, name)])


def _same_group(line: PromiseLine, some: list[Given]) -> None:
    states = ("kept", "late", "broken", "open")
    assert [line.kept, line.late, line.broken, line.open] == [sum(one.state == s for one in some) for s in states]
    assert list(line.journeys) == [
        *(len({one.journey for one in some if one.state == state}) for state in states),
        len({one.journey for one in some}),
    ]
    decided: dict[str, list[bool]] = defaultdict(list)
    for one in some:
        if one.state != "open":
            decided[one.customer].append(one.state == "kept")
    x, m = [sum(of) for of in decided.values()], [len(of) for of in decided.values()]
    pairs = list(zip(x, m, strict=True))
    sums = CustomerSums(
        len(m), sum(x), sum(m), sum(a * a for a in x), sum(a * b for a, b in pairs), sum(b * b for b in m)
    )
    assert line.share == (ratio(sums) if len(m) >= FEWEST_CUSTOMERS else CannotSay("too_few", len(m), FEWEST_CUSTOMERS))
    late = [one.late_seconds for one in some if one.state == "late"]
    if isinstance(line.late_median, Interval):
        assert line.late_median.value == np.median(late)
        assert line.late_median.n == len(late)


# --- planted --------------------------------------------------------------------------------------------------------


def test_delivery_dates_are_kept_as_often_as_the_simulation_kept_them() -> None:
    """The promises of every person's fate, which counts those that are due before the last day: share and interval."""
    parameters = SCENARIOS["process"]
    some = next(iter(blocks(parameters, 1500, 5)))
    last_day = world_of(parameters, 5)["midnight"][0, parameters.days - 1]
    table = pa.table(interactions(some))
    due = table["due"].cast(pa.int64()).to_numpy(zero_copy_only=False)  # NaN where there is none
    deliveries = [CATALOGUE[place].label for place in (Place.CONFIRMATION, Place.DELIVERY)]
    counts = pc.and_(pc.is_in(table["touchpoint"].cast(pa.string()), pa.array(deliveries)), pa.array(due < last_day))
    log = read(
        table.set_column(table.schema.get_field_index("due"), "due", pc.if_else(counts, table["due"], None)),
        customer="person",
        time="time",
        touchpoint="touchpoint",
        department="department",
        matter="matter",
        promised="due",
        kept="done",
        silence_days=120,
        time_zone="Europe/Berlin",
    )
    result = log.promises().finding.result
    assert isinstance(result, PromisesKept)
    promised, kept = (some.fates[name].astype(np.int64) for name in ("promises", "kept"))
    had = promised > 0
    sums = CustomerSums(
        int(had.sum()),
        int(kept.sum()),
        int(promised.sum()),
        int((kept * kept).sum()),
        int((kept * promised).sum()),
        int((promised * promised).sum()),
    )
    whole = result.whole
    assert (whole.kept, whole.decided, whole.customers) == (sums.counted, sums.journeys, sums.customers)
    assert whole.share == ratio(sums)
    assert 0.6 < sums.counted / sums.journeys < 0.97
    assert {line.keeper for line in result.lines if line.kept or line.late} == {CATALOGUE[Place.DELIVERY].department}
    assert {line.giver for line in result.lines} == {CATALOGUE[Place.CONFIRMATION].department}
