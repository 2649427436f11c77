"""How long customers with a contract stay: the shifted-beta-geometric model after Fader and Hardie.

At the end of every period a customer cancels with a probability of the customer's own that never changes; over
customers it is beta distributed (α, β). Who are ready to leave go first, so the share that renews rises with age though
nobody becomes more loyal. Of those who have renewed t−1 times cancel at the next decision

    h(t) = α / (α+β+t−1) = μ(1−φ) / (1−φ + φ(t−1)),     μ = α/(α+β),   φ = 1/(α+β+1)

with μ the share that cancels first, and φ how unlike customers are: at 0 all are alike and the share stays μ for ever.
Each decision counts by itself, Σ lost·ln h + renewed·ln(1−h), which is the published likelihood taken apart: cohorts of
any age, and those watched only from a later age on, simply add up.

Intervals are by profile likelihood: a figure may be whatever it is anywhere where the likelihood is not worse than at
its greatest by more than z²/2. This holds at the edge φ = 0 too, where it is rather too wide.

Assumption: a customer's readiness to leave changes neither with time nor by what the company does; the periods are of
one length, and one knows who has cancelled. A regular rhythm of purchases is no contract.

Source: P. Fader, B. Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1), 76-90;
(2010), Customer-base valuation in a contractual setting, Marketing Science 29(1), 85-93, for the remaining lifetime.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, expit, xlogy

from wegmarke.model.finding import CannotSay, Estimate, Interval
from wegmarke.stats.intervals import LEVEL, IntervalArray, normal_quantile

FEWEST_LOST: Final = 50
"""With fewer customers lost no curve is drawn."""

_GRID: Final = 24
_STEPS: Final = 100
_DIRECTIONS: Final = 120
_HALVINGS: Final = 32
_FARTHEST: Final = 64.0
"""Standard errors from the best parameters beyond which nobody looks."""
_EDGE: Final = 1e-9
_NOTHING_LEFT: Final = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Renewals:
    """Decisions by age: at place t−1 how many renewed and how many were lost at their t-th decision; adds up.

    Who has not yet decided is in neither (censored), nor are decisions from before one watched.
    """

    renewed: NDArray[np.int64]
    lost: NDArray[np.int64]

    @classmethod
    def of_survivors(cls, survivors: ArrayLike) -> Renewals:
        """From a cohort's size at the start and after every decision (1000, 869, 743, …).

        ValueError where it grows or is negative.
        """
        left = np.asarray(survivors, dtype=np.int64)
        lost = left[:-1] - left[1:]
        if (lost < 0).any() or (left < 0).any():
            raise ValueError("a cohort never grows")
        return cls(left[1:], lost)

    def __add__(self, other: Renewals) -> Renewals:
        """Decisions of both together."""
        ages = max(len(self.lost), len(other.lost))
        renewed, lost = np.zeros(ages, np.int64), np.zeros(ages, np.int64)
        for one in (self, other):
            renewed[: len(one.renewed)] += one.renewed
            lost[: len(one.lost)] += one.lost
        return Renewals(renewed, lost)


def nobody_decided() -> Renewals:
    """The decisions of nobody: the zero of the sum."""
    return Renewals(np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Contracts:
    """The fitted model.

    first_loss: μ, unlike: φ. n: decisions. misfit: the chance of deviating as much from the model by chance alone
    (deviance against χ²; None with two ages only): small, where readiness to leave does change with age. likely: the
    points (μ, φ) around those that the data would hardly tell from them, at `level`.
    """

    first_loss: float
    unlike: float
    log_likelihood: float
    n: int
    misfit: float | None
    likely: tuple[Floats, Floats]
    level: float = LEVEL

    @property
    def alpha(self) -> float:
        """α of the beta distribution; infinite where customers are alike."""
        return self.first_loss * self._sum

    @property
    def beta(self) -> float:
        """β of the beta distribution; infinite where customers are alike."""
        return (1 - self.first_loss) * self._sum

    @property
    def _sum(self) -> float:
        return (1 - self.unlike) / self.unlike if self.unlike > 0 else math.inf

    def staying(self, periods: int) -> IntervalArray:
        """The share of new customers still there after 1, 2, … `periods` decisions."""
        return self._array(np.cumprod(1 - self._losses(np.arange(periods)), axis=1, dtype=np.float64))

    def renewing(self, periods: int) -> IntervalArray:
        """Of those who come to their 1st, 2nd, … decision, the share that renews."""
        return self._array(1 - self._losses(np.arange(periods)))

    def remaining(self, renewals: int = 0, *, discount: float = 0.0, periods: int | None = None) -> Estimate:
        """How many more contracts to expect of who has renewed so often and is about to decide again.

        Σ S(n+k)/S(n) / (1+i)^(k−1) for k from 1 to `periods` (None: without end), the next contract undiscounted.
        `CannotSay("not_identified")` where the sum without end and discount is not known to be finite (α ≤ 1 is likely
        enough): give a horizon then. ValueError for a negative argument.
        """
        if renewals < 0 or discount < 0 or (periods is not None and periods < 1):
            raise ValueError("renewals, discount and periods must not be negative")
        if periods is None and discount == 0:
            found = self._without_end(renewals)
        else:
            found = self._summed(renewals, discount, periods)
        if not np.isfinite(found).all():
            return CannotSay("not_identified", self.n)
        return Interval(float(found[0]), float(found.min()), float(found.max()), self.n, self.level)

    def remaining_of(self, standing: ArrayLike, *, periods: int) -> Interval:
        """How many renewals to expect of many who are about to decide, each within its next `periods` decisions.

        standing: how many have renewed 0, 1, 2, … times, shape (ages,). The parameters are the same for all of them, so
        the interval is that of the sum, not the sum of the intervals. ValueError for a negative argument.
        """
        many = np.asarray(standing, dtype=np.float64)
        if periods < 1 or (many < 0).any():
            raise ValueError("standing and periods must not be negative")
        total = np.zeros(len(self.likely[0]) + 1)
        for renewals in np.flatnonzero(many).tolist():
            total += many[renewals] * self._summed(renewals, 0.0, periods)
        return Interval(float(total[0]), float(total.min()), float(total.max()), self.n, self.level)

    def _losses(self, ages: NDArray[np.int64]) -> Floats:
        """The share lost at these ages (0: the first), the best parameters first: shape (parameters, ages)."""
        return _losses(np.append(self.first_loss, self.likely[0]), np.append(self.unlike, self.likely[1]), ages)

    def _array(self, found: Floats) -> IntervalArray:
        n = np.full(found.shape[1], self.n)
        return IntervalArray(found[0], found.min(axis=0), found.max(axis=0), n, self.level)

    def _without_end(self, renewals: int) -> Floats:
        """(β+n)/(α−1), infinite for α ≤ 1."""
        loss, unlike = np.append(self.first_loss, self.likely[0]), np.append(self.unlike, self.likely[1])
        above = loss * (1 - unlike) - unlike
        more = (1 - loss) * (1 - unlike) + renewals * unlike
        return np.where(above > 0, more / np.where(above > 0, above, 1.0), np.inf)

    def _summed(self, renewals: int, discount: float, periods: int | None) -> Floats:
        """Term by term, in blocks, until what may still come does not count."""
        total = np.zeros(len(self.likely[0]) + 1)
        staying = np.ones_like(total)
        done, block = 0, 256
        while periods is None or done < periods:
            count = block if periods is None else min(block, periods - done)
            ages = np.arange(done, done + count)
            stay = staying[:, None] * np.cumprod(1 - self._losses(renewals + ages), axis=1)
            total += stay @ (1 + discount) ** -ages.astype(np.float64)
            staying, done = stay[:, -1], done + count
            if discount > 0 and (staying * (1 + discount) ** -float(done) / discount < _NOTHING_LEFT * total).all():
                break
        return total


def contracts(decided: Renewals, level: float = LEVEL) -> Contracts | CannotSay:
    """Fit by maximum likelihood.

    `CannotSay("too_few")` with fewer than FEWEST_LOST lost (n is how many), `CannotSay("no_variation")` where nobody
    ever renewed, `CannotSay("not_identified")` where decisions of one age only are known (n: decisions).
    """
    lost, renewed = decided.lost.astype(np.float64), decided.renewed.astype(np.float64)
    total, n = int(lost.sum()), int(lost.sum() + renewed.sum())
    if total < FEWEST_LOST:
        return CannotSay("too_few", total, FEWEST_LOST)
    if total == n:
        return CannotSay("no_variation", n)
    ages = np.flatnonzero(lost + renewed)
    if len(ages) < 2:
        return CannotSay("not_identified", n)
    counted = _Counted(lost[ages], renewed[ages], ages)
    loss, unlike = _best(counted)
    greatest = float(_log_likelihood(np.array([loss]), np.array([unlike]), counted)[0])
    deviance = 2 * (counted.saturated - greatest)
    misfit = float(chdtrc(len(ages) - 2, deviance)) if len(ages) > 2 else None
    least = greatest - normal_quantile(level) ** 2 / 2
    likely = _likely(loss, unlike, least, counted)
    return Contracts(loss, unlike, greatest, n, misfit, likely, level)


@dataclass(frozen=True, slots=True)
class _Counted:
    """The decisions of the ages at which somebody decided (0: the first)."""

    lost: Floats
    renewed: Floats
    ages: NDArray[np.int64]

    @property
    def saturated(self) -> float:
        """The log-likelihood of shares that may be whatever they were at every age."""
        share = self.lost / (self.lost + self.renewed)
        return float((xlogy(self.lost, share) + xlogy(self.renewed, 1 - share)).sum())


def _losses(loss: Floats, unlike: Floats, ages: NDArray[np.int64]) -> Floats:
    alike = 1 - unlike[:, None]
    found: Floats = loss[:, None] * alike / (alike + unlike[:, None] * ages)
    return found


def _log_likelihood(loss: Floats, unlike: Floats, counted: _Counted) -> Floats:
    """Of all decisions, for each pair of parameters."""
    hazard = _losses(loss, unlike, counted.ages)
    found: Floats = np.log(hazard) @ counted.lost + np.log1p(-hazard) @ counted.renewed
    return found


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _share(logit: Floats) -> Floats:
    return np.clip(expit(logit), _EDGE, 1 - _EDGE)


def _best(counted: _Counted) -> tuple[float, float]:
    """μ and φ where the likelihood is greatest, φ = 0 included: a coarse grid, then steps of Fisher's scoring."""
    chances = np.linspace(0.02, 0.98, _GRID)
    losses, unlikes = (one.ravel() for one in np.meshgrid(chances, np.append(0.0, chances)))
    start = int(np.argmax(_log_likelihood(losses, unlikes, counted)))
    at = np.array([_logit(losses[start]), unlikes[start]])
    reached = -math.inf
    for _ in range(_STEPS):
        slope, information = _slope(at, counted)
        step: Floats = np.asarray(np.linalg.solve(information, slope), dtype=np.float64)
        if at[1] == 0 and step[1] < 0:
            step = np.array([slope[0] / information[0, 0], 0.0])
        to, found = _stepped(at, step, counted)
        # Shorter until it is no step down.
        while found < reached and np.abs(step).max() > _EDGE:
            step = step / 2
            to, found = _stepped(at, step, counted)
        moved = np.abs(to - at).max()
        at, reached = to, found
        if moved < _EDGE:
            break
    return float(_share(at[:1])[0]), float(at[1])


def _stepped(at: Floats, step: Floats, counted: _Counted) -> tuple[Floats, float]:
    """Where the step leads, without leaving the edges, and the log-likelihood there."""
    to = np.array([at[0] + step[0], np.clip(at[1] + step[1], 0.0, 1 - _EDGE)])
    return to, float(_log_likelihood(_share(to[:1]), to[1:], counted)[0])


def _slope(at: Floats, counted: _Counted) -> tuple[Floats, Floats]:
    """Slope and expected information of the log-likelihood at (logit μ, φ)."""
    loss = _share(at[:1])
    hazard = _losses(loss, at[1:], counted.ages)[0]
    below = 1 - at[1] + at[1] * counted.ages
    slopes = np.array([hazard * (1 - loss), -loss * counted.ages / below**2])
    pull = counted.lost / hazard - counted.renewed / (1 - hazard)
    weight = (counted.lost + counted.renewed) / (hazard * (1 - hazard))
    return slopes @ pull, (slopes * weight) @ slopes.T


def _likely(loss: float, unlike: float, least: float, counted: _Counted) -> tuple[Floats, Floats]:
    """The border of the region where the log-likelihood is at least `least`: (μ, φ), one point a direction.

    Directions are even in the coordinates logit μ and φ after these were made round by the expected information. A
    figure of the curve rises or falls with μ wherever one stands, so that its extremes lie on the border.
    """
    middle = _logit(loss)
    _, information = _slope(np.array([middle, unlike]), counted)
    # In coordinates made round, the border is nearly a circle of radius z; along the edge φ = 0 itself run two more.
    round_ = np.linalg.cholesky(np.linalg.inv(information))
    turned = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    along = np.array([[1.0, -1.0], [0.0, 0.0]]) / math.sqrt(information[0, 0])
    ways = np.hstack([round_ @ np.array([np.cos(turned), np.sin(turned)]), along])

    def at(radius: Floats) -> tuple[Floats, Floats]:
        return _share(middle + radius * ways[0]), np.clip(unlike + radius * ways[1], 0.0, 1 - _EDGE)

    steep = np.where(ways[1] == 0, np.inf, np.abs(ways[1]))
    room = np.where(ways[1] < 0, unlike, 1 - unlike)
    far = np.where(np.isinf(steep), _FARTHEST, np.minimum(_FARTHEST, room / steep))
    near = np.where(_log_likelihood(*at(far), counted) >= least, far, 0.0)
    for _ in range(_HALVINGS):
        half = (near + far) / 2
        inside = _log_likelihood(*at(half), counted) >= least
        near, far = np.where(inside, half, near), np.where(inside, far, half)
    return at(near)
