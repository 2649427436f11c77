"""How long did it take until the outcome: from the touchpoint before it, and from the first contact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.journeys import WaitPieces
from wegmarke.model.settings import OUTCOME_NAMES, OutcomeName

MEDIAN, NINTH_DECILE = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds until journeys ended with `outcome`, by the touchpoint before it (T); NaN where there is none.

    n: how many journeys. mean, median, p90: from that touchpoint to the outcome. whole_median, whole_p90: from the
    first contact to the outcome. all_n, all_median, all_p90: from the first contact, over all touchpoints together.
    """

    outcome: OutcomeName
    n: NDArray[np.int64]
    mean: NDArray[np.float64]
    median: NDArray[np.float64]
    p90: NDArray[np.float64]
    whole_median: NDArray[np.float64]
    whole_p90: NDArray[np.float64]
    all_n: int
    all_median: float
    all_p90: float


def waited_for(outcomes: NDArray[np.int64]) -> OutcomeName:
    """Waits are told for lost journeys; where nothing was lost, for the commonest outcome."""
    if outcomes[OUTCOME_NAMES.index("lost")]:
        return "lost"
    return OUTCOME_NAMES[1 + int(np.argmax(outcomes[1:]))]


def waited(pieces: WaitPieces, outcome: OutcomeName, width: int, touchpoints: NDArray[np.int64]) -> Waited:
    """The waits of the journeys with that outcome, for touchpoints (T) out of `width`."""
    code, step, whole = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    wanted = OUTCOME_NAMES.index(outcome) * width + touchpoints
    n, mean, median, p90 = _by_touchpoint(code, step, wanted)
    _, _, whole_median, whole_p90 = _by_touchpoint(code, whole, wanted)
    everything = whole[code // width == OUTCOME_NAMES.index(outcome)]
    of_all = np.quantile(everything, (MEDIAN, NINTH_DECILE)) if len(everything) else (np.nan, np.nan)
    return Waited(
        outcome, n, mean, median, p90, whole_median, whole_p90, len(everything), float(of_all[0]), float(of_all[1])
    )


def _by_touchpoint(
    code: NDArray[np.int64], seconds: NDArray[np.uint32], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """How many, mean, median and 90th percentile of the seconds of each code wanted."""
    order = np.lexsort((seconds, code))
    code, ranked = code[order], seconds[order].astype(np.float64)
    begins, ends = np.searchsorted(code, wanted), np.searchsorted(code, wanted, side="right")
    mean, median, p90 = (np.full(len(wanted), np.nan) for _ in range(3))
    for i, (a, b) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        if b > a:
            mean[i] = ranked[a:b].mean()
            median[i], p90[i] = np.quantile(ranked[a:b], (MEDIAN, NINTH_DECILE))
    return (ends - begins).astype(np.int64), mean, median, p90
