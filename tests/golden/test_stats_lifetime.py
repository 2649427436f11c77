"""What a customer is worth who stays with one probability: closed forms, and sums written out."""

import numpy as np
import pytest

from wegmarke.stats.lifetime import (
    elasticity_to_discount,
    elasticity_to_margin,
    elasticity_to_retention,
    lifetime_value,
    margins_ahead,
)


def test_elasticities_of_the_closed_form() -> None:
    # C: (1+i)/(1+i−r) at r = .8, i = .1; margin 1. S: Gupta, Lehmann, Stuart (2004) find about 5 and 1 in five firms.
    assert elasticity_to_retention(0.8, 0.1) == pytest.approx(3.666667, abs=5e-7)
    assert elasticity_to_margin() == 1
    assert lifetime_value(100.0, 0.8, 0.1) == pytest.approx(100 * 0.8 / 0.3)


@pytest.mark.parametrize(("retention", "discount"), [(0.8, 0.1), (0.5, 0.02), (0.95, 0.1), (0.99, 0.0)])
def test_elasticities_are_what_one_percent_does(retention: float, discount: float) -> None:
    step = 1e-6
    value = lifetime_value(7.0, retention, discount)
    more = (lifetime_value(7.0, retention * (1 + step), discount) / value - 1) / step
    assert elasticity_to_retention(retention, discount) == pytest.approx(more, rel=1e-3)
    margin = (lifetime_value(7.0 * (1 + step), retention, discount) / value - 1) / step
    assert elasticity_to_margin() == pytest.approx(margin, rel=1e-6)
    dearer = (lifetime_value(7.0, retention, discount * (1 + step)) / value - 1) / step
    assert elasticity_to_discount(retention, discount) == pytest.approx(dearer, rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("discount", [0.0, 0.01, 0.1])
def test_retention_is_compounded_period_by_period(discount: float) -> None:
    retentions = np.array([0.0, 1e-9, 0.3, 0.8, 0.98, 1 - 1e-12, 1.0])
    for periods in (0, 1, 12, 60):
        total, still, worth = np.zeros_like(retentions), np.ones_like(retentions), 1.0
        for _ in range(periods):
            still, worth = still * retentions, worth / (1 + discount)
            total += still * worth
        assert margins_ahead(retentions, discount, periods) == pytest.approx(total, rel=1e-10, abs=1e-300)
    # Twelve months at 98 % are not twelve times one month.
    assert margins_ahead(0.98, 0.0, 12) < 12 * 0.98
    assert margins_ahead(0.8, 0.1, 10_000) == pytest.approx(lifetime_value(1.0, 0.8, 0.1))


def test_what_cannot_be_is_refused() -> None:
    for retention, discount in ((1.2, 0.1), (-0.1, 0.1), (0.5, -0.1), (1.0, 0.0)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            lifetime_value(1.0, retention, discount)
    with pytest.raises(ValueError, match="between 0 and 1"):
        margins_ahead([0.5, 1.1], 0.1, 3)
