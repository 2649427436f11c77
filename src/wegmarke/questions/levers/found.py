"""The answer to the question of the levers, and its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wegmarke.model.finding import Claim, Column, Estimate, Interval, Table
from wegmarke.model.incidents import IncidentKind
from wegmarke.questions.effect.found import EffectFound
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.levers.stated import MEASURES, LeverInput, Measure
from wegmarke.questions.margin import Margin, margin_tables
from wegmarke.stats.levers import QUANTILES, Gain
from wegmarke.stats.weighing import Compared, TurningPoint, Weighed
from wegmarke.text import minor_digits


@dataclass(frozen=True, slots=True)
class LeversFound:
    """Price against process for one kind of critical event.

    measured_in: margin, or revenue where no margin is assumed. customers: now. price_change, reduction: as asked for.
    cost, running_cost: minor units, once and a year. margin: as assumed. inputs: all that went in. effect: what the
    question `effect` says of these events, None where it can say nothing; harm: what of it is calculated with.
    spent_less: what those hit spend less as long as they stay, in minor units; premium: that as a share of all revenue;
    premium_is_assumed: whether something else is assumed in its place. weighed:
    both levers; None where the harm cannot be told and none is assumed: then `price` alone is told, and `believe` says
    what harm would make both alike. frequencies: of each kind, the share of customers hit in a period.
    """

    incident: IncidentKind
    measured_in: Literal["margin", "revenue"]
    horizon_days: int
    periods: int
    customers: int
    price_change: float
    reduction: float
    cost: int
    running_cost: int
    margin: Margin | None
    inputs: tuple[LeverInput, ...]
    effect: EffectFound | None
    harm: Estimate
    spent_less: Estimate
    premium: Estimate
    premium_is_assumed: bool
    weighed: Weighed | None
    price: Gain
    believe: tuple[TurningPoint, ...]
    frequencies: tuple[tuple[IncidentKind, float], ...]
    currency: str
    filter: str

    @property
    def claim(self) -> Claim:
        """What the process gains is an effect where that of the events is one; an assumed harm never is."""
        assumed = any(one.name == "added_loss" and one.given.origin == "assumption" for one in self.inputs)
        return "association" if self.effect is None or assumed else self.effect.claim

    @property
    def gains(self) -> tuple[tuple[str, Gain, float | None], ...]:
        """Each lever with its gain, and how often it is the best (None: with the premium, or alone)."""
        both = self.weighed
        if both is None:
            return (("price", self.price, None),)
        found = (("price", both.price, both.price_best), ("process", both.process, both.process_best))
        name = "with_premium" if self.premium_is_assumed else "with_spending"
        return found if both.with_premium is None else (*found, (name, both.with_premium, None))

    def tables(self) -> tuple[Table, ...]:
        """Both levers; at equal percent and equal cost; limits; what to believe; the premium; inputs; quantiles."""
        found = [_gains(self)]
        if self.weighed is not None:
            found += [_compared(self.weighed), _limits(self.weighed)]
        told = (_believe(self), _premium(self), _inputs(self))
        return (*found, *told, *margin_tables(self.margin), _drawn(self))


def _money(key: str, gains: list[Gain]) -> tuple[Column, ...]:
    ends = (("", "mean"), ("_low", "low"), ("_high", "high"))
    return tuple(Column(key + end, "minor_units", [round(getattr(one, name)) for one in gains]) for end, name in ends)


def _gains(found: LeversFound) -> Table:
    """The last line is doing nothing."""
    names, gains, best = zip(*found.gains, strict=True)
    nothing = None if found.weighed is None else found.weighed.nothing_best
    told = [*_money("lever_gain", list(gains))]
    return Table(
        "levers",
        (
            Column("lever", "text", [*names, "nothing"]),
            *(Column(one.key, one.unit, [*one.values, 0 if one.key == "lever_gain" else None]) for one in told),
            Column("lever_pays", "share", [*(one.pays for one in gains), None]),
            Column("lever_best", "share", [*best, nothing]),
        ),
    )


def _compared(both: Weighed) -> Table:
    pairs = (("equal_percent", both.equal_percent), ("equal_cost", both.equal_cost))
    lines: list[tuple[str, Compared]] = [(name, one) for name, one in pairs if one is not None]
    return Table(
        "levers_compared",
        (
            Column("comparison", "text", [name for name, _ in lines]),
            Column("lever_amount", "share", [one.amount for _, one in lines]),
            *_money("price_gain", [one.price for _, one in lines]),
            *_money("process_gain", [one.process for _, one in lines]),
            Column("process_ahead", "share", [one.process_ahead for _, one in lines]),
        ),
    )


def _limits(both: Weighed) -> Table:
    limit = both.cost_limit
    return Table(
        "levers_limits",
        (
            Column("cost_limit", "minor_units", [None if limit is None else round(limit)]),
            Column("least_reduction", "share", [both.least_reduction]),
        ),
    )


def _scale(measure: Measure, found: LeversFound) -> float:
    """Shares stand in percent and money in major units in the tables in which both stand below each other."""
    return {"share": 0.01, "money": 10.0 ** minor_digits(found.currency), "number": 1.0}[measure]


def _believe(found: LeversFound) -> Table:
    lines = found.believe
    measures = [MEASURES.get(one.input, "share") for one in lines]
    now = [one.now if found.weighed is not None else None for one in lines]
    values = ([one.value for one in lines], now)
    turning, present = (
        [None if one is None else one / _scale(by, found) for one, by in zip(column, measures, strict=True)]
        for column in values
    )
    return Table(
        "levers_believe",
        (
            Column("lever_input", "text", [one.input for one in lines]),
            Column("lever_measure", "text", measures),
            Column("input_now", "score", present),
            Column("input_turning", "score", turning),
            Column("lever_above", "text", [one.above for one in lines]),
        ),
    )


def _premium(found: LeversFound) -> Table:
    told = isinstance(found.spent_less, Interval)
    return Table(
        "levers_premium",
        (
            Column("premium_origin", "text", ["assumed" if found.premium_is_assumed else "seen" if told else "unsaid"]),
            *interval_columns("spent_less", "minor_units", [found.spent_less]),
            *interval_columns("premium_seen", "share", [found.premium]),
            Column("observations", "count", [found.spent_less.n if told else None]),
        ),
    )


def _inputs(found: LeversFound) -> Table:
    moves = {} if found.weighed is None else {one.input: one for one in found.weighed.leverage}
    lines = found.inputs
    moved = [moves.get(one.name) for one in lines]
    ends = (("", "value"), ("_low", "low"), ("_high", "high"))
    scale = [_scale(one.measure, found) for one in lines]
    return Table(
        "levers_inputs",
        (
            Column("lever_input", "text", [one.name for one in lines]),
            Column("lever_measure", "text", [one.measure for one in lines]),
            *(
                Column(f"input{end}", "score", [_end(one, of, by) for one, by in zip(lines, scale, strict=True)])
                for end, of in ends
            ),
            Column("lever_origin", "text", [one.given.origin for one in lines]),
            Column("observations", "count", [one.n for one in lines]),
            Column("input_weight", "share", [None if one is None else one.weight for one in moved]),
            Column("ahead_at_low", "minor_units", [None if one is None else round(one.at_low) for one in moved]),
            Column("ahead_at_high", "minor_units", [None if one is None else round(one.at_high) for one in moved]),
        ),
    )


def _end(one: LeverInput, of: str, scale: float) -> float | None:
    """The value or an end of the interval; what is taken as it is has none."""
    return None if one.given.is_exact and of != "value" else float(getattr(one.given, of)) / scale


def _drawn(found: LeversFound) -> Table:
    levels = [float(one) for one in QUANTILES]
    return Table(
        "levers_drawn",
        (
            Column("quantile", "share", levels),
            *(
                Column(f"{name}_quantile", "minor_units", [round(float(one)) for one in gain.quantiles])
                for name, gain, _ in found.gains
            ),
        ),
    )
