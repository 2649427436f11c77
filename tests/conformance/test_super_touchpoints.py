"""Super-touchpoints against people of whom it is known what drives them (`tests/advised.py`)."""

from __future__ import annotations

import pytest

from tests.advised import ADVICE, CIRCULAR, SHOWROOM, advised
from wegmarke import text
from wegmarke.index.summaries.snapshots import NO_SNAPSHOTS
from wegmarke.model.finding import CannotSay, Estimate, Finding, Interval
from wegmarke.questions import ask
from wegmarke.questions.histories import ground
from wegmarke.questions.moments import MomentsFound
from wegmarke.questions.moments.super import AIMS, Raising, super_touchpoints

PEOPLE, SEED = 2_000, 1


@pytest.fixture(scope="module")
def finding() -> Finding[MomentsFound]:
    return ask("moments", advised(PEOPLE, SEED)._of)


@pytest.fixture(scope="module")
def raising(finding: Finding[MomentsFound]) -> dict[str, Raising]:
    assert not isinstance(finding.result, CannotSay)
    return {one.touchpoint.label: one for one in finding.result.supers.lines}


def holds_nothing(one: Estimate) -> bool:
    return isinstance(one, Interval) and one.low <= 0 <= one.high


def rises(one: Estimate) -> bool:
    return isinstance(one, Interval) and one.low > 0


def test_what_drives_all_three_is_named(finding: Finding[MomentsFound], raising: dict[str, Raising]) -> None:
    assert [name for name, one in raising.items() if one.is_super] == [ADVICE]
    assert all(rises(raising[ADVICE].raised(aim)) for aim in AIMS)
    said = {sentence.code: sentence for sentence in finding.headline}["moments.super"]
    assert text.sentence(said, "de").startswith(f"{ADVICE} ist ein Super-Touchpoint: Nach einem guten Erlebnis")
    assert not isinstance(finding.result, CannotSay)
    table = finding.result.tables()[0]
    marked = dict(zip(table.column("touchpoint").values, table.column("super").values, strict=True))
    assert {key for key, mark in marked.items() if mark} == {raising[ADVICE].touchpoint.key}


def test_two_of_three_are_not_enough(raising: dict[str, Raising]) -> None:
    one = raising[SHOWROOM]
    assert rises(one.raised("purchase"))
    assert rises(one.raised("repurchase"))
    assert holds_nothing(one.raised("recommendation"))
    assert one.q > 0.05


def test_what_does_nothing_raises_nothing(raising: dict[str, Raising]) -> None:
    assert all(holds_nothing(raising[CIRCULAR].raised(aim)) for aim in AIMS)


def test_the_table_says_what_each_raises(finding: Finding[MomentsFound]) -> None:
    assert not isinstance(finding.result, CannotSay)
    table = finding.result.tables()[-1]
    assert table.key == "super_touchpoints"
    for row, one in enumerate(finding.result.supers.lines):
        for aim in AIMS:
            raised, compared = one.raised(aim), one.of(aim)
            assert isinstance(raised, Interval)
            assert table.column(f"{aim}_raised").values[row] == raised.value
            assert table.column(f"{aim}_visits").values[row] == compared.exposed + compared.others


def test_where_nobody_is_asked_it_cannot_be_said() -> None:
    of = advised(PEOPLE // 2, SEED, asked=False)._of
    found = ground(of, horizon_days=180.0)
    assert not isinstance(found, CannotSay)
    supers = super_touchpoints(of, found, NO_SNAPSHOTS)
    assert supers.cannot == CannotSay("no_recommendations", 0, 1)
    assert supers.tables() == ()
    assert [sentence.code for sentence in supers.caveats()] == ["caveat.super_cannot"]
