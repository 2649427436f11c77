"""What customers paid after a moment, against histories written out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.contacts import DAY, START_OF_LOG, Contact, index_of
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.index.summaries.spent import Spent, TakeSpent
from wegmarke.model.settings import JourneySettings

CONTACTS = [
    Contact("anna", 0, "order", value_minor=1_000, currency="EUR"),
    Contact("anna", 10 * DAY, "parcel"),
    Contact("anna", 20 * DAY, "order", value_minor=2_500, currency="EUR"),
    Contact("anna", 190 * DAY, "order", value_minor=70, currency="EUR"),
    Contact("anna", 191 * DAY, "order", value_minor=9, currency="EUR"),
    Contact("bert", 5 * DAY, "order", value_minor=400, currency="EUR"),
    Contact("carl", 12 * DAY, "order", value_minor=77, currency="EUR"),
    Contact("dora", 12 * DAY, "shop"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of(CONTACTS, JourneySettings(silence_days=None), in_partitions=4, rows_a_batch=100)


def every(index: Index) -> NDArray[np.uint64]:
    return np.unique(np.concatenate([partition.number for partition in index.partitions]))


def spent_by(index: Index, numbers: NDArray[np.uint64]) -> Spent:
    return LocalRunner(1).map_merge(TakeSpent(numbers), index.partitions).table()


def test_what_is_paid_at_the_moment_or_beyond_the_span_does_not_count(index: Index) -> None:
    spent = spent_by(index, every(index))
    anna, bert = (spent.customer[spent.amount == amount][0] for amount in (1_000, 400))
    (dora,) = np.setdiff1d(every(index), spent.customer)
    asked = np.array([anna, anna, anna, bert, bert, dora], np.uint64)
    when = START_OF_LOG + np.array([-DAY, 0, 10 * DAY, 0, 5 * DAY, 0])
    after = spent.after(asked, when, 180 * DAY)
    assert after.tolist() == [3_500, 2_500, 2_570, 400, 0, 0]


def test_only_the_amounts_of_those_asked_for_are_taken(index: Index) -> None:
    whole = spent_by(index, every(index))
    assert sorted(whole.amount.tolist()) == [9, 70, 77, 400, 1_000, 2_500]
    bert = whole.customer[whole.amount == 400]
    found = spent_by(index, bert)
    assert (found.customer.tolist(), found.amount.tolist()) == (bert.tolist(), [400])
