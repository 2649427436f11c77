"""What changed: every count once more in plain Python, what was planted is found, and nothing where nothing was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from tests import naive
from tests.contacts import DAY, HOUR, START_OF_LOG, WHOLE, Contact, asked_of
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import CannotSay
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import ask
from wegmarke.questions.drift import Change, Drift

SETTINGS = JourneySettings(silence_days=5, cut_at_outcome=True, outcomes=WHOLE.outcomes)
NAMES = ("ad", "shop", "call", "complaint", "order", "refusal")
USUAL = (0.25, 0.25, 0.2, 0.08, 0.12, 0.1)
WORSE = (0.25, 0.25, 0.1, 0.18, 0.12, 0.1)


def made_up(
    seed: int, *, later: tuple[float, ...] = USUAL, contacts: int = 3000, customers: int = 250
) -> list[Contact]:
    """120 days; from day 90 on touchpoints are drawn with the chances `later`."""
    rng, result = np.random.default_rng(seed), []
    for _ in range(contacts):
        at = int(rng.integers(0, 120 * 24)) * HOUR
        name = str(rng.choice(NAMES, p=later if at >= 90 * DAY else USUAL))
        due = datetime.fromtimestamp(START_OF_LOG + at + 2 * DAY + 60, UTC) if rng.random() < 0.2 else None
        kept = datetime.fromtimestamp(due.timestamp() + int(rng.integers(-40, 20)) * HOUR, UTC) if due else None
        said = str(rng.choice(["price", "quality"])) if name == "refusal" else None
        who = f"c{rng.integers(0, customers)}"
        result.append(Contact(who, at, name, promise_due=due, promise_kept=kept, stated_reason=said))
    return result


def counted(  # noqa: PLR0911 - one case a figure
    one: Change, journeys: list[naive.Journey], begin: int, end: int
) -> tuple[int, int] | None:
    """How many of how many, by definition; None for what is not counted here."""

    def inside(second: float) -> bool:
        return begin <= second < end

    active = [j for j in journeys if any(inside(s) for s in j.seconds)]
    ended = [j for j in journeys if j.outcome != "open" and inside(j.seconds[j.decided if j.happened else -1])]
    rows = [(s, c) for j in journeys for s, c in zip(j.seconds, j.contacts, strict=True)]
    match one.changed:
        case "reach":
            there = [
                j
                for j in active
                if any(inside(s) and name == one.about[0] for s, name in zip(j.seconds, j.path, strict=True))
            ]
            return len(there), len(active)
        case "entry":
            begun = [j for j in journeys if inside(j.seconds[0])]
            return sum(j.path[0] == one.about[0] for j in begun), len(begun)
        case "path":
            return sum(j.path == one.about for j in ended), len(ended)
        case "ended":
            return sum(j.outcome == one.about[0] for j in ended), len(ended)
        case "happened" if one.about[0] == "complaint":
            return sum(inside(s) and c.touchpoint == "complaint" for s, c in rows), len(active)
        case "promise_kept":
            due = [c for _, c in rows if c.promise_due and inside(int(c.promise_due.timestamp()))]
            return sum(c.promise_kept <= c.promise_due for c in due), len(due)
        case "reason":
            said = [c.stated_reason for s, c in rows if c.stated_reason and inside(s)]
            return said.count(one.about[0]), len(said)
    return None


def test_every_count_once_more() -> None:
    contacts = made_up(1)
    result = ask("drift", asked_of(contacts, SETTINGS, in_partitions=4), {"days": 30}).result
    assert isinstance(result, Drift)
    journeys = naive.journeys_of(contacts, SETTINGS)
    assert result.ended == max(one.seconds[-1] for one in journeys) + 1
    assert (result.ended - result.turned, result.turned - result.began) == (30 * DAY, 30 * DAY)
    checked = set()
    for one in result.lines:
        for name, begin, end in (("last", result.turned, result.ended), ("before", result.began, result.turned)):
            expected = counted(one, journeys, begin, end)
            if expected is not None:
                assert (getattr(one, name), getattr(one, f"{name}_of")) == expected, (one, name)
                checked.add(one.changed)
    assert len(checked) == 7


def test_more_complaints_are_found_and_nothing_else_is_where_nothing_changed() -> None:
    """Planted: complaints more than double, calls halve. Of 12 worlds in which nothing changes at most 2 find any."""
    result = ask("drift", asked_of(made_up(2, later=WORSE), SETTINGS), {"days": 30}).result
    clear = {(one.changed, one.about): one.difference.interval for one in result.lines if one.clear}
    assert clear["reach", ("complaint",)].low > 0
    assert clear["happened", ("complaint",)].low > 0
    assert clear["reach", ("call",)].high < 0
    assert {about for changed, about in clear if changed in {"reach", "entry"}} <= {("complaint",), ("call",)}
    found = 0
    for seed in range(3, 15):
        finding = ask("drift", asked_of(made_up(seed), SETTINGS), {"days": 30})
        assert sum(not isinstance(one.difference, CannotSay) for one in finding.result.lines) > 15
        something = any(one.clear for one in finding.result.lines)
        assert (finding.headline[0].code == "drift.nothing") == (not something)
        found += something
    assert found <= 2


def test_what_the_data_do_not_hold_is_counted_only() -> None:
    whole, few = made_up(1), made_up(1, contacts=90)
    for contacts, days, code in ((whole, 90, "drift.too_short"), (few, 7, "drift.too_little")):
        finding = ask("drift", asked_of(contacts, SETTINGS), {"days": days})
        assert finding.result.lines
        assert all(isinstance(one.difference, CannotSay) for one in finding.result.lines)
        assert finding.headline[0].code == code


def test_entries_are_left_out_where_their_beginnings_are_not_seen() -> None:
    contacts = [one for one in made_up(1) if one.at >= 60 * DAY]
    finding = ask("drift", asked_of(contacts, SETTINGS), {"days": 30})
    assert "entry" not in {one.changed for one in finding.result.lines}
    assert "caveat.drift_entries" in {one.code for one in finding.caveats}


def test_where_outcomes_end_no_journey_the_contacts_that_are_outcomes_are_counted() -> None:
    """Else the last period would look better by itself: who was won then has not had the time to leave."""
    contacts = made_up(1)
    whole = replace(SETTINGS, cut_at_outcome=False, silence_days=None)
    finding = ask("drift", asked_of(contacts, whole), {"days": 30})
    result = finding.result
    assert not {"ended", "path"} & {one.changed for one in result.lines}
    assert "caveat.drift_outcomes" in {one.code for one in finding.caveats}
    seconds = [(one.microseconds // 1_000_000, one.touchpoint) for one in contacts]
    inside = [name for second, name in seconds if result.turned <= second < result.ended]
    won = next(one for one in result.lines if (one.changed, one.about) == ("outcome", ("won",)))
    assert (won.last, won.last_of) == (inside.count("order"), inside.count("order") + inside.count("refusal"))


def test_arguments() -> None:
    asked = asked_of(made_up(1, contacts=50), SETTINGS)
    for days in (6, 731):
        with pytest.raises(WegmarkeError) as caught:
            ask("drift", asked, {"days": days})
        assert caught.value.code == "question_argument"
    assert isinstance(ask("drift", asked.where("visited(ad) and not visited(ad)")).result, CannotSay)
