"""An estimate with its interval as three columns of a table: the value, from and to."""

from __future__ import annotations

from collections.abc import Sequence

from wegmarke.model.finding import Column, Estimate, Interval, Unit


def interval_columns(key: str, unit: Unit, estimates: Sequence[Estimate]) -> tuple[Column, ...]:
    """`key`, `key_low` and `key_high`, one line an estimate; empty where nothing can be said. Money in whole units."""
    known = [one if isinstance(one, Interval) else None for one in estimates]
    return tuple(
        Column(f"{key}{end}", unit, [None if one is None else _cell(getattr(one, name), unit) for one in known])
        for end, name in (("", "value"), ("_low", "low"), ("_high", "high"))
    )


def _cell(value: float, unit: Unit) -> float:
    return round(value) if unit == "minor_units" else value
