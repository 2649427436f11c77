"""Customers who get parcels and leave, as drawn from a model: do the intervals of `effect` and `levers` hold the truth?

A parcel is announced about every sixty days and comes six days later. Now and then something fails before it is
announced; a parcel is then late more often, and customers leave because of the failure: whoever compares late with
punctual parcels as they come takes the failure for the lateness. In the world `process` lateness makes leave as well;
in `price` it does nothing and a dearer price does; in `null` it does nothing. In `hidden` a trait that nobody records
brings lateness and leaving, and lateness does nothing: there an answer must be refused, and whoever gets one all the
same gets a wrong one.

The truth of `effect` is a difference of two worlds: everybody's life with every parcel as it came, and with one late
parcel punctual, all else drawn alike; the mean over the late parcels of 300,000 people that the question would look at.
The truth of `levers` is its formula at what is true of the people: that effect, and the losses, revenue and late
parcels that are counted among as many. (Among 30,000 of them the price's gain would be known to a quarter only of what
a sample of 1,500 is unsure by, and honest intervals would hold such a truth too seldom.) Money is per customer, since
samples differ in how many are left. Where an answer is due, samples are drawn until so many have been answered: a check
refuses one in fifteen by chance. Beside them stands the difference without adjusting, which need not hold the truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from trials.trial import Answer, Line, tally_of
from wegmarke.library.log import Log
from wegmarke.library.reading import read
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.questions import ask
from wegmarke.questions.levers import PERIOD_DAYS, standing_of
from wegmarke.questions.levers.found import LeversFound
from wegmarke.stats.levers import Gain, PriceLever, ProcessLever, Today
from wegmarke.stats.uncertain import Uncertain
from wegmarke.stats.weighing import weigh

Days = NDArray[np.float64]

KEY: Final = "leavers"
EFFECT, NAIVE, HIDDEN, LEVERS = "effect", "effect_naive", "effect_hidden", "levers"
TITLES = {
    EFFECT: "Effect: how many more left within 180 days because a parcel was late",
    NAIVE: "The same without adjusting, as it need not hold the truth",
    HIDDEN: "Effect where a hidden cause is at work: intervals given although the answer is to be refused",
    LEVERS: "Levers: gain per customer in two years, in euros, of half as many late parcels, and of a price 5 % lower",
}
PEOPLE, DATA_DAYS, LATEST_ENTRY = 1_500, 720, 330
MANY_PEOPLE = 300_000
ANYWAY: Final = "late parcel, refused by chance or not"
"""About one sound comparison in twenty is refused by a check; the interval itself must keep its word in all."""
_CYCLES, _APART, _ANNOUNCED = 12, 60, 6
_NEVER = 1e9
HORIZON, LEAD = 180, 7
_PARCEL_CENTS = 8_000
ASKED: Final[dict[str, object]] = {
    "incident": "promise_late",
    "price": -0.05,
    "reduction": 0.5,
    "margin": 0.3,
    "loss_elasticity": 1.5,
    "quantity_elasticity": -0.3,
    "days": 720,
}


@dataclass(frozen=True, slots=True)
class World:
    """late: how many leave because of a late parcel, failed: because of a failure, dearer: because of the price from
    day 400 on. hidden: how much more often those with the trait get late parcels, and leave. shy: by which share less
    who stays orders for half a year after a late parcel; shy_failed: after a failure. first_seed: of the first sample;
    what was developed was developed on smaller seeds.
    """

    key: str
    late: float = 0.0
    failed: float = 0.15
    dearer: float = 0.0
    hidden: float = 0.0
    shy: float = 0.0
    shy_failed: float = 0.0
    first_seed: int = 2_000


WORLDS: Final = (
    World("process", late=0.12),
    World("price", dearer=0.2),
    World("null"),
    World("hidden", failed=0.0, hidden=0.2, first_seed=1_000),
)


@dataclass(frozen=True, slots=True, eq=False)
class Lives:
    """entry: day of the first order (n). parcels: days (n, cycles), late: whether each was; failures: days, `_NEVER`
    where nothing failed. by_parcel: the day on which each makes the customer leave, or `_NEVER`; otherwise: the day on
    which something else does. usual: what each parcel would cost in cents if nothing had gone wrong. shy: of the world,
    after late parcels and after failures.
    """

    entry: Days
    parcels: Days
    late: NDArray[np.bool_]
    failures: Days
    by_parcel: Days
    otherwise: Days
    usual: NDArray[np.int64]
    shy: tuple[float, float] = (0.0, 0.0)

    @property
    def cents(self) -> NDArray[np.int64]:
        """What each parcel cost: less where something had gone wrong within half a year before it."""
        paid = self.usual.astype(np.float64)
        for events, less in ((np.where(self.late, self.parcels, _NEVER), self.shy[0]), (self.failures, self.shy[1])):
            if less:
                ago = self.parcels[:, :, None] - events[:, None, :]
                paid *= np.where(((ago > 0) & (ago <= HORIZON)).any(axis=2), 1 - less, 1.0)
        return np.round(paid).astype(np.int64)

    @property
    def gone(self) -> Days:
        """The day of leaving, or `_NEVER`."""
        found: Days = np.minimum(self.otherwise, self.by_parcel.min(axis=1))
        return np.where(found <= DATA_DAYS, found, _NEVER)


def lived(world: World, people: int, seed: int) -> Lives:
    """So many lives in this world."""
    rng = np.random.default_rng([seed, people, *world.key.encode()])
    n = people, _CYCLES
    entry = rng.uniform(0, LATEST_ENTRY, people)
    parcels = entry[:, None] + _APART * np.arange(1, _CYCLES + 1) + rng.uniform(-8, 8, n)
    trait = (rng.random(people) < 0.4) * world.hidden
    fails = rng.random(n) < 0.2
    failures = np.where(fails, parcels - _ANNOUNCED - rng.uniform(1, 22, n), _NEVER)
    late = rng.random(n) < 0.15 + 0.3 * fails + trait[:, None] * 1.5

    def leaves(how_many: float, since: Days) -> Days:
        return np.where(rng.random(since.shape) < how_many, since + rng.uniform(8, 150, since.shape), _NEVER)

    by_late, by_failure = leaves(world.late, parcels), leaves(world.failed, failures)
    otherwise = [entry + rng.exponential(2_000, people), by_failure.min(axis=1)]
    otherwise.append(leaves(world.dearer, np.maximum(400.0, entry)))
    otherwise.append(np.where(trait > 0, entry + rng.exponential(500, people), _NEVER))
    cents = np.round(rng.gamma(8, _PARCEL_CENTS / 8, n)).astype(np.int64)
    by_parcel = np.where(late, by_late, _NEVER)
    shy = world.shy, world.shy_failed
    return Lives(entry, parcels, late, failures, by_parcel, np.minimum.reduce(otherwise), cents, shy)


def told(lives: Lives) -> Log:
    """The lives as a log: orders, failures, parcels announced, and come with what was promised, and good-byes."""
    gone, who = lives.gone, np.arange(len(lives.entry))
    end = np.minimum(gone, DATA_DAYS)[:, None]
    owner = np.broadcast_to(who[:, None], lives.parcels.shape)
    came, failed, left = lives.parcels < end, lives.failures < end, gone < _NEVER
    announced = lives.parcels - _ANNOUNCED < end
    matters = 1 + np.arange(lives.parcels.size).reshape(lives.parcels.shape)
    kept = lives.parcels[came]
    due = kept + np.where(lives.late[came], -3.0, 1.0)
    parts = (
        (who, lives.entry, "order", 0 * who),
        (owner[failed], lives.failures[failed], "call failed", 0 * matters[failed]),
        (owner[announced], (lives.parcels - _ANNOUNCED)[announced], "announcement", matters[announced]),
        (owner[came], kept, "parcel", matters[came]),
        (who[left], gone[left], "good bye", 0 * who[left]),
    )
    place = np.repeat([name for _, _, name, _ in parts], [len(one[0]) for one in parts])
    matter = np.concatenate([one[3] for one in parts])
    is_parcel = place == "parcel"
    cents = np.zeros(len(place), np.int64)
    cents[is_parcel] = lives.cents[came]
    promised, done = np.zeros(len(place)), np.zeros(len(place))
    promised[is_parcel], done[is_parcel] = due, kept
    table = {
        "who": pa.array(np.concatenate([one[0] for one in parts]).astype(str)),
        "time": times(np.concatenate([one[1] for one in parts])),
        "place": pa.array(place.astype(object), pa.string()),
        "matter": pa.array(matter.astype(str), mask=matter == 0),
        "due": times(promised, is_parcel),
        "done": times(done, is_parcel),
        "value": pa.array(cents / 100, mask=~is_parcel),
    }
    return read(
        pa.table(table),
        customer="who",
        time="time",
        touchpoint="place",
        matter="matter",
        promised="due",
        kept="done",
        value="value",
        outcomes={"won": ["order"], "churned": ["good bye"]},
        silence_days=None,
        cut_at_outcome=False,
        time_zone="UTC",
    )


def times(days: Days, there: NDArray[np.bool_] | None = None) -> pa.Array:
    """Days of a world told as moments; null where it is not there."""
    seconds = 1_700_000_000 + np.round(days * 86_400).astype(np.int64)
    return pa.array(seconds, mask=None if there is None else ~there).cast(pa.timestamp("s", tz="UTC"))


def truth_of_effect(world: World) -> float:
    """How many more of those whose parcel was late leave within the horizon than if that one had been punctual."""
    lives = lived(world, MANY_PEOPLE, 0)
    gone = lives.gone
    seen = lives.late & (lives.parcels < gone[:, None] - LEAD) & (lives.parcels + HORIZON <= DATA_DAYS)
    difference, parcels = 0.0, 0
    for cycle in range(_CYCLES):
        without = lives.by_parcel.copy()
        without[:, cycle] = _NEVER
        changed = replace(lives, by_parcel=without).gone
        here = seen[:, cycle]
        until = lives.parcels[here, cycle] + HORIZON
        difference += float((gone[here] <= until).sum()) - float((changed[here] <= until).sum())
        parcels += int(here.sum())
    return difference / parcels


def truth_of_levers(world: World, effect: float) -> dict[str, float]:
    """The formula at what is true of the people, per customer."""
    asked = told(lived(world, MANY_PEOPLE, 1))._of
    standing = standing_of(asked)
    if isinstance(standing, CannotSay):
        raise TypeError(standing)
    exactly, hit = Uncertain.exactly, standing.hit[INCIDENT_KINDS.index("promise_late")]
    revenue = standing.revenue.total / standing.revenue.journeys
    today = Today(
        customers=1,
        margin=exactly(0.3),
        revenue=exactly(revenue),
        loss=exactly(standing.lost.counted / standing.lost.journeys),
        periods=720 // PERIOD_DAYS,
        discount=1.08 ** (PERIOD_DAYS / 365) - 1,
    )
    process = ProcessLever(0.5, exactly(hit.counted / hit.journeys), exactly(effect))
    both = weigh(today, PriceLever(-0.05, exactly(1.5), exactly(-0.3)), process)
    return {
        "process": both.process.mean / 100,
        "price": both.price.mean / 100,
        "process − price": both.difference.mean / 100,
    }


def measured_leavers(seeds: int, scenarios: Sequence[str] | None = None) -> Iterator[Line]:
    """Every line in every world."""
    for world in WORLDS:
        if scenarios is not None and world.key not in scenarios:
            continue
        effect = truth_of_effect(world)
        truths = {key: dict.fromkeys(("late parcel", ANYWAY), effect) for key in (EFFECT, NAIVE, HIDDEN)} | {
            LEVERS: truth_of_levers(world, effect)
        }
        answers: dict[tuple[str, str], list[Answer]] = {}
        told_of = answers.setdefault((HIDDEN if world.hidden else EFFECT, "late parcel"), [])
        for seed in seeds_until(world.first_seed, seeds, told_of, refuses=world.hidden > 0):
            for line, answer in answers_of(world, told(lived(world, PEOPLE, seed))).items():
                answers.setdefault(line, []).append(answer)
        for (trial, line), given in answers.items():
            found = tally_of(
                (trial, TITLES[trial], "counterfactual", PEOPLE), world.key, line, truths[trial][line], given
            )
            yield replace(found, need_not=trial in {NAIVE, HIDDEN})


def seeds_until(first: int, answered: int, answers: Sequence[Answer], *, refuses: bool = False) -> Iterator[int]:
    """Seeds until so many samples have been answered, of half as many more at most: one in about fifteen is refused by
    a check that does so by chance. refuses: of a world whose samples are to be refused, so many.
    """
    for seed in range(first, first + (answered if refuses else answered + answered // 2)):
        if not refuses and sum(isinstance(one, Interval) for one in answers) >= answered:
            return
        yield seed


def answers_of(world: World, log: Log) -> dict[tuple[str, str], Answer]:
    """What both questions say of one sample."""
    found = ask("effect", log._of, {"incident": "promise_late"}).result
    identified, plain = (found, found) if isinstance(found, CannotSay) else (found.identified, found.unadjusted)
    line = "late parcel"
    if world.hidden:
        return {(HIDDEN, line): identified, (NAIVE, line): plain}
    whole = found if isinstance(found, CannotSay) else found.adjusted
    told: dict[tuple[str, str], Answer] = {(EFFECT, line): identified, (EFFECT, ANYWAY): whole, (NAIVE, line): plain}
    return told | _of_levers(log)


def _of_levers(log: Log) -> dict[tuple[str, str], Answer]:
    found = ask("levers", log._of, ASKED).result
    if isinstance(found, CannotSay) or found.weighed is None:
        refused = CannotSay("not_identified", len(log))
        return dict.fromkeys(((LEVERS, name) for name in ("process", "price", "process − price")), refused)
    both = found.weighed
    return {
        (LEVERS, "process"): _each(both.process, found),
        (LEVERS, "price"): _each(both.price, found),
        (LEVERS, "process − price"): _each(both.difference, found),
    }


def _each(gain: Gain, found: LeversFound) -> Interval:
    """Per customer, in major units."""
    each = 100 * found.customers
    return Interval(gain.mean / each, gain.low / each, gain.high / each, found.customers)
