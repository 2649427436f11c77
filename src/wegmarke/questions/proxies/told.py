"""The answer to `questions.proxies` as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from wegmarke.index.summaries.behaviour import Leavers
from wegmarke.model.finding import CannotSay, Column, Estimate, Interval, Sentence, Table
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.proxies.audit import LAGS, AtLag
from wegmarke.questions.proxies.proxy import Proxy

MOST_TOLD: Final = 3


def headline(lines: Sequence[Proxy]) -> Iterator[Sentence]:
    """How many there are of each, then the ones that go against customers, then those that follow."""
    figures = {(one.kpi.name, one.kpi.department, one.origin): _verdicts(one, lines) for one in lines}
    against = sum("against" in found for found in figures.values())
    follows = sum("follows" in found and "against" not in found for found in figures.values())
    rest = len(figures) - against - follows
    yield Sentence(
        "proxies.extent" if against or follows else "proxies.nothing",
        {"figures": len(figures), "against": against, "follows": follows, "rest": rest},
    )
    for verdict in ("against", "follows"):
        for one in [line for line in lines if line.verdict == verdict][:MOST_TOLD]:
            yield from _one(one)
    for one in [line for line in lines if line.reversed][:MOST_TOLD]:
        yield Sentence("proxies.reversed", _named(one))


def caveats(lines: Sequence[Proxy], unknown: Sequence[str]) -> Iterator[Sentence]:
    """What the answer is not."""
    if any(one.audit.best is not None for one in lines):
        yield Sentence("caveat.association")
        yield Sentence("caveat.proxies_screen")
    if not any(one.origin == "told" for one in lines):
        yield Sentence("caveat.proxies_derived_only")
    if unknown:
        yield Sentence("caveat.proxies_segments", {"segments": list(unknown)})
    revised = sorted({one.kpi.name for one in lines if one.kpi.revised})
    if revised:
        yield Sentence("caveat.proxies_revised", {"kpis": revised})


def lines_table(lines: Sequence[Proxy]) -> Table:
    """One line a figure and behaviour, the ones against customers first."""
    best = [one.audit.best for one in lines]
    return Table(
        "proxies",
        (
            *_what(lines),
            Column("verdict", "text", [one.verdict or "unknown" for one in lines]),
            Column("because", "text", [None if one.cannot is None else one.cannot.reason for one in lines]),
            Column("lag", "count", [None if at is None else at.lag for at in best]),
            Column("changes", "count", [one.audit.changes if at is None else at.changes for one, at in _both(lines)]),
            *_at_best(best),
            *interval_columns("level_r", "mean", [_level(at) for at in best]),
            Column("q", "share", [None if np.isnan(one.q) else one.q for one in lines]),
            Column("both_better", "count", _signs(best, "both_up")),
            Column("kpi_better_customers_worse", "count", _signs(best, "up_down")),
            Column("kpi_worse_customers_better", "count", _signs(best, "down_up")),
            Column("both_worse", "count", _signs(best, "both_down")),
            Column("confirmed", "text", [_period(one, "confirmed") for one in lines]),
            Column("check_by", "text", [_period(one, "check_by") for one in lines]),
            Column("turning", "text", [_turning(one) for one in lines]),
            Column("segments_reversed", "text", ["yes" if one.reversed else None for one in lines]),
            Column("better", "text", [one.kpi.better for one in lines]),
            Column("of_customers", "text", ["met" if one.track.group else "all" for one in lines]),
            Column("revised", "count", [one.kpi.revised if one.origin == "told" else None for one in lines]),
        ),
    )


def segments_table(lines: Sequence[Proxy]) -> Table:
    """The same by segment, at the lag of the whole."""
    rows = [(one, part) for one in lines for part in one.parts]
    best = [part.audit.best for _, part in rows]
    return Table(
        "proxies_segments",
        (
            *_what([one for one, _ in rows]),
            Column("segment", "text", [part.segment for _, part in rows]),
            Column("lag", "count", [None if at is None else at.lag for at in best]),
            Column("changes", "count", [part.audit.changes for _, part in rows]),
            *_at_best(best),
        ),
    )


def lags_table(lines: Sequence[Proxy]) -> Table:
    """Every lag that was looked at."""
    rows = [(one, at) for one in lines if one.audit.best is not None for at in one.audit.lags]
    return Table(
        "proxies_lags",
        (
            *_what([one for one, _ in rows]),
            Column("lag", "count", [at.lag for _, at in rows]),
            Column("changes", "count", [at.changes for _, at in rows]),
            *_at_best([at for _, at in rows]),
        ),
    )


def periods_table(one: Proxy) -> Table:
    """The figure and the customers, period by period, at the lag that fits best (else one period later)."""
    lag = LAGS[0] if one.audit.best is None else one.audit.best.lag
    track, of = one.track, one.track.told.behaviour
    places = [place for place in range(len(track.told.periods) - lag) if np.isfinite(track.values[place])]
    stayed, bought = track.later("stayed", lag), track.later("bought_again", lag)
    customers, left, again = (sums[track.group, lag] for sums in (of.customers, of.left, of.bought))
    return Table(
        "proxies_periods",
        (
            Column("kpi", "text", [one.kpi.name] * len(places)),
            Column("department", "text", [one.kpi.department] * len(places)),
            Column("kpi_period", "text", [str(track.told.periods[at]) for at in places]),
            Column("kpi_value", "mean", [float(track.values[at]) for at in places]),
            Column("later_period", "text", [str(track.told.periods[at + lag]) for at in places]),
            Column("customers", "count", [int(customers[at]) for at in places]),
            Column("customers_left", "count", [int(left[at]) for at in places]),
            Column("customers_bought", "count", [int(again[at]) for at in places]),
            Column("stayed", "share", [_known(float(stayed[at])) for at in places]),
            Column("bought_again", "share", [_known(float(bought[at])) for at in places]),
        ),
    )


def customers_table(leavers: Leavers) -> Table:
    """Who left."""
    told = [str(one).partition("\x1f") for one in leavers.identifier]
    return Table(
        "proxies_customers",
        (
            Column("customer", "text", [name for _, _, name in told]),
            Column("kind", "text", [kind for kind, _, _ in told]),
            Column("customer_number", "text", leavers.number.tolist()),
        ),
    )


def _what(lines: Sequence[Proxy]) -> tuple[Column, ...]:
    return (
        Column("kpi", "text", [one.kpi.name for one in lines]),
        Column("department", "text", [one.kpi.department for one in lines]),
        Column("kpi_origin", "text", [one.origin for one in lines]),
        Column("customers_do", "text", [one.does for one in lines]),
    )


def _at_best(best: Sequence[AtLag | None]) -> tuple[Column, ...]:
    shares = [_NOTHING if at is None else at.signs.share for at in best]
    return (
        *interval_columns("same_direction", "share", shares),
        *interval_columns("moves_r", "mean", [_moves(at) for at in best]),
    )


_NOTHING: Final = CannotSay("too_few", 0)


def _moves(at: AtLag | None) -> Estimate:
    return _NOTHING if at is None else at.moves if isinstance(at.moves, CannotSay) else at.moves.interval


def _level(at: AtLag | None) -> Estimate:
    return _NOTHING if at is None else at.level


def _signs(best: Sequence[AtLag | None], name: str) -> list[int | None]:
    return [None if at is None else getattr(at.signs, name) for at in best]


def _both(lines: Sequence[Proxy]) -> Iterator[tuple[Proxy, AtLag | None]]:
    return ((one, one.audit.best) for one in lines)


def _period(one: Proxy, name: str) -> str | None:
    found = None if one.lasting is None else one.period(getattr(one.lasting, name))
    return None if found is None else str(found)


def _turning(one: Proxy) -> str | None:
    if one.lasting is None or one.lasting.turning is None:
        return None
    return "yes" if one.lasting.turning else "no"


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _verdicts(of: Proxy, lines: Sequence[Proxy]) -> set[str]:
    same = (of.kpi.name, of.kpi.department, of.origin)
    return {one.verdict for one in lines if one.verdict and (one.kpi.name, one.kpi.department, one.origin) == same}


def _named(one: Proxy) -> dict[str, object]:
    return {"kpi": one.kpi.name, "department": one.kpi.department}


def _one(one: Proxy) -> Iterator[Sentence]:
    best = one.audit.best
    if best is None or not isinstance(best.signs.share, Interval):
        return
    share = best.signs.share
    yield Sentence(
        f"proxies.{one.verdict}_{one.does}",
        {
            **_named(one),
            "better": best.signs.both_up + best.signs.up_down,
            "worse_then": best.signs.up_down,
            "better_then": best.signs.both_up,
            "share": share.value,
            "low": share.low,
            "high": share.high,
            "changes": share.n,
            "lag": best.lag,
            "span": one.kpi.span,
        },
    )
    held = one.lasting
    if held is None:
        return
    if held.turning:
        yield Sentence("proxies.turning", _named(one))
    elif held.confirmed is None:
        yield Sentence("proxies.not_confirmed", _named(one))
    else:
        said = {"confirmed": _period(one, "confirmed"), "check_by": _period(one, "check_by")}
        yield Sentence("proxies.confirmed", {**_named(one), **said})
