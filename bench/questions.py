"""`python -m bench.questions`: the questions about reasons, defects and levers, against the transition map.

Every question is asked of the log of `bench.company` on one thread. Its time is told in two parts: the *walks* over the
partitions (`Runner.map_merge`: kernels, summaries and merging them, whatever language they are written in, and putting
the lines of design tables and losses in order, `ORDERING`), and the *rest*: statistics on what the walks added up, the
files of single customers that an answer shows, words. What writes out the histories of the lines that are compared
(`HISTORIES`) lies in the rest, and the page counts it among the walks. Walks are told by kernel too.
Counted is processor time, which depends less on who else uses the machine than the clock on the wall does. *cold* is
the first question after nothing was asked before; *warm* the median of the next ones, under the filters of `FILTERS` in
turn, none of which was asked before (`changed`), and under the same again (`again`). The highest memory is that of the
process while a question is asked, the index that is mapped included; where it cannot be reset (elsewhere than on
Linux), so far.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import platformdirs

from bench.__main__ import machine
from bench.company import read_company
from bench.environments import HERE
from wegmarke.index.partition import Partition
from wegmarke.index.runner import Kernel, LocalRunner
from wegmarke.index.summaries.compact_histories import Histories
from wegmarke.index.summaries.losses import LossPieces
from wegmarke.index.summaries.snapshots import SnapshotPieces
from wegmarke.index.summaries.spent import SpentPieces
from wegmarke.index.summaries.together import Together
from wegmarke.model.finding import Finding
from wegmarke.model.progress import Progress
from wegmarke.questions import Asked, ask

RESULTS = HERE / "results" / "questions"
PAGE = HERE.parent / "docs" / "explanation" / "speed-of-questions.md"
MOST_MAPS = 3.0
MAP_ROUNDS = 9
ONE_THREAD = "OPENBLAS_NUM_THREADS"
_WORTH_TELLING = 0.5
ORDERING = (
    (SnapshotPieces, "table", "TakeSnapshots"),
    (LossPieces, "table", "TakeLosses"),
    (SpentPieces, "table", "TakeSpent"),
)
"""What puts lines in order, and with which walk it is counted."""
HISTORIES = "histories"
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
    "proxies": {},
}


class Counting:
    """Counts how often it is told how far a walk is."""

    def __init__(self) -> None:
        self.told = 0

    def report(self, progress: Progress) -> None:
        """Count it."""
        self.told += progress.share is not None

    def stopped(self) -> bool:
        """Never."""
        return False


class Timing(LocalRunner):
    """One thread, and how long it walked over partitions, by kernel."""

    def __init__(self) -> None:
        self.watcher = Counting()
        super().__init__(1, self.watcher)
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def map_merge(
        self,
        kernel: Kernel[Any],
        partitions: Sequence[Partition],
        stopped: Callable[[], bool] | None = None,
        told: Callable[[float], None] | None = None,
    ) -> Any:
        """As without a clock."""
        began = time.process_time()
        summary = super().map_merge(kernel, partitions, stopped, told)
        kernels = kernel.kernels if isinstance(kernel, Together) else (kernel,)
        self.seconds[" + ".join(type(one).__name__ for one in kernels)] += time.process_time() - began
        return summary

    @contextmanager
    def ordering(self) -> Iterator[None]:
        """Count what puts lines in order among the walks, and what writes out histories beside them."""
        with ExitStack() as stack:
            for of, what, kernel in (*ORDERING, (Histories, "laid_out", HISTORIES)):
                stack.enter_context(patch.object(of, what, self._counted(getattr(of, what), kernel)))
            yield

    def _counted(self, laid_out: Callable[..., Any], kernel: str) -> Callable[..., Any]:
        def counted(*given: Any) -> Any:
            began = time.process_time()
            found = laid_out(*given)
            self.seconds[kernel] += time.process_time() - began
            return found

        return counted


def timed(name: str, asked: Asked, runner: Timing) -> tuple[dict[str, Any], Finding[Any]]:
    """Processor seconds of the walks, by kernel, and of the rest; how often it was told how far it is; the answer."""
    runner.seconds.clear()
    runner.watcher.told = 0
    began = time.process_time()
    with runner.ordering():
        finding = ask(name, asked, QUESTIONS[name])
    whole = time.process_time() - began
    walks = dict(runner.seconds)
    histories = walks.pop(HISTORIES, 0.0)
    seconds = sum(walks.values())
    told = {"kernels": seconds, "rest": whole - seconds, HISTORIES: histories, "walks": walks}
    return told | {"reports": runner.watcher.told}, finding


def measured(asked: Asked, runner: Timing, name: str) -> dict[str, Any]:
    """A question, cold, under filters that are new, and again under the last of them."""
    told: dict[str, Any] = {"changed": [], "again": []}
    filters = [asked.where(text) for text in FILTERS]
    reset_peak()
    for key, of in (("cold", asked), *(("changed", one) for one in filters), *(("again", filters[-1]) for _ in "12")):
        of.totals()  # what the filter chooses is found by whatever is asked first
        seconds, finding = timed(name, of, runner)
        if key == "cold":
            told["cold"], told["answered"], told["reports"] = seconds, type(finding.result).__name__, seconds["reports"]
        else:
            told[key].append(seconds)
    for key in ("changed", "again"):
        told[key] = {part: median(one[part] for one in told[key]) for part in ("kernels", "rest", HISTORIES)} | {
            "walks": {
                walk: median(one["walks"].get(walk, 0.0) for one in told[key])
                for walk in sorted({walk for one in told[key] for walk in one["walks"]})
            }
        }
    told["peak_mib"] = peak_mib()
    return told


def reset_peak() -> None:
    """From now on, the highest memory counts anew, where the system can do that."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mib() -> int:
    """The highest memory of this process since then."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


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
    log = read_company(given.size, given.cache)
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
        print(f"  {name:16} {walked(told, 'changed') / maps[-1]:8.1f} maps", json.dumps(told), flush=True)
    run["ended"] = datetime.now(UTC).isoformat(timespec="seconds")
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


INTRODUCTION = f"""A question has two parts: walks over all contacts, and statistics on what they added up. The measure
of the walks is the transition map with counts, mean and exact median, measured on the same thread just before; at most
{MOST_MAPS:.0f} maps is what is aimed at. What is counted is processor time on one thread. To choose the lines of design
tables (a line a customer and moment, a million or so at most), to put them in order and to write out their histories
for models counts among the walks. Of this, writing out grows with the comparisons and not with the log: *histories* are
its part.

*Cold* is the first question; it also finds what is critical in the journeys, unless a question above has. *Changed
filter* is the median of filters that nobody asked before; where it is more than aimed at, the walks that take longest
stand below the table. *Again* is the same filter once more. *Told* is how often the first question said how far it was.
Memory is the most that the process held meanwhile, with the index itself. The log is made by
`bench/company.py`: seeded, with departments, channels, matters, promises, scores, amounts and stated reasons.
"""


def walked(told: dict[str, Any], key: str) -> float:
    """Seconds of the walks, and of writing out histories."""
    found: float = told[key]["kernels"] + told[key].get(HISTORIES, 0.0)
    return found


def _run(run: dict[str, Any]) -> Iterator[str]:
    what = run["machine"]
    yield f"## {run['size']:,} contacts\n"
    yield (
        f"Measured on {run['began'][:10]} with `{run['command']}`: {what['processor']}, Python {what['python']}, "
        f"commit {what.get('commit', 'unknown')}.\n"
    )
    heads = ("question", "cold, maps", "changed filter, maps", "of it histories", "", "again, maps", "statistics, s")
    yield f"| {' | '.join((*heads, 'highest memory', 'told'))} |"
    yield "|---|--:|--:|--:|---|--:|--:|--:|--:|"
    for name, told in run["questions"].items():
        cold, changed, again = (walked(told, key) / told["map"] for key in ("cold", "changed", "again"))
        histories = told["changed"][HISTORIES]
        yield (
            f"| {name} | {cold:.1f} | **{changed:.1f}** | {histories / told['map']:.1f} "
            f"| {'✓' if changed <= MOST_MAPS else 'missed'} | {again:.1f} | {told['changed']['rest'] - histories:.2f} "
            f"| {told['peak_mib']:,} MiB | {told['reports']} |"
        )
    maps = [told["map"] for told in run["questions"].values()]
    yield f"\nA map took {median(maps):.3f} s, from {min(maps):.3f} to {max(maps):.3f} s in the course of the run.\n"
    yield from _long(run)
    yield ""


def _long(run: dict[str, Any]) -> Iterator[str]:
    """Which walks take longest where a question takes more than is aimed at."""
    for name, told in run["questions"].items():
        if walked(told, "changed") <= MOST_MAPS * told["map"]:
            continue
        parts = told["changed"]["walks"] | {HISTORIES: told["changed"][HISTORIES]}
        walks = sorted(((seconds / told["map"], walk) for walk, seconds in parts.items()), reverse=True)
        yield f"- {name}: {', '.join(f'`{walk}` {maps:.1f}' for maps, walk in walks if maps >= _WORTH_TELLING)}"


if __name__ == "__main__":
    if os.environ.get(ONE_THREAD) != "1":  # read by NumPy when it is imported; threads that wait spend time as well
        os.execve(  # noqa: S606 - this very program
            sys.executable, [sys.executable, "-m", "bench.questions", *sys.argv[1:]], {**os.environ, ONE_THREAD: "1"}
        )
    main()
