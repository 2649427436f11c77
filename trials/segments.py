"""For whom: how often does the question `moments` name the group for which defects are harmful, and how often one where
there is none?

In `segment` defects drive away business customers only, in `process` everybody alike, in `null` nobody. Counted is in
how many samples the answer names business customers with the delivery, and in how many it names any group wrongly: in
`segment` one that is not business customers, in the other worlds any. Beside it stands what an answer for all customers
together can name: no group.

`python -m trials.segments` measures and keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from trials.moments import told
from trials.samples import sample, world
from wegmarke.model.finding import CannotSay
from wegmarke.questions import ask
from wegmarke.questions.moments import MomentsFound
from wegmarke.simulation.contacts import CATALOGUE, Place

PEOPLE: Final = 6_000
FIRST_SEED: Final = 1_000
"""What was developed was developed on smaller seeds."""
WORLDS: Final = ("segment", "process", "null")
BUSINESS: Final = "Gewerbe"
MOST_WRONG: Final = 0.1
RESULTS: Final = Path(__file__).resolve().parent / "results" / "segments.json"


@dataclass(frozen=True, slots=True)
class ForWhom:
    """In how many samples of a world the question answered, named business customers with the delivery, and named a
    group wrongly.
    """

    scenario: str
    samples: int
    answered: int
    right: int
    wrong: int


def counted(scenario: str, seeds: range) -> ForWhom:
    """Put the question to samples of one world."""
    answered = right = wrong = 0
    for seed in seeds:
        found = ask("moments", told(sample(world(scenario), PEOPLE, seed))._of).result
        if isinstance(found, CannotSay):
            continue
        answered += 1
        delivery, others = judged(found, scenario)
        right += delivery
        wrong += others
    return ForWhom(scenario, len(seeds), answered, right, wrong)


def judged(found: MomentsFound, scenario: str) -> tuple[bool, bool]:
    """Whether business customers are named with the delivery, and whether any group is named wrongly."""
    named = found.segments.named
    business = [one for one in named if one.segment.word == BUSINESS]
    delivery = any(one.touchpoint.label == CATALOGUE[Place.DELIVERY].label for one in business)
    return delivery, len(business) < len(named) if scenario == "segment" else bool(named)


def main() -> int:
    """Measure, print and keep. Not 0 where a group is named wrongly too often."""
    parser = argparse.ArgumentParser("python -m trials.segments", description="Does it name for whom?")
    parser.add_argument("--seeds", type=int, default=40, help="samples of each world")
    seeds = range(FIRST_SEED, FIRST_SEED + parser.parse_args().seeds)
    found = [counted(scenario, seeds) for scenario in WORLDS]
    for one in found:
        print(f"{one.scenario:8} {one.right:4} right, {one.wrong:4} wrong of {one.answered:4} ({one.samples} samples)")
    RESULTS.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", "utf-8")
    return int(any(one.wrong > MOST_WRONG * one.samples for one in found))


if __name__ == "__main__":
    sys.exit(main())
