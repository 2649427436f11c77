"""Functions for wide codes are compiled when there are such codes, once, however many threads ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

import wegmarke as wm
from wegmarke import compiled
from wegmarke.compiled import I64, R64, Wide
from wegmarke.index.dictionaries import Steps
from wegmarke.index.warming import warm, warm_for
from wegmarke.model.touchpoint import Touchpoint

ASKING = 8


def doubled(values: NDArray[np.uint64]) -> int:
    return 2 * len(values)


def test_threads_that_meet_compile_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    together = threading.Barrier(ASKING)
    real = compiled.compiled

    def counted(*signatures: object) -> object:
        made.append(signatures)
        return real(*signatures)

    monkeypatch.setattr(compiled, "compiled", counted)
    function = Wide("step", I64(R64), doubled)

    def ask(number: int) -> int:
        together.wait(60)
        return int(function(np.zeros(number, np.uint64)))

    with ThreadPoolExecutor(ASKING) as pool:
        assert list(pool.map(ask, range(ASKING))) == [2 * number for number in range(ASKING)]
    assert len(made) == 1


def named(count: int) -> tuple[Touchpoint, ...]:
    return tuple(Touchpoint(f"t{number}", f"t{number}") for number in range(count))


def steps(count: int) -> Steps:
    return Steps(np.zeros(count, np.int32), np.zeros(count, np.int32))


def test_what_an_index_needs_follows_from_its_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    warm()
    prepared: list[str] = []
    monkeypatch.setattr(Wide, "prepare", lambda self: prepared.append(self.codes))
    assert warm_for(named(254), steps(65_535)) == 0
    assert prepared == []
    assert warm_for(named(255), steps(65_535)) == len(prepared) > 0
    assert set(prepared) == {"touchpoint"}
    prepared.clear()
    assert warm_for(named(255), steps(65_536)) == len(prepared) > 0
    assert set(prepared) == {"touchpoint", "step"}


def test_a_log_with_wide_codes_is_answered_like_a_narrow_one(rng: np.random.Generator) -> None:
    """300 touchpoints, 270 of them in journeys of one interaction: the map of the longer ones does not show it."""
    count = 4000
    table = {
        "who": rng.integers(0, 400, count),
        "when": pa.array(rng.integers(1_600_000_000, 1_700_000_000, count) * 1_000_000).cast(pa.timestamp("us")),
        "where": [f"t{number:03}" for number in rng.integers(0, 30, count)],
    }
    rare = {
        "who": np.arange(1000, 1270),
        "when": pa.array(np.full(270, 1_700_000_000_000_000)).cast(pa.timestamp("us")),
        "where": [f"x{number:03}" for number in range(270)],
    }
    narrow = pa.table(table)
    wide = pa.concat_tables([narrow, pa.table(rare)])
    columns = {"customer": "who", "time": "when", "touchpoint": "where"}
    assert (
        wm.read(wide, **columns).where("length > 1").map().to_arrow(keys=True).to_pylist()
        == wm.read(narrow, **columns).where("length > 1").map().to_arrow(keys=True).to_pylist()
    )
