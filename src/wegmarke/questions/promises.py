"""Which promises are kept, which late, which broken, and what is overdue now?

A promise is a date that a source notes with a contact. Counted by the department of that contact, by that of the
contact with which the promise was kept, and by the touchpoint where it was given. Share kept in time = kept / (kept +
late + broken), clustered by customer (`stats.ratio`); how late, and for how long overdue, as medians and 90th
percentiles with intervals from ranks (`stats.order_statistics`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.summaries.journeys import CountTotals
from wegmarke.index.summaries.promises import (
    ALL,
    GIVER,
    KEEPER,
    LINE,
    CountPromises,
    Group,
    PromiseSummary,
    group_of,
    regrouped,
)
from wegmarke.index.summaries.together import Together
from wegmarke.model.evidence import Behind
from wegmarke.model.filter import Promised, PromiseFrom, PromiseIs, PromiseToKeep, write
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import FEWEST
from wegmarke.stats.order_statistics import quantile
from wegmarke.stats.ratio import CustomerSums, ratio

FEWEST_CUSTOMERS = FEWEST
"""Of fewer customers promises are counted, and no share is told."""

MEDIAN, NINTH_DECILE = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What became of the promises of a group.

    touchpoint: where they were given; giver, keeper: the departments that gave them and had to keep them, "" where not
    known; None where the group does not tell them apart. kept, late, broken, open: promises. journeys: those in which
    one was given that became so, in that order, and last all of them. customers: those with a promise whose time is
    over, or that was kept. share: kept in time, of these promises. late_median, late_p90: seconds late, of those kept
    late. overdue_median, overdue_p90: seconds for which the broken ones are overdue now.
    """

    touchpoint: Touchpoint | None
    giver: str | None
    keeper: str | None
    kept: int
    late: int
    broken: int
    open: int
    journeys: tuple[int, int, int, int, int]
    customers: int
    share: Estimate
    late_median: Estimate
    late_p90: Estimate
    overdue_median: Estimate
    overdue_p90: Estimate

    @property
    def given(self) -> int:
        """All promises."""
        return self.decided + self.open

    @property
    def decided(self) -> int:
        """Promises of which is known what became."""
        return self.kept + self.late + self.broken

    @property
    def failed(self) -> int:
        """Promises kept late or not at all."""
        return self.late + self.broken

    def condition(self, state: PromiseIs) -> str:
        """The filter of the journeys in which one was given that became so."""
        if self.touchpoint is not None:
            return write(PromiseFrom(state, self.touchpoint.key, self.giver or "", self.keeper or ""))
        if self.keeper is not None:
            return write(PromiseToKeep(state, (self.keeper,)))
        return write(Promised(state, () if self.giver is None else (self.giver,)))


@dataclass(frozen=True, slots=True)
class PromisesKept:
    """Promises as of `as_of` (whole seconds UTC): all of them; by who gave them, by who had to keep them, and by both
    and where they were given, each by falling failures.
    """

    whole: PromiseLine
    givers: tuple[PromiseLine, ...]
    keepers: tuple[PromiseLine, ...]
    lines: tuple[PromiseLine, ...]
    as_of: int
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """By giver, by keeper, what is overdue now and with whom, by all three."""
        overdue = tuple(sorted((line for line in self.lines if line.broken), key=lambda line: -line.broken))
        return (
            Table("promises_by_giver", (_names("giver", self.givers), *self._counts(self.givers))),
            Table("promises_by_keeper", (_names("keeper", self.keepers), *self._counts(self.keepers))),
            Table("promises_overdue", (*_places(overdue), *self._overdue(overdue))),
            Table("promises", (*_places(self.lines), _names("keeper", self.lines), *self._counts(self.lines))),
        )

    def _behind(self, lines: Sequence[PromiseLine], state: PromiseIs) -> Behind:
        return Behind(self.filter, [line.condition(state) for line in lines])

    def _journeys(self, lines: Sequence[PromiseLine]) -> Iterator[Column]:
        states: tuple[PromiseIs, ...] = ("kept", "late", "broken", "open", "given")
        for place, state in enumerate(states):
            key = "journeys" if state == "given" else f"journeys_{state}"
            yield Column(key, "count", [line.journeys[place] for line in lines], self._behind(lines, state))

    def _counts(self, lines: Sequence[PromiseLine]) -> Iterator[Column]:
        for key in ("given", "kept", "late", "broken", "open"):
            yield Column(key, "count", [getattr(line, key) for line in lines])
        yield from _estimates("share_kept", "share", [line.share for line in lines])
        yield from _estimates("late_median", "seconds", [line.late_median for line in lines])
        yield from _estimates("late_p90", "seconds", [line.late_p90 for line in lines])
        yield from self._journeys(lines)

    def _overdue(self, lines: Sequence[PromiseLine]) -> Iterator[Column]:
        yield Column("broken", "count", [line.broken for line in lines])
        yield Column("journeys_broken", "count", [line.journeys[2] for line in lines], self._behind(lines, "broken"))
        yield from _estimates("overdue_median", "seconds", [line.overdue_median for line in lines])
        yield from _estimates("overdue_p90", "seconds", [line.overdue_p90 for line in lines])


def _names(key: Literal["giver", "keeper"], lines: Sequence[PromiseLine]) -> Column:
    return Column(key, "text", [getattr(line, key) or None for line in lines])


def _places(lines: Sequence[PromiseLine]) -> tuple[Column, Column]:
    keys = [None if line.touchpoint is None else line.touchpoint.key for line in lines]
    return Column("touchpoint", "touchpoint", keys), _names("giver", lines)


def _estimates(key: str, unit: Literal["share", "seconds"], estimates: Sequence[Estimate]) -> Iterator[Column]:
    for suffix, end in (("", "value"), ("_low", "low"), ("_high", "high")):
        values = [getattr(one, end) if isinstance(one, Interval) else None for one in estimates]
        yield Column(key + suffix, unit, values)


def promises(asked: Asked) -> Finding[PromisesKept]:
    """The promises given in the journeys asked for, as far as the data tell until the latest interaction of all.

    `CannotSay("no_promises")` where there is none.
    """
    end = asked.index.last_seconds
    count = Together((CountTotals(asked.selection, outcomes=False), CountPromises(asked.selection, end)))
    totals, found = asked.run(count)
    basis = asked.basis(totals)
    if not len(found.group):
        reason = CannotSay("no_promises", totals.journeys) if totals.journeys else CannotSay("empty_group", 0, 1)
        said = Sentence("promises.none" if totals.journeys else "promises.empty", {"journeys": totals.journeys})
        return Finding("promises", (said,), reason, basis, "promises")
    groups = [group_of(int(code)) for code in found.group]
    made = [_line(asked, found, place, group) for place, group in enumerate(groups)]

    def of(grouping: int) -> tuple[PromiseLine, ...]:
        lines = [line for line, group in zip(made, groups, strict=True) if group.grouping == grouping]
        return tuple(sorted(lines, key=lambda line: (-line.failed, -line.given, line.condition("given"))))

    result = PromisesKept(of(ALL)[0], of(GIVER), of(KEEPER), of(LINE), end, asked.selection.text)
    return Finding(
        "promises",
        tuple(_headline(result)),
        result,
        basis,
        "promises",
        assumptions=("customers_independent", "promises_independent")
        if result.whole.late
        else ("customers_independent",),
        caveats=tuple(_caveats(result)),
    )


def _line(asked: Asked, found: PromiseSummary, place: int, group: Group) -> PromiseLine:
    kept, late, broken, still_open = (int(n) for n in found.promises[place])
    customers, squares, products, all_squares = (int(n) for n in found.sums[place])
    decided = kept + late + broken
    share: Estimate = CannotSay("too_few", customers, FEWEST_CUSTOMERS)
    if customers >= FEWEST_CUSTOMERS:
        share = ratio(CustomerSums(customers, kept, decided, squares, products, all_squares))
    code = int(found.group[place])
    late_for, overdue_for = (_of_group(pieces, code, group.grouping) for pieces in (found.late, found.broken))
    by_line, departments = group.grouping == LINE, ("", *asked.index.departments)
    return PromiseLine(
        touchpoint=asked.index.touchpoints[group.touchpoint] if by_line else None,
        giver=departments[group.giver] if by_line or group.grouping == GIVER else None,
        keeper=departments[group.keeper] if by_line or group.grouping == KEEPER else None,
        kept=kept,
        late=late,
        broken=broken,
        open=still_open,
        journeys=tuple(int(n) for n in found.journeys[place]),  # type: ignore[arg-type] # four states and all
        customers=customers,
        share=share,
        late_median=quantile(late_for, MEDIAN),
        late_p90=quantile(late_for, NINTH_DECILE),
        overdue_median=quantile(overdue_for, MEDIAN),
        overdue_p90=quantile(overdue_for, NINTH_DECILE),
    )


def _of_group(
    pieces: list[tuple[NDArray[np.int64], NDArray[np.uint32]]], code: int, grouping: int
) -> NDArray[np.uint32]:
    """The seconds of a group, from pieces by line."""
    return np.concatenate([seconds[regrouped(line, grouping) == code] for line, seconds in pieces])


def _headline(result: PromisesKept) -> Iterator[Sentence]:
    whole = result.whole
    counts: dict[str, object] = {name: getattr(whole, name) for name in ("given", "decided", "kept", "late", "broken")}
    counts["customers"], counts["needed"] = whole.customers, FEWEST_CUSTOMERS
    if isinstance(whole.share, Interval):
        share = {"share": whole.share.value, "low": whole.share.low, "high": whole.share.high}
        yield Sentence("promises.kept", {**counts, **share})
    else:
        yield Sentence("promises.counted", counts)
    worst = result.lines[0]
    if worst.failed and worst.touchpoint is not None:
        said: dict[str, object] = {"touchpoint": worst.touchpoint.label, "failed": worst.failed, "n": worst.decided}
        if worst.giver:
            said["giver"] = worst.giver
        if worst.keeper:
            said["keeper"] = worst.keeper
        yield Sentence("promises.worst", said)
    if isinstance(whole.late_median, Interval):
        late: dict[str, object] = {"n": whole.late, "median": whole.late_median.value}
        if isinstance(whole.late_p90, Interval):
            late["p90"] = whole.late_p90.value
        yield Sentence("promises.how_late", late)
    if whole.broken:
        yield Sentence("promises.overdue", {"broken": whole.broken, "journeys": whole.journeys[2]})


def _caveats(result: PromisesKept) -> Iterator[Sentence]:
    unknown = next((line for line in result.keepers if line.keeper == ""), None)
    if unknown is not None:
        yield Sentence("caveat.keeper_unknown", {"unknown": unknown.given, "given": result.whole.given})
    yield Sentence("caveat.promises_noted")
