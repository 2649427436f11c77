"""A margin that somebody assumes: one range, or one for each group of products, and whose assumption it is."""

from __future__ import annotations

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.questions.margin import margin_of, margin_tables


def test_nothing_assumed_is_no_margin() -> None:
    assert margin_of("effect", None) is None
    assert margin_of("effect", None, " ", "Controlling") is None
    assert margin_tables(None) == ()


def test_the_margin_of_all_is_the_mean_of_the_groups_by_revenue() -> None:
    found = margin_of("effect", None, "appliances=0.7:0.2..0.3; parts=0.3:0.5", " Controlling ")
    assert found is not None
    assert (found.share.low, found.share.high) == pytest.approx((0.7 * 0.2 + 0.15, 0.7 * 0.3 + 0.15))
    assert [one.name for one in found.groups] == ["appliances", "parts"]
    (table,) = margin_tables(found)
    assert list(table.column("product_group").values) == ["appliances", "parts", "all_products"]
    assert list(table.column("assumed_by").values) == ["Controlling"] * 3


def test_one_range_is_one_line() -> None:
    found = margin_of("levers", (0.25, 0.4))
    assert found is not None
    assert (found.share.low, found.share.value, found.share.high, found.by) == (0.25, 0.325, 0.4, "")
    assert len(margin_tables(found)[0]) == 1


@pytest.mark.parametrize(
    ("margin", "groups", "by", "argument"),
    [
        (1.2, None, None, "margin"),
        ((0.4, 0.2), None, None, "margin"),
        (0.3, "a=1:0.3", None, "margin"),
        (None, "a=0.5:0.3", None, "margin_groups"),
        (None, "a=0.5:0.3;a=0.5:0.2", None, "margin_groups"),
        (None, "a=0.5:0.3;b=0.5", None, "margin_groups"),
        (None, "a=1:0.4..0.3", None, "margin_groups"),
        (None, "=1:0.4", None, "margin_groups"),
        (0.3, None, "x" * 81, "margin_by"),
    ],
)
def test_what_cannot_be_is_refused(margin: object, groups: str | None, by: str | None, argument: str) -> None:
    with pytest.raises(WegmarkeError) as raised:
        margin_of("levers", margin, groups, by)  # type: ignore[arg-type]
    assert raised.value.details["argument"] == argument
