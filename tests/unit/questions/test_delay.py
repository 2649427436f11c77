"""What waiting does: counted once more in plain Python, and worlds in which it does nothing, or what is known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.contacts import DAY, HOUR, START_OF_LOG, WHOLE, Contact, asked_of
from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.delays import TakeDelays
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings
from wegmarke.questions import ask
from wegmarke.questions.delay import DelayFound
from wegmarke.stats.cox import Cox, Spells, cox

SETTINGS = JourneySettings(outcomes=WHOLE.outcomes)


def random_contacts(rng: np.random.Generator, contacts: int = 3000, customers: int = 250) -> list[Contact]:
    """Many of the same second, outcomes in the middle of histories."""
    names = ["ad", "offer", "call", "order", "refusal"]
    return [
        Contact(
            f"c{rng.integers(0, customers)}",
            int(rng.integers(0, 60 * 12)) * 2 * HOUR,
            names[rng.choice(5, p=(0.3, 0.25, 0.3, 0.08, 0.07))],
        )
        for _ in range(contacts)
    ]


@pytest.mark.parametrize(("start", "end", "apart"), [("offer", "call", 0), ("offer", "call", DAY), ("call", "call", 0)])
def test_every_wait_is_the_one_counted_by_hand(rng: np.random.Generator, start: str, end: str, apart: int) -> None:
    contacts = random_contacts(rng)
    asked = asked_of(contacts, SETTINGS)
    codes = asked.index.code(start), asked.index.code(end)
    found = asked.run(TakeDelays(asked.selection, *codes, apart))
    columns = (found.began, found.asked, found.answered, found.ended, found.outcome, found.last, found.earlier)
    rows = sorted(zip(*(column.tolist() for column in columns), strict=True))
    assert rows == sorted(by_hand(contacts, start, end, apart))
    assert len({row[2] for row in rows}) > 20
    assert any(row[2] == -1 for row in rows)


def by_hand(contacts: list[Contact], start: str, end: str, apart: int) -> list[tuple[int, ...]]:
    """Journeys are cut at each outcome; contacts of the same time lie as given."""
    ends = {"order": "won", "refusal": "lost"}
    histories: dict[str, list[Contact]] = {}
    for one in sorted(contacts, key=lambda one: one.at):
        histories.setdefault(one.customer, []).append(one)
    rows = []
    for history in histories.values():
        journey: list[Contact] = []
        for place, one in enumerate(history):
            journey.append(one)
            if one.touchpoint in ends or place == len(history) - 1:
                rows += of_journey(journey, ends, start, end, apart)
                journey = []
    return rows


def of_journey(journey: list[Contact], ends: dict[str, str], start: str, end: str, apart: int) -> list[tuple[int, ...]]:
    outcome = ends.get(journey[-1].touchpoint, "open")
    before = journey if outcome == "open" else journey[:-1]
    first = next((place for place, one in enumerate(before) if one.touchpoint == start), None)
    if first is None:
        return []
    began = before[first].at
    behind = (one.at for one in before[first + 1 :] if one.touchpoint == end and one.at - began >= apart)
    answered = next(behind, None)
    last = journey[-1].at
    times = (journey[0].at, began, answered, None if outcome == "open" else last, last)
    shown = [-1 if time is None else START_OF_LOG + time for time in times]
    return [(*shown[:4], OUTCOME_NAMES.index(outcome), shown[4], first)]


def world(rng: np.random.Generator, journeys: int, factor: float, *, early: float = 0.0) -> list[Contact]:
    """Offers that are called after some days, whatever happens; ordered at a rate that each day of waiting multiplies
    by `factor` from the call on, refused at one of its own. early: rate of ordering without a call.
    """
    contacts = []
    for number in range(journeys):
        at = int(rng.integers(0, 300)) * DAY
        wait = rng.gamma(2.0, 2.0)
        unasked = rng.exponential(1 / early) if early else np.inf
        refusal = rng.exponential(1 / 0.03)
        order = wait + rng.exponential(1 / (0.08 * factor**wait))
        ended = min(unasked, refusal, order)
        contacts.append(Contact(f"c{number}", at, "offer"))
        if wait < ended:
            contacts.append(Contact(f"c{number}", at + round(wait * DAY), "call"))
        if ended < 40:
            name = "refusal" if ended == refusal else "order"
            contacts.append(Contact(f"c{number}", at + round(ended * DAY) + 1, name))
    return contacts


def found_in(contacts: list[Contact]) -> DelayFound:
    result = ask("delay", asked_of(contacts, SETTINGS), {"start": "offer", "end": "call"}).result
    assert isinstance(result, DelayFound)
    return result


def test_a_planted_harm_of_waiting_is_found_and_refusals_are_left_alone(rng: np.random.Generator) -> None:
    result = found_in(world(rng, 3000, 0.85))
    assert isinstance(result.won_ratio, Interval)
    assert isinstance(result.lost_ratio, Interval)
    assert result.won_ratio.low < 0.85 < result.won_ratio.high < 0.95
    assert result.lost_ratio.low < 1 < result.lost_ratio.high
    ratios = [band.won_ratio.value for band in result.bands if isinstance(band.won_ratio, Interval)]
    assert ratios == sorted(ratios, reverse=True)


def test_where_waiting_does_nothing_a_naive_look_finds_harm_and_the_question_nothing(rng: np.random.Generator) -> None:
    """Who orders early was never kept waiting long: of the waits seen, won ones are shorter though the call does
    nothing. Late entry compares only who was still there.
    """
    contacts = world(rng, 3000, 1.0, early=0.15)
    result = found_in(contacts)
    assert isinstance(result.won_ratio, Interval)
    assert result.won_ratio.low < 1 < result.won_ratio.high
    assert result.before > 500
    # Naive: as if everybody who was called had been there to be compared from the offer on.
    asked = asked_of(contacts, SETTINGS)
    found = asked.run(TakeDelays(asked.selection, asked.index.code("offer"), asked.index.code("call"), 0))
    called = found.where(found.answered >= 0)
    won = called.outcome == OUTCOME_NAMES.index("won")
    until = np.where(called.ended >= 0, called.ended, called.last + 1) - called.asked
    days = (called.answered - called.asked)[:, None] / DAY
    naive = cox(Spells(until.astype(np.float64), won, days))
    assert isinstance(naive, Cox)
    assert naive.hazard_ratio(0).high < 0.9


def test_intervals_cover_what_is_planted() -> None:
    """Of 40 worlds about 38; fewer than 34 would be another method (binomial, 0.3 %)."""
    held = 0
    for seed in range(2000, 2040):
        ratio = found_in(world(np.random.default_rng(seed), 220, 0.9)).won_ratio
        held += isinstance(ratio, Interval) and ratio.low <= 0.9 <= ratio.high
    assert held >= 34


def test_it_says_when_it_cannot_say(rng: np.random.Generator) -> None:
    few = ask("delay", asked_of(world(rng, 60, 1.0), SETTINGS), {"start": "offer", "end": "call"})
    assert isinstance(few.result, CannotSay)
    assert (few.result.reason, few.headline[0].code) == ("too_few", "delay.too_few")
    open_only = [
        Contact(f"c{n}", n * DAY + m * HOUR, name) for n in range(150) for m, name in enumerate(("offer", "call"))
    ]
    untimed = ask("delay", asked_of(open_only, SETTINGS), {"start": "offer", "end": "call"})
    assert untimed.headline[0].code == "delay.untimed"
    for wrong in ({"against": "open"}, {"apart": "soon"}, {"apart": "0 days"}):
        with pytest.raises(WegmarkeError) as caught:
            ask("delay", asked_of(open_only, SETTINGS), {"start": "offer", "end": "call", **wrong})
        assert caught.value.code == "question_argument"
    with pytest.raises(WegmarkeError) as caught:
        ask("delay", asked_of(open_only, SETTINGS), {"start": "offer", "end": "nowhere"})
    assert caught.value.code == "touchpoint_unknown"
