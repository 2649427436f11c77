"""`python -m bench.questions`: the questions about reasons, defects and levers, against the transition map.

Every question is asked of the log of `bench.company` on one thread, and told apart are the walks over the partitions
(kernels and merging) and the rest (statistics). Counted is processor time, which does not depend on who else uses the
machine. *cold* is the first question after nothing was asked before; *warm* the median of the next ones, under the
filters of `FILTERS` in turn, none of which was asked before (`changed`), and under the same again (`again`).
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import platformdirs

import wegmarke as wm
from bench.__main__ import machine
from bench.company import COLUMNS, OUTCOMES, SCORES, SILENCE_DAYS, company_log
from bench.environments import HERE
from wegmarke.index.partition import Partition
from wegmarke.index.runner import Kernel, LocalRunner
from wegmarke.questions import Asked, ask

RESULTS = HERE / "results" / "questions"
PAGE = HERE.parent / "docs" / "explanation" / "speed-of-questions.md"
MOST_MAPS = 3.0
MAP_ROUNDS = 9
FILTERS = ("length > 1", "length > 2", "visited(order)")
QUESTIONS: dict[str, dict[str, Any]] = {
    "promises": {},
    "friction": {},
    "incidents": {},
    "won_lost": {"against": "churned"},
    "drift": {},
    "attribution": {},
    "value": {},
    "lost_customers": {},
    "reasons": {},
    "moments": {},
    "effect": {"incident": "promise_broken"},
    "levers": {},
}


class Timing(LocalRunner):
    """One thread, and how long it walked over partitions."""

    def __init__(self) -> None:
        super().__init__(1)
        self.seconds = 0.0

    def map_merge(self, kernel: Kernel[Any], partitions: Sequence[Partition]) -> Any:
        """As without a clock."""
        began = time.process_time()
        summary = super().map_merge(kernel, partitions)
        self.seconds += time.process_time() - began
        return summary


@contextmanager
def timed(runner: Timing) -> Iterator[dict[str, float]]:
    """Processor seconds inside, of the walks and of the rest."""
    told: dict[str, float] = {}
    before, began = runner.seconds, time.process_time()
    yield told
    whole = time.process_time() - began
    told["kernels"] = runner.seconds - before
    told["rest"] = whole - told["kernels"]


def measured(asked: Asked, runner: Timing, name: str) -> dict[str, Any]:
    """A question, cold, under filters that are new, and again under the last of them."""
    told: dict[str, Any] = {"changed": [], "again": []}
    filters = [asked.where(text) for text in FILTERS]
    for key, of in (("cold", asked), *(("changed", one) for one in filters), *(("again", filters[-1]) for _ in "12")):
        of.totals()  # what the filter chooses is found by whatever is asked first
        with timed(runner) as seconds:
            finding = ask(name, of, QUESTIONS[name])
        if key == "cold":
            told["cold"], told["answered"] = seconds, type(finding.result).__name__
        else:
            told[key].append(seconds)
    for key in ("changed", "again"):
        told[key] = {part: median(one[part] for one in told[key]) for part in ("kernels", "rest")}
    told["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return told


def the_map(asked: Asked) -> float:
    """Processor seconds of the map with counts, mean and exact median."""
    found = []
    for _ in range(MAP_ROUNDS):
        began = time.process_time()
        ask("map", asked, {"quantiles": (0.5,), "customers": False})
        found.append(time.process_time() - began)
    return median(found)


def main() -> None:
    """Measure, write results and page."""
    parser = argparse.ArgumentParser("python -m bench.questions", description="Measure questions against the map.")
    parser.add_argument("--size", type=lambda text: int(text.replace("_", "")), default=10_000_000)
    parser.add_argument("--questions", type=lambda text: text.split(","), default=list(QUESTIONS))
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("wegmarke-bench")))
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    given = parser.parse_args()
    log = wm.read(
        company_log(given.size, given.cache / "logs"),
        **COLUMNS,
        scores=SCORES,
        outcomes=OUTCOMES,
        silence_days=SILENCE_DAYS,
        time_zone="UTC",
    )
    runner = Timing()
    asked = Asked(log._of.index, runner)  # noqa: SLF001 (one thread with a clock is no question of a user)
    ask("map", asked, {"quantiles": (0.5,), "customers": False})
    run: dict[str, Any] = {"began": datetime.now(UTC).isoformat(timespec="seconds"), "size": given.size}
    named = "" if given.questions == list(QUESTIONS) else f" --questions {','.join(given.questions)}"
    run["command"] = f"python -m bench.questions --size {given.size}{named}"
    run |= {"machine": machine(), "questions": {}}
    maps = []
    for name in given.questions:
        maps.append(the_map(asked))
        run["questions"][name] = told = {"map": maps[-1], **measured(asked, runner, name)}
        print(f"  {name:16} {told['changed']['kernels'] / maps[-1]:8.1f} maps", json.dumps(told), flush=True)
    given.results.mkdir(parents=True, exist_ok=True)
    path = given.results / f"{given.size}.json"
    path.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    write_page(given.page, given.results)


def write_page(page: Path, results: Path) -> None:
    """The page from all results in the folder."""
    lines = ["# How fast questions about reasons, defects and levers are", ""]
    lines += ["<!-- Written by `python -m bench.questions`. Do not edit: change bench/questions.py. -->", ""]
    lines += [INTRODUCTION]
    runs = [json.loads(path.read_text(encoding="utf-8")) for path in results.glob("*.json")]
    for run in sorted(runs, key=lambda one: -int(one["size"])):
        lines += _run(run)
    page.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


INTRODUCTION = f"""A question has two parts: a walk over all contacts, and statistics on what it added up. The measure
of the walk is the transition map with counts, mean and exact median, measured on the same thread just before; at most
{MOST_MAPS:.0f} maps is what is aimed at. What is counted is processor time on one thread.

*Cold* is the first question; it also finds what is critical in the journeys, unless a question above has. *Changed
filter* is the median of filters that nobody asked before. *Again* is the same filter once more. The log is made by
`bench/company.py`: seeded, with departments, channels, matters, promises, scores, amounts and stated reasons.
"""


def _run(run: dict[str, Any]) -> Iterator[str]:
    what = run["machine"]
    yield f"## {run['size']:,} contacts\n"
    yield (
        f"Measured on {run['began'][:10]} with `{run['command']}`: {what['processor']}, Python {what['python']}, "
        f"commit {what.get('commit', 'unknown')}.\n"
    )
    yield "| question | cold, maps | changed filter, maps | | again, maps | statistics, s | highest memory |"
    yield "|---|--:|--:|---|--:|--:|--:|"
    for name, told in run["questions"].items():
        cold, changed, again = (told[key]["kernels"] / told["map"] for key in ("cold", "changed", "again"))
        yield (
            f"| {name} | {cold:.1f} | **{changed:.1f}** | {'✓' if changed <= MOST_MAPS else 'missed'} | {again:.1f} "
            f"| {told['changed']['rest']:.2f} | {told['peak_mib']:,} MiB |"
        )
    maps = [told["map"] for told in run["questions"].values()]
    yield f"\nA map took {median(maps):.3f} s.\n"


if __name__ == "__main__":
    main()
