"""Contracts: decisions written down by hand, in any division of the index; a curve that is planted, and refusals."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.contacts import DAY, HOUR, START_OF_LOG, WHOLE, Contact, asked_of
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask
from wegmarke.questions.contract_terms import ContractTerms
from wegmarke.questions.contracts_due import counted_due

CUT = JourneySettings(silence_days=None, cut_at_outcome=True, outcomes=WHOLE.outcomes, time_zone="UTC")


def order(customer: str, day: float) -> Contact:
    return Contact(customer, day * DAY, "order")


def goodbye(customer: str, day: float) -> Contact:
    return Contact(customer, day * DAY, "goodbye", outcome="churned", ends=True)


BY_HAND = [
    order("ada", 0),  # goes on: three terms are over by day 100, three renewals
    order("bob", 10),
    goodbye("bob", 25),  # within the first term: lost at the first decision
    order("cleo", 10),
    order("cleo", 30),  # buying once more is no new contract
    goodbye("cleo", 70),  # exactly two terms: lost at the second decision
    order("dan", 0),
    goodbye("dan", 31),  # lost at the second decision
    order("dan", 60),  # came back: another contract, one renewal by day 100
    goodbye("eve", 5),  # never bought
    order("fay", 100),  # just begun
    order("hal", 80),
    goodbye("hal", 95),  # will end on day 110: nobody who began on day 80 has decided yet
    Contact("gus", 50 * DAY, "visit"),
]


def terms(asked: Asked, days: int = 365, contract_days: int = 30, where: str = "") -> ContractTerms:
    finding = ask("value", asked.where(where) if where else asked, {"days": days, "contract_days": contract_days})
    assert not isinstance(finding.result, CannotSay)
    assert finding.result.contracts is not None
    return finding.result.contracts


@pytest.mark.parametrize("in_partitions", [1, 8])
def test_decisions_are_those_written_down(in_partitions: int) -> None:
    found = terms(asked_of(BY_HAND, CUT, in_partitions=in_partitions))
    assert found.counted.lost[:4].tolist() == [1, 2, 0, 0]
    assert found.counted.renewed[:4].tolist() == [4, 1, 1, 0]  # ada 3, cleo 1, dan 1, and dan again 1
    assert found.counted.standing[:5].tolist() == [1, 1, 0, 1, 0]
    assert (found.standing, found.ended) == (3, 3)
    assert found.ahead == CannotSay("too_few", 3, 50)
    table = found.table()
    assert {len(column.values) for column in table.columns} == {3}, "what cannot be said is empty, line by line"
    assert table.column("still_there").values == [None, None, None]


@pytest.mark.parametrize("in_partitions", [1, 8])
def test_the_next_decisions_are_those_written_down(in_partitions: int) -> None:
    asked = asked_of(BY_HAND, CUT, in_partitions=in_partitions)
    day = START_OF_LOG // DAY

    def decides(**narrowed: int) -> dict[str, int]:
        result = ask("value", asked, {"contract_days": 30, "order": "decision", **narrowed}).result
        lines = {one.identifier: one.decision for one in result.lines}
        assert list(lines.values()) == sorted(lines.values(), key=lambda at: at or float("inf")), "the next comes first"
        return {name: at // DAY - day for name, at in lines.items() if at}

    # The data end on day 100; who has left has no contract any more, also where the term is not over yet.
    assert decides() == {"ada": 120, "dan": 120, "fay": 130}
    assert decides(due_days=20) == {"ada": 120, "dan": 120}
    assert decides(due_days=19) == {}
    assert counted_due(asked, 30, (19, 20, 30)) == (0, 2, 3)
    assert counted_due(asked.where('customer = "ada"'), 30, (30,)) == (1,)


def test_where_nobody_ever_left_all_who_bought_have_a_contract() -> None:
    asked = asked_of([order("ada", 0), order("bob", 7), Contact("gus", 40 * DAY, "visit")], CUT)
    assert counted_due(asked, 30, (7, 20, 27)) == (0, 1, 2)


@pytest.mark.parametrize("wrong", [{"due_days": 30}, {"order": "decision"}, {"contract_days": 30, "due_days": 0}])
def test_decisions_need_a_term(wrong: dict[str, object]) -> None:
    with pytest.raises(WegmarkeError) as raised:
        ask("value", asked_of(BY_HAND, CUT), wrong)
    assert raised.value.code == "question_argument"


def test_only_customers_with_a_journey_that_the_filter_leaves() -> None:
    found = terms(asked_of(BY_HAND, CUT), where='customer in ("ada", "cleo")')
    assert (found.standing, found.ended) == (1, 1)


@pytest.fixture(scope="module")
def cohort() -> Asked:
    """1,000 contracts of 30 days in the numbers of Fader and Hardie's "regular" cohort, watched for seven terms."""
    survivors = np.array([1000, 631, 468, 382, 326, 289, 262, 241])
    contacts, place = [], 0
    for term, (before, after) in enumerate(pairwise(survivors), start=1):
        for _ in range(int(before - after)):
            contacts += [order(f"c{place}", 0), goodbye(f"c{place}", 30 * term - 1)]
            place += 1
    contacts += [order(f"c{one}", 0) for one in range(place, 1000)]
    return asked_of([*contacts, Contact("end", 7 * 30 * DAY + HOUR, "visit")], CUT)


def test_the_published_curve_comes_out(cohort: Asked) -> None:
    # S: Fader and Hardie (2007), table of the regular cohort: α 0.704, β 1.182, S(7) 0.239 by the model of seven terms.
    found = terms(cohort, days=210)
    assert found.counted.lost[:7].tolist() == [369, 163, 86, 56, 37, 27, 21]
    assert isinstance(found.staying, Interval)
    assert found.staying.value == pytest.approx(0.239, abs=0.003)
    assert found.staying.low < 0.241 < found.staying.high
    assert isinstance(found.ahead, Interval)
    # C: of those who renewed seven times, S(7+k)/S(7) summed over the next seven decisions.
    alpha, beta = 0.704, 1.182
    stay, expected = 1.0, 0.0
    for k in range(7):
        stay *= (beta + 7 + k) / (alpha + beta + 7 + k)
        expected += 241 * stay
    assert found.ahead.value == pytest.approx(expected, rel=0.01)


def test_the_finding_says_it_first_and_counts_beside_it(cohort: Asked) -> None:
    finding = ask("value", cohort, {"days": 60, "contract_days": 30, "limit": 1})
    assert finding.headline[0].code == "value.contracts_ahead"
    assert finding.method == "value_contracts"
    table = finding.result.tables()[2]
    came, renewed, left = (table.column(key).values for key in ("came_to_it", "renewed", "not_renewed"))
    assert [a == b + c for a, b, c in zip(came, renewed, left, strict=True)] == [True] * 7


def test_without_a_term_nothing_is_said_of_contracts(cohort: Asked) -> None:
    assert ask("value", cohort, {"limit": 1}).result.contracts is None


@pytest.mark.parametrize("wrong", [0, -30, 100_000])
def test_a_term_that_is_none_is_refused(cohort: Asked, wrong: int) -> None:
    with pytest.raises(WegmarkeError) as told:
        ask("value", cohort, {"contract_days": wrong})
    assert told.value.code == "question_argument"
