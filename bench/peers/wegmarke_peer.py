"""Wegmarke through its public Python API: what a user writes, from the file to the finding."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from typing import Any

import wegmarke as wm
from bench import answers
from bench.jobs import FUNNEL, FUNNEL_DAYS, TOP_PATHS, VISITED
from bench.log_words import OUTCOMES
from bench.peers.contract import Asked, Files

CORE = ("touchpoint", "seconds", "start", "journeys")
"""What happened, when, and where journeys and customers begin (the index has more that saves work)."""

WAY_BACK = ("origin", "number", "identifier")
"""What only evidence needs: source rows and customers."""


class Library:
    """A log read from Parquet; every question is asked anew, nothing is kept from one to the next."""

    name = "Wegmarke"
    version = wm.__version__

    def __init__(self) -> None:
        self.log: Any = None
        self._read = wm.read  # loads the library, as importing a peer does; its seconds are told under compiling

    def prepare(self, files: Files) -> Mapping[str, float]:
        """Read the file, in order of arrival, into an index."""
        began = time.perf_counter()
        self.log = self._read(
            files.arrival,
            customer="customer_id",
            time="timestamp",
            touchpoint="touchpoint",
            outcome="outcome",
            silence_days=None,
            time_zone="UTC",  # the times of the log carry no zone; in a zone with summer time an hour would be added
        )
        return {"load_seconds": time.perf_counter() - began, **self._sizes()}

    def _sizes(self) -> dict[str, float]:
        """Bytes of the opened index.

        The core columns, all that questions read, and everything with the way back to the rows.
        """
        sizes: dict[str, int] = {}
        for partition in self.log._of.index.partitions:  # noqa: SLF001 (how much memory it takes is no question of a user)
            for column in dataclasses.fields(partition):
                values = getattr(partition, column.name)
                sizes[column.name] = sizes.get(column.name, 0) + getattr(values, "nbytes", 0)
        whole = sum(sizes.values())
        return {
            "index_bytes": float(sum(sizes[name] for name in CORE)),
            "index_bytes_asked": float(whole - sum(sizes[name] for name in WAY_BACK)),
            "index_bytes_whole": float(whole),
        }

    def jobs(self) -> Mapping[str, Asked]:
        """All of them."""
        log, within = self.log, f"{FUNNEL_DAYS} days"
        condition = f"visited({VISITED}) and outcome = lost"
        return {
            "map_mean": Asked(lambda: log.map(quantiles=(), customers=False), map_answer),
            "map_median": Asked(lambda: log.map(quantiles=(0.5,), customers=False), map_answer),
            "paths": Asked(lambda: log.paths(top=TOP_PATHS), paths_answer),
            "entries": Asked(lambda: log.entries(by="outcome"), entries_answer),
            "funnel": Asked(lambda: log.funnel(list(FUNNEL), within=within, timed=False), funnel_answer),
            "funnel_timed": Asked(lambda: log.funnel(list(FUNNEL), within=within), funnel_answer),
            "attribution": Asked(lambda: log.attribution(intervals=False), attribution_answer),
            "filtered_map": Asked(
                lambda: log.where(condition).map(quantiles=(0.5,), customers=False),
                map_answer,
            ),
        }


def map_answer(finding: Any) -> answers.Answer:
    """The table of steps."""
    found = finding.result
    keys = [touchpoint.key for touchpoint in found.touchpoints]
    medians = found.quantile_seconds[0].tolist() if len(found.quantiles) else [None] * len(found.steps)
    return answers.of_map(
        (keys[a], keys[b], n, mean, median)
        for a, b, n, mean, median in zip(
            found.source.tolist(),
            found.target.tolist(),
            found.steps.tolist(),
            found.mean_seconds.tolist(),
            medians,
            strict=True,
        )
    )


def paths_answer(finding: Any) -> answers.Answer:
    """Paths and the journeys that took them."""
    found = finding.result
    keys = [touchpoint.key for touchpoint in found.touchpoints]
    return answers.of_paths(
        (([keys[code] for code in path], n) for path, n in zip(found.paths, found.journeys.tolist(), strict=True)),
        TOP_PATHS,
    )


def entries_answer(finding: Any) -> answers.Answer:
    """Entries and exits, with one column for each outcome."""
    rows = []
    for kind, table in zip(("entry", "exit"), finding.result.tables()[1:], strict=True):
        touchpoints = table.column("touchpoint").values
        for outcome in OUTCOMES:
            counts = table.column(outcome).values
            rows += [(kind, touchpoint, outcome, n) for touchpoint, n in zip(touchpoints, counts, strict=True)]
    return answers.of_entries(rows)


def funnel_answer(finding: Any) -> answers.Answer:
    """How many journeys reached each stage."""
    return answers.of_funnel(stage.journeys for stage in finding.result.stages)


def attribution_answer(finding: Any) -> answers.Answer:
    """Attributed conversions."""
    table = finding.result.tables()[0]
    return answers.of_attribution(
        zip(table.column("touchpoint").values, table.column("attributed_wins").values, strict=True)
    )
