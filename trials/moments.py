"""The question `moments` put to samples of the practice company's worlds: do its intervals hold what is true, and what
does it name where nothing matters?

`first_delivery`: new customers' first deliveries are called by a name of their own; what is late there is as good as
drawn by lot, and what that does is known from two more worlds, in which every first delivery is late, or none. True is
the difference between the shares that leave within 180 days after it, among those whose first delivery is late as it
comes; whoever leaves within a week of it counts in neither, as in the question.

`nothing`: in `null` no touchpoint makes anybody leave or stay; everybody is as likely to leave at the end of every
period of 30 days. That alone makes small differences: who is met on a certain day of the period (the price letter goes
to everybody on the first day of one) has more or fewer such ends within the 180 days ahead than visits on any day. True
of a comparison is therefore what 50,000 people show: the shares that leave, quarter by quarter. A line is one
touchpoint; besides it is counted in how many samples anything at all is named, and in how many a naive look (the
difference as it is, corrected for as many comparisons) would name something.

`python -m trials.moments` measures both and keeps the figures; `make coverage` calls it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tests.worlds import told_log
from trials.samples import POPULATION_SEED, sample, world
from trials.trial import Answer, Line, Sample, Source, tally_of
from wegmarke.index.summaries.snapshots import Snapshots
from wegmarke.library.log import Log
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.questions import ask
from wegmarke.questions.histories import ground
from wegmarke.questions.moments import MomentsFound
from wegmarke.questions.moments.compared import FALSE_DISCOVERIES, compared, experiencing, p_value
from wegmarke.simulation.contacts import Place
from wegmarke.simulation.interactions import interactions
from wegmarke.simulation.parameters import Parameters
from wegmarke.simulation.running import Block
from wegmarke.simulation.truth.effects import fates_of
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg

KEY: Final = "moments"
EFFECT: Final = "Moments that matter: a late first delivery, share that leaves within 180 days"
NOTHING: Final = "Moments that matter where nothing matters: share that leaves after a visit, or after a critical event"
FIRST: Final = "Erste Lieferung"
EFFECT_PEOPLE, NULL_PEOPLE, POPULATION = 4_000, 1_500, 200_000
COUNTED_PEOPLE, COUNTED_PARTS = 25_000, 2
"""So many people, so many times, are counted: as many as the question looks at without drawing a sample."""
FIRST_SEED: Final = 1_000
"""What was developed was developed on smaller seeds."""
HORIZON_DAYS, LEAD_DAYS = 180, 7
VISIT, EVENT = "a visit", "a critical event"
MOST_NAMED: Final = 0.1
_QUARTER: Final = 91 * 86_400
_QUARTERS: Final = 300
"""Since 1970, and some to come."""
RESULTS: Final = Path(__file__).resolve().parent / "results" / "moments.json"
FEWEST_SAID: Final = 0.5
"""Lines that fewer of the samples can say are left out: what can be said is then a choice."""


@dataclass(frozen=True, slots=True)
class Named:
    """In how many samples of `null` something is named, and a naive look names something."""

    samples: int
    named: int
    naive: int


def told(some: Sample) -> Log:
    """All that a sample's contacts tell but scores; first deliveries of new customers by a name of their own."""
    block = Block(some.people, some.fates, some.contacts)
    return told_log([block], touchpoint=_with_first(some, interactions(block).column("touchpoint")), scores=False)


def _with_first(some: Sample, labels: pa.Array) -> pa.Array:
    """The touchpoints, where the first delivery to somebody new has a name of its own."""
    deliveries = np.flatnonzero(some.contacts["place"] == Place.DELIVERY)
    person = some.contacts["person"][deliveries]
    _, first = np.unique(person, return_index=True)
    first = deliveries[first]
    new = np.isin(some.contacts["person"][first], some.fates["person"][some.fates["first_late"] >= 0])
    mask = np.zeros(len(some.contacts), np.bool_)
    mask[first[new]] = True
    return pc.if_else(pa.array(mask), FIRST, labels.cast(pa.string()))


def true_effect(parameters: Parameters) -> float:
    """What a late first delivery does to those whose first delivery is late as it comes."""
    as_it_is, late, never = (
        fates_of(replace(parameters, first_late=value), POPULATION, POPULATION_SEED) for value in (-1.0, 1.0, 0.0)
    )
    met = as_it_is["first_late"] == 1
    shares = [_share_left(fates[met], parameters.days) for fates in (late, never)]
    return shares[0] - shares[1]


def _share_left(fates: NDArray[np.void], days: int) -> float:
    delivered, left = fates["first_delivered_day"].astype(np.int64), fates["left_day"].astype(np.int64)
    watched = (delivered >= 0) & (delivered + HORIZON_DAYS <= days)
    watched &= (left < 0) | (left - delivered > LEAD_DAYS)
    return float(np.mean((left >= 0) & (left - delivered <= HORIZON_DAYS), where=watched))


def main() -> int:
    """Measure, print and keep. Not 0 where the questions name something too often where nothing matters."""
    parser = argparse.ArgumentParser("python -m trials.moments", description="What does the question moments hold?")
    parser.add_argument("--seeds", type=int, default=200, help="samples of each world")
    those = range(FIRST_SEED, FIRST_SEED + parser.parse_args().seeds)
    process, null = world("process"), world("null")
    first = of_first_deliveries(true_effect(process), [first_delivery(process, seed) for seed in those])
    return kept([first], of_nothing([asked(null, seed) for seed in those], true_differences(null)))


def kept(lines: list[Line], nothing: tuple[list[Line], Named]) -> int:
    """Print and keep what was measured."""
    lines, named = [*lines, *nothing[0]], nothing[1]
    for line in lines:
        print(f"{line.scenario:8} {line.line:44} true {line.truth:7.4f}  {line.covered:4} of {line.said:4}")
    print(f"null     named in {named.named} of {named.samples}, by a naive look in {named.naive}")
    content = {"lines": [asdict(line) for line in lines], "nothing": asdict(named)}
    RESULTS.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return int(named.named > MOST_NAMED * named.samples)


def first_delivery(parameters: Parameters, seed: int) -> Answer:
    """What the question says of a late first delivery in one sample: its comparison for this touchpoint."""
    of = told(sample(parameters, EFFECT_PEOPLE, seed))._of
    found = ground(of, horizon_days=float(HORIZON_DAYS))
    if isinstance(found, CannotSay):
        return found
    code = next(code for code, one in enumerate(of.index.touchpoints) if one.label == FIRST)
    return compared(found, experiencing(found.taken(of, (code,)))).adjusted


def of_first_deliveries(truth: float, answers: list[Answer]) -> Line:
    """How the answers of all samples fared."""
    return _line(EFFECT, "process", "late first delivery", EFFECT_PEOPLE, truth, answers, "counterfactual")


def asked(parameters: Parameters, seed: int) -> MomentsFound | None:
    """The whole question, put to one sample."""
    result = ask("moments", told(sample(parameters, NULL_PEOPLE, seed))._of, {"days": HORIZON_DAYS}).result
    return None if isinstance(result, CannotSay) else result


def true_differences(parameters: Parameters) -> dict[str, float]:
    """What is true of each comparison where only the day matters: by how much more of those compared leave than of the
    others in the same quarter.
    """
    counts: dict[str, NDArray[np.int64]] = {}
    for part in range(COUNTED_PARTS):
        of = told(sample(parameters, COUNTED_PEOPLE, POPULATION_SEED + part))._of
        found = ground(of, horizon_days=float(HORIZON_DAYS))
        if isinstance(found, CannotSay):
            raise TypeError(found)
        for code in np.unique(found.visits.touchpoint).tolist():
            label, visits = of.index.touchpoints[code].label, found.visits.of(found.visits.touchpoint == code)
            counts[label] = counts.get(label, 0) + _counted(visits)
    every = np.sum(list(counts.values()), axis=0)
    truths = {
        f"{label}, {VISIT}": _difference(one.sum(axis=0), (every - one).sum(axis=0)) for label, one in counts.items()
    }
    return truths | {f"{label}, {EVENT}": _difference(one[1], one[0]) for label, one in counts.items()}


def _counted(visits: Snapshots) -> NDArray[np.int64]:
    """Visits by whether a critical event came with them, by whether the customer left, and by quarter."""
    found = np.zeros((2, 2, _QUARTERS), np.int64)
    np.add.at(found, (visits.bad.astype(np.int64), visits.left.astype(np.int64), visits.seconds // _QUARTER), 1)
    return found


def _difference(those: NDArray[np.int64], others: NDArray[np.int64]) -> float:
    """The difference in leaving, quarter by quarter, as the quarters are among those."""
    many, more = those.sum(axis=0), others.sum(axis=0)
    both = (many > 0) & (more > 0)
    each = those[1][both] / many[both] - others[1][both] / more[both]
    return float(each @ many[both] / many[both].sum()) if both.any() else float("nan")


def of_nothing(found: Sequence[MomentsFound | None], truths: Mapping[str, float]) -> tuple[list[Line], Named]:
    """How every comparison fared where nothing matters, and in how many samples anything was named."""
    answers: dict[str, list[Answer]] = {}
    said = [one for one in found if one is not None]
    for one in (line for result in said for line in result.lines):
        for way, made in ((VISIT, one.visit), (EVENT, one.experience)):
            answers.setdefault(f"{one.touchpoint.label}, {way}", []).append(made.adjusted)
    lines = [
        _line(NOTHING, "null", name, NULL_PEOPLE, truths[name], line, "population")
        for name, line in sorted(answers.items())
        if sum(isinstance(one, Interval) for one in line) >= FEWEST_SAID * len(found)
    ]
    named = sum(any(one.matters for one in result.lines) for result in said)
    return lines, Named(len(found), named, sum(_naive(result) for result in said))


def _naive(found: MomentsFound) -> bool:
    """Whether the unadjusted differences, corrected for their number, would name something."""
    every: list[Estimate] = [one for line in found.lines for one in (line.visit.unadjusted, line.experience.unadjusted)]
    return bool(np.nanmin(benjamini_hochberg([p_value(one) for one in every])) <= FALSE_DISCOVERIES)


def _line(
    title: str, scenario: str, name: str, people: int, truth: float, answers: list[Answer], source: Source
) -> Line:
    return tally_of((KEY, title, source, people), scenario, name, truth, answers)


if __name__ == "__main__":
    sys.exit(main())
