"""Features of journeys won and lost, side by side: what `won_lost` compares, with its intervals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.index import Index
from wegmarke.index.summaries.decided import GROUP_SUMS, Decided
from wegmarke.index.summaries.features import SHARES, Feature, Features
from wegmarke.model.finding import CannotSay
from wegmarke.model.incidents import INCIDENT_KINDS
from wegmarke.questions.few import FEWEST
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.clustered_difference import ClusteredSums, SharedProducts, clustered_difference
from wegmarke.stats.intervals import Difference
from wegmarke.stats.ratio import CustomerSums, SharedSums, ratio_difference
from wegmarke.stats.welch import Moments, welch

FEWEST_JOURNEYS: Final = FEWEST
"""Below so many journeys in a group they are counted, and nothing is estimated."""
CLEAR_AT: Final = 0.05
"""A difference counts as found when its false-discovery rate is at most this."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One feature. about: what it is about (touchpoints by key, a department, a kind of incident). won_n, lost_n:
    journeys in which the feature has a meaning; won, lost: of them with it (of shares) or the mean (seconds of times).
    difference: won − lost; q over all lines. conditions: filters of the journeys counted, where there are exact ones.
    """

    feature: Feature
    about: tuple[str, ...]
    won_n: int
    lost_n: int
    won: float
    lost: float
    difference: Difference | CannotSay
    q: float = float("nan")
    conditions: tuple[str | None, str | None] = (None, None)

    @property
    def p_value(self) -> float:
        """Of "no difference"; NaN where no test could be made."""
        if isinstance(self.difference, CannotSay) or isinstance(self.difference.p_value, CannotSay):
            return float("nan")
        return self.difference.p_value

    @property
    def clear(self) -> bool:
        """Whether chance does not explain it, at a false-discovery rate of 5 percent."""
        return self.q <= CLEAR_AT


def contrasts(index: Index, features: Features, told: Decided, *, compared: bool) -> list[Contrast]:
    """A line for each feature that some journeys have and others have not; without intervals unless `compared`."""
    table = told.sums
    anywhere, began = told.places[:, 0], told.places[:, 1]
    lines = []
    for place, (feature, codes) in enumerate(features.columns):
        about = _about(index, feature, codes)
        sums = table[:, place]
        width = len(GROUP_SUMS)
        first, second, shared = sums[:width], sums[width : 2 * width], sums[2 * width :]
        counted = first[2] + second[2]
        if not counted or (feature in SHARES and counted == first[0] + second[0]):
            continue  # nobody has it, or everybody
        difference = _compared(feature, first, second, shared) if compared else CannotSay("too_few", 0, FEWEST_JOURNEYS)
        line = Contrast(
            feature,
            about,
            won_n=round(first[0]),
            lost_n=round(second[0]),
            won=_value(feature, first),
            lost=_value(feature, second),
            difference=difference,
        )
        if feature in {"touchpoint", "first"}:
            exact = (anywhere if feature == "touchpoint" else began)[:, features.touchpoints.index(codes[0])]
            condition = f"{'visited' if feature == 'touchpoint' else 'began'}({about[0]})"
            pair = [condition if exact[group] == round(part[2]) else None for group, part in enumerate((first, second))]
            line = replace(line, conditions=(pair[0], pair[1]))
        lines.append(line)
    return lines


def _about(index: Index, feature: Feature, codes: tuple[int, ...]) -> tuple[str, ...]:
    if feature in {"department", "to_department"}:
        return tuple(index.departments[code - 1] for code in codes)
    if feature == "incident":
        return tuple(INCIDENT_KINDS[code] for code in codes)
    return tuple(index.touchpoints[code].key for code in codes)


def _value(feature: Feature, sums: NDArray[np.float64]) -> float:
    if feature in SHARES:
        return float(sums[2])
    return float(sums[2] / sums[0]) if sums[0] else float("nan")


def _compared(
    feature: Feature, first: NDArray[np.float64], second: NDArray[np.float64], shared: NDArray[np.float64]
) -> Difference | CannotSay:
    if not first[0] or not second[0]:
        return CannotSay("empty_group", round(first[0] + second[0]), 1)
    if feature in SHARES:
        return ratio_difference(_counts(first), _counts(second), SharedSums(*(round(value) for value in shared)))
    once = first[0] == first[1] and second[0] == second[1] and not shared[3]
    if once:
        one, two = (Moments(round(sums[0]), float(sums[2]), float(sums[3])) for sums in (first, second))
        return welch(one, two)
    means = [ClusteredSums(float(s[0]), float(s[2]), float(s[4]), float(s[5]), float(s[6])) for s in (first, second)]
    return clustered_difference(means[0], means[1], SharedProducts(*(float(value) for value in shared)))


def _counts(sums: NDArray[np.float64]) -> CustomerSums:
    n, customers, total, _, clustered, products, sizes = (round(value) for value in sums)
    return CustomerSums(customers, total, n, clustered, products, sizes)


def judged(lines: list[Contrast]) -> list[Contrast]:
    """All lines corrected together, the clearest first."""
    q = benjamini_hochberg([one.p_value for one in lines])
    return sorted((replace(one, q=float(q[place])) for place, one in enumerate(lines)), key=clearest)


def clearest(one: Contrast) -> tuple[float, float, str, tuple[str, ...]]:
    """By p-value; where that is too small to tell apart, by the difference in widths of its interval."""
    p = one.p_value
    if isinstance(one.difference, CannotSay) or np.isnan(p):
        return 2.0, 0.0, one.feature, one.about
    interval = one.difference.interval
    return p, -abs(interval.value) / (interval.high - interval.low), one.feature, one.about


def coded(one: Contrast) -> str:
    """The feature with the kind of incident, as the words name it."""
    return f"incident_{one.about[0]}" if one.feature == "incident" else one.feature
