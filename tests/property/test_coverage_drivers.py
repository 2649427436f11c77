"""Intervals of the parts of R² hold the truth as often as they claim, and drivers that matter nothing are not found."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from wegmarke.model.finding import CannotSay
from wegmarke.stats.key_drivers import KeyDrivers, key_drivers
from wegmarke.stats.relative_weights import relative_weight_parts
from wegmarke.stats.shapley import shapley_parts

AT_LEAST = 0.93
DRAWS = 150
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
    [
        (0.5, [1, 0.5, 0.2, 0], 0.3, 100),
        (0.2, [1, 0.5, 0.3, 0.2, 0, 0, 0, 0], 0.2, 120),
        (0.3, [0, 0, 0, 0, 0], 0, 100),
    ],
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
        told = key_drivers(table[:, :-1], table[:, -1], resamples=200, seed=seed)
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


def test_rare_incidents_that_do_nothing_are_not_found() -> None:
    # Of five kinds of incidents the first makes eight times as many leave; the others are as rare and do nothing. Where
    # an incident by chance never ended in leaving, resamples alone know of no spread at all.
    drawn = np.random.default_rng(17)
    held, found, told = np.zeros(5), np.zeros(5), np.zeros(5)
    # Closed form: as they are independent, the part of the first is its squared correlation.
    truth = np.array([0.3**2 * 0.16 / (0.1 * 0.9), 0, 0, 0, 0])
    for seed in range(DRAWS):
        # Each of them happens as often as it says, so that no sample is without one.
        incidents = drawn.permuted(np.arange(200)[:, None] < [40, 15, 15, 60, 5], axis=0)
        left = drawn.random(200) < 0.04 + 0.3 * incidents[:, 0]
        answer = key_drivers(incidents, left, resamples=200, seed=seed)
        assert isinstance(answer, KeyDrivers)
        said = ~np.isnan(answer.p_value)
        told += said
        held += said & (answer.shapley.low <= truth) & (truth <= answer.shapley.high)
        found += answer.p_value <= 0.05
        # Five of 200 are too few to say anything of.
        for driver in np.flatnonzero(~said):
            refused = answer.shapley.at(int(driver))
            assert isinstance(refused, CannotSay)
            assert (refused.reason, refused.needed) == ("too_few", 10)
            assert abs(refused.n - incidents[:, driver].sum()) <= 1
    assert told[4] == 0
    assert told[:4].min() > 0.9 * DRAWS
    assert (held[:4] / told[:4]).min() >= AT_LEAST - CHANCE
    assert (found[1:4] / told[1:4]).max() <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / DRAWS)
    assert found[0] / told[0] > 0.7
