"""Polars on data that is sorted by customer and time, with touchpoints and outcomes coded as enumerations.

Of each question the fastest of several formulations was kept; those tried and left: strings as paths, one group by
customer for entries, 64-bit waits, two keys instead of one, windows over customers for the funnel.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Literal

import polars as pl

from bench import answers
from bench.jobs import FUNNEL, FUNNEL_DAYS, TOP_PATHS, VISITED
from bench.log_words import OUTCOMES, TOUCHPOINTS
from bench.peers.chain import attributed, counts_table
from bench.peers.contract import Asked, Files

SIZE = len(TOUCHPOINTS)
TOUCHPOINT, OUTCOME, CUSTOMER, TIME = (
    pl.col("touchpoint"),
    pl.col("outcome"),
    pl.col("customer_id"),
    pl.col("timestamp"),
)
CODE = TOUCHPOINT.to_physical().cast(pl.UInt16)

Rows = list[tuple[Any, ...]]


class Sorted:
    """One data frame in memory, sorted; the neighbours of a row are its neighbours in time."""

    name = "Polars, sorted"
    version = pl.__version__

    def __init__(self) -> None:
        self.log = pl.LazyFrame()

    def prepare(self, files: Files) -> Mapping[str, float]:
        """Load the sorted log."""
        began = time.perf_counter()
        frame = (
            pl.scan_parquet(files.by_customer)
            .select("customer_id", "timestamp", TOUCHPOINT.cast(pl.Enum(TOUCHPOINTS)), OUTCOME.cast(pl.Enum(OUTCOMES)))
            .collect(engine="streaming")
            .rechunk()
            .with_columns(CUSTOMER.set_sorted())
        )
        self.log = frame.lazy()
        return {"load_seconds": time.perf_counter() - began, "bytes": float(frame.estimated_size())}

    def jobs(self) -> Mapping[str, Asked]:
        """All of them."""
        wait = pl.col("wait")
        median = wait.median().alias("median")
        visitors = self.log.filter((TOUCHPOINT == VISITED) & (OUTCOME == "lost")).select("customer_id").unique()
        filtered = self.log.join(visitors, on="customer_id", how="semi", maintain_order="left")
        return {
            "map_mean": Asked(lambda: steps(self.log, wait.mean(), engine="streaming"), map_answer),
            "map_median": Asked(lambda: steps(self.log, wait.mean(), median), map_answer),
            "paths": Asked(self._paths, paths_answer),
            "entries": Asked(self._entries, answers.of_entries),
            "funnel": Asked(self._funnel, answers.of_funnel),
            "attribution": Asked(self._attribution, answers.of_attribution),
            "filtered_map": Asked(lambda: steps(filtered, wait.mean(), median), map_answer),
        }

    def _paths(self) -> Rows:
        return (
            self.log.select("customer_id", "touchpoint")
            .group_by("customer_id")
            .agg("touchpoint")
            .group_by("touchpoint")
            .agg(n=pl.len())
            .top_k(TOP_PATHS, by="n")
            .collect()
            .rows()
        )

    def _entries(self) -> Rows:
        rows: Rows = []
        for kind, here in (("entry", FIRST), ("exit", LAST)):
            found = self.log.filter(here).group_by("touchpoint", "outcome").agg(n=pl.len()).collect()
            rows += [(kind, *row) for row in found.rows()]
        return rows

    def _funnel(self) -> list[int]:
        """The latest start within the window is carried along; a start of another customer does not count."""
        within = pl.duration(days=FUNNEL_DAYS)
        carried = self.log.filter(TOUCHPOINT.is_in(FUNNEL)).select("customer_id", "timestamp", "touchpoint")
        start, owner = TIME, CUSTOMER
        reached = []
        for step, touchpoint in enumerate(FUNNEL):
            here = touchpoint == TOUCHPOINT
            if step:
                here = here & (owner == CUSTOMER) & (TIME - start <= within)
            names = (f"start_{step}", f"owner_{step}")
            carried = carried.with_columns(
                pl.when(here).then(start).forward_fill().alias(names[0]),
                pl.when(here).then(CUSTOMER).forward_fill().alias(names[1]),
            )
            start, owner = pl.col(names[0]), pl.col(names[1])
            reached.append(owner.drop_nulls().n_unique().alias(touchpoint))
        return list(carried.select(reached).collect().row(0))

    def _attribution(self) -> list[tuple[str, float]]:
        steps_, starts, ends = pl.collect_all(
            [
                self.log.select(code=CODE * SIZE + CODE.shift(-1), same=CUSTOMER.shift(-1) == CUSTOMER)
                .filter(pl.col("same"))
                .group_by("code")
                .agg(n=pl.len()),
                self.log.filter(FIRST).group_by("touchpoint").agg(n=pl.len()),
                self.log.filter(LAST).group_by("touchpoint", "outcome").agg(n=pl.len()),
            ]
        )
        return attributed(
            counts_table(
                [(TOUCHPOINTS[code // SIZE], TOUCHPOINTS[code % SIZE], n) for code, n in steps_.rows()],
                dict(starts.rows()),
                ends.rows(),
            )
        )


FIRST = (CUSTOMER.shift(1) != CUSTOMER).fill_null(value=True)
LAST = (CUSTOMER.shift(-1) != CUSTOMER).fill_null(value=True)


def steps(log: pl.LazyFrame, *aggregates: pl.Expr, engine: Literal["auto", "streaming"] = "auto") -> Rows:
    """(from × 40 + to, n, aggregates) of each step."""
    return (
        log.select(
            code=CODE * SIZE + CODE.shift(-1),
            wait=(TIME.shift(-1) - TIME).dt.total_seconds().cast(pl.Int32),
            same=CUSTOMER.shift(-1) == CUSTOMER,
        )
        .filter(pl.col("same"))
        .group_by("code")
        .agg(pl.len(), *aggregates)
        .collect(engine=engine)
        .rows()
    )


def map_answer(rows: Rows) -> answers.Answer:
    """Rows (from × 40 + to, n, mean[, median])."""
    return answers.of_map(
        (TOUCHPOINTS[row[0] // SIZE], TOUCHPOINTS[row[0] % SIZE], row[1], row[2], row[3] if len(row) > 3 else None)
        for row in rows
    )


def paths_answer(rows: Rows) -> answers.Answer:
    """Rows (path, n)."""
    return answers.of_paths(rows, TOP_PATHS)
