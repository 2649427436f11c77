"""The page of results in the documentation, written from what was measured."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from trials.trial import LEVEL, Line

INTRODUCTION = """# How often intervals hold the truth

<!-- Written by `python -m trials`. Do not edit: change trials/page.py, then run `python -m trials --only-page`. -->

An interval at 95 % is a promise: of a hundred such intervals about ninety-five hold what is true. Here the promise is
put on trial. The [simulated company](../reference/simulation.md) has truths that are known; {seeds} samples of people
are drawn into the same world, each is asked the questions of Wegmarke, and it is counted how many of the intervals hold
the truth.

Where the truth is called *counterfactual*, it is the difference between the same {population:,} people's lives in two
worlds that differ in one thing. Exposure is as good as drawn by lot there, so that the association a question reports
is the effect. Where it is called *population*, it is the answer to the same question among {population:,} people.
Where it is called *parameters*, people are drawn from a model whose parameters are known. What stands beside for
comparison (without adjusting, or where an answer is to be refused) need not hold the truth, and is not counted in the
sum. Where a check refuses some samples, more are drawn until {seeds} have been answered.

By chance alone the coverage of honest intervals lies above {least:.3f} in 99 of 100 lines of {seeds} samples; lines
below are marked.

"""


CONCLUSION = """## In sum

{lines} lines, {said:,} intervals; {percent:.1f} % of them hold the truth; {below} of the lines lie below what chance
allows.

## Measure it yourself

```
make coverage                              # {seeds} samples of every world, all trials
python -m trials --seeds 20 --scenario process --only entries
```

What is measured stands in `trials/questions.py`, `trials/buyers.py`, `trials/leavers.py`, `trials/spending.py`,
`trials/leaving.py` and `trials/nothing.py`; a new question adds a trial there. The figures of this page:
`trials/results`.
"""


def write_results(
    folder: Path, lines: Sequence[Line], seeds: int, population: int, name: str = "coverage.json"
) -> Path:
    """Keep what was measured."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    content = {"seeds": seeds, "population": population, "level": LEVEL, "lines": [asdict(line) for line in lines]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def seeds_kept(results: Path) -> int:
    """Of how many samples the results are that are kept."""
    return int(json.loads((results / "coverage.json").read_text("utf-8"))["seeds"])


def in_the_place_of(lines: Sequence[Line], results: Path, order: Sequence[str]) -> list[Line]:
    """The lines that are kept, with these in the place of those of the same trials. order: of the trials."""
    measured = {line.trial for line in lines}
    kept = json.loads((results / "coverage.json").read_text("utf-8"))["lines"]
    whole = [*(Line(**one) for one in kept if one["trial"] not in measured), *lines]
    return sorted(whole, key=lambda line: order.index(line.trial))


def write_page(page: Path, results: Path) -> None:
    """Write the page from the results that are kept."""
    content = json.loads((results / "coverage.json").read_text("utf-8"))
    lines = [Line(**line) for line in content["lines"]]
    for path in sorted(results.glob("*.json")):
        kept = json.loads(path.read_text("utf-8"))
        if path.name != "coverage.json" and "lines" in kept:  # what is no trial of intervals has a page of its own
            lines += [Line(**line) for line in kept["lines"]]
    seeds = int(content["seeds"])
    least = max(lines, key=lambda line: line.said).chance[0]
    text = INTRODUCTION.format(seeds=seeds, population=content["population"], least=least)
    for title in dict.fromkeys(line.title for line in lines):
        text += _table(title, [line for line in lines if line.title == title])
    promised = [line for line in lines if not line.need_not]
    below = [line for line in promised if line.said and line.coverage < line.chance[0]]
    said, covered = sum(line.said for line in promised), sum(line.covered for line in promised)
    text += CONCLUSION.format(
        lines=len(promised), said=said, percent=100 * covered / said, below=len(below), seeds=content["seeds"]
    )
    page.write_text(text, "utf-8")


def _table(title: str, lines: Sequence[Line]) -> str:
    rows = [
        f"| {line.scenario} | {line.line} | {line.source} | {line.truth:.4f} | {_mean(line.mean_value)} "
        f"| {_mean(line.mean_width)} | {line.said} of {line.asked} | {_shown(line)} |"
        for line in lines
    ]
    people = ", ".join(f"{people:,}" for people in dict.fromkeys(line.people for line in lines))
    head = [
        f"## {title}",
        "",
        f"Samples of {people} people.",
        "",
        "| world | what | truth | true value | mean estimate | mean width | intervals given | coverage |",
        "|---|---|---|--:|--:|--:|--:|--:|",
    ]
    return "\n".join([*head, *rows]) + "\n\n"


def _shown(line: Line) -> str:
    if not line.said:
        return "–"
    if line.need_not:
        return f"{line.coverage:.3f}"
    return f"**{line.coverage:.3f} below**" if line.coverage < line.chance[0] else f"{line.coverage:.3f}"


def _mean(value: float) -> str:
    """A mean; a dash where no interval was given."""
    return "–" if math.isnan(value) else f"{value:.4f}"
