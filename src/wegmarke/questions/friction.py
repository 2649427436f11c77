"""What do journeys cost the customer, how unevenly, and with whom does it arise?

Per journey: contacts; how often the customer turned to the company, again about the same, and by another channel; the
time waited beyond what was promised or what the rules call long; incidents. Each as a mean with an interval by customer
(`stats.clustered_mean`), a median and a 90th percentile with intervals from ranks (`stats.order_statistics`), for all
journeys, by outcome, and by department that took part. No index is made of them: what weighs how much is for people to
say. By outcome and department it is an association.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wegmarke.index.burdens import HOUR, MEASURES
from wegmarke.index.efforts import EFFORT_KINDS, turning_to_us
from wegmarke.index.incidents import IncidentMarks, incident_marks
from wegmarke.index.summaries.friction import (
    DEPARTMENTS,
    OUTCOMES,
    WHOLE,
    CountFriction,
    FrictionSummary,
    spread_of,
)
from wegmarke.index.summaries.journeys import CountTotals
from wegmarke.index.summaries.together import Together
from wegmarke.model.evidence import Behind
from wegmarke.model.filter import Compare, combine, write
from wegmarke.model.finding import CannotSay, Column, Estimate, Finding, Interval, Sentence, Table
from wegmarke.model.settings import OUTCOME_NAMES
from wegmarke.questions.asked import Asked
from wegmarke.questions.few import FEWEST
from wegmarke.stats.clustered_mean import CustomerTotals, clustered_mean
from wegmarke.stats.order_statistics import interpolate, interval_ranks, quantile_position

FEWEST_CUSTOMERS = FEWEST
"""Of fewer customers efforts are counted, and no mean and no quantile is told."""

MEDIAN, NINTH_DECILE = 0.5, 0.9
_FIELD = {"contacts": "length"}
_TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Spread:
    """A quantile of journeys, and the two values that bound it; None where they are the same or there are too few."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """One measure of a group of journeys: of waiting in hours, else a count.

    journeys_with: those that cost any of it. total: of all journeys. mean, median, p90: per journey. arose: of the
    total, how much with the department itself; None where the group is no department.
    """

    measure: str
    journeys: int
    customers: int
    journeys_with: int
    total: int
    mean: Estimate
    median: Spread
    p90: Spread
    arose: int | None = None


@dataclass(frozen=True, slots=True)
class Burdened:
    """The journeys that cost most by one measure: those with `least` or more, and their share of the whole."""

    measure: str
    least: int
    journeys: int
    share: float


@dataclass(frozen=True, slots=True)
class Friction:
    """All journeys; those of each outcome and of each department, by name; and the most laborious tenth by measure.

    asking: the touchpoints at which customers turn to the company.
    """

    whole: tuple[Effort, ...]
    outcomes: dict[str, tuple[Effort, ...]]
    departments: dict[str, tuple[Effort, ...]]
    most: tuple[Burdened, ...]
    asking: tuple[str, ...]
    filter: str

    def tables(self) -> tuple[Table, ...]:
        """All journeys, the most laborious, by outcome, by department."""
        return (
            Table("friction", tuple(self._columns(self.whole, ["all"] * len(self.whole)))),
            self._most(),
            self._grouped("outcome", self.outcomes),
            self._grouped("department", self.departments),
        )

    def _columns(self, efforts: Sequence[Effort], conditions: Sequence[str | None]) -> Iterator[Column]:
        """What is told of a group of journeys. conditions: by which the group is chosen."""
        any_of_it = [
            None if condition is None else combine(condition, _at_least(one.measure, 1))
            for one, condition in zip(efforts, conditions, strict=True)
        ]
        yield Column("measure", "text", [one.measure for one in efforts])
        yield Column("journeys", "count", [one.journeys for one in efforts], Behind(self.filter, conditions))
        yield Column("journeys_with", "count", [one.journeys_with for one in efforts], Behind(self.filter, any_of_it))
        yield Column("effort", "count", [one.total for one in efforts])
        for suffix, end in (("", "value"), ("_low", "low"), ("_high", "high")):
            means = [getattr(one.mean, end) if isinstance(one.mean, Interval) else None for one in efforts]
            yield Column(f"effort_mean{suffix}", "mean", means)
        for key in ("median", "p90"):
            for suffix, end in (("", "value"), ("_low", "low"), ("_high", "high")):
                yield Column(f"effort_{key}{suffix}", "score", [getattr(getattr(one, key), end) for one in efforts])

    def _most(self) -> Table:
        conditions = [_at_least(one.measure, one.least) for one in self.most]
        return Table(
            "friction_most",
            (
                Column("measure", "text", [one.measure for one in self.most]),
                Column("at_least", "count", [one.least for one in self.most]),
                Column("journeys", "count", [one.journeys for one in self.most], Behind(self.filter, conditions)),
                Column("share_of_effort", "share", [one.share for one in self.most]),
            ),
        )

    def _grouped(self, field: str, groups: dict[str, tuple[Effort, ...]]) -> Table:
        # By measure first, so that groups stand below each other.
        lines = [(name, efforts[place]) for place in range(len(MEASURES)) for name, efforts in groups.items()]
        alike = Counter(name.casefold() for name in groups)
        conditions = [
            write(Compare("outcome" if field == "outcome" else "department", "=", name))
            if alike[name.casefold()] == 1  # a filter knows no case of departments
            else None
            for name, _ in lines
        ]
        named = Column(field, "outcome" if field == "outcome" else "text", [name for name, _ in lines])
        efforts = [effort for _, effort in lines]
        columns = list(self._columns(efforts, conditions))
        if field == "department":
            columns.append(Column("arose", "count", [effort.arose for effort in efforts]))
        return Table(f"friction_by_{field}", (named, *columns))


def _at_least(measure: str, least: int) -> str:
    """The filter of the journeys that cost so much or more."""
    return f"{_FIELD.get(measure, measure)} >= {least}{' hours' if measure == 'waited' else ''}"


def friction(asked: Asked) -> Finding[Friction]:
    """What the journeys asked for cost the customer. Errors: none."""
    marks, departments = incident_marks(asked.index), asked.index.departments
    count = Together((CountTotals(asked.selection), CountFriction(asked.selection, marks, len(departments))))
    totals, found = asked.run(count)
    basis = asked.basis(totals)
    if not totals.journeys:
        return Finding("friction", (Sentence("friction.empty"),), CannotSay("empty_group", 0, 1), basis, "friction")
    outcomes = {name: OUTCOMES + code for code, name in enumerate(OUTCOME_NAMES) if totals.outcomes[code]}
    taking_part = {name: code for code, name in enumerate(departments) if found.sums[DEPARTMENTS + code, 0, 1]}
    result = Friction(
        whole=_efforts(found, WHOLE),
        outcomes={name: _efforts(found, group) for name, group in outcomes.items()},
        departments={
            name: _efforts(found, DEPARTMENTS + code, found.arose[code + 1]) for name, code in taking_part.items()
        },
        most=tuple(_most(found)),
        asking=_asking(asked, marks),
        filter=asked.selection.text,
    )
    once = totals.journeys == totals.customers
    return Finding(
        "friction",
        tuple(_headline(result)),
        result,
        basis,
        "friction",
        claim="association",
        assumptions=() if once else ("customers_independent", "quantiles_independent"),
        caveats=tuple(_caveats(result)),
    )


def _efforts(found: FrictionSummary, group: int, arose: NDArray[np.int64] | None = None) -> tuple[Effort, ...]:
    made = []
    for place, measure in enumerate(MEASURES):
        customers, journeys, total, squares, products, journeys_squares = (int(n) for n in found.sums[group, place])
        values, counts = spread_of(found, group, place)
        mean: Estimate = CannotSay("too_few", customers, FEWEST_CUSTOMERS)
        median = p90 = Spread()
        if customers >= FEWEST_CUSTOMERS:
            mean = clustered_mean(CustomerTotals(customers, journeys, total, squares, products, journeys_squares))
            median, p90 = (_quantile(values, counts, q) for q in (MEDIAN, NINTH_DECILE))
        here = None if arose is None else int(arose[place]) // (HOUR if measure == "waited" else 1)
        made.append(Effort(measure, journeys, customers, int(counts[values > 0].sum()), total, mean, median, p90, here))
    return tuple(made)


def _quantile(values: NDArray[np.int64], counts: NDArray[np.int64], q: float) -> Spread:
    """The quantile of values that occur so often; without limits where these are the same."""
    ends = np.cumsum(counts)
    n = int(ends[-1])

    def at(rank: int) -> float:
        return float(values[np.searchsorted(ends, rank, side="right")])

    place = quantile_position(n, q)
    value = interpolate(at(place.below), at(place.above), place.fraction)
    ranks = interval_ranks(n, q)
    if isinstance(ranks, CannotSay):
        return Spread(value)
    low, high = at(ranks[0]), at(ranks[1])
    return Spread(value, low, high) if low < high else Spread(value)


def _most(found: FrictionSummary) -> Iterator[Burdened]:
    """The least value that at most a tenth of the journeys reach; none where no journey has any."""
    for place, measure in enumerate(MEASURES):
        values, counts = spread_of(found, WHOLE, place)
        reaching = counts[::-1].cumsum()[::-1]
        total = int((values * counts).sum())
        few = np.flatnonzero((reaching <= _TENTH * counts.sum()) & (values > 0))
        if total and len(few):
            first = int(few[0])
            borne = int((values[first:] * counts[first:]).sum())
            yield Burdened(measure, int(values[first]), int(reaching[first]), borne / total)


def _asking(asked: Asked, marks: IncidentMarks) -> tuple[str, ...]:
    there = turning_to_us(marks)
    return tuple(touchpoint.label for code, touchpoint in enumerate(asked.index.touchpoints) if there[code])


def _headline(result: Friction) -> Iterator[Sentence]:
    by_measure = {effort.measure: effort for effort in result.whole}
    contacts = by_measure["contacts"]
    said: dict[str, object] = {kind: by_measure[kind].total for kind in EFFORT_KINDS}
    said |= {"journeys": contacts.journeys, "contacts": contacts.total, "customers": contacts.customers}
    said["needed"], said["hours"] = FEWEST_CUSTOMERS, said.pop("waited")
    if isinstance(contacts.mean, Interval):
        ends = {"mean": contacts.mean.value, "low": contacts.mean.low, "high": contacts.mean.high}
        yield Sentence("friction.contacts", {**said, **ends})
    else:
        yield Sentence("friction.counted", said)
    yield Sentence("friction.efforts", said)
    most = next((one for one in result.most if one.measure == "asked"), None)
    if most is not None:
        worst: dict[str, object] = {"journeys": most.journeys, "least": most.least, "share": most.share}
        yield Sentence("friction.most", worst)


def _caveats(result: Friction) -> Iterator[Sentence]:
    if result.asking:
        yield Sentence("caveat.asking", {"touchpoints": result.asking})
    else:
        yield Sentence("caveat.nobody_asks")
    yield Sentence("caveat.friction_left_out")
    yield Sentence("caveat.association")
