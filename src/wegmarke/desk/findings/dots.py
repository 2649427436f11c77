"""Dots with intervals, for charts: a row a touchpoint, a dot a group. The table beside a chart says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wegmarke import text
from wegmarke.desk.findings.tables import CLEAR_AT
from wegmarke.desk.shell.language import reader_language
from wegmarke.model.finding import Column, Table

MOST_ROWS = 15
Colour = Literal["a", "b", "unclear"]


@dataclass(frozen=True, slots=True)
class Dot:
    """An estimate with its interval, as numbers to draw and as a text to read."""

    value: float
    low: float
    high: float
    colour: Colour
    text: str


@dataclass(frozen=True, slots=True)
class DotRow:
    """One line of the chart."""

    label: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class DotGroup:
    """What the colour means."""

    label: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class DotChart:
    """A chart. signed: whether it runs to both sides of zero; unit: of the axis, money in `currency`."""

    rows: tuple[DotRow, ...]
    groups: tuple[DotGroup, ...]
    signed: bool
    hidden: int
    unit: Literal["share", "count", "money"] = "share"
    currency: str = ""


def shares_chart(
    table: Table, label: Column, columns: tuple[tuple[str, str, Colour], ...], names: dict[str, str]
) -> DotChart:
    """Shares of several groups side by side. columns: key, what the group is called, colour."""
    keys = {column.key for column in table.columns}
    present = [one for one in columns if one[0] in keys]
    # A touchpoint that stands in none of the groups here says nothing in a picture; the table holds it.
    largest = [
        max((float(str(table.column(key).values[row] or 0)) for key, _name, _colour in present), default=0)
        for row in range(len(table))
    ]
    order = sorted((row for row in range(len(table)) if largest[row] > 0), key=lambda row: -largest[row])
    rows = tuple(
        DotRow(
            names.get(str(label.values[row]), str(label.values[row])),
            tuple(dot for key, _name, colour in present if (dot := _dot(table, key, row, colour, "share")) is not None),
        )
        for row in order[:MOST_ROWS]
    )
    groups = tuple(DotGroup(name, colour) for _key, name, colour in present)
    return DotChart(rows, groups, signed=False, hidden=len(table) - len(rows))


def differences_chart(table: Table, names: tuple[str, str, str], labels: Sequence[str] | None = None) -> DotChart:
    """Differences A − B in the order of the table. names: more in A, more in B, could be chance. labels: of the lines;
    None: what the table says they are about.
    """
    what, q = labels or [str(one) for one in table.column("what").values], table.column("q").values
    rows = []
    for row in range(min(len(table), MOST_ROWS)):
        value = table.column("difference").values[row]
        if value is None:
            continue
        clear = q[row] is not None and float(str(q[row])) <= CLEAR_AT
        colour: Colour = "unclear" if not clear else "a" if float(str(value)) > 0 else "b"
        dot = _dot(table, "difference", row, colour, "difference")
        if dot is not None:
            rows.append(DotRow(_short(what[row]), (dot,)))
    colours: tuple[Colour, ...] = ("a", "b", "unclear")
    groups = tuple(DotGroup(name, colour) for name, colour in zip(names, colours, strict=True))
    return DotChart(tuple(rows), groups, signed=True, hidden=max(len(table) - MOST_ROWS, 0))


def customers_chart(table: Table, labels: dict[str, str], names: tuple[str, str, str]) -> DotChart:
    """Customers lost by touchpoints, in the order of the table. names: costs, keeps, matters not."""
    rows: list[DotRow] = []
    for row, key in enumerate(table.column("touchpoint").values):
        value = table.column("customers_lost").values[row]
        if value is None or len(rows) == MOST_ROWS:
            continue
        colour: Colour = "unclear" if not table.column("matters").values[row] else "b" if float(str(value)) > 0 else "a"
        dot = _dot(table, "customers_lost", row, colour, "score")
        if dot is not None:
            rows.append(DotRow(labels.get(str(key), str(key)), (dot,)))
    colours: tuple[Colour, ...] = ("b", "a", "unclear")
    groups = tuple(DotGroup(name, colour) for name, colour in zip(names, colours, strict=True))
    return DotChart(tuple(rows), groups, signed=True, hidden=len(table) - len(rows), unit="count")


def _dot(table: Table, key: str, row: int, colour: Colour, unit: str) -> Dot | None:
    """The dot of one cell; without an interval where the table has none for it."""
    value = table.column(key).values[row]
    if value is None:
        return None
    number, language = float(str(value)), reader_language()
    said = text.number(number, unit, language)
    known = {column.key: column.values[row] for column in table.columns}
    low, high = known.get(f"{key}_low"), known.get(f"{key}_high")
    if low is None or high is None:
        return Dot(number, number, number, colour, said)
    bounds = (float(str(low)), float(str(high)))
    return Dot(number, *bounds, colour, f"{said} ({text.span(*bounds, unit, language)})")


def _short(path: str, most: int = 5) -> str:
    """A path that fits beside a chart."""
    parts = path.split(" → ")
    return path if len(parts) <= most else " → ".join([*parts[: most - 2], "…", parts[-1]])
