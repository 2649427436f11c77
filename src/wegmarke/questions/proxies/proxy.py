"""One figure against one behaviour of customers: what was found of it, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wegmarke.model.finding import CannotSay, Estimate
from wegmarke.model.kpis import Kpi, Period
from wegmarke.questions.proxies.audit import FEWEST_CHANGES, Audit, Does, Lasting
from wegmarke.questions.proxies.tracks import Track

Verdict = Literal["against", "follows"]
Origin = Literal["told", "derived"]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A figure in one segment, at the lag of the whole."""

    segment: str
    audit: Audit


@dataclass(frozen=True, slots=True, eq=False)
class Proxy:
    """A figure against one behaviour. origin: told by the company, or derived. whose: of all customers, or of those
    whom the department met. verdict: None: cannot be said, for the reason in `cannot`. q: false-discovery rate over all
    figures of the same origin. lasting: of a verdict. reversed: every segment says the opposite.
    """

    track: Track
    origin: Origin
    does: Does
    audit: Audit
    parts: tuple[Part, ...] = ()
    q: float = float("nan")
    verdict: Verdict | None = None
    cannot: CannotSay | None = None
    lasting: Lasting | None = None
    reversed: bool = False

    @property
    def kpi(self) -> Kpi:
        """The figure."""
        return self.track.kpi

    @property
    def agreement(self) -> Estimate:
        """The share of changes in the same direction, at the lag that fits best."""
        best = self.audit.best
        return CannotSay("too_few", self.audit.changes, FEWEST_CHANGES) if best is None else best.signs.share

    def period(self, place: int | None) -> Period | None:
        """The period at that place, also beyond the last one told."""
        if place is None:
            return None
        periods = self.track.told.periods
        one = periods[min(place, len(periods) - 1)]
        for _ in range(place - len(periods) + 1):
            one = one.after
        return one
