"""`read`: any table or file becomes the same log, and nothing is dropped in silence."""

import datetime as dt
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import wegmarke as wm
from tests.unit.library.making import CUSTOMERS, INTERACTIONS, log, table
from wegmarke.library.meaning import Columns, mapping_of
from wegmarke.library.rows import _short_way, interactions_of
from wegmarke.model.columns import INDEX_COLUMNS, INTERACTION_SCHEMA
from wegmarke.model.mapping import Identifier
from wegmarke.model.progress import Progress
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.interactions import apply_mapping

MEANING: dict[str, Any] = {"customer": "customer", "time": "time", "touchpoint": "page", "outcome": "status"}


def typed() -> pa.Table:
    """The same table with real times and names as a dictionary."""
    times = pa.array([dt.datetime.fromisoformat(text) for text in table()["time"].to_pylist()], pa.timestamp("us"))
    return table(time=times).set_column(2, "page", table()["page"].combine_chunks().dictionary_encode())


FRAMES: dict[str, Callable[[], object]] = {
    "pyarrow": table,
    "pyarrow typed": typed,
    "pandas": lambda: table().to_pandas(),
    "pandas typed": lambda: typed().to_pandas(),
    "pandas index": lambda: typed().to_pandas().sample(frac=1, random_state=1),
    "polars": lambda: pl.from_arrow(table()),
    "polars typed": lambda: pl.from_arrow(typed()),
    "polars lazy": lambda: pl.from_arrow(typed()).lazy(),
    "duckdb": lambda: duckdb.from_arrow(typed()),
}


def answers(read: wm.Log) -> list[object]:
    """What the log says, as plain values."""
    steps = read.map().to_arrow().sort_by([("source", "ascending"), ("target", "ascending")])
    return [read.basis.interactions, read.basis.journeys, read.basis.customers, steps.to_pylist()]


@pytest.mark.parametrize("kind", FRAMES)
def test_every_kind_of_frame_gives_the_same_log(kind: str) -> None:
    assert answers(wm.read(FRAMES[kind](), time_zone="UTC", **MEANING)) == answers(log())


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl", "xlsx"])
def test_every_kind_of_file_gives_the_same_log(tmp_path: Path, suffix: str) -> None:
    path, frame = tmp_path / f"log.{suffix}", typed().to_pandas()
    match suffix:
        case "csv":
            frame.to_csv(path, index=False)
        case "parquet":
            pq.write_table(typed(), path)
        case "jsonl":
            table().to_pandas().to_json(path, orient="records", lines=True)
        case _:
            pl.from_arrow(table()).write_excel(path)
    for given in (path, str(path)):
        assert answers(wm.read(given, time_zone="UTC", **MEANING)) == answers(log())


def test_a_log_says_how_much_it_holds() -> None:
    read = log()
    assert len(read) == INTERACTIONS
    assert f"{INTERACTIONS} interactions, {CUSTOMERS} journeys, {CUSTOMERS} customers, 3 touchpoints" in repr(read)
    assert {one.label for one in read.touchpoints} == {"Website", "=Hotline", "Kauf & <b>"}


def test_unfit_rows_are_counted_with_their_reasons_and_warned_of() -> None:
    frame = pd.DataFrame(
        {"customer": ["a", None, "b", "c", " "], "time": ["2026-01-01"] * 3 + ["soon", "2026-01-01"], "page": ["x"] * 5}
    )
    with pytest.warns(UserWarning, match="3 of 5 rows set aside") as told:
        read = wm.read(frame, customer="customer", time="time", touchpoint="page")
    assert told[0].filename == __file__
    assert len(read) == 2
    assert dict(read.unfit.reasons) == {"customer_missing": 2, "time_unreadable": 1}
    assert [(one.row, one.reason) for one in read.unfit.first] == [
        (2, "customer_missing"),
        (4, "time_unreadable"),
        (5, "customer_missing"),
    ]
    assert read.unfit.rows_read == len(read) + len(read.unfit)
    assert "2 × Der Kunde fehlt." in read.unfit.explain("de")


def test_a_clean_table_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(log().unfit) == 0


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: wm.read(table(), customer="custmer", time="time", touchpoint="page"), "mapping_column_missing"),
        (lambda: wm.read(table(), customer="customer", time="time"), "mapping_incomplete"),
        (lambda: wm.read([1, 2], **MEANING), "format_unsupported"),
        (lambda: wm.read("nowhere.csv", **MEANING), "file_missing"),
        (lambda: wm.read(table(), time_zone="Mars/Olympus", **MEANING), "workspace_setting"),
        (lambda: wm.read(table(), silence_days=0, **MEANING), "workspace_setting"),
        (lambda: wm.read(table(), outcomes={"sold": "x"}, **MEANING), "workspace_setting"),
    ],
)
def test_what_cannot_be_read_is_said(call: Callable[[], object], code: str) -> None:
    with pytest.raises(wm.WegmarkeError) as raised:
        call()
    assert raised.value.code == code
    assert str(raised.value)


def test_outcomes_may_be_touchpoints_and_cut_journeys() -> None:
    named = {"won": ["Kauf & <b>"]}
    frame = table().slice(0, 3)
    twice = pa.concat_tables([frame, table(customer=pa.array(["ada"] * INTERACTIONS, pa.string()))])
    whole = wm.read(twice, customer="customer", time="time", touchpoint="page", outcomes=named, cut_at_outcome=False)
    cut = wm.read(twice, customer="customer", time="time", touchpoint="page", outcomes=named)
    assert whole.basis.journeys == 1
    assert cut.basis.journeys == 1 + 4  # ada buys four times, and goes on after the last
    assert cut.where(outcome="won").basis.journeys == 4


def test_silence_and_journey_ids_cut() -> None:
    by_silence = wm.read(table(), silence_days=0.5, time_zone="UTC", **MEANING)
    assert by_silence.basis.journeys == 6 + 3  # ada, bob and cleo waited a day
    ids = pa.array([str(row) for row in range(INTERACTIONS)])
    by_id = wm.read(table(visit=ids), journey="visit", time_zone="UTC", **MEANING)
    assert by_id.basis.journeys == INTERACTIONS
    assert by_id.basis.case_notion == "journey_id"


def test_only_the_states_asked_for_count() -> None:
    states = pa.array(["start", "complete"] * 7)
    read = wm.read(table(state=states), lifecycle="state", keep_lifecycle="complete", **MEANING)
    assert len(read) == 7


def test_a_file_of_xes_needs_no_columns(shared_data: Path) -> None:
    read = wm.read(shared_data / "logs" / "08_receipt.xes.gz")
    assert (len(read), read.basis.customers) == (8577, 1434)


def test_a_mapping_says_it_all(tmp_path: Path) -> None:
    path = tmp_path / "crm.toml"
    path.write_text(
        'version = 1\nsource = "crm"\ncustomer = "customer"\n'
        '[[interaction]]\ntime = "time"\ntouchpoint = { constant = "Contact" }\n'
    )
    read = wm.read(table(), mapping=path, time_zone="UTC")
    assert [one.label for one in read.touchpoints] == ["Contact"]
    assert len(read) == INTERACTIONS
    with pytest.raises(wm.WegmarkeError) as raised:
        wm.read(table(), mapping=path, customer="customer")
    assert raised.value.code == "mapping_broken"


def test_progress_is_told_and_a_watcher_may_stop() -> None:
    told: list[Progress] = []
    wm.read(table(), progress=told.append, **MEANING)
    assert told[0].stage == "read"
    assert told[0].share == 1.0
    assert {one.stage for one in told} > {"read"}

    class Impatient:
        def report(self, progress: Progress) -> None:
            del progress

        def stopped(self) -> bool:
            return True

    with pytest.raises(wm.WegmarkeError) as raised:
        wm.read(table(), progress=Impatient(), **MEANING)
    assert raised.value.code == "import_stopped"


BIG = 2000


def column(kind: str, rng: np.random.Generator) -> pa.Array:
    """A column of some type with some values, as files and frames bring them."""
    numbers = rng.integers(0, 50, BIG)
    words = [f"w{number}" for number in numbers]
    made: dict[str, Callable[[], pa.Array]] = {
        "whole numbers": lambda: pa.array(numbers),
        "tidy text": lambda: pa.array(words),
        "large text": lambda: pa.array(words, pa.large_string()),
        "dictionary": lambda: pa.array(words).dictionary_encode(),
        "with blanks": lambda: pa.array([f" {word} " if len(word) == 2 else word for word in words]),
        "with umlauts": lambda: pa.array([f"ä{word}ß" for word in words]),
        "with gaps": lambda: pa.array([None if word == "w7" else word for word in words]),
        "with empty ones": lambda: pa.array(["" if word == "w7" else word for word in words]),
        "floats": lambda: pa.array([None if number == 7 else float(number) for number in numbers]),
    }
    return made[kind]()


def as_recorded(interactions: pa.RecordBatch) -> pa.Table:
    """The columns that the index needs, in the types of the record; those that are not there hold nothing."""
    table, count = pa.Table.from_batches([interactions]), len(interactions)
    nothing = {"file": np.zeros(count, np.int32), "part": np.zeros(count, np.int16), "ends": np.zeros(count, np.bool_)}
    columns = []
    for name in INDEX_COLUMNS:
        field = INTERACTION_SCHEMA.field(name)
        there = name in table.schema.names
        columns.append(table.column(name) if there else pa.array(nothing.get(name, [None] * count), field.type))
        columns[-1] = columns[-1].cast(field.type)
    return pa.table(columns, names=list(INDEX_COLUMNS))


KINDS = [
    *("whole numbers", "tidy text", "large text", "dictionary", "with blanks", "with umlauts", "with gaps"),
    *("with empty ones", "floats"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_the_short_way_and_the_long_way_agree(kind: str, rng: np.random.Generator) -> None:
    """Typed batches skip the reading of text; whatever stands in them, the interactions are the same."""
    seconds = pa.array(rng.integers(1_600_000_000, 1_700_000_000, BIG) * 1_000_000)
    some = column(kind, rng)
    columns = {
        "who": some,
        "when": seconds.cast(pa.timestamp("us")),
        "where": column("tidy text" if kind in {"whole numbers", "floats"} else kind, rng),
        "channel": column("with gaps", rng),
        "order": pa.array(rng.integers(0, 9, BIG)),
        "visit": column("with gaps", rng),
        "amount": pa.array(np.round(rng.normal(50, 20, BIG), 2)),
    }
    meaning = mapping_of(
        Columns("who", "when", "where", channel="channel", sequence="order", journey="visit", value="amount"), "EUR"
    )
    batch = RawBatch(pa.RecordBatch.from_pydict(columns), np.arange(1, BIG + 1))
    short = interactions_of(meaning, batch, "Europe/Berlin")
    long = apply_mapping(meaning, batch, keep_rest=False, time_zone="Europe/Berlin")
    assert short.rows == long.rows == BIG
    assert short.unfit == long.unfit
    assert as_recorded(short.interactions).to_pylist() == as_recorded(long.interactions).to_pylist()
    took_the_short_way = _short_way(meaning, batch, "Europe/Berlin") is not None
    assert took_the_short_way == (kind in {"whole numbers", "tidy text", "large text", "dictionary"})


@pytest.mark.parametrize(("gap", "customers"), [(None, ["1", "2"]), ("2", ["1", "cookie b"])])
def test_both_ways_know_further_identifiers(gap: str | None, customers: list[str]) -> None:
    meaning = replace(
        mapping_of(Columns("who", "when", "where"), "EUR"), identifiers=(Identifier("visitor", "cookie"),)
    )
    columns = {
        "who": pa.array([None if who == gap else who for who in ("1", "2")]),
        "visitor": pa.array(["cookie a", "cookie b"]),
        "when": pa.array([0, 1], pa.timestamp("us")),
        "where": pa.array(["x", "y"]),
    }
    batch = RawBatch(pa.RecordBatch.from_pydict(columns), np.arange(1, 3))
    found = interactions_of(meaning, batch, "UTC").interactions
    assert found["customer"].to_pylist() == customers
    assert found["customer_kind"].to_pylist() == ["customer", "cookie" if gap else "customer"]
    assert (_short_way(meaning, batch, "UTC") is None) == (gap is not None)
