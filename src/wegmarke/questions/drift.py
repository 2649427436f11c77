"""What changed since the period before? Touchpoints, entries, paths, outcomes, critical events, promises, reasons.

The last `days` days of the data beside as many before them. Every line is a ratio of what fell into the period, told
as a difference last − before with its interval, the customer as the unit (`stats.ratio`, `stats.clustered_difference`:
who was there in both periods is taken into account), and q over all lines (Benjamini and Hochberg). The headline names
only what is beyond chance; that nothing is, is an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.summaries.journeys import CountVariants
from wegmarke.index.summaries.periods import PERIOD_SUMS, Changed, ComparePeriods
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.incidents import INCIDENT_KINDS, IncidentKind
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import FEWEST, too_few
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.clustered_difference import ClusteredSums, SharedProducts, clustered_difference
from wegmarke.stats.intervals import Difference
from wegmarke.stats.ratio import CustomerSums, SharedSums, ratio_difference

PERIOD_DAYS: Final = 90
CLEAR_AT: Final = 0.05
MISSED: Final = "promise_missed"
MISSED_KINDS: Final[tuple[IncidentKind, ...]] = ("promise_late", "promise_broken")
"""Counted as one: what is broken today will be late tomorrow."""
"""A change counts as found when its false-discovery rate is at most this."""
MOST_PATHS: Final = 20
MOST_TOLD: Final = 5
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Change:
    """One line. about: touchpoints by key, an outcome, a kind of incident, a reason. last, before: how many in the
    period; last_of, before_of: of how many. difference: of the shares (of incidents: of the numbers per journey); q
    over all lines.
    """

    changed: Changed
    about: tuple[str, ...]
    last: int
    last_of: int
    before: int
    before_of: int
    difference: Difference | CannotSay
    q: float = float("nan")

    @property
    def clear(self) -> bool:
        """Whether chance does not explain it, at a false-discovery rate of 5 percent."""
        return self.q <= CLEAR_AT

    @property
    def rates(self) -> tuple[float | None, float | None]:
        """In the last period and before; None of too few."""
        both = ((self.last, self.last_of), (self.before, self.before_of))
        one, two = (None if too_few(of) else counted / of for counted, of in both)
        return one, two


@dataclass(frozen=True, slots=True)
class Drift:
    """lines: what there is in either period, the clearest changes first. began, turned, ended: where the periods begin,
    meet and end (seconds UTC).
    """

    lines: tuple[Change, ...]
    began: int
    turned: int
    ended: int
    labels: dict[str, str]

    def tables(self) -> tuple[Table, ...]:
        """Shares, and critical events per 100 journeys."""
        shares = [one for one in self.lines if one.changed != "happened"]
        incidents = [one for one in self.lines if one.changed == "happened"]
        return (
            Table(
                "drift_shares",
                (
                    Column("changed", "text", [_coded(one) for one in shares]),
                    Column("what", "text", [self.named(one) for one in shares]),
                    *self._counts(shares),
                    *(
                        Column(f"share_{name}", "share", [one.rates[place] for one in shares])
                        for place, name in enumerate(("last", "before"))
                    ),
                    *_ends(shares, "difference", "difference", 1.0),
                ),
            ),
            Table(
                "drift_incidents",
                (
                    Column("what_happened", "text", [one.about[0] for one in incidents]),
                    *self._counts(incidents),
                    *(
                        Column(f"per_100_{name}", "score", [_hundred(one.rates[place]) for one in incidents])
                        for place, name in enumerate(("last", "before"))
                    ),
                    *_ends(incidents, "per_100_difference", "score", 100.0),
                ),
            ),
        )

    def named(self, one: Change) -> str:
        """What a line is about, in words of the company; nothing for outcomes, which the figure names."""
        if one.changed in {"reach", "entry", "path"}:
            return " → ".join(self.labels[key] for key in one.about)
        return "" if one.changed in {"ended", "outcome"} else "".join(one.about)

    def _counts(self, lines: list[Change]) -> list[Column]:
        names = {"last": "counted_last", "last_of": "of_last", "before": "counted_before", "before_of": "of_before"}
        return [Column(key, "count", [getattr(one, name) for one in lines]) for name, key in names.items()]


def drift(asked: Asked, *, days: int = PERIOD_DAYS) -> Finding[Drift]:
    """The last `days` days of the data beside as many before them, of the journeys asked for.

    Where the data do not hold both periods, or fewer than 50 of something fell into one, it is counted and nothing is
    estimated. Errors: `question_argument` unless 7 ≤ days ≤ 730.
    """
    if not 7 <= days <= 730:
        raise WegmarkeError("question_argument", question="drift", argument="days", value=days)
    index = asked.index
    totals = asked.totals()
    basis = asked.basis(totals)
    ended = index.last_seconds + 1
    cuts = ended - 2 * days * _DAY, ended - days * _DAY, ended
    begins = index.first_seconds
    held = (ended - begins) // _DAY
    if not totals.journeys:
        return Finding("drift", (Sentence("drift.empty"),), CannotSay("empty_group", 0, 1), basis, "drift")
    short = CannotSay("too_few", held, 2 * days) if begins > cuts[0] + _DAY else None
    variants = asked.run(CountVariants(asked.selection, len(index.variants)))
    commonest = np.argsort(-variants, kind="stable")[:MOST_PATHS]
    kernel = ComparePeriods(
        asked.selection,
        incident_marks(index),
        cuts,
        len(index.touchpoints),
        commonest[variants[commonest] > 0].astype(np.int64),
        _outcomes(index),
        len(index.reasons),
    )
    silence = round((index.settings.silence_days or 0) * _DAY)
    unseen: set[Changed] = {"entry"} if silence and begins > cuts[0] - silence else set()
    # An outcome that ends no journey is replaced by a later one: journeys of long ago had more time for that.
    replaced = not index.settings.cut_at_outcome and index.case_notion != "journey_id"
    hidden: set[Changed] = {"ended", "path"} if replaced else {"outcome"}
    lines = _lines(asked, kernel, unseen | hidden, short)
    labels = {one.key: one.label for one in index.touchpoints}
    result = Drift(tuple(lines), *cuts, labels)
    if short is not None:
        said = Sentence("drift.too_short", {"held": held, "days": days})
        return Finding("drift", (said,), result, basis, "drift_counted")
    caveats = [Sentence("caveat.association")]
    if unseen:
        caveats.append(Sentence("caveat.drift_entries"))
    if replaced:
        caveats.append(Sentence("caveat.drift_outcomes"))
    return Finding(
        "drift",
        tuple(_headline(result, days)),
        result,
        basis,
        "drift",
        "association",
        ("customers_independent",),
        tuple(caveats),
    )


def _lines(asked: Asked, kernel: ComparePeriods, unseen: set[Changed], short: CannotSay | None) -> list[Change]:
    table, width = asked.run(kernel).table(), len(PERIOD_SUMS)
    lines = []
    for place, (changed, code) in enumerate(kernel.columns):
        sums = table[:, place]
        last, before, shared = sums[:width], sums[width : 2 * width], sums[2 * width :]
        if changed in unseen or not last[2] + before[2]:
            continue
        now, now_of, then, then_of = (round(float(value)) for value in (last[2], last[0], before[2], before[0]))
        difference = short or _compared(changed, last, before, shared)
        lines.append(Change(changed, _about(asked.index, changed, code), now, now_of, then, then_of, difference))
    q = benjamini_hochberg([_p_value(one) for one in lines])
    return sorted((replace(one, q=float(q[place])) for place, one in enumerate(lines)), key=_clearest)


def _outcomes(index: Index) -> NDArray[np.uint8]:
    """The outcome that a contact at each touchpoint is."""
    told = np.full(len(index.touchpoints), OUTCOME_NAMES.index("open"), np.uint8)
    for rule in index.settings.outcomes:
        for code, touchpoint in enumerate(index.touchpoints):
            if touchpoint.key in rule.touchpoints or touchpoint.label in rule.touchpoints:
                told[code] = OUTCOME_NAMES.index(rule.outcome)
    return told


def _about(index: Index, changed: Changed, code: int) -> tuple[str, ...]:
    match changed:
        case "reach" | "entry":
            return (index.touchpoints[code].key,)
        case "path":
            return tuple(index.touchpoints[one].key for one in index.path(code).tolist())
        case "ended" | "outcome":
            return (OUTCOME_NAMES[code],)
        case "happened":
            kind = INCIDENT_KINDS[code]
            return (MISSED if kind in MISSED_KINDS else kind,)
        case "reason":
            return (index.reasons[code - 1],)
        case "promise_kept":
            return ()


def kinds_of(what: str) -> tuple[IncidentKind, ...]:
    """The kinds of critical events that a line of what happened counts."""
    return MISSED_KINDS if what == MISSED else tuple(kind for kind in INCIDENT_KINDS if kind == what)


def _compared(
    changed: Changed, last: NDArray[np.float64], before: NDArray[np.float64], shared: NDArray[np.float64]
) -> Difference | CannotSay:
    few = too_few(round(float(last[0])), round(float(before[0])))
    if changed in {"ended", "outcome"}:  # about how journeys end: so many of them must have ended so
        few = few or too_few(round(float(last[2] + before[2])))
    if few is not None:
        return few
    if changed == "happened":
        one, two = (ClusteredSums(*(float(sums[at]) for at in (0, 2, 3, 4, 5))) for sums in (last, before))
        return clustered_difference(one, two, SharedProducts(*(float(value) for value in shared)))
    return ratio_difference(_counts(last), _counts(before), SharedSums(*(round(float(value)) for value in shared)))


def _counts(sums: NDArray[np.float64]) -> CustomerSums:
    n, customers, total, clustered, products, sizes = (round(float(value)) for value in sums)
    return CustomerSums(customers, total, n, clustered, products, sizes)


def _p_value(one: Change) -> float:
    if isinstance(one.difference, CannotSay) or isinstance(one.difference.p_value, CannotSay):
        return float("nan")
    return one.difference.p_value


def _clearest(one: Change) -> tuple[float, str, tuple[str, ...]]:
    p = _p_value(one)
    return (2.0 if np.isnan(p) else p, one.changed, one.about)


def _headline(result: Drift, days: int) -> Iterator[Sentence]:
    clear = [one for one in result.lines if one.clear]
    made = sum(isinstance(one.difference, Difference) for one in result.lines)
    said: dict[str, object] = {"days": days, "lines": made, "clear": len(clear)}
    if not made:
        yield Sentence("drift.too_little", {"days": days, "needed": FEWEST})
        return
    yield Sentence("drift.extent" if clear else "drift.nothing", said)
    for one in clear[:MOST_TOLD]:
        if isinstance(one.difference, Difference):
            interval = one.difference.interval
            scale = 100.0 if one.changed == "happened" else 1.0
            values: dict[str, object] = {
                "what": one.about[0] if one.changed in {"ended", "outcome"} else result.named(one)
            }
            values |= {"a": (one.rates[0] or 0.0) * scale, "b": (one.rates[1] or 0.0) * scale}
            values |= {"difference": interval.value * scale, "low": interval.low * scale, "high": interval.high * scale}
            yield Sentence(f"drift.{one.changed}", values)


def _ends(lines: list[Change], key: str, unit: Literal["difference", "score"], scale: float) -> list[Column]:
    told = [None if isinstance(one.difference, CannotSay) else one.difference.interval for one in lines]
    ends = (("", "value"), ("_low", "low"), ("_high", "high"))
    return [
        *(
            Column(f"{key}{end}", unit, [None if one is None else getattr(one, name) * scale for one in told])
            for end, name in ends
        ),
        Column("q", "share", [None if np.isnan(one.q) else one.q for one in lines]),
    ]


def _coded(one: Change) -> str:
    return f"{one.changed}_{one.about[0]}" if one.changed in {"ended", "outcome"} else one.changed


def _hundred(rate: float | None) -> float | None:
    return None if rate is None else rate * 100
