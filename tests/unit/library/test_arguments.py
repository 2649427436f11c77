"""Arguments as they stand in an address or on the command line: nonsense is refused, names may hold signs."""

import pyarrow as pa
import pytest

import wegmarke as wm
from tests.unit.library.making import log
from wegmarke.errors import WegmarkeError


@pytest.mark.parametrize("number", ["-1", "0", "18446744073709551616", "99999999999999999999999"])
def test_a_number_that_no_customer_can_have_is_no_customer(number: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        log().ask("timeline", customer=number)
    assert caught.value.code == "customer_unknown"


@pytest.mark.parametrize("quantiles", ["nan", "2", "-0.5", "0.5,inf", "0.5,1.01"])
def test_a_quantile_lies_from_0_to_1(quantiles: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        log().ask("map", quantiles=quantiles)
    assert (caught.value.code, caught.value.details["argument"]) == ("question_argument", "quantiles")


def test_stages_in_quotes_may_hold_the_signs_of_a_funnel() -> None:
    places = {"a > b": "2026-01-01", "c | d": "2026-01-02", "e": "2026-01-03"}
    frame = pa.table({"customer": ["ada"] * 3, "time": list(places.values()), "page": list(places)})
    made = wm.read(frame, customer="customer", time="time", touchpoint="page", time_zone="UTC")
    for stages in ('"a > b" > "c | d" > e', '"a > b"|e > "c | d"|e'):
        result = made.ask("funnel", stages=stages).finding.result
        assert [stage.journeys for stage in result.stages] == [1] * len(result.stages)
