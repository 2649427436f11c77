"""Margin as a share of revenue, as somebody assumes it: one range, or a range for each group of products.

Groups are written as `name=share of revenue:margin` with semicolons between, `appliances=0.7:0.2..0.3;parts=0.3:0.5`.
Their shares of revenue add up to 1. The margin of all is the mean by revenue; from the lower ends to the upper ones, as
if the groups were wrong all in the same direction: the wider of what the ranges allow. Nothing of it is evidence, so it
can be said whose assumption it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Column, Table
from wegmarke.stats.uncertain import Uncertain

Range = float | tuple[float, float]
"""A number, or from one to another."""

LONGEST_NAME = 80
MOST_GROUPS = 20
_WHOLE = 0.005
"""Shares that people round may miss 1 by that much."""


@dataclass(frozen=True, slots=True)
class MarginGroup:
    """A group of products: its share of revenue, and its margin as a share of that."""

    name: str
    revenue_share: float
    margin: Uncertain


@dataclass(frozen=True, slots=True)
class Margin:
    """The margin of all revenue. groups: of which products it is made up, none where one range was given. by: whose
    assumption it is, "" where nobody is named.
    """

    share: Uncertain
    groups: tuple[MarginGroup, ...] = ()
    by: str = ""


def margin_of(question: str, margin: Range | None, groups: str | None = None, by: str | None = None) -> Margin | None:
    """The margin as asked for; None where none is assumed.

    Errors: `question_argument` for a margin outside 0 to 1, groups that cannot be read or do not add up to 1, both a
    margin and groups, and a name that is too long.
    """
    whose = (by or "").strip()
    if len(whose) > LONGEST_NAME:
        raise _wrong(question, "margin_by", whose)
    if groups and groups.strip():
        if margin is not None:
            raise _wrong(question, "margin", "margin, margin_groups")
        return _of_groups(question, groups, whose)
    if margin is None:
        return None
    low, high = margin if isinstance(margin, tuple) else (margin, margin)
    if not 0 <= low <= high <= 1:
        raise _wrong(question, "margin", f"{low:g}" if low == high else f"{low:g}..{high:g}")
    return Margin(Uncertain.within(low, high), by=whose)


def margin_tables(margin: Margin | None) -> tuple[Table, ...]:
    """The groups a margin is made up of, the whole last, with whose assumption it is; no table without a margin."""
    if margin is None:
        return ()
    groups = [(one.name, one.revenue_share, one.margin) for one in margin.groups]
    lines = [*groups, ("all_products", 1.0, margin.share)]
    return (
        Table(
            "margins",
            (
                Column("product_group", "text", [name for name, _, _ in lines]),
                Column("revenue_share", "share", [share for _, share, _ in lines]),
                Column("assumed_margin_low", "share", [one.low for _, _, one in lines]),
                Column("assumed_margin_high", "share", [one.high for _, _, one in lines]),
                Column("assumed_by", "text", [margin.by or None] * len(lines)),
            ),
        ),
    )


def _of_groups(question: str, written: str, whose: str) -> Margin:
    parts = [part for part in written.split(";") if part.strip()]
    found = [_group(part) for part in parts[: MOST_GROUPS + 1]]
    told = [one for one in found if one is not None]
    total = math.fsum(one.revenue_share for one in told)
    names = {one.name for one in told}
    if len(told) != len(found) or not 0 < len(told) <= MOST_GROUPS or len(names) < len(told) or abs(total - 1) > _WHOLE:
        raise _wrong(question, "margin_groups", written)
    low, high = (
        min(math.fsum(one.revenue_share * getattr(one.margin, end) for one in told) / total, 1.0)
        for end in ("low", "high")
    )
    return Margin(Uncertain.within(low, max(low, high)), tuple(told), whose)


def _group(part: str) -> MarginGroup | None:
    """One group; None for what cannot be read."""
    name, _, numbers = part.rpartition("=")
    share, _, margin = numbers.partition(":")
    low, _, high = margin.partition("..")
    try:
        revenue, least, most = float(share), float(low), float(high or low)
    except ValueError:
        return None
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not 0 < revenue <= 1 or not 0 <= least <= most <= 1:
        return None
    return MarginGroup(name, revenue, Uncertain.within(least, most))


def _wrong(question: str, argument: str, value: str) -> WegmarkeError:
    return WegmarkeError("question_argument", question=question, argument=argument, value=value)
