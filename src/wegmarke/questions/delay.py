"""What does it do to let customers wait for something? From one touchpoint (an offer) to the next contact (the call).

The clock of a journey begins at the first touchpoint. It is compared from the second one on (late entry): at any age of
the matter those who have been answered and are still open, the ones who waited long with the ones who waited short.
So nobody counts as lost while waiting (who leaves early cannot have waited long), nor as won thanks to surviving it.
Cox's model (`stats.cox`) on the days waited, once for winning and once for losing, each ending the other; Efron's rule
for equal times; a baseline of its own for every four weeks in which the clock began; adjusted for the contacts and the
time before; customers are the unit. It is an association: whom one calls late one may have given up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.summaries.delays import Delays, TakeDelays
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.funnel import window_seconds
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.won_lost import ENDINGS, Ending
from wegmarke.stats.cox import Cox, Spells, cox

FEWEST_WAITED: Final = 100
"""So many journeys must have been answered to be compared."""
BANDS: Final = 4

Floats = NDArray[np.float64]

_DAY = 86_400.0
_STRATUM = 28 * 86_400
_MOST_ROWS = 200_000
_MIXING = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Band:
    """Journeys that waited alike. low, high: seconds waited. won, lost: what became of them. *_ratio: how many times
    the rate is, beside those of the first band.
    """

    low: int
    high: int
    journeys: int
    won: int
    lost: int
    won_ratio: Estimate
    lost_ratio: Estimate


@dataclass(frozen=True, slots=True)
class DelayFound:
    """What waiting goes along with. journeys: that came to `start`. answered: after how many `end` followed before any
    outcome; before: how many had their outcome first. median, p90: seconds waited. won, lost: of the answered.
    won_ratio, lost_ratio: how many times the rate is with one day more, adjusted; *_plain: not adjusted. share: of the
    answered journeys that were looked at.
    """

    start: Touchpoint
    end: Touchpoint
    ending: Ending
    apart: int
    journeys: int
    answered: int
    before: int
    median: float
    p90: float
    won: int
    lost: int
    won_ratio: Estimate
    lost_ratio: Estimate
    won_plain: Estimate
    lost_plain: Estimate
    bands: tuple[Band, ...]
    share: float

    def tables(self) -> tuple[Table, ...]:
        """A day of waiting, then the bands."""
        both = (
            ("won", self.won, self.won_ratio, self.won_plain),
            (self.ending, self.lost, self.lost_ratio, self.lost_plain),
        )
        one = (
            Column("outcome", "outcome", [name for name, *_ in both]),
            Column("journeys", "count", [n for _, n, _, _ in both]),
            *interval_columns("rate_ratio", "mean", [ratio for _, _, ratio, _ in both]),
            *interval_columns("rate_ratio_plain", "mean", [plain for *_, plain in both]),
        )
        bands = (
            Column("waited_from", "seconds", [band.low for band in self.bands]),
            Column("waited_to", "seconds", [band.high for band in self.bands]),
            Column("journeys", "count", [band.journeys for band in self.bands]),
            Column("journeys_won", "count", [band.won for band in self.bands]),
            Column("journeys_lost", "count", [band.lost for band in self.bands]),
            *interval_columns("won_ratio", "mean", [band.won_ratio for band in self.bands]),
            *interval_columns("lost_ratio", "mean", [band.lost_ratio for band in self.bands]),
        )
        return (Table("delay", one), Table("delay_bands", bands))


def delay(
    asked: Asked, *, start: str, end: str, against: Ending = "lost", apart: int | str | None = None
) -> Finding[DelayFound]:
    """What the time from touchpoint `start` to the next contact at `end` goes along with.

    against: what losing is. apart: so long after `start` a contact counts as `end` (what comes sooner still belongs to
    it), a duration.
    Errors: `touchpoint_unknown`; `question_argument` for an unknown `against` and for what is no duration.
    """
    if against not in ENDINGS:
        raise WegmarkeError("question_argument", question="delay", argument="against", value=against)
    seconds = 0 if apart is None else window_seconds("delay", "apart", apart)
    codes = asked.index.code(start), asked.index.code(end)
    touchpoints = asked.index.touchpoints[codes[0]], asked.index.touchpoints[codes[1]]
    totals = asked.totals(span=True)
    basis = asked.basis(totals)
    said: dict[str, object] = {"start": touchpoints[0].label, "end": touchpoints[1].label}
    if not asked.outcomes_happen():
        return Finding("delay", (Sentence("delay.untimed", said),), CannotSay("no_outcomes", 0), basis, "delay_refused")
    found = asked.run(TakeDelays(asked.selection, *codes, seconds))
    answered = found.where(found.answered >= 0)
    said |= {"journeys": len(found), "n": len(answered), "needed": FEWEST_WAITED}
    if len(answered) < FEWEST_WAITED:
        few = CannotSay("too_few", len(answered), FEWEST_WAITED)
        return Finding("delay", (Sentence("delay.too_few", said),), few, basis, "delay_refused")
    result = _result(found, answered, touchpoints, (against, seconds, _horizon(asked, totals.last)))
    caveats = tuple(_caveats(result))
    assumed = ("one_day_like_the_next", "open_as_the_others", "customers_independent")
    return Finding("delay", tuple(_headline(result)), result, basis, "delay", "association", assumed, caveats)


def _horizon(asked: Asked, last: int) -> tuple[int, int]:
    """The end of the data, and after how much silence a journey is no longer watched."""
    silence = asked.index.settings.silence_days
    cut = asked.index.case_notion != "journey_id" and silence is not None
    return last, round((silence or 0) * _DAY) if cut else np.iinfo(np.int64).max // 4


def _result(
    found: Delays,
    answered: Delays,
    touchpoints: tuple[Touchpoint, Touchpoint],
    told: tuple[Ending, int, tuple[int, int]],
) -> DelayFound:
    ending, apart, horizon = told
    waited = (answered.answered - answered.asked).astype(np.float64)
    codes = OUTCOME_NAMES.index("won"), OUTCOME_NAMES.index(ending)
    looked = _sample(answered)
    days = (looked.answered - looked.asked)[:, None] / _DAY
    adjusted = np.hstack([days, _before(looked)])
    return DelayFound(
        start=touchpoints[0],
        end=touchpoints[1],
        ending=ending,
        apart=apart,
        journeys=len(found),
        answered=len(answered),
        before=int(((found.answered < 0) & (found.ended >= 0)).sum()),
        median=float(np.quantile(waited, 0.5)),
        p90=float(np.quantile(waited, 0.9)),
        won=int((answered.outcome == codes[0]).sum()),
        lost=int((answered.outcome == codes[1]).sum()),
        won_ratio=_ratios(looked, codes[0], adjusted, horizon)[0],
        lost_ratio=_ratios(looked, codes[1], adjusted, horizon)[0],
        won_plain=_ratios(looked, codes[0], days, horizon)[0],
        lost_plain=_ratios(looked, codes[1], days, horizon)[0],
        bands=tuple(_bands(looked, codes, horizon)),
        share=len(looked) / len(answered),
    )


def _sample(some: Delays) -> Delays:
    """At most so many, by customer, always the same."""
    if len(some) <= _MOST_ROWS:
        return some
    mixed = some.customer * _MIXING
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIXING
    return some.where(np.sort(np.argsort(mixed, kind="stable")[:_MOST_ROWS]))


def _before(some: Delays) -> Floats:
    """What the journey was like before the clock began, shape (n, 2): contacts and time."""
    return np.column_stack([np.log1p(some.earlier), np.log1p(some.asked - some.began)])


def _ratios(some: Delays, code: int, columns: Floats, horizon: tuple[int, int]) -> tuple[Estimate, ...]:
    """How many times the rate of that outcome is with one more of each column; of those that differ at all."""
    fitted = _fitted(some, code, columns, horizon)
    if isinstance(fitted, CannotSay):
        refused: Estimate = fitted
        return tuple(refused for _ in range(columns.shape[1]))
    return tuple(fitted.hazard_ratio(place) for place in range(len(fitted.coefficients)))


def _fitted(some: Delays, code: int, columns: Floats, horizon: tuple[int, int]) -> Cox | CannotSay:
    """The clock in seconds since the first touchpoint. Who is still open is watched to the end of the data, or as long
    as silence does not end the journey.
    """
    data_end, silence = horizon
    over = np.where(some.ended >= 0, some.ended, np.minimum(some.last + silence, data_end))
    # An outcome in the second of the answer came after it; who is seen no longer than that tells nothing.
    until = np.where(some.ended == some.answered, some.answered + 1, over)
    seen = until > some.answered
    varies = np.ptp(columns[seen], axis=0) > 0 if seen.any() else np.ones(columns.shape[1], np.bool_)
    varies[0] = True
    return cox(
        Spells(
            until=(until - some.asked)[seen].astype(np.float64),
            left=(some.outcome == code)[seen],
            columns=columns[seen][:, varies],
            since=(some.answered - some.asked)[seen].astype(np.float64),
            strata=some.asked[seen] // _STRATUM,
            customers=np.unique(some.customer[seen], return_inverse=True)[1].astype(np.int64),
        )
    )


def _bands(some: Delays, codes: tuple[int, int], horizon: tuple[int, int]) -> Iterator[Band]:
    """The quarters of the waits; the shortest is what the others are compared with."""
    waited = some.answered - some.asked
    inner = np.unique(np.quantile(waited, np.arange(1, BANDS) / BANDS))
    of = np.searchsorted(inner, waited, side="left")
    every = np.unique(of)
    dummies = (of[:, None] == every[1:]).astype(np.float64)
    ratios: list[tuple[Estimate, ...]] = []
    for code in codes:
        least = CannotSay("no_variation", len(some))
        made = _ratios(some, code, np.hstack([dummies, _before(some)]), horizon) if dummies.size else ()
        ratios.append((least, *made))
    for place, band in enumerate(every.tolist()):
        those = of == band
        won, lost = (int((some.outcome[those] == code).sum()) for code in codes)
        low, high = int(waited[those].min()), int(waited[those].max())
        yield Band(low, high, int(those.sum()), won, lost, ratios[0][place], ratios[1][place])


def _headline(result: DelayFound) -> Iterator[Sentence]:
    said: dict[str, object] = {"start": result.start.label, "end": result.end.label, "journeys": result.journeys}
    extent = {"n": result.answered, "median": result.median, "p90": result.p90, "before": result.before}
    yield Sentence("delay.extent", said | extent)
    for outcome, n, ratio in (("won", result.won, result.won_ratio), (result.ending, result.lost, result.lost_ratio)):
        if isinstance(ratio, CannotSay):
            yield Sentence("delay.cannot", {"outcome": outcome, "n": n})
            continue
        changes = {"value": ratio.value - 1, "low": ratio.low - 1, "high": ratio.high - 1}
        code = "nothing" if ratio.low <= 1 <= ratio.high else "more" if ratio.value > 1 else "less"
        if code == "less":
            changes = {"value": 1 - ratio.value, "low": 1 - ratio.high, "high": 1 - ratio.low}
        yield Sentence(f"delay.{code}", {"outcome": outcome, "n": n, **changes})


def _caveats(result: DelayFound) -> Iterator[Sentence]:
    yield Sentence("caveat.association")
    yield Sentence("caveat.delay_open")
    if result.share < 1:
        yield Sentence("caveat.delay_sample", {"share": result.share})
