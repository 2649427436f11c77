"""Shares, their differences and many tests at once, against published numbers and other implementations."""

import numpy as np
import pytest
from scipy import stats as scipy_stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from wegmarke.model.finding import CannotSay, Interval
from wegmarke.stats.apart import difference_apart
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.newcombe import newcombe, newcombe_array
from wegmarke.stats.wilson import wilson, wilson_array

# The example of Benjamini and Hochberg (1995), section 3.2: the paper keeps four at 0.05, Bonferroni three.
PAPER_1995 = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
PAPER_1995 += [0.7590, 1.0000]


def test_wilson_of_8_in_10() -> None:
    # Closed form, (0.8 + z²/20 ± z √(0.016 + z²/400)) / (1 + z²/10) with z = 1.959963985; R prints the same digits.
    estimate = wilson(8, 10)
    assert isinstance(estimate, Interval)
    assert estimate.value == 0.8
    assert estimate.low == pytest.approx(0.4901624715, abs=5e-11)
    assert estimate.high == pytest.approx(0.9433178485, abs=5e-11)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_wilson_agrees_with_statsmodels_on_a_grid(level: float) -> None:
    # statsmodels.stats.proportion.proportion_confint(method="wilson"), every success count of 1, 7 and 250.
    for n in (1, 7, 250):
        ours = wilson_array(np.arange(n + 1), n, level)
        for successes in range(n + 1):
            low, high = proportion_confint(successes, n, alpha=1 - level, method="wilson")
            assert ours.low[successes] == pytest.approx(max(low, 0), abs=1e-13)
            assert ours.high[successes] == pytest.approx(min(high, 1), abs=1e-13)


# Newcombe (1998), Statistics in Medicine 17, 873-890, Table II, method 10, examples (a) to (h).
NEWCOMBE_1998 = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0),
]


@pytest.mark.parametrize(("a", "m", "b", "n", "low", "high"), NEWCOMBE_1998)
def test_newcombe_of_the_paper(a: int, m: int, b: int, n: int, low: float, high: float) -> None:
    difference = newcombe(a, m, b, n)
    assert not isinstance(difference, CannotSay)
    assert difference.interval.low == pytest.approx(low, abs=5.1e-5)
    assert difference.interval.high == pytest.approx(high, abs=5.1e-5)


def test_newcombe_agrees_with_statsmodels() -> None:
    # statsmodels confint_proportions_2indep(method="newcomb") and proportions_ztest (pooled), statsmodels 0.15.
    drawn = np.random.default_rng(20261122)
    for _ in range(50):
        n1, n2 = (int(n) for n in drawn.integers(2, 400, 2))
        s1, s2 = int(drawn.integers(1, n1)), int(drawn.integers(1, n2))
        difference = newcombe(s1, n1, s2, n2)
        assert not isinstance(difference, CannotSay)
        low, high = confint_proportions_2indep(s1, n1, s2, n2, compare="diff", method="newcomb")
        assert (difference.interval.low, difference.interval.high) == pytest.approx((low, high), abs=1e-12)
        p_value = proportions_ztest([s1, s2], [n1, n2])[1]
        assert difference.p_value == pytest.approx(p_value, rel=1e-9)


def test_score_test_is_pearsons_chi_squared() -> None:
    # scipy.stats.chi2_contingency without continuity correction on the same two by two table.
    table = [[56, 14], [48, 32]]
    expected = scipy_stats.chi2_contingency(table, correction=False).pvalue
    assert newcombe_array(56, 70, 48, 80).p_value[0] == pytest.approx(expected, rel=1e-12)


def test_benjamini_hochberg_of_the_paper() -> None:
    q = benjamini_hochberg(PAPER_1995)
    assert (q <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert sum(p <= 0.05 / 15 for p in PAPER_1995) == 3
    # p.adjust(p, "BH") in R, in closed form for the first and fourth: 15 · 0.0001 / 1 and 15 · 0.0095 / 4.
    assert q[0] == pytest.approx(0.0015, abs=1e-15)
    assert q[3] == pytest.approx(0.035625, abs=1e-15)


def test_benjamini_hochberg_agrees_with_statsmodels_and_scipy_in_any_order() -> None:
    # statsmodels multipletests(method="fdr_bh") and scipy.stats.false_discovery_control.
    drawn = np.random.default_rng(7)
    for size in (1, 2, 15, 400):
        p = drawn.beta(0.4, 1, size)
        assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-15)
        assert benjamini_hochberg(p) == pytest.approx(scipy_stats.false_discovery_control(p), abs=1e-15)


def test_difference_of_two_intervals() -> None:
    # 56 of 70 against 48 of 80: Newcombe (1998), table II, method 10 (S), which is MOVER with Wilson's limits.
    first, second = wilson(56, 70), wilson(48, 80)
    assert isinstance(first, Interval)
    assert isinstance(second, Interval)
    apart = difference_apart(first, second)
    assert apart.value == pytest.approx(0.2, abs=1e-12)
    assert (round(apart.low, 4), round(apart.high, 4)) == (0.0524, 0.3339)
