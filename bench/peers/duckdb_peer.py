"""DuckDB, in two states: the table as it was loaded (touchpoints coded as enumerations), and everything prepared that
SQL can prepare.

Prepared: rows sorted by customer; a table of steps with the next touchpoint, the elapsed seconds, the outcome and a bit
mask of all touchpoints the customer visited; a table of customers with first and last touchpoint, outcome, mask and the
whole path as a string of one letter a touchpoint. Of each query the fastest of several formulations was kept; those
tried and left: lists as paths, ASOF joins for the funnel, both touchpoints as the key of the median.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import duckdb

from bench import answers
from bench.jobs import FUNNEL, FUNNEL_DAYS, TOP_PATHS, VISITED
from bench.log_words import OUTCOMES, TOUCHPOINTS
from bench.peers.chain import attributed, counts_table
from bench.peers.contract import Asked, Files

FIRST_LETTER = 48
LETTERS = {chr(FIRST_LETTER + number): touchpoint for number, touchpoint in enumerate(TOUCHPOINTS)}
FUNNEL_WORDS = ",".join(f"'{touchpoint}'" for touchpoint in FUNNEL)

Rows = list[tuple[Any, ...]]


def connection(files: Files) -> duckdb.DuckDBPyConnection:
    """An in-memory database with its temporary space capped."""
    connected = duckdb.connect()
    connected.execute(f"SET temp_directory = '{files.scratch}'; SET max_temp_directory_size = '40GB'")
    # The order of a result that no ORDER BY asks for is of no interest here; without it DuckDB is faster.
    connected.execute("SET preserve_insertion_order = false")
    words = {"touchpoint_kind": TOUCHPOINTS, "outcome_kind": OUTCOMES}
    for kind, values in words.items():
        connected.execute(f"CREATE TYPE {kind} AS ENUM ({','.join(repr(value) for value in values)})")
    return connected


def coded(path: str) -> str:
    """The log with enumerations for words."""
    return (
        f"SELECT customer_id, timestamp, touchpoint::touchpoint_kind AS touchpoint, outcome::outcome_kind AS outcome "
        f"FROM read_parquet('{path}')"
    )


def map_of(source: str, aggregates: str) -> str:
    """The transition map from a table of interactions."""
    return f"""
        SELECT a, b, count(*), {aggregates} FROM (
            SELECT touchpoint AS a, lead(touchpoint) OVER w AS b,
                   date_diff('second', timestamp, lead(timestamp) OVER w) AS wait
            FROM {source} WINDOW w AS (PARTITION BY customer_id ORDER BY timestamp))
        WHERE b IS NOT NULL GROUP BY a, b"""


def funnel_of(source: str, first: str) -> str:
    """How many customers reached each step: the latest start that is still within the window is carried along.

    `first` counts those who reached the first step.
    """
    one, two, three, four = FUNNEL
    within = f"<= INTERVAL {FUNNEL_DAYS} DAY"
    return f"""
        WITH one AS (SELECT customer_id, timestamp AS moment, touchpoint,
                max(CASE WHEN touchpoint = '{one}' THEN timestamp END)
                OVER (PARTITION BY customer_id ORDER BY timestamp) AS begun
                FROM {source} WHERE touchpoint IN ({FUNNEL_WORDS})),
        two AS (SELECT *, max(CASE WHEN touchpoint = '{two}' AND moment - begun {within} THEN begun END)
                OVER (PARTITION BY customer_id ORDER BY moment) AS begun_two FROM one),
        three AS (SELECT *, max(CASE WHEN touchpoint = '{three}' AND moment - begun_two {within} THEN begun_two END)
                OVER (PARTITION BY customer_id ORDER BY moment) AS begun_three FROM two)
        SELECT {first}, count(DISTINCT customer_id) FILTER (begun_two IS NOT NULL),
               count(DISTINCT customer_id) FILTER (begun_three IS NOT NULL),
               count(DISTINCT customer_id) FILTER (touchpoint = '{four}' AND moment - begun_three {within})
        FROM three"""


class DuckDB:
    """What both states share: a connection, and queries for jobs."""

    version = duckdb.__version__
    name = "DuckDB"

    def __init__(self) -> None:
        self.connected: duckdb.DuckDBPyConnection | None = None

    def rows(self, query: str) -> Rows:
        """All rows of a query."""
        if self.connected is None:
            raise RuntimeError("prepare comes first")
        return self.connected.execute(query).fetchall()

    def asked(self, query: str, answer: Callable[[Rows], answers.Answer]) -> Asked:
        """One query, one answer."""
        return Asked(lambda: self.rows(query), answer)


def map_answer(rows: Rows) -> answers.Answer:
    """Rows (a, b, n, mean[, median])."""
    return answers.of_map((row[0], row[1], row[2], row[3], row[4] if len(row) > 4 else None) for row in rows)


def pairs_answer(rows: Rows) -> answers.Answer:
    """Rows (from × 40 + to, n, mean, median)."""
    return map_answer([(TOUCHPOINTS[row[0] // 40], TOUCHPOINTS[row[0] % 40], *row[1:]) for row in rows])


class Raw(DuckDB):
    """The table as it was loaded, in order of arrival."""

    name = "DuckDB, table as loaded"

    def prepare(self, files: Files) -> Mapping[str, float]:
        """Load the log."""
        self.connected = connection(files)
        began = time.perf_counter()
        self.connected.execute(f"CREATE TABLE log AS {coded(files.arrival)}")
        return {"load_seconds": time.perf_counter() - began}

    def jobs(self) -> Mapping[str, Asked]:
        """All of them."""
        visitors = (
            "(SELECT customer_id, timestamp, touchpoint FROM log WHERE customer_id IN "
            f"(SELECT customer_id FROM log WHERE touchpoint = '{VISITED}' AND outcome = 'lost'))"
        )
        begun = "count(DISTINCT customer_id) FILTER (begun IS NOT NULL)"
        return {
            "map_mean": self.asked(map_of("log", "avg(wait)"), map_answer),
            "map_median": self.asked(map_of("log", "avg(wait), median(wait)"), map_answer),
            "paths": self.asked(
                "SELECT path, count(*) AS n FROM (SELECT string_agg(chr(48 + enum_code(touchpoint)::INT), '' "
                f"ORDER BY timestamp) AS path FROM log GROUP BY customer_id) GROUP BY path ORDER BY n DESC "
                f"LIMIT {TOP_PATHS}",
                paths_answer,
            ),
            "entries": self.asked(
                """WITH customer AS (SELECT arg_min(touchpoint, timestamp) AS first, arg_max(touchpoint, timestamp) AS
                last,
                    any_value(outcome) AS outcome FROM log GROUP BY customer_id)
                SELECT 'entry', first, outcome, count(*) FROM customer GROUP BY first, outcome
                UNION ALL SELECT 'exit', last, outcome, count(*) FROM customer GROUP BY last, outcome""",
                answers.of_entries,
            ),
            "funnel": self.asked(funnel_of("log", begun), lambda rows: answers.of_funnel(rows[0])),
            "attribution": Asked(self._attribution, answers.of_attribution),
            "filtered_map": self.asked(map_of(visitors, "avg(wait), median(wait)"), map_answer),
        }

    def _attribution(self) -> list[tuple[str, float]]:
        rows = self.rows(
            """SELECT a, b, start, outcome, count(*) FROM (
                SELECT touchpoint AS a, lead(touchpoint) OVER w AS b, lag(touchpoint) OVER w IS NULL AS start, outcome
                FROM log WINDOW w AS (PARTITION BY customer_id ORDER BY timestamp)) GROUP BY a, b, start, outcome"""
        )
        starts: dict[str, int] = {}
        for a, _, start, _, n in rows:
            if start:
                starts[a] = starts.get(a, 0) + n
        steps = [(a, b, n) for a, b, _, _, n in rows if b is not None]
        ends = [(a, outcome, n) for a, b, _, outcome, n in rows if b is None]
        return attributed(counts_table(steps, starts, ends))


def paths_answer(rows: Rows) -> answers.Answer:
    """Rows (path as letters, n)."""
    return answers.of_paths((([LETTERS[letter] for letter in path], n) for path, n in rows), TOP_PATHS)


class Prepared(DuckDB):
    """Everything prepared that SQL can prepare."""

    name = "DuckDB, prepared"

    def prepare(self, files: Files) -> Mapping[str, float]:
        """Load the sorted log and compute its steps and its customers."""
        self.connected = connection(files)
        began = time.perf_counter()
        # Here the order is of interest: rows of a customer side by side, in time.
        self.connected.execute("SET preserve_insertion_order = true")
        self.connected.execute(f"CREATE TABLE log AS {coded(files.by_customer)}")
        self.connected.execute("""
            CREATE TABLE customer AS SELECT customer_id, any_value(outcome) AS outcome,
                arg_min(touchpoint, timestamp) AS first, arg_max(touchpoint, timestamp) AS last,
                bit_or(1::UBIGINT << enum_code(touchpoint)) AS visited,
                string_agg(chr(48 + enum_code(touchpoint)::INT), '' ORDER BY timestamp) AS path
            FROM log GROUP BY customer_id ORDER BY customer_id""")
        self.connected.execute("""
            CREATE TABLE step AS SELECT step.*, (enum_code(a)::USMALLINT * 40 + enum_code(b))::USMALLINT AS pair,
            customer.outcome, customer.visited FROM (
                SELECT customer_id, touchpoint AS a, lead(touchpoint) OVER w AS b,
                       date_diff('second', timestamp, lead(timestamp) OVER w)::UINTEGER AS wait
                FROM log WINDOW w AS (PARTITION BY customer_id ORDER BY timestamp)) AS step
            JOIN customer USING (customer_id) WHERE b IS NOT NULL ORDER BY customer_id""")
        self.connected.execute("""
            CREATE TABLE visit AS SELECT customer_id, timestamp, touchpoint, visited FROM log
            JOIN customer USING (customer_id) ORDER BY customer_id, timestamp""")
        self.connected.execute("DROP TABLE log")
        self.connected.execute("""
            CREATE TABLE numbered AS SELECT dense_rank() OVER (ORDER BY path)::UINTEGER AS number, path FROM customer;
            CREATE TABLE path AS SELECT DISTINCT number, path FROM numbered ORDER BY number;
            ALTER TABLE numbered DROP COLUMN path""")
        return {"load_seconds": time.perf_counter() - began}

    def jobs(self) -> Mapping[str, Asked]:
        """All of them, and the paths numbered beforehand."""
        bits = {touchpoint: 1 << number for number, touchpoint in enumerate(TOUCHPOINTS)}
        both = bits[FUNNEL[0]] | bits[FUNNEL[1]]
        # Whoever lacks the first or second touchpoint cannot reach the second step: only the first is counted for them.
        source = f"(SELECT customer_id, timestamp, touchpoint FROM visit WHERE visited & {both} = {both})"
        begun = f"(SELECT count(*) FROM customer WHERE visited & {bits[FUNNEL[0]]} <> 0)"
        return {
            "map_mean": self.asked("SELECT a, b, count(*), avg(wait) FROM step GROUP BY a, b", map_answer),
            "map_median": self.asked(
                "SELECT pair, count(*), avg(wait), median(wait) FROM step GROUP BY pair", pairs_answer
            ),
            "paths": self.asked(
                f"SELECT path, count(*) AS n FROM customer GROUP BY path ORDER BY n DESC LIMIT {TOP_PATHS}",
                paths_answer,
            ),
            "paths_numbered": self.asked(
                f"SELECT path, n FROM (SELECT number, count(*) AS n FROM numbered GROUP BY number ORDER BY n DESC "
                f"LIMIT {TOP_PATHS}) JOIN path USING (number)",
                paths_answer,
            ),
            "entries": self.asked(
                """SELECT 'entry', first, outcome, count(*) FROM customer GROUP BY first, outcome
                UNION ALL SELECT 'exit', last, outcome, count(*) FROM customer GROUP BY last, outcome""",
                answers.of_entries,
            ),
            "funnel": self.asked(funnel_of(source, begun), lambda rows: answers.of_funnel(rows[0])),
            "attribution": Asked(self._attribution, answers.of_attribution),
            "filtered_map": self.asked(
                "SELECT pair, count(*), avg(wait), median(wait) FROM step "
                f"WHERE outcome = 'lost' AND visited & {bits[VISITED]} <> 0 GROUP BY pair",
                pairs_answer,
            ),
        }

    def _attribution(self) -> list[tuple[str, float]]:
        steps = self.rows("SELECT a, b, count(*) FROM step GROUP BY a, b")
        starts = dict(self.rows("SELECT first, count(*) FROM customer GROUP BY first"))
        ends = self.rows("SELECT last, outcome, count(*) FROM customer GROUP BY last, outcome")
        return attributed(counts_table(steps, starts, ends))
