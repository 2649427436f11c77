"""pm4py, the yardstick of process mining in Python (AGPL: it stays in an environment of its own and nothing of the
project imports it).

On Polars, which is the faster of its two ways. What its functions leave out (outcomes) is asked of it by filtering
first.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from typing import Any

import pm4py
import polars as pl
from pm4py.algo.discovery.dfg.adapters.polars.df_statistics import get_dfg_graph

from bench import answers
from bench.jobs import TOP_PATHS, VISITED
from bench.log_words import OUTCOMES
from bench.peers.contract import Asked, Files

Steps = list[tuple[str, str, int, float, float]]


class OnPolars:
    """A log in memory, formatted as pm4py asks for."""

    name = "pm4py, on Polars"
    version = pm4py.__version__

    def __init__(self) -> None:
        self.log: Any = None

    def prepare(self, files: Files) -> Mapping[str, float]:
        """Load and format the log."""
        warnings.simplefilter("ignore")
        began = time.perf_counter()
        columns = ("customer_id", "timestamp", "touchpoint", pl.col("outcome").alias("case:outcome"))
        formatted = pm4py.format_dataframe(
            pl.scan_parquet(files.by_customer).select(*columns),
            case_id="customer_id",
            activity_key="touchpoint",
            timestamp_key="timestamp",
        )
        self.log = formatted.collect().lazy()
        return {"load_seconds": time.perf_counter() - began}

    def jobs(self) -> Mapping[str, Asked]:
        """The map, paths, entries and the filter; a funnel and attribution it does not have."""
        return {
            "map_mean": Asked(lambda: steps(self.log), lambda found: answers.of_map((*row[:4], None) for row in found)),
            "map_median": Asked(lambda: steps(self.log), answers.of_map),
            "paths": Asked(self._paths, lambda found: answers.of_paths(found, TOP_PATHS)),
            "entries": Asked(self._entries, answers.of_entries),
            "filtered_map": Asked(self._filtered_map, answers.of_map),
        }

    def _paths(self) -> list[tuple[tuple[str, ...], int]]:
        found = pm4py.get_variants(self.log)
        return sorted(found.items(), key=lambda item: -item[1])[:TOP_PATHS]

    def _entries(self) -> list[tuple[str, str, str, int]]:
        rows: list[tuple[str, str, str, int]] = []
        for outcome in OUTCOMES:
            chosen = pm4py.filter_trace_attribute_values(self.log, "case:outcome", [outcome])
            rows += [("entry", name, outcome, n) for name, n in pm4py.get_start_activities(chosen).items()]
            rows += [("exit", name, outcome, n) for name, n in pm4py.get_end_activities(chosen).items()]
        return rows

    def _filtered_map(self) -> Steps:
        lost = pm4py.filter_trace_attribute_values(self.log, "case:outcome", ["lost"])
        return steps(pm4py.filter_event_attribute_values(lost, "concept:name", [VISITED], level="case", retain=True))


def steps(log: Any) -> Steps:
    """Counts, mean and median of each step, from one pass of pm4py (its public functions would take two)."""
    counts, waits = get_dfg_graph(log, measure="both", perf_aggregation_key="all")
    return [(a, b, n, waits[a, b]["mean"], waits[a, b]["median"]) for (a, b), n in counts.items()]
