"""The moments that matter against worlds whose truth is known.

Two decoys are planted: the help page, which customers in trouble visit without being harmed, and the club, which only
the content reach. A naive correlation must call both moments that matter; the question must not.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from tests.worlds import label, told_world
from wegmarke import text
from wegmarke.model.finding import CannotSay, Interval
from wegmarke.questions import ask
from wegmarke.questions.moments import Moment, MomentsFound, told
from wegmarke.simulation.contacts import Place
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg

PEOPLE, SEED = 6_000, 4
PLANTED = (
    Place.DELIVERY,
    Place.LATE_NOTICE,
    Place.FAILED_DELIVERY,
    Place.INVOICE_CORRECTED,
    Place.DUNNING,
    Place.PAYMENT,
)
"""Where customers meet with a planted defect; who was dunned after a complaint, or billed wrongly, pays late."""
DECOYS = (label(Place.HELP_PAGE), label(Place.CLUB))


def found_in(key: str) -> MomentsFound:
    log, _ = told_world(key, PEOPLE, SEED)
    result = ask("moments", log._of).result
    assert not isinstance(result, CannotSay)
    return result


@pytest.fixture(scope="module")
def whole() -> MomentsFound:
    return found_in("process")


@pytest.fixture(scope="module")
def process(whole: MomentsFound) -> dict[str, Moment]:
    return {one.touchpoint.label: one for one in whole.lines}


def test_what_is_planted_stands_first(process: dict[str, Moment]) -> None:
    """A delivery that is late drives customers away, and a notice that it will be: the first that do."""
    harmful = [one for one in process.values() if one.matters and isinstance(one.lost, Interval) and one.lost.value > 0]
    assert harmful[0].touchpoint.label == label(Place.DELIVERY)
    assert harmful[0].matters == "bad"
    assert isinstance(harmful[0].decisive.adjusted, Interval)
    assert harmful[0].decisive.adjusted.low > 0.05
    assert harmful[1].touchpoint.label == label(Place.LATE_NOTICE)
    assert {one.touchpoint.label for one in harmful} <= set(map(label, PLANTED))
    assert {one.decisive.checked for one in harmful} == {"passed"}


@pytest.mark.parametrize("decoy", DECOYS)
def test_decoys_are_not_named_though_a_naive_look_names_them(process: dict[str, Moment], decoy: str) -> None:
    assert process[decoy].matters is None
    naive = [one.visit.unadjusted for one in process.values()]
    q = benjamini_hochberg([p_value(one) for one in naive])
    of = list(process).index(decoy)
    assert q[of] < 0.05


def test_where_all_are_harmed_alike_no_group_is_named(whole: MomentsFound) -> None:
    no_group_is_named(whole)


def no_group_is_named(found: MomentsFound) -> None:
    """Though there is one that could have been, as `test_segments.py` shows."""
    assert "kundengruppe" in found.segments.tried
    assert any(one.segment.word == "Gewerbe" for one in found.segments.lines)
    assert found.segments.named == ()


def p_value(estimate: object) -> float:
    if not isinstance(estimate, Interval):
        return float("nan")
    return float(2 * ndtr(-abs(estimate.value) / ((estimate.high - estimate.low) / 3.92)))


def test_what_a_punctual_delivery_raises(whole: MomentsFound) -> None:
    """Harm keeps customers from ordering again and from recommending; nobody gets a delivery before the first order."""
    delivery = next(one for one in whole.supers.lines if one.touchpoint.label == label(Place.DELIVERY))
    again, recommend = delivery.raised("repurchase"), delivery.raised("recommendation")
    assert isinstance(again, Interval)
    assert isinstance(recommend, Interval)
    assert again.low > 0.1
    assert recommend.low > 0.1
    assert isinstance(delivery.raised("purchase"), CannotSay)
    assert not whole.supers.named


def test_where_nothing_matters_nothing_is_named() -> None:
    found = found_in("null")
    lines = found.lines
    no_group_is_named(found)
    assert not found.supers.named
    (delivery,) = (one for one in found.supers.lines if one.touchpoint.label == label(Place.DELIVERY))
    again = delivery.raised("repurchase")
    assert isinstance(again, Interval)
    assert again.low < 0 < again.high  # nobody orders less because of harm here, though they recommend less
    assert len(lines) > 20
    assert [one.touchpoint.label for one in lines if one.matters] == []
    assert np.mean([isinstance(one.visit.adjusted, Interval) for one in lines]) > 0.6, "it could have been"


def test_what_an_unrecorded_trait_brings_is_doubted_and_not_named() -> None:
    """Whom deliveries reach late, and who leaves, are the same people in this world, for a reason that nobody records:
    more than chance, and more than a weak hidden cause. They had met with critical events long before as well.
    """
    found = {one.touchpoint.label: one for one in found_in("hidden").lines}
    assert [one for one in found.values() if one.matters] == []
    for place in (Place.DELIVERY, Place.LATE_NOTICE):
        one = found[label(place)]
        assert one.decisive.candidate, "without its control it would be named"
        assert one.decisive.checked == "refused"
        sentence = told(one)
        assert sentence is not None
        assert sentence.code == f"moments.{'bad' if place == Place.DELIVERY else 'visit'}_refused"
        for language in text.LANGUAGES:
            assert text.sentence(sentence, language)


def test_below_fifty_losses_nothing_is_estimated() -> None:
    log, _ = told_world("process", 200, SEED)
    finding = ask("moments", log._of)
    assert isinstance(finding.result, CannotSay)
    assert finding.result.reason == "too_few"
    assert finding.headline[0].code == "moments.too_few"


def test_the_journeys_of_a_touchpoint_open_to_as_many(whole: MomentsFound) -> None:
    log, _ = told_world("process", PEOPLE, SEED)
    column = whole.tables()[0].column("journeys")
    assert column.evidence is not None
    for count, behind in zip(column.values, column.evidence, strict=True):
        assert log._of.where(str(behind)).totals().journeys == count
