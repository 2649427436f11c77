"""Customers who get parcels and order less after a late one: does the question `levers` tell by how much?

Lives as in `trials.leavers`, in which failures bring lateness and make customers leave and order less by themselves, so
that whoever compares late with punctual parcels as they come takes the failure's harm for that of lateness. In `shy`
whoever stays orders a quarter less for half a year after a late parcel; in `unmoved` lateness does nothing.

True is a difference of two worlds: what those who stay pay within the half year after a late parcel, and what they
would have paid had this one been punctual, all else alike; the mean over the late parcels of 100,000 people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from trials.leavers import DATA_DAYS, HORIZON, LEAD, PEOPLE, Lives, World, lived, seeds_until, told
from trials.trial import Answer, Line, tally_of
from wegmarke.index.summaries.spent import TakeSpent
from wegmarke.library.log import Log
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.questions.effect.spending import spent_less
from wegmarke.questions.histories import ground
from wegmarke.stats.welch import Moments, welch

KEY: Final = "spending"
NAIVE: Final = "spending_naive"
TITLES = {
    KEY: "Levers: how much less, in euros, who stays pays in the half year after a late parcel",
    NAIVE: "The same without adjusting, as it need not hold the truth: euros less after a late parcel",
}
MANY_PEOPLE = 100_000
WORLDS: Final = (World("shy", shy=0.25, shy_failed=0.25), World("unmoved", shy_failed=0.25))
LINE: Final = "late parcel"


def true_less(world: World, people: int = MANY_PEOPLE) -> float:
    """Euros that those who stay pay less within the horizon because this parcel was late."""
    lives = lived(world, people, 0)
    gone, paid = lives.gone[:, None], _within(lives)
    seen = lives.late & (lives.parcels < gone - LEAD) & (lives.parcels + HORIZON <= DATA_DAYS)
    seen &= gone > lives.parcels + HORIZON
    less, parcels = 0.0, 0
    for cycle in range(lives.parcels.shape[1]):
        late = lives.late.copy()
        late[:, cycle] = False
        without, here = _within(replace(lives, late=late)), seen[:, cycle]
        less += float((without - paid)[here, cycle].sum())
        parcels += int(here.sum())
    return less / parcels / 100


def _within(lives: Lives) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """What is paid within the horizon after each parcel, in cents."""
    ahead = lives.parcels[:, None, :] - lives.parcels[:, :, None]
    counts = (ahead > 0) & (ahead <= HORIZON)
    return np.einsum("nij,nj->ni", counts, lives.cents.astype(np.float64))


def measured_spending(seeds: int, scenarios: Sequence[str] | None = None, people: int = MANY_PEOPLE) -> Iterator[Line]:
    """Both lines in both worlds. people: of whom the truth is counted."""
    for world in WORLDS:
        if scenarios is not None and world.key not in scenarios:
            continue
        truth = true_less(world, people)
        answers: dict[str, list[Answer]] = {KEY: [], NAIVE: []}
        for seed in seeds_until(world.first_seed, seeds, answers[KEY]):
            log = told(lived(world, PEOPLE, seed))
            answers[KEY].append(_in_euros(spent_less(log._of, "promise_late")))
            answers[NAIVE].append(_in_euros(naive(log)))
        for trial, given in answers.items():
            line = tally_of((trial, TITLES[trial], "counterfactual", PEOPLE), world.key, LINE, truth, given)
            yield replace(line, need_not=trial == NAIVE)


def naive(log: Log) -> Answer:
    """What was paid after late parcels less than after punctual ones, as they come."""
    found = ground(log._of, horizon_days=float(HORIZON))
    if isinstance(found, CannotSay):
        return found
    code = next(code for code, one in enumerate(log._of.index.touchpoints) if one.label == "parcel")
    visits = found.visits.of((found.visits.touchpoint == code) & ~found.visits.left)
    spent = log._of.run(TakeSpent(np.unique(visits.customer))).table()
    paid = spent.after(visits.customer, visits.seconds, HORIZON * 86_400).astype(np.float64)
    parts = (Moments(len(one), float(one.sum()), float(one @ one)) for one in (paid[~visits.bad], paid[visits.bad]))
    made = welch(*parts)
    return made if isinstance(made, CannotSay) else made.interval


def _in_euros(one: Answer) -> Answer:
    return one if isinstance(one, CannotSay) else Interval(one.value / 100, one.low / 100, one.high / 100, one.n)
