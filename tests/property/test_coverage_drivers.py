"""Intervals of the parts of R² hold the truth as often as they claim, and drivers that matter nothing are not found."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from wegmarke.stats.key_drivers import KeyDrivers, key_drivers
from wegmarke.stats.relative_weights import relative_weight_parts
from wegmarke.stats.shapley import shapley_parts

AT_LEAST = 0.93
DRAWS = 200
CHANCE = 3 * math.sqrt(AT_LEAST * (1 - AT_LEAST) / DRAWS)


def correlations(alike: float, slopes: list[float], r_squared: float) -> NDArray[np.float64]:
    """Of drivers that all correlate by `alike`, and an outcome of which they explain `r_squared`."""
    size = len(slopes)
    whole = np.eye(size + 1)
    between = whole[:size, :size]
    between[...] = alike
    np.fill_diagonal(between, 1)
    slope = np.array(slopes)
    if slope.any():
        slope *= math.sqrt(r_squared / (slope @ between @ slope))
    whole[:size, size] = whole[size, :size] = between @ slope
    return whole


@pytest.mark.parametrize(
    ("alike", "slopes", "r_squared", "n"),
    [(0.5, [1, 0.5, 0.2, 0], 0.3, 100), (0, [1, 0.3, 0, 0], 0.1, 150), (0.3, [0, 0, 0, 0, 0], 0, 100)],
)
def test_parts_cover(alike: float, slopes: list[float], r_squared: float, n: int) -> None:
    whole = correlations(alike, slopes, r_squared)
    parts, weights = shapley_parts(whole[None])[0], relative_weight_parts(whole[None])[0]
    nothing = parts < 1e-12
    root = np.linalg.cholesky(whole)
    drawn = np.random.default_rng([n, len(slopes)])
    covered = np.zeros((2, len(slopes)))
    found, explained = np.zeros(len(slopes)), 0
    for seed in range(DRAWS):
        table = drawn.normal(size=(n, len(whole))) @ root.T
        told = key_drivers(table[:, :-1], table[:, -1], resamples=250, seed=seed)
        assert isinstance(told, KeyDrivers)
        for at, (interval, truth) in enumerate(((told.shapley, parts), (told.relative_weight, weights))):
            covered[at] += (interval.low <= truth + 1e-12) & (truth <= interval.high)
            assert (interval.low <= interval.value).all()
            assert (interval.value <= interval.high).all()
        explained += told.r_squared.low <= r_squared <= told.r_squared.high
        found += told.p_value <= 0.05
    assert covered.min() / DRAWS >= AT_LEAST - CHANCE
    assert explained / DRAWS >= AT_LEAST - CHANCE
    assert found[nothing].max(initial=0) / DRAWS <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / DRAWS)
    assert (found[parts > 0.05] / DRAWS > 0.7).all()
