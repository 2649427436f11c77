"""How strong a hidden cause must be, against the published example."""

import pytest

from wegmarke.model.finding import Interval
from wegmarke.stats.e_value import e_value


def test_the_published_example() -> None:
    # S: vignette "Unmeasured confounding" of the R package EValue: smoking and lung cancer (Hammond and Horn), RR 10.73
    # (8.02 to 14.36), E-values 20.94777 and 15.52336.
    found = e_value(Interval(10.73, 8.02, 14.36, 1000))
    assert (found.estimate, found.limit) == pytest.approx((20.94777, 15.52336), abs=5e-6)
    protecting = e_value(Interval(1 / 10.73, 1 / 14.36, 1 / 8.02, 1000))
    assert (protecting.estimate, protecting.limit) == pytest.approx((found.estimate, found.limit))


def test_an_interval_that_holds_no_effect_needs_no_hidden_cause() -> None:
    assert e_value(Interval(1.3, 0.9, 1.8, 50)).limit == 1
    assert e_value(Interval(1.0, 0.9, 1.1, 50)).estimate == 1


def test_a_ratio_is_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        e_value(Interval(0.5, -0.1, 0.9, 50))
