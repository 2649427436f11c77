"""The one door to Splink: its settings, learning, and scores as a table.

Everything that could differ from run to run is fixed: records are sorted by number, the pairs that show what is met by
chance come from records chosen by a hash of their number, and weights are rounded before anything is decided by them.

It is learned in this process, from no more pairs than are needed; all pairs are compared where the caller says.
"""

from __future__ import annotations

import logging
import math
from copy import deepcopy
from typing import Any, cast

import duckdb
import pyarrow as pa
from splink import Linker, SettingsCreator, block_on

from wegmarke.identity.blocking import CERTAIN, CERTAIN_SHARE, KEYS, LEARNED_FROM, key_sql, key_value, possible
from wegmarke.identity.comparing import Comparison
from wegmarke.identity.comparing_pairs import RECORDS, Comparer, Here, registered
from wegmarke.identity.preparing import NUMBER

RECORDS_BY_CHANCE = 1_200
"""Records whose pairs show how often a likeness is met by chance: 720,000 pairs."""

PAIRS_TO_LEARN_FROM = 1_000_000
FEWEST_TO_LEARN_FROM = 200
"""With fewer pairs of one person expected, likeness is not learned: what is written in `comparing` is taken."""

LEAST_M, LEAST_BARE = 0.0005, 0.1
FAR_BELOW = -12.0
ROUNDS = 2
DECIMALS = 4


def scored(
    connection: duckdb.DuckDBPyConnection,
    table: pa.Table,
    comparisons: tuple[Comparison, ...],
    numbers: tuple[str, ...],
    at_least: float,
    comparer: Comparer | None = None,
) -> pa.Table:
    """The pairs of at least that weight: a, b, weight, probability, and for each comparison gamma_KIND and weight_KIND.

    gamma is the place of the level from below: 0 is `different`, -1 that a value is missing. numbers: the columns that
    hold numbers of a person's own. comparer: who compares all pairs; None: this process.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = tuple(name for name in table.column_names if name != NUMBER)
    keys = possible((*((number,) for number in numbers), *KEYS), columns)
    key_columns = ", ".join(f"{key_sql(key)} AS key_{place}" for place, key in enumerate(keys))
    connection.register("given", table)
    connection.execute(f"CREATE TABLE records AS SELECT *, {key_columns} FROM given ORDER BY {NUMBER}")  # noqa: S608
    pairs = _certain_pairs(connection, numbers, columns)
    settings = _settings(comparisons, len(keys), max(pairs, 1.0) / (len(table) * (len(table) - 1) / 2))
    settings = _by_chance(connection, settings, comparisons)
    if pairs >= FEWEST_TO_LEARN_FROM:
        settings = _learned(connection, settings, comparisons, possible(LEARNED_FROM, columns))
    drawn, everywhere = settings, len(table) * (len(table) - 1) / 2
    comparer = comparer or Here(connection)
    comparer.take(table, tuple(map(key_value, keys)))
    for _ in range(ROUNDS):
        share = _share_of_one_person(comparer, comparer.compare(settings, FAR_BELOW), settings, everywhere)
        settings = _without_one_person(drawn, comparisons, share)
    return _as_table(comparer, comparer.compare(settings, at_least - 1), comparisons, at_least)


def _learned(
    connection: duckdb.DuckDBPyConnection,
    settings: dict[str, Any],
    comparisons: tuple[Comparison, ...],
    keys: tuple[tuple[str, ...], ...],
) -> dict[str, Any]:
    """The settings with how often each likeness is met where both are one person."""
    linker = Linker(registered(connection, RECORDS), settings, log_level=None, validate_settings=False)
    for key in keys:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*key), max_pairs=PAIRS_TO_LEARN_FROM, record_sample_proportion=1.0
        )
    return _sound(linker.misc.save_model_to_json(), comparisons, 0.0)


def _share_of_one_person(comparer: Comparer, found: str, settings: dict[str, Any], everywhere: float) -> float:
    """Of all pairs, the share that is one person: the share under which the pairs found have just as many in sum."""
    share = float(settings["probability_two_random_records_match"])
    rows = comparer.ask(
        f"SELECT round(match_weight - {_bits(share)}, 1) AS bits, count(*) AS pairs FROM {found}"  # noqa: S608
        " GROUP BY bits ORDER BY bits"
    )
    bits, counts = rows["bits"].to_numpy(), rows["pairs"].to_numpy()
    for _ in range(100):
        share = max(float((counts / (1 + 2.0 ** -(bits + _bits(share)))).sum()), 0.5) / everywhere
        share = min(share, 0.5)
    return share


def _bits(probability: float) -> float:
    return math.log2(probability / (1 - probability))


def _without_one_person(settings: dict[str, Any], comparisons: tuple[Comparison, ...], share: float) -> dict[str, Any]:
    """The settings for that share, and chance without it.

    Among pairs drawn at random some are one person, and they agree. Where there are many such, agreeing seems to be
    met by chance more often than it is: u = ((1 - share) u' + share m) is solved for u'.
    """
    settings = deepcopy(settings) | {"probability_two_random_records_match": share}
    for comparison, said in zip(comparisons, settings["comparisons"], strict=True):
        levels = [level for level in said["comparison_levels"] if not level.get("is_null_level")]
        for level, told in zip(comparison.levels, levels, strict=True):
            drawn = told["u_probability"]
            bare = (drawn - share * told["m_probability"]) / (1 - share)
            told["u_probability"] = max(bare, drawn * LEAST_BARE, level.least_u)
    return settings


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    ((count,),) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 - a table of ours
    return cast("int", count)


def _certain_pairs(connection: duckdb.DuckDBPyConnection, numbers: tuple[str, ...], columns: tuple[str, ...]) -> float:
    """How many pairs of one person there are, guessed from those that agree on something certain."""
    keys = possible((*((number, "last_name") for number in numbers), *CERTAIN), columns)
    if not keys:
        return 0.0
    pairs = " UNION ".join(
        f"SELECT l.number AS a, r.number AS b FROM records l JOIN records r USING ({', '.join(key)})"  # noqa: S608
        f" WHERE l.number < r.number"
        for key in keys
    )
    return _count(connection, f"({pairs})") / CERTAIN_SHARE


def _settings(comparisons: tuple[Comparison, ...], keys: int, share: float) -> dict[str, Any]:
    """What Splink is to do, as it wants it said; share: of all pairs, how many are one person."""
    creator = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=NUMBER,
        comparisons=[_as_splink_says(comparison) for comparison in comparisons],
        blocking_rules_to_generate_predictions=[block_on(f"key_{place}") for place in range(keys)],
        probability_two_random_records_match=min(share, 0.5),
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
        max_iterations=50,
        linker_uid="wegmarke",
    )
    return dict(creator.create_settings_dict("duckdb"))


def _as_splink_says(comparison: Comparison) -> dict[str, Any]:
    missing = " OR ".join(f"{comparison.columns[0]}_{side} IS NULL" for side in "lr")
    levels: list[dict[str, Any]] = [{"sql_condition": missing, "label_for_charts": "missing", "is_null_level": True}]
    for level in comparison.levels:
        said = {"sql_condition": level.condition, "label_for_charts": level.likeness, "m_probability": level.m}
        levels.append(said | ({"tf_adjustment_column": level.by_frequency} if level.by_frequency else {}))
    return {"output_column_name": comparison.kind, "comparison_levels": levels}


def _by_chance(
    connection: duckdb.DuckDBPyConnection, settings: dict[str, Any], comparisons: tuple[Comparison, ...]
) -> dict[str, Any]:
    """The settings with how often each likeness is met by chance, from pairs of some records."""
    connection.execute(
        f"CREATE TABLE drawn AS SELECT * FROM records ORDER BY hash(number), number LIMIT {RECORDS_BY_CHANCE}"  # noqa: S608
    )
    count = _count(connection, "drawn")
    linker = Linker(registered(connection, "drawn"), settings, log_level=None, validate_settings=False)
    pairs = count * (count - 1) / 2
    linker.training.estimate_u_using_random_sampling(
        max_pairs=2 * pairs, seed=None, min_count_per_level=None, num_chunks=1
    )
    return _sound(linker.misc.save_model_to_json(), comparisons, least=0.5 / pairs)


def _sound(settings: dict[str, Any], comparisons: tuple[Comparison, ...], least: float) -> dict[str, Any]:
    """The settings without a probability of nothing: what was met never may be met once."""
    for comparison, said in zip(comparisons, settings["comparisons"], strict=True):
        levels = [level for level in said["comparison_levels"] if not level.get("is_null_level")]
        for level, told in zip(comparison.levels, levels, strict=True):
            told["u_probability"] = max(told.get("u_probability") or 0.0, least, level.least_u)
            told["m_probability"] = max(told.get("m_probability") or 0.0, LEAST_M)
    return settings


def _as_table(comparer: Comparer, found: str, comparisons: tuple[Comparison, ...], at_least: float) -> pa.Table:
    """What Splink found, with one weight for each respect, rounded; heaviest first."""
    wanted = [f"least({NUMBER}_l, {NUMBER}_r) AS a", f"greatest({NUMBER}_l, {NUMBER}_r) AS b"]
    wanted += [f"round(match_weight, {DECIMALS}) AS weight", "match_probability AS probability"]
    for comparison in comparisons:
        kind = comparison.kind
        frequency = f" + mw_tf_adj_{kind}" if any(level.by_frequency for level in comparison.levels) else ""
        wanted += [f"gamma_{kind}", f"round(mw_{kind}{frequency}, {DECIMALS}) AS weight_{kind}"]
    return comparer.ask(
        f"SELECT {', '.join(wanted)} FROM {found} WHERE round(match_weight, {DECIMALS}) >= {at_least}"  # noqa: S608
        " ORDER BY weight DESC, a, b"
    )
