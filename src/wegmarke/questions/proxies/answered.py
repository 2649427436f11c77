"""Do the figures that departments steer by follow what customers do, or do they only stand for it?

Every figure (KPI), told by the company or derived from the histories, is laid beside what customers did one, two and
three periods later: the share of them who stayed, and who bought again. Two values that both drift, or both follow the
season, go together for no reason. Compared are therefore *changes* from one period to the next (how often did figure
and customers change in the same direction? `stats.sign_agreement`), and what is *new* in each period
(`stats.novelty`, `stats.series_correlation`). The lag that fits best is taken, and what is said of it is corrected for
the choice: Bonferroni over lags, then Benjamini and Hochberg over all figures of the same origin.

A figure *follows* customers, or goes *against* them, where q ≤ 5 percent and agreement and correlation point the same
way; else it cannot be said. Either is a relation of periods, no effect. How long it holds is part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from wegmarke.errors import WegmarkeError
from wegmarke.index.leaving import leaving_in
from wegmarke.index.summaries.behaviour import Leavers
from wegmarke.model.finding import CannotSay, Finding, Sentence, Table
from wegmarke.model.kpis import Kpi
from wegmarke.questions.asked import Asked
from wegmarke.questions.histories import FEWEST_LOSSES
from wegmarke.questions.proxies.audit import (
    FEWEST_CHANGES,
    Does,
    at_lag,
    audit,
    lasting,
    reverses,
)
from wegmarke.questions.proxies.derived import derived_kpis
from wegmarke.questions.proxies.proxy import Origin, Part, Proxy
from wegmarke.questions.proxies.told import (
    caveats,
    customers_table,
    headline,
    lags_table,
    lines_table,
    periods_table,
    segments_table,
)
from wegmarke.questions.proxies.tracks import Tracks
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg

CLEAR_AT: Final = 0.05
BEHAVIOURS: Final[tuple[Does, ...]] = ("stayed", "bought_again")
ORIGINS: Final[tuple[Origin, ...]] = ("told", "derived")


@dataclass(frozen=True, slots=True, eq=False)
class Proxies:
    """lines: those that go against customers first. shown: the line of which periods are told. period, leavers: of
    which period customers are listed, and who.
    """

    lines: tuple[Proxy, ...]
    shown: Proxy | None
    period: str | None = None
    leavers: Leavers | None = None

    def of(self, name: str, does: Does = "stayed") -> Proxy | None:
        """The line of that figure and behaviour."""
        return next((one for one in self.lines if one.kpi.name == name and one.does == does), None)

    def tables(self) -> tuple[Table, ...]:
        """The verdicts; segments, lags; the periods of one figure, and who left in one of them."""
        found = [lines_table(self.lines)]
        if any(one.parts for one in self.lines):
            found.append(segments_table(self.lines))
        if self.shown is not None:
            found.append(periods_table(self.shown))
        found.append(lags_table(self.lines))
        if self.leavers is not None:
            found.append(customers_table(self.leavers))
        return tuple(found)


def proxies(
    asked: Asked, *, kpi: str | None = None, department: str | None = None, period: str | None = None
) -> Finding[Proxies]:
    """The figures beside what customers did. kpi, department: of which figure the periods are told (the first of that
    name; without one the first line). period: of which of them the customers who left are listed, as 2026-03.

    Errors: `question_argument` for a figure or a period that is not there.
    """
    basis = asked.basis(asked.totals())
    leaving = leaving_in(asked.index)
    if leaving is None or not basis.customers:
        return Finding(
            "proxies", (Sentence("proxies.nobody"),), CannotSay("no_outcomes", 0, 1), basis, "proxies_counted"
        )
    tracks = Tracks(asked, leaving)
    lines = tuple(sorted(_lines(tracks), key=_first))
    if not lines:
        return Finding("proxies", (Sentence("proxies.none"),), CannotSay("too_few", 0, 1), basis, "proxies_counted")
    result = _with_people(tracks, Proxies(lines, _shown(lines, kpi, department)), period)
    estimated = any(one.audit.best is not None for one in lines)
    return Finding(
        "proxies",
        tuple(headline(lines)),
        result,
        basis,
        "proxies" if estimated else "proxies_counted",
        "association" if estimated else "count",
        ("changes_alike",) if estimated else (),
        tuple(caveats(lines, sorted(tracks.unknown))),
    )


def _lines(tracks: Tracks) -> Iterable[Proxy]:
    index = tracks.asked.index
    months = tracks.told("month")
    families: dict[Origin, Sequence[Kpi]] = {
        "told": index.kpis,
        "derived": derived_kpis(index, months.behaviour, months.periods),
    }
    for origin in ORIGINS:
        family = [_audited(tracks, kpi, origin, does) for kpi in families[origin] for does in BEHAVIOURS]
        q = benjamini_hochberg([one.audit.p_value if one.cannot is None else float("nan") for one in family])
        yield from (_judged(one, float(rate)) for one, rate in zip(family, q, strict=True))


def _audited(tracks: Tracks, kpi: Kpi, origin: Origin, does: Does) -> Proxy:
    track = tracks.whole(kpi)
    found = audit(track.figure, track.behaviour(does), track.years)
    counted, cannot = track.counted(does), None
    if found.changes < FEWEST_CHANGES:
        cannot = CannotSay("too_few", found.changes, FEWEST_CHANGES)
    elif counted < FEWEST_LOSSES:
        cannot = CannotSay("too_few", counted, FEWEST_LOSSES)
    elif found.best is None:
        cannot = CannotSay("no_variation", found.changes)
    if cannot is not None:
        return Proxy(track, origin, does, replace(found, best=None), cannot=cannot)
    parts = [audit(one.figure, one.behaviour(does), one.years) for one in tracks.parts(kpi)]
    lag = 0 if found.best is None else found.best.lag
    told = tuple(Part(one, at_lag(of, lag)) for one, of in zip(_segments(tracks, kpi), parts, strict=True))
    return Proxy(track, origin, does, found, told, reversed=reverses(found, parts))


def _segments(tracks: Tracks, kpi: Kpi) -> list[str]:
    return [one for one in kpi.segments if one not in tracks.unknown]


def _judged(one: Proxy, q: float) -> Proxy:
    direction, best = one.audit.direction, one.audit.best
    if one.cannot is not None or best is None:
        return one
    if q > CLEAR_AT or not direction:
        return replace(one, q=q, cannot=CannotSay("could_be_chance", best.changes))
    held = lasting(best, direction)
    return replace(one, q=q, verdict="follows" if direction > 0 else "against", lasting=held)


def _first(one: Proxy) -> tuple[int, int, float, str, str, str]:
    """Against customers first, and of those first the ones that look best; then those that follow; then the rest."""
    place = {"against": 0, "follows": 1, None: 2}[one.verdict]
    told = ORIGINS.index(one.origin) if one.verdict is None else 0
    p = one.audit.p_value
    return place, told, 2.0 if np.isnan(p) else p, one.kpi.name, one.kpi.department, one.does


def _shown(lines: Sequence[Proxy], kpi: str | None, department: str | None) -> Proxy:
    if kpi is None:
        return lines[0]
    named = [one for one in lines if one.kpi.name.casefold() == kpi.casefold()]
    if department is not None:
        named = [one for one in named if one.kpi.department.casefold() == department.casefold()]
    if not named:
        raise WegmarkeError("question_argument", question="proxies", argument="kpi", value=kpi)
    return named[0]


def _with_people(tracks: Tracks, result: Proxies, period: str | None) -> Proxies:
    """With the customers behind the number of that period, where one is asked for."""
    shown = result.shown
    if period is None or shown is None:
        return result
    lag = 1 if shown.audit.best is None else shown.audit.best.lag
    places = {str(one): place for place, one in enumerate(shown.track.told.periods[: -lag or None])}
    if period not in places:
        raise WegmarkeError("question_argument", question="proxies", argument="period", value=period)
    leavers = tracks.asked.run(tracks.leavers(shown.track, places[period], lag))
    return replace(result, period=period, leavers=leavers)
