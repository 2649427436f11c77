"""The results page: Markdown from the JSON of the runs, so that no number on it is typed by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.environments import SCAN, WEGMARKE
from bench.jobs import EXTRA_JOBS, FUNNEL, FUNNEL_DAYS, JOBS, TOP_PATHS, VISITED, Job
from bench.measured import PeerResult, Run, Spread, Timed

LARGE = 50_000_000
PM4PY = "pm4py"
PM4PY_REQUIRED = 200.0
BYTES_REQUIRED = 8.0
COMPILE_REQUIRED = 20.0
PAGE_REQUIRED = 5.0
NOISY_SHARE = 0.1

INTRODUCTION = f"""# How fast it is, and against whom

<!-- Written by `python -m bench`. Do not edit: change bench/page.py, then run `python -m bench --only-page`. -->

Everybody is asked the same questions about the same synthetic log, in one run, and all answers must agree: counts,
sums of elapsed seconds and medians exactly, the solution of the Markov chain to nine digits. Wegmarke is asked through
its public Python API; nothing is kept from one question to the next.

The questions: the transition map (every step between two touchpoints with its count and mean elapsed time, with and
without the exact median); the {TOP_PATHS} most frequent paths; entries and exits by outcome; the ordered funnel
{" → ".join(FUNNEL)} within {FUNNEL_DAYS} days;
Markov attribution; and the map of the lost customers who visited {VISITED}.
"""

METHOD = """## How it was measured

- **The log** is made by `bench/log.py`: seeded, about ten interactions a customer with a long tail, 40 touchpoints, two
  years, one outcome a customer. Times differ within a customer, so that there is one right order.
- **Each tool runs in a process of its own**, with all cores and everything in memory before the first question. The
  peers live in pinned environments (`bench/peers/requirements-*.txt`).
- **A peer is given its best**: of each query the fastest of several formulations. *DuckDB, prepared* has rows sorted by
  customer, a table of steps with the elapsed seconds already computed, and a table of customers with first and last
  touchpoint, a bit mask of what they visited, and the whole path as a string. *Polars, sorted* has the sorted, coded
  columns. *DuckDB, table as loaded* is what one has after loading the file, with touchpoints coded. *pm4py* runs on
  Polars, its faster way; it has neither funnel nor Markov attribution.
- **Building the index** is timed with the library loaded, as DuckDB's sort is: what a start takes stands beside
  compiling. Runs before 25 November 2026 counted loading the library (about two seconds) into the build, at 10 and at
  100 million.
- **The memory scan** is the physical limit: two threads read, with NumPy, the bytes of the columns that the job needs
  (one for the touchpoint, four for the time, of each interaction) once.
- **They take turns**: in each round every tool is asked once, in turning order. A ratio is taken within a round, and
  what is shown is the median of these ratios with the smallest and the largest. Tools that need more than two seconds
  take part in three rounds, those that need more than fifteen in one.
- **Noise**: where other processes used more than a tenth of the machine during a measurement of at least a tenth of a
  second, it was repeated up to three times and the quietest kept.
"""


def write_page(page: Path, results: Path) -> None:
    """The page from all results in the folder, the usual size first, then the large one."""
    runs = sorted((Run.read(path) for path in results.glob("[0-9]*.json")), key=lambda run: run.size)
    lines = [INTRODUCTION]
    for run in (*(run for run in runs if run.size < LARGE), *(run for run in runs if run.size >= LARGE)):
        lines += _run(run)
    lines += [METHOD, *_again(runs)]
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _run(run: Run) -> Iterator[str]:
    yield f"## {run.size:,} interactions\n"
    yield f"Measured on {run.began[:10]} with `{run.command.strip()}`: {_machine(run.machine)}.\n"
    own = run.peers.get(WEGMARKE)
    if own is None:
        yield "Wegmarke did not take part in this run: the peers alone.\n"
    else:
        yield from _required(run, own)
    yield from _all_times(run)
    yield from _building(run)
    yield from _serving(run)
    yield from _troubles(run)


def _machine(machine: dict[str, str]) -> str:
    told = f"{machine['cores']} cores ({machine['processor']}), {machine['memory']} memory, {machine['system']}"
    told += f", Python {machine['python']}"
    return told + (f", commit {machine['commit']}" if machine.get("commit") else "")


def _required(run: Run, own: PeerResult) -> Iterator[str]:
    yield "How many times as fast as the best prepared peer, and how far from the memory scan:\n"
    yield "| question | Wegmarke | best prepared peer | times as fast (least to most) | required | times the scan |"
    yield "|---|--:|---|--:|--:|--:|"
    for job in JOBS:
        timed = own.jobs.get(job.key)
        if timed is not None:
            yield _required_row(run, job, timed)
    yield ""
    pm4py = run.peers.get(PM4PY)
    if pm4py and (timed := pm4py.jobs.get("map_median")) and timed.ratio:
        word = "reached" if timed.ratio.median >= PM4PY_REQUIRED else "missed"
        asked = f"at least {PM4PY_REQUIRED:g} was asked: {word}"
        yield f"Against pm4py the map with the exact median is {_ratio(timed.ratio)} times as fast; {asked}.\n"


def _required_row(run: Run, job: Job, own: Timed) -> str:
    prepared = [
        (timed.seconds.median, peer.name, timed)
        for peer in run.peers.values()
        if peer.prepared and (timed := peer.jobs.get(job.key)) is not None
    ]
    best, ratio = "–", "–"
    required = f"{job.required:g}" if job.required else "–"
    if prepared:
        seconds, name, timed = min(prepared, key=lambda found: found[0])
        best = f"{name}: {_seconds(seconds)}"
        if timed.ratio:
            ratio = _ratio(timed.ratio)
            if job.required:
                required += " ✓" if timed.ratio.median >= job.required else " ✗ missed"
    return f"| {job.title} | {_spread(own.seconds)} | {best} | {ratio} | {required} | {_against_scan(run, job, own)} |"


def _against_scan(run: Run, job: Job, own: Timed) -> str:
    scan = run.peers[SCAN].jobs.get(job.key) if SCAN in run.peers else None
    if scan is None:
        return "–"
    times = own.seconds.median / scan.seconds.median
    limit = f" (at most {job.scan_limit:g}{' ✓' if times <= job.scan_limit else ' ✗ missed'})" if job.scan_limit else ""
    return f"{times:.1f}{limit}"


def _all_times(run: Run) -> Iterator[str]:
    peers = list(run.peers.values())
    yield "Seconds of everybody, median (least to most):\n"
    yield "| question | " + " | ".join(f"{peer.name} {peer.version}".strip() for peer in peers) + " |"
    yield "|---|" + "--:|" * len(peers)
    for job in JOBS + EXTRA_JOBS:
        cells = [_spread(peer.jobs[job.key].seconds) if job.key in peer.jobs else "–" for peer in peers]
        if set(cells) != {"–"}:
            yield f"| {job.title} | " + " | ".join(cells) + " |"
    yield "| *preparing* | " + " | ".join(_seconds(peer.prepare_seconds) for peer in peers) + " |"
    yield "| *memory after preparing* | " + " | ".join(_bytes(peer.memory_bytes) for peer in peers) + " |"
    peaks = [max((timed.peak_bytes for timed in peer.jobs.values()), default=0) for peer in peers]
    yield "| *highest memory in a question* | " + " | ".join(_bytes(peak) for peak in peaks) + " |"
    yield ""


def _building(run: Run) -> Iterator[str]:
    own = run.peers.get(WEGMARKE)
    build: dict[str, Any] = run.building.get("build", {})
    compiling: dict[str, Any] = run.building.get("compile", {})
    lines = []
    if build:
        seconds = {key: Spread(**spread) for key, spread in build["seconds"].items()}
        other = next(key for key in seconds if key != WEGMARKE)
        ratio = Spread(**build["ratio"])
        lines.append(
            f"- **Building the index** from the shuffled Parquet file takes {_spread(seconds[WEGMARKE])} s "
            f"(peak memory {_bytes(build['told'][WEGMARKE]['peak_bytes'])}); {build['told'][other]['name']} of the "
            f"same file takes {_spread(seconds[other])} s (peak {_bytes(build['told'][other]['peak_bytes'])}): "
            f"{_ratio(ratio)} times as fast, at least 1 was asked: {_word(ratio.median >= 1)}."
        )
    if own and "index_bytes" in own.told:
        each = own.told["index_bytes"] / run.size
        lines.append(
            f"- **The opened index** takes {each:.1f} bytes an interaction for its core columns (touchpoint, time, "
            f"where journeys and customers begin); at most {BYTES_REQUIRED:g} was asked: "
            f"{_word(each <= BYTES_REQUIRED)}. With everything that saves work (step codes, paths, entries, exits, "
            f"outcomes) it is {own.told['index_bytes_asked'] / run.size:.1f}, with the way back to source rows and "
            f"customers {own.told['index_bytes_whole'] / run.size:.1f}."
        )
    if compiling:
        first, later = compiling["first"], compiling["second"]
        spent = first["seconds"] - later["seconds"]
        again = "compiled again (a defect)" if compiling["compiled_again"] else "nothing is compiled again"
        lines.append(
            f"- **Compiling the kernels** ({compiling['kernels_compiled']} compiled functions) takes {spent:.1f} s, "
            f"once on a machine; at most {COMPILE_REQUIRED:g} s was asked: {_word(spent <= COMPILE_REQUIRED)}. A later "
            f"start, imports included, takes {later['seconds']:.1f} s; {again}.{_wide(compiling)}"
        )
    if lines:
        yield "\n".join(["Before the first question:\n", *lines, ""])


def _serving(run: Run) -> Iterator[str]:
    if not run.serving:
        return
    seconds = {key: Spread(**spread) for key, spread in run.serving["seconds"].items()}
    ratio = Spread(**run.serving["ratio"])
    yield (
        f"**A full page of the journeys view** (the map under a filter that nobody has asked before: its HTML and the "
        f"data of its picture, over HTTP) takes the server {_spread(seconds['page'])} s; the bare kernels behind it, "
        f"the same question through the library on the same index, take {_spread(seconds['kernels'])} s: "
        f"{_ratio(ratio)} times as long, at most {PAGE_REQUIRED:g} was asked: {_word(ratio.median <= PAGE_REQUIRED)}.\n"
    )


def _wide(compiling: dict[str, Any]) -> str:
    """What is not compiled by a usual start."""
    wide = compiling.get("wide")
    if wide is None:
        return ""
    return (
        f" Not among them are {wide['functions']} variants for logs with more than 254 touchpoints or 65,535 steps: "
        f"they are compiled when such a log is first built, which takes {wide['seconds']:.1f} s more."
    )


def _word(reached: bool) -> str:  # noqa: FBT001 (a yes or no is all it words)
    return "reached" if reached else "missed"


def _troubles(run: Run) -> Iterator[str]:
    lines = []
    for peer in run.peers.values():
        lines += [f"- {peer.name} failed at *{job}*: {why}" for job, why in peer.failed.items()]
        for job, timed in peer.jobs.items():
            if timed.agrees is False:
                lines.append(f"- The answer of {peer.name} to *{job}* differs: {timed.difference}.")
            if timed.others_share > NOISY_SHARE:
                lines.append(
                    f"- While {peer.name} was at *{job}*, other processes used {timed.others_share:.0%} of the machine."
                )
    if lines:
        yield "\n".join(["What to keep in mind about this run:\n", *lines, ""])
    else:
        yield "All answers agreed, and the machine was quiet.\n"


def _again(runs: list[Run]) -> Iterator[str]:
    yield "## Measure it yourself\n"
    yield "```\nmake bench                                   # 10 million interactions, all peers"
    yield "python -m bench --size 100_000_000 --peers wegmarke,scan   # the large one"
    yield "python -m bench --size 1_000_000 --jobs map_mean,funnel    # a short look\n```\n"
    kept = ", ".join(f"`bench/results/{run.size}.json`" for run in runs)
    yield f"The figures of this page: {kept}.\n" if runs else "No run has been kept yet.\n"


def _seconds(value: float) -> str:
    return f"{value:.4f}" if value < 0.1 else f"{value:.3f}" if value < 1 else f"{value:.1f}"


def _spread(spread: Spread) -> str:
    if spread.times == 1:
        return _seconds(spread.median)
    return f"{_seconds(spread.median)} ({_seconds(spread.least)} to {_seconds(spread.most)})"


def _ratio(spread: Spread) -> str:
    def shown(value: float) -> str:
        return f"{value:.1f}" if value < 100 else f"{value:,.0f}"

    if spread.times == 1:
        return f"**{shown(spread.median)}**"
    return f"**{shown(spread.median)}** ({shown(spread.least)} to {shown(spread.most)})"


def _bytes(value: float) -> str:
    return f"{value / 2**30:.1f} GiB" if value >= 2**30 else f"{value / 2**20:.0f} MiB"
