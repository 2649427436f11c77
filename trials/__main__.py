"""`python -m trials`: measure the coverage of intervals, keep the figures, write the page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from trials.buyers import KEY, measured_buyers
from trials.leavers import KEY as LEAVERS
from trials.leavers import PEOPLE, measured_leavers
from trials.leaving import KEY as LEAVING
from trials.leaving import measured_leaving
from trials.measuring import measured
from trials.page import in_the_place_of, seeds_kept, write_page, write_results
from trials.questions import POPULATION, TRIALS
from trials.spending import KEY as SPENDING
from trials.spending import measured_spending

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
APART = {LEAVERS: measured_leavers, SPENDING: measured_spending}
PAGE = HERE.parent / "docs" / "explanation" / "coverage.md"


def main() -> int:
    """Measure and write; with some trials only, their lines take the place of those that are there, if these are of as
    many samples; with some worlds only, print.
    """
    parser = argparse.ArgumentParser("python -m trials", description="How often do intervals hold a planted truth?")
    parser.add_argument("--seeds", type=int, default=200, help="samples of each world")
    parser.add_argument("--scenario", action="append", help="only this world; may be given again")
    parser.add_argument("--only", action="append", help="only this trial; may be given again")
    parser.add_argument("--only-page", action="store_true", help="write the page from the results that are there")
    given = parser.parse_args()
    if given.only_page:
        write_page(PAGE, RESULTS)
        return 0
    apart = [key for key in APART if given.only is None or key in given.only]
    for key in apart:
        _apart(key, given.seeds, given.scenario)
    if given.only is not None and len(apart) == len(given.only):
        return 0
    trials = [trial for trial in TRIALS if given.only is None or trial.key in given.only]
    lines = []
    for line in measured(trials, given.seeds, given.scenario):
        lines.append(line)
        mark = "" if not line.said or line.coverage >= line.chance[0] else "  below"
        print(
            f"{line.scenario:8} {line.trial:20} {line.line:34} true {line.truth:9.4f}  mean {line.mean_value:9.4f}"
            f"  {line.covered:4} of {line.said:4}{mark}",
            flush=True,
        )
    wanted = [*(trial.key for trial in TRIALS), KEY, LEAVING]
    if given.scenario is None and (given.only is None or KEY in given.only):
        for line in measured_buyers(given.seeds):
            lines.append(line)
            print(f"{line.scenario:8} {line.trial:20} {line.line:34} {line.covered:4} of {line.said:4}", flush=True)
    if given.scenario is None and (given.only is None or LEAVING in given.only):
        for line in measured_leaving(given.seeds):
            lines.append(line)
            print(f"{line.scenario:8} {line.trial:20} {line.line:34} {line.covered:4} of {line.said:4}", flush=True)
    if given.scenario is None and (given.only is None or seeds_kept(RESULTS) == given.seeds):
        if given.only is not None:
            lines = in_the_place_of(lines, RESULTS, wanted)
        write_results(RESULTS, lines, given.seeds, POPULATION)
        write_page(PAGE, RESULTS)
    return 0


def _apart(key: str, seeds: int, scenarios: list[str] | None) -> None:
    """Kept in a file of its own, so that it can be measured alone."""
    lines = []
    for line in APART[key](seeds, scenarios):
        lines.append(line)
        print(f"{line.scenario:8} {line.trial:20} {line.line:20} {line.covered:4} of {line.said:4}", flush=True)
    if scenarios is None:
        write_results(RESULTS, lines, seeds, PEOPLE, f"{key}.json")
        write_page(PAGE, RESULTS)


if __name__ == "__main__":
    sys.exit(main())
