"""What distinguishes journeys won from journeys lost? Touchpoints, order, speed, departments, promises and incidents,
each as it was before the outcome.

For every feature the share (or the mean) among the won, among the lost, and won − lost with its interval: Newcombe's
and Welch's; where customers have several journeys or stand in both groups, with the customer as the unit
(`stats.ratio`, `stats.clustered_difference`). q corrects for all lines of the answer together (Benjamini and Hochberg);
the lines come in order of evidence. The same once more for the journeys lost with each stated reason.

What is there because of the outcome tells nothing about how it came about. Such touchpoints are refused, with why
(`questions.leakage`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.index.incidents import incident_marks
from wegmarke.index.index import Index
from wegmarke.index.summaries.around import ANYWHERE, CountAround
from wegmarke.index.summaries.decided import MOST_REASONS, CountReasons, Decided, DescribeDecided
from wegmarke.index.summaries.features import SHARES, TIMES, Features
from wegmarke.model.evidence import Behind
from wegmarke.model.finding import CannotSay, Column, Finding, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.asked import Asked
from wegmarke.questions.contrasts import FEWEST_JOURNEYS, Contrast, clearest, coded, contrasts, judged
from wegmarke.questions.leakage import Refusal, refused_in
from wegmarke.stats.benjamini_hochberg import benjamini_hochberg
from wegmarke.stats.intervals import Difference

FEWEST_WITH_REASON: Final = 30
"""So many journeys lost with a reason are compared on their own."""

Ending = Literal["lost", "churned", "returned"]
ENDINGS: Final[tuple[Ending, ...]] = get_args(Ending)

_DAY = 86_400
_MOST_TOUCHPOINTS = 100
_ORDERED = 8
_TIMED = 12
_MOST_DEPARTMENTS = 20


@dataclass(frozen=True, slots=True)
class WithReason:
    """The journeys lost with one stated reason ("" where none is noted): how many, and what distinguishes them from the
    journeys won; empty where they are too few for it.
    """

    reason: str
    lost: int
    lines: tuple[Contrast, ...]


@dataclass(frozen=True, slots=True)
class WonLost:
    """lines: what can be compared, the clearest first. refused: touchpoints that are there because of the outcome.
    won, lost: journeys. begun_before: of them with a beginning that the data may not hold; their speed is not told.
    answered: by comparing, or by counting alone where a group is too small. single: whether each journey holds one
    decision; where outcomes end no journey (the setting is off), what followed an earlier one counts as before the
    last.
    """

    ending: Ending
    lines: tuple[Contrast, ...]
    reasons: tuple[WithReason, ...]
    refused: tuple[Refusal, ...]
    won: int
    lost: int
    begun_before: int
    answered: Literal["compared", "counted"]
    labels: dict[str, str]
    filter: str
    single: bool = True

    def tables(self) -> tuple[Table, ...]:
        """Shares, times and numbers, what was refused, and stated reasons."""
        shares = [one for one in self.lines if one.feature in SHARES]
        times = [one for one in self.lines if one.feature in TIMES]
        numbers = [one for one in self.lines if one.feature not in SHARES | TIMES]
        found = [self._shares(shares)]
        if self.answered == "compared":
            found += [
                self._means("won_lost_times", "seconds", times),
                self._means("won_lost_numbers", "score", numbers),
            ]
        found.append(self._refused())
        if self.reasons:
            found.append(self._reasons())
        if any(one.lines for one in self.reasons):
            found.append(self._by_reason())
        return tuple(found)

    def _shares(self, lines: list[Contrast]) -> Table:
        columns = [*self._what(lines), Column("answered", "text", [self.answered] * len(lines))]
        for place, name, of in ((0, "won", "won_n"), (1, "lost", "lost_n")):
            n = [getattr(one, of) for one in lines]
            counted = [round(getattr(one, name)) for one in lines]
            outcome = "won" if name == "won" else self.ending
            behind = Behind(self.filter, [_also(one.conditions[place], outcome) for one in lines])
            columns += [Column(f"journeys_{name}", "count", counted, behind), Column(f"of_{name}", "count", n)]
            if self.answered == "compared":
                columns.append(
                    Column(f"share_{name}", "share", [_share(*pair) for pair in zip(counted, n, strict=True)])
                )
        if self.answered == "compared":
            columns += _difference(lines, "difference")
        return Table("won_lost_shares", tuple(columns))

    def _means(self, key: str, unit: Literal["seconds", "score"], lines: list[Contrast]) -> Table:
        columns = self._what(lines)
        for name in ("won", "lost"):
            columns.append(Column(f"of_{name}", "count", [getattr(one, f"{name}_n") for one in lines]))
            columns.append(Column(f"mean_{name}", unit, [_number(getattr(one, name)) for one in lines]))
        return Table(key, (*columns, *_difference(lines, unit)))

    def _what(self, lines: list[Contrast]) -> list[Column]:
        return [
            Column("feature", "text", [coded(one) for one in lines]),
            Column("what", "text", [self.named(one) for one in lines]),
        ]

    def named(self, one: Contrast) -> str:
        """What a line is about, in words of the company; nothing for incidents, whose kind is the feature."""
        if one.feature == "incident":
            return ""
        if one.feature in {"department", "to_department"}:
            return one.about[0]
        return " → ".join(self.labels[key] for key in one.about)

    def _refused(self) -> Table:
        return Table(
            "won_lost_refused",
            (
                Column("touchpoint", "touchpoint", [one.touchpoint for one in self.refused]),
                Column("refused_why", "text", [one.why for one in self.refused]),
                Column("journeys_won", "count", [one.won for one in self.refused]),
                Column("journeys_lost", "count", [one.lost for one in self.refused]),
            ),
        )

    def _reasons(self) -> Table:
        share = [one.lost / self.lost if self.lost and self.answered == "compared" else None for one in self.reasons]
        return Table(
            "won_lost_reasons",
            (
                Column("stated_reason", "text", [one.reason or None for one in self.reasons]),
                Column("journeys_lost", "count", [one.lost for one in self.reasons]),
                Column("share_lost", "share", share),
                Column("clear_differences", "count", [sum(line.clear for line in one.lines) for one in self.reasons]),
            ),
        )

    def _by_reason(self) -> Table:
        """Only what is clear: all lines of all reasons would be a book."""
        found = [(one.reason, line) for one in self.reasons for line in one.lines if line.clear]
        lines = [line for _, line in found]
        ends = [_ends(line) for line in lines]
        columns = [Column("stated_reason", "text", [reason or None for reason, _ in found]), *self._what(lines)]
        for place, end in enumerate(("", "_low", "_high")):
            both = list(zip(lines, (one[place] for one in ends), strict=True))
            shares = [value if line.feature in SHARES else None for line, value in both]
            others = [None if line.feature in SHARES else _in_days(line, value) for line, value in both]
            columns += [
                Column(f"difference{end}", "difference", shares),
                Column(f"measured{end}", "score", others),
            ]
        columns.append(Column("q", "share", [_number(line.q) for line in lines]))
        return Table("won_lost_by_reason", tuple(columns))


def commonest_ending(outcomes: NDArray[np.int64]) -> Ending:
    """What most often becomes of journeys that are not won; outcomes: how many there are of each."""
    return max(ENDINGS, key=lambda one: int(outcomes[OUTCOME_NAMES.index(one)]))


def won_lost(asked: Asked, *, against: Ending | None = None, begun_before_days: int | None = None) -> Finding[WonLost]:
    """Journeys won beside journeys lost (or churned, or returned), among those that the filter leaves.

    against: what the won are compared with; None: which of these is most frequent there. begun_before_days: the first
    journey of a customer that begins so soon after the data do may have begun before; None: the silence that cuts
    journeys, 0 where none does.
    Errors: `question_argument` for an unknown `against` and for a negative number of days.
    """
    if against is not None and against not in ENDINGS:
        raise WegmarkeError("question_argument", question="won_lost", argument="against", value=against)
    edge = asked.index.settings.silence_days or 0.0 if begun_before_days is None else begun_before_days
    if edge < 0:
        raise WegmarkeError("question_argument", question="won_lost", argument="begun_before_days", value=edge)
    totals = asked.totals()
    basis = asked.basis(totals)
    against = against or commonest_ending(totals.outcomes)
    counts = [int(totals.outcomes[OUTCOME_NAMES.index(name)]) for name in ("won", against)]
    extent: dict[str, object] = {"won": counts[0], "lost": counts[1], "against": against}
    if not sum(counts):
        return Finding(
            "won_lost",
            (Sentence("won_lost.none", extent),),
            CannotSay("no_outcomes", totals.journeys),
            basis,
            "won_lost_counted",
        )
    codes = OUTCOME_NAMES.index("won"), OUTCOME_NAMES.index(against)
    around = asked.run(CountAround(asked.selection, *codes, tuple(range(len(asked.index.touchpoints)))))
    kernel = _kernel(asked, codes, around.touchpoints[:, ANYWHERE].sum(axis=0), round(edge * _DAY))
    refused = refused_in(asked.index, kernel.features.touchpoints, around.of(kernel.features.touchpoints))
    single = basis.cut_at_outcome or basis.case_notion == "journey_id"
    result = _result(asked, _without(asked.index, kernel, refused), refused, (counts[0], counts[1], against))
    result = replace(result, single=single)
    if result.answered == "counted":
        few = Sentence("won_lost.few", {**extent, "needed": FEWEST_JOURNEYS})
        return Finding("won_lost", (few, *_several(result)), result, basis, "won_lost_counted")
    caveats = [Sentence("caveat.association")]
    if result.begun_before:
        caveats.append(Sentence("caveat.begun_before", {"n": result.begun_before, "days": edge}))
    elif not edge:
        caveats.append(Sentence("caveat.beginnings_unknown"))
    return Finding(
        "won_lost",
        tuple(_headline(result)),
        result,
        basis,
        "won_lost",
        "association",
        ("customers_independent",),
        tuple(caveats),
    )


def _kernel(asked: Asked, outcomes: tuple[int, int], visits: NDArray[np.int64], edge: int) -> DescribeDecided:
    """visits: by touchpoint, journeys with one of the outcomes."""
    index = asked.index
    commonest = [code for code in np.argsort(-visits, kind="stable").tolist() if visits[code]][:_MOST_TOUCHPOINTS]
    deciding = _deciding(index)
    ways = [code for code in commonest if index.touchpoints[code].key not in deciding]
    features = Features(
        touchpoints=tuple(commonest),
        ordered=tuple(ways[:_ORDERED]),
        timed=tuple(ways[:_TIMED]),
        departments=tuple(range(1, min(len(index.departments), _MOST_DEPARTMENTS) + 1)),
    )
    begins = index.first_seconds
    marks = incident_marks(index)
    return DescribeDecided(asked.selection, *outcomes, features, marks, begins + edge if edge else 0)


def _deciding(index: Index) -> set[str]:
    """The touchpoints that are outcomes themselves, by key."""
    named = {name for rule in index.settings.outcomes for name in rule.touchpoints}
    return {one.key for one in index.touchpoints if one.key in named or one.label in named}


def _without(index: Index, kernel: DescribeDecided, refused: tuple[Refusal, ...]) -> DescribeDecided:
    """The same journeys as if the contacts refused had not been, which else count among contacts and silences."""
    codes = {index.code(one.touchpoint) for one in refused}
    of = kernel.features
    named = (of.touchpoints, of.ordered, of.timed)
    touchpoints, ordered, timed = (tuple(code for code in some if code not in codes) for some in named)
    return replace(kernel, features=Features(touchpoints, ordered, timed, of.departments, tuple(sorted(codes))))


def _result(
    asked: Asked, kernel: DescribeDecided, refused: tuple[Refusal, ...], extent: tuple[int, int, Ending]
) -> WonLost:
    index, (won, lost, against) = asked.index, extent
    compared = min(won, lost) >= FEWEST_JOURNEYS
    counts = asked.run(CountReasons(asked.selection, kernel.second, len(index.reasons)))
    told = _told(asked, kernel, [code for code in _by_count(counts) if compared and counts[code] >= FEWEST_WITH_REASON])
    lines = contrasts(index, kernel.features, told[None], compared=compared)
    if not compared:
        lines = [one for one in lines if one.feature in SHARES and one.feature != "order"]
    begun_before = told[None].journeys[:, 1]
    return WonLost(
        ending=against,
        lines=tuple(judged(lines)) if compared else tuple(lines),
        reasons=tuple(_reasons(asked, kernel, counts, told)),
        refused=refused,
        won=won,
        lost=lost,
        begun_before=int(begun_before.sum()),
        answered="compared" if compared else "counted",
        labels={one.key: one.label for one in index.touchpoints},
        filter=asked.selection.text,
    )


def _by_count(counts: NDArray[np.int64]) -> list[int]:
    """The stated reasons that there are, the commonest first, none at the end; nothing where nobody states any."""
    if not counts[1:].any():
        return []
    return [code for code in [*(np.argsort(-counts[1:], kind="stable") + 1).tolist(), 0] if counts[code]]


def _told(asked: Asked, kernel: DescribeDecided, reasons: list[int]) -> dict[int | None, Decided]:
    """The journeys won beside all those lost (None), and beside those lost with each of these reasons."""
    found: dict[int | None, Decided] = {}
    for first in range(0, max(len(reasons), 1), MOST_REASONS):
        some = tuple(reasons[first : first + MOST_REASONS])
        told = asked.run(replace(kernel, reasons=some))
        found[None] = told.against()
        found.update((code, told.against(2 + place)) for place, code in enumerate(some))
    return found


def _reasons(
    asked: Asked, kernel: DescribeDecided, counts: NDArray[np.int64], told: dict[int | None, Decided]
) -> list[WithReason]:
    """The stated reasons; all their lines are corrected together."""
    found = []
    for code in _by_count(counts):
        lines = contrasts(asked.index, kernel.features, told[code], compared=True) if code in told else []
        found.append(WithReason("" if code == 0 else asked.index.reasons[code - 1], int(counts[code]), tuple(lines)))
    every = [line for one in found for line in one.lines]
    q = benjamini_hochberg([line.p_value for line in every])
    judged = iter([replace(line, q=float(q[i])) for i, line in enumerate(every)])
    return [replace(one, lines=tuple(sorted((next(judged) for _ in one.lines), key=clearest))) for one in found]


def _headline(result: WonLost) -> Iterator[Sentence]:
    clear = [one for one in result.lines if one.clear]
    said: dict[str, object] = {"won": result.won, "lost": result.lost, "against": result.ending}
    said |= {"lines": len(result.lines), "clear": len(clear)}
    yield Sentence("won_lost.extent" if clear else "won_lost.nothing", said)
    yield from _several(result)
    for one in clear[:3]:
        if isinstance(one.difference, Difference):
            yield _worded(result, one, one.difference)
    if result.refused:
        yield Sentence("won_lost.refused", {"n": len(result.refused)})


def _several(result: WonLost) -> Iterator[Sentence]:
    """That histories are compared, not decisions, and what to do about it."""
    if not result.single:
        yield Sentence("won_lost.several")


def _worded(result: WonLost, one: Contrast, difference: Difference) -> Sentence:
    interval = difference.interval
    values: dict[str, object] = {"what": result.named(one), "against": result.ending}
    if one.feature == "incident":
        values["what"] = coded(one)
    values |= {"difference": interval.value, "low": interval.low, "high": interval.high}
    if one.feature in SHARES:
        values |= {"a": one.won / one.won_n, "b": one.lost / one.lost_n}
    else:
        values |= {"a": one.won, "b": one.lost}
    return Sentence(f"won_lost.{one.feature}", values)


def _also(condition: str | None, outcome: str) -> str | None:
    return None if condition is None else f"outcome = {outcome} and {condition}"


def _share(counted: int, of: int) -> float | None:
    return counted / of if of else None


def _ends(line: Contrast) -> tuple[float | None, float | None, float | None]:
    if isinstance(line.difference, CannotSay):
        return None, None, None
    interval = line.difference.interval
    return interval.value, interval.low, interval.high


def _difference(lines: list[Contrast], unit: Literal["difference", "seconds", "score"]) -> list[Column]:
    key = "difference" if unit == "difference" else "mean_difference"
    ends = [_ends(line) for line in lines]
    return [
        *(Column(f"{key}{end}", unit, [one[place] for one in ends]) for place, end in enumerate(("", "_low", "_high"))),
        Column("q", "share", [_number(line.q) for line in lines]),
    ]


def _in_days(line: Contrast, value: float | None) -> float | None:
    return value / _DAY if value is not None and line.feature in TIMES else value


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value
