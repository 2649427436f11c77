"""Attribution by the absorbing Markov chain, against the exact solution of public data and a chain solved by hand."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay
from wegmarke.stats.markov import Attribution, markov

DATA = Path(__file__).parents[3] / "shared" / "data" / "attribution"


def counted(paths: list[tuple[list[int], int, int]], size: int) -> NDArray[np.int64]:
    """Transition counts of (path, how often converted, how often not)."""
    counts = np.zeros((size + 1, size + 2), dtype=np.int64)
    for path, converted, lost in paths:
        for before, after in zip([size, *path[:-1]], path, strict=True):
            counts[before, after] += converted + lost
        counts[path[-1], size] += converted
        counts[path[-1], size + 1] += lost
    return counts


def solved(counts: NDArray[np.int64]) -> Attribution:
    attribution = markov(counts)
    assert not isinstance(attribution, CannotSay)
    return attribution


def by_solving_again(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The definition itself: send everyone who comes to i to null, solve the whole chain again."""
    size = counts.shape[0] - 1

    def rate(table: NDArray[np.int64]) -> float:
        shares = table / np.maximum(table.sum(axis=1), 1)[:, None]
        start, between, converting = shares[size, :size], shares[:size, :size], shares[:size, size]
        return float(start @ np.linalg.solve(np.eye(size) - between, converting) + shares[size, size])

    effects = []
    for removed in range(size):
        table = counts.copy()
        table[:, size + 1] += table[:, removed]
        table[:, removed] = 0
        effects.append(1 - rate(table) / rate(counts))
    return np.array(effects)


def test_three_journeys_by_hand() -> None:
    # C1 > C2 > C3 won, C1 lost, C2 > C3 lost. Base rate 1/3, removal effects 1/2, 1, 1 (closed form).
    attribution = solved(counted([([0, 1, 2], 1, 0), ([0], 0, 1), ([1, 2], 0, 1)], 3))
    assert attribution.base_rate == pytest.approx(1 / 3, abs=1e-15)
    assert attribution.removal_effect == pytest.approx([0.5, 1, 1], abs=1e-15)
    assert attribution.conversions == pytest.approx([0.2, 0.4, 0.4], abs=1e-15)
    assert (attribution.journeys, attribution.converted) == (3, 1)


def test_path_data() -> None:
    # The 10,000 channel paths of the R package ChannelAttribution; pathdata_markov_order1_exact.csv holds the exact
    # solution of the same chain, solved once for each removed channel (closed form, made independently of this code).
    if not DATA.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{DATA} is missing")
        pytest.skip(f"{DATA} is not here: the attribution data is kept outside the project")
    with (DATA / "PathData.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    with (DATA / "pathdata_markov_order1_exact.csv").open(encoding="utf-8") as file:
        expected = {row["channel"]: row for row in csv.DictReader(file)}
    channels = list(expected)
    paths = [
        (
            [channels.index(channel) for channel in row["path"].split(" > ")],
            int(row["total_conversions"]),
            int(row["total_null"]),
        )
        for row in rows
    ]
    attribution = solved(counted(paths, len(channels)))
    assert attribution.base_rate == pytest.approx(0.2238451355968638, abs=1e-15)
    for position, channel in enumerate(channels):
        row = expected[channel]
        assert attribution.removal_effect[position] == pytest.approx(float(row["removal_effect_exact"]), abs=1e-13)
        assert attribution.conversions[position] == pytest.approx(float(row["attributed_conversions_exact"]), abs=1e-9)
    alpha = channels.index("alpha")
    assert attribution.removal_effect[alpha] == pytest.approx(0.558399489508, abs=5e-13)
    assert attribution.conversions[alpha] == pytest.approx(5344.947682085, abs=5e-10)


@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_one_inverse_gives_what_solving_again_gives(size: int) -> None:
    drawn = np.random.default_rng(size)
    for filled in (0.2, 0.9):
        counts = drawn.integers(0, 30, (size + 1, size + 2)) * (drawn.random((size + 1, size + 2)) < filled)
        counts[:, size + 1] += 1  # so that every journey ends
        counts[size, 0] += 1
        counts[0, size] += 1
        assert solved(counts).removal_effect == pytest.approx(by_solving_again(counts), abs=1e-12)
