"""Shares of leavers who left because of an exposure: against a table of two by two, and what excuses do to it."""

from __future__ import annotations

import numpy as np
import pytest

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.caused_share import caused_shares
from wegmarke.stats.hazard import Hazard, PersonPeriods, hazard

EXPOSED, OTHERS = (2000, 300), (8000, 400)
"""Months and leavers with and without the exposure."""


def fitted() -> tuple[Hazard, np.ndarray]:
    exposed = np.repeat([1.0, 0.0], [EXPOSED[0], OTHERS[0]])[:, None]
    left = np.concatenate([np.arange(n) < k for n, k in (EXPOSED, OTHERS)])
    model = hazard(PersonPeriods(exposed, left, np.arange(len(left))), ridge=0.0)
    assert isinstance(model, Hazard)
    return model, exposed[left]


def test_the_share_is_that_of_the_table_and_its_interval_holds_the_chance_too() -> None:
    model, leavers = fitted()
    everybody = caused_shares(model, leavers, (0,), np.zeros((len(leavers), 0), np.bool_))[0]
    assert isinstance(everybody, Interval)
    # C: (300 − 2000 · 400/8000) / 700; of the exposed 1 − 0.05/0.15 = 2/3 left because of it.
    assert everybody.value == pytest.approx(200 / 700, abs=1e-9)
    # C: the variance of who would have left anyway is 2000·0.05·(1 + 2000/8000), to first order in rare leaving; the
    # logit's is a little smaller for what is not so rare.
    error = np.sqrt(100 * 1.25) / 700
    assert (everybody.high - everybody.low) / 2 / 1.959964 == pytest.approx(error, rel=0.15)


def test_an_excuse_is_seen_through() -> None:
    model, leavers = fitted()
    exposed = leavers[:, 0] > 0
    said = np.zeros(len(leavers), np.bool_)
    because = np.flatnonzero(exposed)[:200]
    rest = np.setdiff1d(np.arange(len(leavers)), because)
    said[because[:150]] = True  # 75 % of those who left because of it
    said[rest[exposed[rest]][:20]] = True  # 20 % of the others, exposed
    said[rest[~exposed[rest]][:80]] = True  # and not
    saying = caused_shares(model, leavers, (0,), said[:, None])[1]
    assert isinstance(saying, Interval)
    assert saying.value == pytest.approx(150 / 250, abs=1e-6)
    assert saying.low < 0.6 < saying.high


def test_what_nobody_met_and_few_said_is_not_told() -> None:
    model, leavers = fitted()
    nobody = np.zeros((len(leavers), 1), np.bool_)
    assert caused_shares(model, leavers * 0, (0,), nobody)[0] == CannotSay("no_variation", len(leavers))
    assert caused_shares(model, leavers, (0,), nobody)[1] == CannotSay("too_few", 0, 20)
