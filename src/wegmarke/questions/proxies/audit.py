"""One figure against what customers did afterwards: the statistics of `questions.proxies`, for one pair of series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.behaviour import MOST_LAG
from wegmarke.model.finding import CannotSay, Estimate
from wegmarke.stats.novelty import Novelty, novelty
from wegmarke.stats.series_correlation import Correlation, innovation_correlation, series_correlation, turned
from wegmarke.stats.sign_agreement import SignAgreement, sign_agreement

Floats = NDArray[np.float64]
Does = Literal["stayed", "bought_again"]

LAGS: Final = tuple(range(1, MOST_LAG + 1))
FEWEST_CHANGES: Final = 12
"""Of fewer changes nothing is said."""
CHOSEN_LEVEL: Final = 1 - 0.05 / len(LAGS)
"""The level of the intervals at each lag: all together hold at 95 percent, so the one that was chosen does."""
FEWEST_CONFIRMING: Final = 8
"""A relation is confirmed anew by at least so many periods in a row."""
_CONFIRMED = _TURNED = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class AtLag:
    """What the figure and behaviour so many periods later have in common. signs: the agreement of their changes. moves:
    the correlation of what is new in both. level: that of the values themselves. fresh: what is new, at these places.
    """

    lag: int
    changes: int
    signs: SignAgreement
    moves: Correlation | CannotSay
    level: Estimate
    fresh: Novelty | None
    places: NDArray[np.int64]

    @property
    def p_value(self) -> float:
        """Of no relation; NaN where nothing can be said."""
        return float("nan") if isinstance(self.moves, CannotSay) else self.moves.p_value


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a relation can be relied on, in places of periods. confirmed: of behaviour, the last one whose changes
    up to there confirmed it by themselves; None: none did. check_by: until when it holds unchecked. turning: whether it
    is another one in the later half than in the earlier; None: cannot be said.
    """

    confirmed: int | None
    check_by: int | None
    turning: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """A figure and a behaviour. best: at the lag at which they go together most. p_value: corrected for the choice."""

    lags: tuple[AtLag, ...]
    best: AtLag | None
    p_value: float
    changes: int

    @property
    def direction(self) -> int:
        """1 where customers follow the figure, -1 where they go against it, 0 where neither is seen."""
        if self.best is None or isinstance(self.best.moves, CannotSay):
            return 0
        share = self.best.signs.share
        sign = int(np.sign(self.best.moves.interval.value))
        # Both must speak: a few large changes can make a correlation, many tiny ones an agreement.
        agrees = 0 if isinstance(share, CannotSay) else int(np.sign(share.value - 0.5))
        return sign if sign == agrees else 0


def audit(figure: Floats, behaviour: Sequence[Floats], years: Floats) -> Audit:
    """figure: by period, turned so that more is better, NaN where there is none. behaviour: of each lag in LAGS, by the
    period of the figure, NaN likewise. years: when each period begins.
    """
    found = tuple(_at(lag, figure, later, years) for lag, later in zip(LAGS, behaviour, strict=True))
    told = [one for one in found if not isinstance(one.moves, CannotSay) and one.changes >= FEWEST_CHANGES]
    changes = max((one.changes for one in found), default=0)
    if not told:
        return Audit(found, None, float("nan"), changes)
    best = min(told, key=lambda one: (one.p_value, one.lag))
    return Audit(found, best, min(1.0, best.p_value * len(told)), changes)


def changes_of(figure: Floats, later: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """The changes from one period to the next where both are known, and the place of the later period of each."""
    known = np.isfinite(figure) & np.isfinite(later)
    both = np.flatnonzero(known[1:] & known[:-1])
    return figure[both + 1] - figure[both], later[both + 1] - later[both], both + 1


def _at(lag: int, figure: Floats, later: Floats, years: Floats) -> AtLag:
    one, two, _ = changes_of(figure, later)
    run = _longest_run(figure, later)
    values = figure[run], later[run]
    level = series_correlation(*values, CHOSEN_LEVEL)
    fresh = novelty(*values, years[run]) if len(run) > FEWEST_CHANGES else None
    moves: Correlation | CannotSay = CannotSay("too_few", max(len(run) - 1, 0), FEWEST_CHANGES)
    if fresh is not None and isinstance(level, CannotSay) and level.reason == "no_variation":
        moves = level  # what regression leaves of a constant is rounding
    elif fresh is not None:
        moves = innovation_correlation(fresh, CHOSEN_LEVEL)
    return AtLag(
        lag,
        len(one),
        sign_agreement(one, two, CHOSEN_LEVEL),
        moves,
        level if isinstance(level, CannotSay) else level.interval,
        fresh,
        run[1:],
    )


def _longest_run(figure: Floats, later: Floats) -> NDArray[np.int64]:
    """The places of the longest run of periods in which both are known; of equally long ones the latest."""
    known = np.flatnonzero(np.isfinite(figure) & np.isfinite(later))
    runs = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    return max(reversed(runs), key=len)


def lasting(at: AtLag, direction: int) -> Lasting:
    """How long the relation at this lag and in this direction can be relied on.

    It is confirmed anew where as many periods as half of all (FEWEST_CONFIRMING at least) show it by themselves (5
    percent); from there it holds for half as many. It is turning where the correlation of the later half is another
    than that of the earlier (5 percent).
    """
    if at.fresh is None:
        return Lasting(None, None, None)
    one, two = at.fresh.first, at.fresh.second
    window = max(FEWEST_CONFIRMING, len(one) // 2)
    confirmed = None
    for end in range(len(one), window - 1, -1):
        again = series_correlation(one[end - window : end], two[end - window : end])
        if isinstance(again, CannotSay) or again.p_value > _CONFIRMED:
            continue
        if np.sign(again.interval.value) == direction:
            confirmed = int(at.places[end - 1]) + at.lag
            break
    check_by = None if confirmed is None else confirmed + window // 2
    return Lasting(confirmed, check_by, _turning(one, two))


def _turning(one: Floats, two: Floats) -> bool | None:
    half = len(one) // 2
    if half < FEWEST_CONFIRMING:
        return None
    earlier, later = series_correlation(one[:half], two[:half]), series_correlation(one[half:], two[half:])
    if isinstance(earlier, CannotSay) or isinstance(later, CannotSay):
        return None
    return turned(earlier, later).p_value <= _TURNED


def reverses(whole: Audit, parts: Sequence[Audit]) -> bool:
    """Whether every segment moves in the opposite direction of the whole (Simpson), at the lag of the whole."""
    if whole.best is None or isinstance(whole.best.moves, CannotSay):
        return False
    lag, sign = whole.best.lag, np.sign(whole.best.moves.interval.value)
    told = [
        np.sign(at.moves.interval.value)
        for one in parts
        for at in one.lags
        if at.lag == lag and not isinstance(at.moves, CannotSay) and at.changes >= FEWEST_CHANGES
    ]
    return len(told) > 1 and all(one == -sign for one in told)


def at_lag(one: Audit, lag: int) -> Audit:
    """The same, with that lag taken instead of the one chosen, so that parts can be compared with their whole."""
    chosen = next((at for at in one.lags if at.lag == lag and at.changes >= FEWEST_CHANGES), None)
    chosen = None if chosen is not None and isinstance(chosen.moves, CannotSay) else chosen
    return replace(one, best=chosen, p_value=float("nan") if chosen is None else chosen.p_value)
