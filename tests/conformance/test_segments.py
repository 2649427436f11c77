"""For whom: in the world `segment` defects drive away business customers only.

That no group is named where all are alike (`process`, `null`) is tested with the answers of `test_moments.py`; how
often it is right over many samples, `python -m trials.segments` counts.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tests.worlds import label, told_world
from wegmarke import text
from wegmarke.model.finding import CannotSay, Finding, Interval
from wegmarke.questions import ask
from wegmarke.questions.effect.found import EffectFound
from wegmarke.questions.effect.told import headline as told_effect
from wegmarke.questions.histories import ground
from wegmarke.questions.moments import MomentsFound
from wegmarke.questions.moments.answered import _headline
from wegmarke.questions.segments import groupings
from wegmarke.simulation.contacts import Place

PEOPLE, SEED = 6_000, 4


@cache
def asked(key: str) -> Finding[MomentsFound]:
    log, _ = told_world(key, PEOPLE, SEED)
    return ask("moments", log._of)


def found_in(key: str) -> MomentsFound:
    result = asked(key).result
    assert not isinstance(result, CannotSay)
    return result


def test_business_customers_are_named_with_the_delivery_and_nobody_else() -> None:
    named = found_in("segment").segments.named
    assert [(one.touchpoint.label, one.segment.word) for one in named] == [(label(Place.DELIVERY), "Gewerbe")]
    (one,) = named
    assert one.only
    inside, others = one.inside.adjusted, one.others.adjusted
    assert isinstance(inside, Interval)
    assert isinstance(others, Interval)
    assert inside.low > 0.05
    assert others.low <= 0 <= others.high
    said = [text.sentence(one, language) for one in asked("segment").headline for language in text.LANGUAGES]
    assert any("kundengruppe “Gewerbe” alone" in one for one in said)
    assert any("nur bei kundengruppe „Gewerbe“" in one for one in said)


def test_where_it_holds_for_a_group_only_the_group_comes_first() -> None:
    result = replace(found_in("segment"), lines=())
    codes = [one.code for one in _headline(result)]
    assert codes[0] == "moments.segment_only_more_attribute"
    assert "moments.nothing_for_all" in codes[1:]
    assert "moments.nothing" not in codes


def test_an_answer_for_all_together_names_private_customers_too() -> None:
    """The naive answer: a late delivery drives customers away. Four of five it is said of are untouched by it."""
    result = found_in("segment")
    pooled = next(one for one in result.lines if one.touchpoint.label == label(Place.DELIVERY))
    assert pooled.matters == "bad"
    assert isinstance(pooled.experience.adjusted, Interval)
    (one,) = result.segments.named
    inside, others = one.inside.adjusted, one.others.adjusted
    assert isinstance(inside, Interval)
    assert isinstance(others, Interval)
    assert others.high < pooled.experience.adjusted.low, "of nobody it is true: too much for these,"
    assert pooled.experience.adjusted.high < inside.low, "too little for those"


def test_a_group_of_which_too_few_were_lost_is_not_tried() -> None:
    log, _ = told_world("process", 700, SEED)
    found = ground(log._of, horizon_days=180.0)
    assert not isinstance(found, CannotSay)
    assert [one.attribute for one in groupings(log._of.index)] == ["kundengruppe", "first_channel"]
    assert groupings(log._of.index)[0].tried(found.visits) == ()


def test_the_journeys_of_a_group_open_to_as_many() -> None:
    log, _ = told_world("segment", PEOPLE, SEED)
    table = next(one for one in found_in("segment").tables() if one.key == "moments_segments")
    column = table.column("journeys")
    assert column.evidence is not None
    counted = [(count, str(behind)) for count, behind in zip(column.values, column.evidence, strict=True) if behind]
    assert counted
    for count, behind in counted:
        assert log._of.where(behind).totals().journeys == count


def effect_in(key: str) -> EffectFound:
    log, _ = told_world(key, PEOPLE, SEED)
    result = ask("effect", log._of, {"incident": "promise_late"}).result
    assert not isinstance(result, CannotSay)
    return result


def test_the_effect_of_a_late_promise_is_that_on_business_customers() -> None:
    found = effect_in("segment")
    (one,) = found.segments.named
    assert (one.segment.word, one.only) == ("Gewerbe", True)
    assert one.inside.low > 0.05
    assert one.others.low <= 0 <= one.others.high
    assert isinstance(found.lost, Interval)
    assert one.lost.low <= found.lost.value <= one.lost.high, "whom it costs are all among them"
    table = next(one for one in found.tables() if one.key == "effect_segments")
    assert list(table.column("segment_named").values)[:2] == ["only", ""]


def test_where_all_together_hide_a_group_the_group_comes_first_and_that_is_said() -> None:
    found = effect_in("segment")
    assert "effect.nothing_for_all" not in [one.code for one in told_effect(found)]
    hidden = replace(found, adjusted=Interval(0.01, -0.02, 0.04, found.exposed))
    first, second, *_ = told_effect(hidden)
    assert (first.code, second.code) == ("effect.segment_only_attribute", "effect.nothing_for_all")
    said = [text.sentence(second, language) for language in text.LANGUAGES]
    groups = len(found.segments.lines)
    assert any(f"({groups}\N{NO-BREAK SPACE}groups compared, corrected for their number)" in one for one in said)
    assert any(f"({groups}\N{NO-BREAK SPACE}Gruppen verglichen, um ihre Anzahl berichtigt)" in one for one in said)
    alone = replace(hidden, segments=replace(found.segments, lines=()))
    assert [one.code for one in told_effect(alone)] == ["effect.nothing"]


def test_an_effect_on_all_alike_names_no_group() -> None:
    found = effect_in("process").segments
    assert any(one.segment.word == "Gewerbe" for one in found.lines)
    assert found.named == ()
