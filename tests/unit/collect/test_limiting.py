"""Buckets of events: what passes at once, what passes over time, and the moment at which it passes again."""

import pytest

from wegmarke.collect.limiting import BURST_SECONDS, Buckets
from wegmarke.errors import WegmarkeError
from wegmarke.model.write_keys import WriteKey, check_limit


class Clock:
    """A clock that is moved by hand."""

    seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def key(number: int, limit: int | None) -> WriteKey:
    return WriteKey(number, "web", "Shop", "browser", "0" * 64, "", limit=limit)


def test_over_time_no_more_passes_than_the_rate_and_what_a_bucket_holds() -> None:
    clock = Clock()
    buckets, passed, seconds = Buckets(clock), 0, 100
    for _ in range(seconds * 20):
        passed += not buckets.take(key(1, 7), 1)
        clock.seconds += 1 / 20
    assert passed == pytest.approx(7 * (seconds + BURST_SECONDS), abs=2)


@pytest.mark.parametrize("events", [1, 71, 2_500])
def test_after_the_seconds_told_it_passes_and_not_a_second_before(events: int) -> None:
    clock = Clock()
    buckets = Buckets(clock)
    while not (wait := buckets.take(key(1, 7), events)):
        pass
    clock.seconds += wait - 1.001
    assert buckets.take(key(1, 7), 1) > 0
    clock.seconds += 1.001
    assert buckets.take(key(1, 7), events) == 0


def test_each_key_has_a_bucket_of_its_own_and_one_without_a_limit_needs_none() -> None:
    buckets = Buckets(Clock())
    assert buckets.take(key(1, 1), 1_000) == 0
    assert buckets.take(key(1, 1), 1) == 991
    assert buckets.take(key(2, 1), 1) == 0
    assert all(buckets.take(key(3, None), 2_500) == 0 for _ in range(1_000))


@pytest.mark.parametrize("limit", [0, -1, 1_000_001, True, 1.5, "7"])
def test_what_is_no_limit_is_refused(limit: object) -> None:
    with pytest.raises(WegmarkeError) as refused:
        check_limit(limit)
    assert refused.value.code == "workspace_setting"
