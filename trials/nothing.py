"""How often a question finds something where there is nothing: the practice company in the world `null`.

There no defect drives anybody away, nothing changes from one period to the next, and customers dealt out by lot differ
in nothing. Whoever looks at many lines at once must not be told more often of a difference than the false discovery
rate allows: at most 20 of 200 worlds. A look at each line by itself, at p below .05, stands beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tests.worlds import told_sample
from wegmarke.library.log import Log
from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.model.incidents import IncidentKind
from wegmarke.simulation.scenarios import scenario
from wegmarke.stats.intervals import Difference

WORLD, PEOPLE, MANY = "null", 1200, 2500
FIRST_SEED = 50_000
"""No world that anything was developed on."""

COMPARED = 300
"""So many customers are dealt into two halves."""

HARMLESS: IncidentKind = "promise_late"
"""What is asked of as a defect: it comes often, and does nothing here."""

CLEAR_AT = 0.05

MOST = 0.1
"""The share of worlds in which a question may find something."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found in one world: whether it names a difference, and whether any line by itself would."""

    named: bool
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """A question of which is known that there is nothing to find. ask: None where it says that it cannot say."""

    key: str
    people: int
    ask: Callable[[Log], Found | None]


@dataclass(frozen=True, slots=True)
class Tally:
    """Over `worlds` of so many people: how often it spoke, named a difference, and would have line by line."""

    key: str
    people: int
    worlds: int
    spoke: int
    named: int
    by_itself: int


def won_lost(log: Log) -> Found | None:
    """What distinguishes offers that were won from those that were not: nothing that happened before them."""
    result = log.where("visited(angebot)").won_lost("lost").result
    if isinstance(result, CannotSay):
        return None
    return Found(any(line.clear for line in result.lines), _any([line.difference for line in result.lines]))


def incidents(log: Log) -> Found | None:
    """Whether customers leave more often after a critical event: none drives anybody away."""
    result = log.incidents().result
    if isinstance(result, CannotSay):
        return None
    differences = [line.followed.difference for line in result.lines]
    if not any(isinstance(one, Difference) for one in differences):
        return None
    said = {sentence.code for sentence in log.incidents().finding.headline}
    return Found("incidents.followed" in said, _any(differences))


def drift(log: Log) -> Found | None:
    """What changed since the period before: the company goes on as it did."""
    result = log.drift().result
    if isinstance(result, CannotSay):
        return None
    return Found(any(line.clear for line in result.lines), _any([line.difference for line in result.lines]))


def compare(log: Log) -> Found | None:
    """Customers with an even number beside those with an odd one."""
    people = sorted(set(log.customers(limit=PEOPLE).to_pandas()["customer"]), key=int)[:COMPARED]
    halves = (", ".join(f'"{one}"' for one in people if int(one) % 2 == rest) for rest in (0, 1))
    first, second = (f"customer in ({half})" for half in halves)
    found = [log.compare(first, second, what=what).result for what in ("touchpoints", "steps")]
    said = [one for one in found if not isinstance(one, CannotSay)]
    if not said:
        return None
    alone = any(bool(np.any((one.difference.low > 0) | (one.difference.high < 0))) for one in said)  # NaN is neither
    return Found(any(bool(one.clear.any()) for one in said), alone)


def effect(log: Log) -> Found | None:
    """Whether promises kept too late drive customers away: what passed every check is told; without adjusting it is as
    it is.
    """
    result = log.effect(HARMLESS).result
    if isinstance(result, CannotSay) or isinstance(result.identified, CannotSay):
        return None
    return Found(_leaves_out_nothing(result.identified), _leaves_out_nothing(result.unadjusted))


def levers(log: Log) -> Found | None:
    """Whether fewer promises kept too late would gain anything, at no cost: there is no harm to be taken away. What a
    price gains goes back to what is assumed of it.
    """
    result = log.levers(incident=HARMLESS).result
    if isinstance(result, CannotSay) or result.weighed is None or result.effect is None:
        return None
    gain = result.weighed.process
    return Found(not gain.low <= 0 <= gain.high, _leaves_out_nothing(result.effect.unadjusted))


def proxies(log: Log) -> Found | None:
    """Whether a figure is said to follow customers, or to go against them: nothing that is measured moves them."""
    result = log.proxies().result
    if isinstance(result, CannotSay) or all(one.audit.best is None for one in result.lines):
        return None
    alone = any(at.p_value < CLEAR_AT for one in result.lines if one.audit.best is not None for at in one.audit.lags)
    return Found(any(one.verdict for one in result.lines), alone)


QUESTIONS: tuple[Nothing, ...] = (
    # Few get an offer; and where orders end no journey, what came after an earlier one would stand before the last.
    Nothing("won_lost", MANY, won_lost),
    Nothing("incidents", PEOPLE, incidents),
    Nothing("drift", PEOPLE, drift),
    Nothing("compare", PEOPLE, compare),
    Nothing("effect", PEOPLE, effect),
    Nothing("levers", PEOPLE, levers),
    Nothing("proxies", PEOPLE, proxies),
)


def tallied(worlds: int, only: frozenset[str] = frozenset()) -> Iterator[Tally]:
    """Ask all questions in so many worlds."""
    asked = [one for one in QUESTIONS if not only or one.key in only]
    found: dict[str, list[Found]] = {one.key: [] for one in asked}
    for seed in range(FIRST_SEED, FIRST_SEED + worlds):
        for people in sorted({one.people for one in asked}):
            log, _ = told_sample(scenario(WORLD), people, seed, cut_at_outcome=people == MANY)
            for one in asked:
                answer = one.ask(log) if one.people == people else None
                if answer is not None:
                    found[one.key].append(answer)
    for one in asked:
        answers = found[one.key]
        named, alone = (sum(getattr(each, name) for each in answers) for name in ("named", "by_itself"))
        yield Tally(one.key, one.people, worlds, len(answers), named, alone)


def _leaves_out_nothing(estimate: Estimate) -> bool:
    return isinstance(estimate, Interval) and not estimate.low <= 0 <= estimate.high


def _any(differences: list[Difference | CannotSay]) -> bool:
    return any(
        isinstance(one, Difference) and not isinstance(one.p_value, CannotSay) and one.p_value < CLEAR_AT
        for one in differences
    )


HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "nothing.json"
PAGE = HERE.parent / "docs" / "explanation" / "nothing.md"

TEXT = """# How often something is found where there is nothing

<!-- Written by `python -m trials.nothing`. Do not edit: change trials/nothing.py, then run it again. -->

Whoever looks at many lines at once finds something by chance. In the world `null` of the
[simulated company](../reference/simulation.md) the usual things go wrong, but nobody leaves or buys because of them,
and nothing changes with time. {worlds} such worlds are drawn, and each is asked. *Named* counts
the worlds in which a question names at least one difference; at a false discovery rate of 5 % that should be few, and
at most {most:.0%} of them are allowed. *Line by line* counts those in which at least one line, looked at by itself,
would have passed for a difference (p below .05): what a reader of many numbers would have believed.

| question | people | answered | named | line by line |
|---|---|---|---|---|
{rows}
Won and lost is asked of journeys with an offer, cut at outcomes. Comparisons are of two halves of {compared} customers,
dealt by their numbers, by touchpoints and by steps (two lists, each with its own rate).

Measure it yourself: `python -m trials.nothing` (it is part of `make coverage`).
"""


def main() -> int:
    """Measure all questions, keep the figures, write the page; with --only, print."""
    parser = argparse.ArgumentParser("python -m trials.nothing", description=__doc__)
    parser.add_argument("--worlds", type=int, default=200, help="how many worlds are drawn")
    parser.add_argument("--only", action="append", default=[], help="only this question; may be given again")
    given = parser.parse_args()
    found = list(tallied(given.worlds, frozenset(given.only)))
    for one in found:
        print(f"{one.key:12} answered {one.spoke}, named {one.named}, line by line {one.by_itself}", flush=True)
    if not given.only:
        content = {"worlds": given.worlds, "tallies": [asdict(one) for one in found]}
        RESULTS.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        rows = "".join(
            f"| `{one.key}` | {one.people:,} | {one.spoke} of {one.worlds} | {one.named} | {one.by_itself} |\n"
            for one in found
        )
        words = {"worlds": given.worlds, "most": MOST, "compared": COMPARED}
        PAGE.write_text(TEXT.format(rows=rows, **words), "utf-8")
    return int(any(one.named > MOST * one.worlds for one in found))


if __name__ == "__main__":
    sys.exit(main())
