"""Picks follow their weights, and the same bits always give the same."""

import numpy as np
import pytest
from scipy.stats import chi2

from tests.unit.simulation.words.drawn import bits
from wegmarke.simulation.words.persons import GERMAN_FIRST, GERMAN_LAST
from wegmarke.simulation.words.picking import Weighted, alike, below, derived, happens, ranked, weighted
from wegmarke.simulation.words.places import STREET, TOWN

_MANY = 200_000
_MILLION_TO_ONE = 1 - 1e-6


@pytest.mark.parametrize(
    "table",
    [weighted((("a", 1), ("b", 0), ("c", 7), ("d", 92))), TOWN, STREET, GERMAN_LAST, GERMAN_FIRST[1][3]],
    ids=["small", "towns", "streets", "last names", "first names"],
)
def test_picks_follow_their_weights(table: Weighted) -> None:
    counted = np.bincount(table.pick(bits(_MANY)), minlength=len(table))
    weights = np.array(table.weights)
    expected = _MANY * weights / weights.sum()
    possible = weights > 0
    assert counted[~possible].sum() == 0
    statistic = (np.square(counted - expected)[possible] / expected[possible]).sum()
    assert statistic < chi2.ppf(_MILLION_TO_ONE, possible.sum() - 1)


def test_the_ends_of_the_bits_are_the_ends_of_the_table() -> None:
    table = alike(("first", "middle", "last"))
    ends = np.array([0, (1 << 64) - 1], np.uint64)
    assert table.texts(table.pick(ends)).to_pylist() == ["first", "last"]
    assert below(ends, 1 << 32).tolist() == [0, (1 << 32) - 1]


def test_values_are_pinned() -> None:
    # SplitMix64 of the first seed 0 begins with these numbers (Vigna's splitmix64.c, widely quoted).
    first = [int(derived(np.zeros(1, np.uint64), purpose)[0]) for purpose in range(3)]
    assert first == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert below(bits(6), 10).tolist() == [8, 5, 5, 1, 4, 3]


def test_shares_happen() -> None:
    assert not happens(bits(1000), 0).any()
    assert happens(bits(1000), 1_000_000).all()
    assert happens(bits(_MANY), 250_000).mean() == pytest.approx(0.25, abs=0.005)


def test_purposes_are_independent() -> None:
    one, other = below(derived(bits(_MANY), 0), 4), below(derived(bits(_MANY), 1), 4)
    pairs = np.bincount(one * 4 + other, minlength=16)
    assert (np.square(pairs - _MANY / 16) / (_MANY / 16)).sum() < chi2.ppf(_MILLION_TO_ONE, 15)


def test_what_is_no_table_is_refused() -> None:
    for values, weights in ((("a",), (1, 2)), (("a",), (-1,)), (("a",), (0,)), ((), ()), (("a",), ((1 << 32) + 1,))):
        with pytest.raises(ValueError, match="weight"):
            Weighted(values, weights)
    for bound in (0, (1 << 32) + 1):
        with pytest.raises(ValueError, match="bound"):
            below(bits(1), bound)


def test_ranks_fall() -> None:
    weights = ranked([str(rank) for rank in range(50)]).weights
    assert list(weights) == sorted(weights, reverse=True)
    assert weights[0] > weights[1] > weights[-1] > 0
