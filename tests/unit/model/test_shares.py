"""Work shared out among tasks."""

import numpy as np
import pytest

from wegmarke.model.shares import shared_out


@pytest.mark.parametrize(("count", "most"), [(0, 4), (1, 4), (3, 4), (100, 7), (5, 0)])
def test_each_is_in_one_share_none_is_empty_and_they_are_about_even(
    count: int, most: int, rng: np.random.Generator
) -> None:
    sizes = rng.integers(0, 1000, count).tolist()
    shares = shared_out(sizes, most)
    assert sorted(place for share in shares for place in share) == list(range(count))
    assert len(shares) == min(count, max(most, 1))
    assert all(share and share == sorted(share) for share in shares)
    held = [sum(sizes[place] for place in share) for share in shares]
    assert max(held, default=0) - min(held, default=0) <= max(sizes, default=0) + count


def test_the_largest_come_first_each_to_the_share_that_has_least() -> None:
    assert shared_out([1, 9, 5, 4], 2) == [[0, 1], [2, 3]]
