"""Two sources of stated reasons: every count once more in plain Python."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tests.contacts import DAY, WHOLE, Contact, asked_of
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.stated_reasons import USUAL_CODING
from wegmarke.questions import ask
from wegmarke.questions.agreement import Agreement

WORDS = ("Preis", "Lieferung zu spät", "Umzug", "Wettbewerber", "sonst etwas")
BOTH = {"first": "letter", "second": "call"}


def noted_twice(rng: np.random.Generator, customers: int = 400) -> list[Contact]:
    """Letters and calls of the same customers, some with a reason, some several times, in any order."""
    contacts = []
    for number in range(customers):
        meant = WORDS[rng.integers(0, 5)]
        for at in np.sort(rng.choice(60, size=rng.integers(1, 6), replace=False)).tolist():
            word = meant if rng.random() < 0.7 else WORDS[rng.integers(0, 5)]
            where = ("letter", "call", "web")[rng.integers(0, 3)]
            reason = word if rng.random() < 0.8 else None
            contacts.append(Contact(f"c{number}", at * DAY, where, stated_reason=reason))
    return contacts


def test_every_count_is_the_one_made_by_hand(rng: np.random.Generator) -> None:
    contacts = noted_twice(rng)
    result = ask("agreement", asked_of(contacts, WHOLE), BOTH).result
    assert isinstance(result, Agreement)
    last: dict[str, dict[str, str]] = {"letter": {}, "call": {}, "web": {}}
    for one in sorted(contacts, key=lambda one: one.at):
        if one.stated_reason is not None:
            last[one.touchpoint][one.customer] = one.stated_reason
    letters, calls = last["letter"], last["call"]
    both = letters.keys() & calls.keys()
    assert result.customers == len(both) > 100
    assert (result.only_first, result.only_second) == (len(letters.keys() - both), len(calls.keys() - both))
    pairs = Counter((letters[who], calls[who]) for who in both if letters[who] != calls[who])
    assert result.differ == pairs.total()
    assert {(first, second): n for first, second, n in result.pairs} == pairs
    assert [n for *_, n in result.pairs] == sorted(pairs.values(), reverse=True)
    code = USUAL_CODING.codes
    assert result.recoded == sum(set(code(letters[who])) != set(code(calls[who])) for who in both)
    for one in result.codes:
        here = {who for who in both if one.code in code(letters[who])}
        there = {who for who in both if one.code in code(calls[who])}
        assert (one.first, one.second, one.both) == (len(here), len(there), len(here & there))
    agreed = 1 - result.differ / len(both)
    chance = (
        sum(sum(letters[who] == word for who in both) * sum(calls[who] == word for who in both) for word in WORDS)
        / len(both) ** 2
    )
    assert isinstance(result.agreed, Interval)
    assert result.agreed.value == pytest.approx((agreed - chance) / (1 - chance), abs=1e-12)
    assert result.agreed.low < result.agreed.value < result.agreed.high


def test_a_filter_leaves_those_asked_for(rng: np.random.Generator) -> None:
    contacts = noted_twice(rng)
    asked = asked_of(contacts, WHOLE)
    some = ask("agreement", asked.where("visited(web)"), BOTH).result
    alone = [one for one in contacts if one.customer in {one.customer for one in contacts if one.touchpoint == "web"}]
    same = ask("agreement", asked_of(alone, WHOLE), BOTH).result
    assert isinstance(some, Agreement)
    assert isinstance(same, Agreement)
    assert (some.customers, some.pairs, some.agreed) == (same.customers, same.pairs, same.agreed)


def test_too_few_say_nothing(rng: np.random.Generator) -> None:
    finding = ask("agreement", asked_of(noted_twice(rng, 40), WHOLE), BOTH)
    assert isinstance(finding.result, CannotSay)
    assert finding.headline[0].code == "agreement.too_few"
