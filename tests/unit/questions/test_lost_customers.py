"""Lost customers: each file, and who is like them, once more in plain Python."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import UTC, datetime

import numpy as np
import pytest

from tests import naive
from tests.contacts import DAY, HOUR, START_OF_LOG, WHOLE, Contact, asked_of
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.questions import ask
from wegmarke.questions.lost_customers import LostCustomers

RULES = (*WHOLE.outcomes[:2], OutcomeRule("churned", touchpoints=("goodbye",)))
SETTINGS = JourneySettings(silence_days=40, cut_at_outcome=True, outcomes=RULES, time_zone="Europe/Berlin")


def made_up(seed: int) -> list[Contact]:
    rng, contacts = np.random.default_rng(seed), []
    for n in range(150):
        leaves = n % 8 == 0
        at = np.sort(rng.choice(700 * 24, int(rng.integers(3, 25)), replace=False)) * HOUR
        for place, second in enumerate(at.tolist()):
            last = place == len(at) - 1
            name = "goodbye" if leaves and last else str(rng.choice(["ad", "call", "complaint", "order"]))
            due = datetime.fromtimestamp(START_OF_LOG + second + 3 * DAY + 60, UTC) if rng.random() < 0.4 else None
            kept = datetime.fromtimestamp(due.timestamp() + DAY, UTC) if due and rng.random() < 0.4 else None
            said = "price" if name == "goodbye" and n % 16 == 0 else None
            money = 1000 if name == "order" else None
            contacts.append(
                Contact(
                    f"c{n}", second, name, promise_due=due, promise_kept=kept, stated_reason=said, value_minor=money
                )
            )
    return contacts


def by_customer(contacts: list[Contact]) -> dict[str, list[Contact]]:
    found = defaultdict(list)
    for one in sorted(contacts, key=lambda one: one.at):
        found[one.customer].append(one)
    return found


def figures(of: list[Contact], until: int) -> tuple[float, int, int]:
    """Days, contacts, purchases before the second."""
    before = [one for one in of if one.at < until]
    return (until - of[0].at) / DAY, len(before), sum(one.touchpoint == "order" for one in before)


def test_every_file_and_who_is_like_them() -> None:
    contacts = made_up(3)
    result = ask("lost_customers", asked_of(contacts, SETTINGS, in_partitions=4), {"limit": 100}).result
    assert isinstance(result, LostCustomers)
    people = by_customer(contacts)
    left = {name: of for name, of in people.items() if of[-1].touchpoint == "goodbye"}
    assert {line.left.identifier for line in result.lines} == set(left)
    assert result.customers == len(left) == 19
    assert [line.left.until for line in result.lines] == sorted(
        (line.left.until for line in result.lines), reverse=True
    )
    zone_years = Counter(datetime.fromtimestamp(START_OF_LOG + of[-1].at, UTC).year for of in left.values())
    assert dict(result.years) == zone_years
    matched = 0
    for line in result.lines:
        of = left[line.left.identifier]
        until = int(of[-1].at)
        assert line.left.until == START_OF_LOG + until
        days, count, bought = figures(of, until)
        assert (line.left.contacts, line.left.purchases) == (count, bought)
        assert line.left.days == pytest.approx(days)
        assert line.left.value == 1000 * bought
        assert line.left.reason == of[-1].stated_reason
        given = [one for one in of if one.promise_due and one.at < until]
        end = START_OF_LOG + until
        late = [one for one in given if one.promise_kept and one.promise_kept.timestamp() <= end]
        broken = [one for one in given if one not in late and one.promise_due.timestamp() < end]
        assert (line.left.promises, line.left.late, line.left.broken) == (len(given), len(late), len(broken))
        assert [one.touchpoint.label for one in line.left.last] == [one.touchpoint for one in of if one.at < until][-5:]
        complaints = [one for one in of if one.touchpoint == "complaint" and until - 365 * DAY <= one.at < until]
        assert sum(one.kind == "complaint" for one in line.left.incidents) == len(complaints)
        near = {
            name: sum(
                abs(math.log1p(a) - math.log1p(b))
                for a, b in zip(figures(other, until), (days, count, bought), strict=True)
            )
            for name, other in people.items()
            if name not in left
            and other[0].at < until < other[-1].at
            and (figures(other, until)[2] > 0) == (bought > 0)
        }
        assert (line.stayed is not None) == bool(near)
        if line.stayed is not None:
            assert near[line.stayed.identifier] == pytest.approx(min(near.values()))
            assert line.stayed.until == line.left.until
            assert line.stayed.contacts == figures(people[line.stayed.identifier], until)[1]
            matched += 1
    assert matched > 10


def test_pages_join_and_partitions_change_nothing() -> None:
    contacts = made_up(4)
    whole = ask("lost_customers", asked_of(contacts, SETTINGS), {"limit": 100}).result
    parts = asked_of(contacts, SETTINGS, in_partitions=16)
    pages = [ask("lost_customers", parts, {"offset": n, "limit": 5}).result.lines for n in range(0, 20, 5)]
    told = [
        [(one.left.identifier, one.stayed and one.stayed.identifier) for one in lines]
        for lines in (whole.lines, sum(pages, ()))
    ]
    assert told[0] == told[1]


def test_journeys_as_the_definitions_cut_them_say_who_left() -> None:
    contacts = made_up(5)
    left = {one.customer[1] for one in naive.journeys_of(contacts, SETTINGS) if one.outcome == "churned"}
    result = ask("lost_customers", asked_of(contacts, SETTINGS).where("not visited(ad)"), {"limit": 100}).result
    there = {
        one.customer[1]
        for one in naive.journeys_of(contacts, SETTINGS)
        if one.outcome == "churned" and "ad" not in one.path
    }
    assert {line.left.identifier for line in result.lines} == there < left


def test_nobody_left_and_arguments() -> None:
    asked = asked_of([Contact("a", 0, "ad")], SETTINGS)
    finding = ask("lost_customers", asked)
    assert finding.result.customers == 0
    assert isinstance(ask("lost_customers", asked.where("visited(ad) and not visited(ad)")).result, CannotSay)
    for wrong in ({"ending": "won"}, {"offset": -1}, {"limit": 0}, {"limit": 201}):
        with pytest.raises(WegmarkeError) as caught:
            ask("lost_customers", asked, wrong)
        assert caught.value.code == "question_argument"
