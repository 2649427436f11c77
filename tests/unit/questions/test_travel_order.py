"""Stages come in the order in which customers go through them, however journeys are cut."""

from __future__ import annotations

import pyarrow as pa

import wegmarke as wm
from wegmarke.questions.travel_order import in_order_of_travel

GROUPS = {"after": ["delivery", "hotline"], "before": ["ad"], "between": ["order"]}


def test_groups_stand_where_customers_come_to_them() -> None:
    rows = [
        {"customer": customer, "time": f"2026-01-{day:02}", "what": what}
        for customer, days in {"A": (1, 2, 3), "B": (5, 9, 20)}.items()
        for day, what in zip(days, ("ad", "order", "delivery" if customer == "A" else "hotline"), strict=True)
    ]
    log = wm.read(pa.Table.from_pylist(rows), customer="customer", time="time", touchpoint="what")
    assert in_order_of_travel(log._asked(), GROUPS) == ("before", "between", "after")
