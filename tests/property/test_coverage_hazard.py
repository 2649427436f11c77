"""Odds ratios of leaving, and shares of the hazard, cover the truth, with exposures that begin on the way."""

import numpy as np
from numpy.typing import NDArray

from wegmarke.model.finding import Interval
from wegmarke.stats.attributable import attributable, mean_attributable
from wegmarke.stats.hazard import Hazard, PersonPeriods, hazard

SEEDS = 100
AT_LEAST = 88  # of 100: fewer happen by chance to an honest 95 % interval once in 600 times

TRUE = np.array([-3.4, 0.6, 0.03, 1.1, 0.0, 0.5])
"""Intercept, a trait, the period; a defect, a decoy, a smaller defect."""
EXPOSURES = [2, 3, 4]


def lives(drawn: np.random.Generator, customers: int = 500, watched: int = 12) -> PersonPeriods:
    """Each customer until leaving or the end; an incident stays in the rows from the period in which it happened."""
    trait = np.repeat(drawn.normal(size=(customers, 1)), watched, axis=1)
    period = np.broadcast_to(np.arange(watched, dtype=float), (customers, watched))
    happened = np.maximum.accumulate(
        drawn.random((3, customers, watched)) < np.array([0.04, 0.05, 0.08])[:, None, None], 2
    )
    columns = np.stack([trait, period, *happened.astype(float)], axis=2)
    leaves = drawn.random((customers, watched)) < 1 / (1 + np.exp(-(TRUE[0] + columns @ TRUE[1:])))
    at_risk = np.cumsum(leaves, axis=1) - leaves == 0
    owner = np.broadcast_to(np.arange(customers)[:, None], (customers, watched))
    return PersonPeriods(columns[at_risk], leaves[at_risk], owner[at_risk])


def true_shares(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    truth = Hazard(TRUE, np.eye(6), np.ones(5, dtype=bool), np.full(5, 50), 0, 0, 0)
    means: NDArray[np.float64] = attributable(truth, rows, EXPOSURES).mean(axis=0)
    return means


def test_odds_ratios_and_shares_cover() -> None:
    held = np.zeros(7, dtype=int)
    for seed in range(SEEDS):
        periods = lives(np.random.default_rng([8, seed]))
        found = hazard(periods)
        assert isinstance(found, Hazard)
        rows = periods.columns[periods.left]
        truths = true_shares(rows)
        told = [
            *(found.odds_ratio(column) for column in EXPOSURES),
            *mean_attributable(found, rows, [[column] for column in EXPOSURES], draws=200, seed=seed),
        ]
        wanted = [*np.exp(TRUE[3:]), *truths, truths.sum()]
        assert all(isinstance(one, Interval) for one in told)
        held += [
            isinstance(one, Interval) and one.low <= truth <= one.high for one, truth in zip(told, wanted, strict=True)
        ]
    assert held.min() >= AT_LEAST
