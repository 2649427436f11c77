"""Published and recomputed counts of public event logs, through the whole path: file → mapping → index → questions.

Provenance. The edge lists, variants, cases and events in `reference/dfg_*.json` were made with pm4py 2.7.23.11
(`discover_dfg`, events of a case ordered by timestamp, equal ones as in the file). The counts of the running example of
the process-mining textbooks were read there and in the same pm4py; mean and median of "check ticket → decide" are the
arithmetic of its six steps. The 164,506 events, 4,336 variants and 151,419 successions of BPIC 2012's completed
activities were published and recomputed with pm4py.

Case notion: one trace, or one case id, is one journey. Activity: concept:name. Ties: time, then the row of the file.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import wegmarke as wm

XES = {"bpic2012": (13_087, 262_200, 4_366, 24, 125), "helpdesk": (4_580, 21_348, 226, 14, 55)}
XES["08_receipt"] = (1_434, 8_577, 116, 27, 99)
"""Cases, events, variants, activities, edges (pm4py, as above)."""


@cache
def log_of(shared_data: Path, name: str) -> wm.Log:
    return wm.read(shared_data / "logs" / f"{name}.xes.gz", outcomes={})


@cache
def completed(shared_data: Path) -> wm.Log:
    return wm.read(
        shared_data / "logs" / "bpic2012.xes.gz",
        lifecycle="lifecycle:transition",
        keep_lifecycle="COMPLETE",
        outcomes={"won": ["A_ACTIVATED"], "lost": ["A_CANCELLED"]},
        cut_at_outcome=False,
    )


@cache
def running_example(shared_data: Path) -> wm.Log:
    path = shared_data / "logs" / "running_example.csv"
    return wm.read(path, customer="case_id", time="timestamp", touchpoint="activity", outcomes={})


def steps_of(log: wm.Log) -> dict[tuple[str, str], int]:
    """Every step by the labels of its touchpoints."""
    result: Any = log.map(quantiles=(), customers=False).result
    labels = [touchpoint.label for touchpoint in result.touchpoints]
    ends = zip(result.source.tolist(), result.target.tolist(), result.steps.tolist(), strict=True)
    return {(labels[a], labels[b]): steps for a, b, steps in ends}


def edges_of(log: wm.Log, which: str) -> dict[str, int]:
    """How many journeys start (end) at each touchpoint, without those where none does."""
    result: Any = log.map(quantiles=(), customers=False).result
    counts = getattr(result, which).tolist()
    return {t.label: n for t, n in zip(result.touchpoints, counts, strict=True) if n}


@pytest.mark.parametrize("name", XES)
def test_every_edge_of_a_log_has_its_count(shared_data: Path, name: str) -> None:
    cases, events, variants, activities, edges = XES[name]
    reference = json.loads((shared_data / "reference" / f"dfg_{name}.json").read_text("utf-8"))
    assert (reference["cases"], reference["events"], reference["variants"]) == (cases, events, variants)
    log = log_of(shared_data, name)
    basis = log.map().finding.basis
    assert (basis.journeys, basis.customers, basis.interactions) == (cases, cases, events)
    assert len(log.touchpoints) == activities
    expected = {(source, target): count for source, target, count in reference["dfg"]}
    assert len(expected) == edges
    assert steps_of(log) == expected
    assert sum(expected.values()) == events - cases
    assert edges_of(log, "starts") == reference["start"]
    assert edges_of(log, "ends") == reference["end"]
    assert log.paths(top=5).result.all_paths == variants
    assert len(log.unfit) == 0


def test_completed_events_of_bpic2012(shared_data: Path) -> None:
    log = completed(shared_data)
    basis = log.map().finding.basis
    assert basis.lifecycle == ("COMPLETE",)
    assert (basis.journeys, basis.interactions) == (13_087, 164_506)
    assert len(log.touchpoints) == 23  # one activity is only ever scheduled and started
    assert log.paths().result.all_paths == 4_336
    assert sum(steps_of(log).values()) == 151_419


def test_accepted_and_cancelled_loan_applications(shared_data: Path) -> None:
    """2,246 activated, 2,807 cancelled (C: `zgrep -c` for each). The bank's programs write approval, registration and
    acceptance of the offer in the second of activation: these are refused, and the others compared.
    """
    log = completed(shared_data)
    result: Any = log.won_lost("lost", begun_before_days=30).result
    assert (result.won, result.lost) == (2246, 2807)
    why = {one.touchpoint: one.why for one in result.refused}
    assert {name for name, one in why.items() if one == "same_moment"} == {"a_approved", "a_registered", "o_accepted"}
    assert result.begun_before == 1012
    line = next(one for one in result.lines if one.feature == "touchpoint" and one.about == ("o_sent_back",))
    assert (line.won, line.lost) == (2246, 158)
    silence = next(one for one in result.lines if one.feature == "longest_silence")
    assert silence.difference.interval.high < 0


def test_the_textbook_log(shared_data: Path) -> None:
    log = running_example(shared_data)
    basis = log.map().finding.basis
    assert (basis.journeys, basis.interactions) == (6, 42)
    paths: Any = log.paths().result
    assert (paths.all_paths, paths.journeys.tolist()) == (6, [1] * 6)
    steps = steps_of(log)
    assert (len(steps), sum(steps.values())) == (16, 36)
    assert steps["check ticket", "decide"] == 6
    decided = {target: count for (source, target), count in steps.items() if source == "decide"}
    assert decided == {"pay compensation": 3, "reinitiate request": 3, "reject request": 3}


def test_elapsed_time_from_checking_to_deciding(shared_data: Path) -> None:
    """Mean 181,960 s and median 129,300 s over six steps."""
    result: Any = running_example(shared_data).map(quantiles=(0.5,)).result
    labels = [touchpoint.label for touchpoint in result.touchpoints]
    found = [
        (float(result.mean_seconds[i]), float(result.quantile_seconds[0, i]))
        for i in range(len(result.steps))
        if (labels[result.source[i]], labels[result.target[i]]) == ("check ticket", "decide")
    ]
    assert found == [(181_960.0, 129_300.0)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffling_the_rows_changes_nothing_where_times_differ(shared_data: Path, tmp_path: Path, seed: int) -> None:
    """No two rows of a case of the textbook log have the same time."""
    with (shared_data / "logs" / "running_example.csv").open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle, delimiter=";")
    assert len({(row[0], row[2]) for row in rows}) == len(rows)
    shuffled = [rows[i] for i in np.random.default_rng(seed).permutation(len(rows))]
    with (tmp_path / "shuffled.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=";").writerows([header, *shuffled])
    log = wm.read(tmp_path / "shuffled.csv", customer="case_id", time="timestamp", touchpoint="activity", outcomes={})
    original = running_example(shared_data)
    for name in ("map", "paths", "entries"):
        ours, theirs = log.ask(name).tables, original.ask(name).tables
        assert [[list(c.values) for c in t.columns] for t in ours] == [
            [list(c.values) for c in t.columns] for t in theirs
        ]


@pytest.mark.parametrize("column", ["order", None])
def test_equal_times_are_ordered_by_sequence_else_by_row(tmp_path: Path, column: str | None) -> None:
    lines = ["who,when,where,order", "NA,2026-01-01,third,3", "NA,2026-01-01,first,1", "NA,2026-01-01,second,2"]
    lines += ["null,2026-01-01,b,1", "null,2026-01-01,a,1"]
    (tmp_path / "ties.csv").write_text("\n".join(lines) + "\n", "utf-8")
    log = wm.read(tmp_path / "ties.csv", customer="who", time="when", touchpoint="where", sequence=column)
    found: Any = log.customers(order="identifier").result
    labels = [touchpoint.label for touchpoint in log.touchpoints]
    paths = {line.identifier: [labels[code] for code in line.path] for line in found.lines}
    ordered = ["first", "second", "third"] if column else ["third", "first", "second"]
    assert paths == {"NA": ordered, "null": ["b", "a"]}


# --- attribution --------------------------------------------------------------------------------------------------


_NEW_YEAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@cache
def path_data(shared_data: Path) -> wm.Log:
    """The 10,000 channel paths of ChannelAttribution 2.2.5's example, every conversion and every null a journey."""
    columns: dict[str, list[object]] = {"journey": [], "at": [], "channel": [], "outcome": []}
    with (shared_data / "attribution" / "PathData.csv").open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle, delimiter=";")):
            path = row["path"].split(" > ")
            won, lost = int(row["total_conversions"]), int(row["total_null"])
            for copy in range(won + lost):
                columns["journey"] += [f"{number}-{copy}"] * len(path)
                columns["at"] += [_NEW_YEAR + dt.timedelta(minutes=place) for place in range(len(path))]
                columns["channel"] += path
                columns["outcome"] += ["won" if copy < won else "lost"] * len(path)
    return wm.read(
        pl.DataFrame(columns),
        customer="journey",
        time="at",
        touchpoint="channel",
        outcome="outcome",
        time_zone="UTC",
    )


def test_markov_removal_effects_are_the_exact_ones(shared_data: Path) -> None:
    """Closed form: the absorbing chain of order one solved exactly; `pathdata_markov_order1_exact.csv`."""
    finding = path_data(shared_data).attribution().finding
    result: Any = finding.result
    assert result.base_rate == pytest.approx(0.2238451355968638, abs=1e-14)
    keys = list(result.labels)
    with (shared_data / "attribution" / "pathdata_markov_order1_exact.csv").open(encoding="utf-8") as handle:
        exact = {row["channel"]: row for row in csv.DictReader(handle)}
    assert set(keys) == {name for name, row in exact.items() if float(row["removal_effect_exact"]) > 0}
    for name, effect, conversions in zip(keys, result.removal_effect, result.conversions, strict=True):
        assert effect == pytest.approx(float(exact[name]["removal_effect_exact"]), abs=1e-10)
        assert conversions == pytest.approx(float(exact[name]["attributed_conversions_exact"]), abs=1e-6)
    alpha = keys.index("alpha")
    assert result.removal_effect[alpha] == pytest.approx(0.558399489508, abs=1e-11)
    assert result.conversions[alpha] == pytest.approx(5344.947682085, abs=1e-8)
    assert "redirect_to_null" in finding.assumptions


def test_first_and_last_touch_are_those_of_channelattribution(shared_data: Path) -> None:
    """`heuristic_models` of ChannelAttribution 2.2.5 on the same file: alpha 6308 first, 8447 last."""
    result: Any = path_data(shared_data).attribution().result
    with (shared_data / "attribution" / "pathdata_heuristics_ChannelAttribution_2.2.5.csv").open(
        encoding="utf-8"
    ) as handle:
        reference = {row["channel_name"]: row for row in csv.DictReader(handle)}
    for place, label in enumerate(result.labels):
        row = reference[label]
        assert result.rules["first_touch"][place] == float(row["first_touch_conversions"])
        assert result.rules["last_touch"][place] == float(row["last_touch_conversions"])
    assert reference["alpha"]["first_touch_conversions"] == "6308.0"
