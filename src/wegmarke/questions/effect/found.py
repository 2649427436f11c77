"""The answer to what a defect costs, and its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from wegmarke.model.finding import CannotSay, Claim, Column, Estimate, Interval, Table
from wegmarke.model.incidents import IncidentKind
from wegmarke.questions.effect.by_segment import EffectBySegment
from wegmarke.questions.effect.compared import Comparison
from wegmarke.questions.interval_columns import interval_columns
from wegmarke.questions.margin import Margin, margin_tables
from wegmarke.stats.e_value import EValue
from wegmarke.stats.overlap import Overlap, OverlapCheck
from wegmarke.stats.placebo import Verdict

Check = Literal[OverlapCheck, "control", "control_blind", "placebo"]
CHECKS: Final[tuple[Check, ...]] = ("support", "effective", "heaviest", "control", "placebo")
"""All checks in the order in which they are told; a control that is blind is the control not passed."""


@dataclass(frozen=True, slots=True)
class EffectFound:
    """What an incident does to leaving.

    touchpoints: keys of where it came with a visit. compared: with visits to the same touchpoints, or elsewhere.
    exposed, customers: visits with it whose horizon was watched, and whose they are; others: visits compared with.
    adjusted, unadjusted: difference in the share that left. overlap: how comparable both are. control: what the
    negative control showed; verdict: on it, None where nothing was found to judge. placebo: what an event that never
    was shows, at 99 %. failed: the checks that were not passed. strength: E-value, None without one. lost: customers
    lost; at_stake: their revenue of a year in minor units, None without amounts; margin: as assumed; margin_lost: of
    that revenue, None where no margin is assumed. segments: for whom it is another effect.
    """

    incident: IncidentKind
    touchpoints: tuple[str, ...]
    compared: Comparison
    exposed: int
    customers: int
    others: int
    horizon_days: int
    adjusted: Estimate
    unadjusted: Estimate
    overlap: Overlap
    control: Estimate
    verdict: Verdict | None
    placebo: Estimate
    failed: tuple[Check, ...]
    strength: EValue | None
    lost: Estimate
    at_stake: Estimate | None
    margin: Margin | None
    margin_lost: Estimate | None
    currency: str
    segments: EffectBySegment = field(default_factory=EffectBySegment)

    @property
    def claim(self) -> Claim:
        """An effect only where every check was passed."""
        return "effect" if self.verdict == "passed" and not self.failed else "association"

    @property
    def identified(self) -> Estimate:
        """The difference in leaving that others may calculate with: none where a check was not passed."""
        return CannotSay("not_identified", self.exposed) if self.failed else self.adjusted

    def tables(self) -> tuple[Table, ...]:
        """What it costs, the checks, the margin, where it came with a visit, and how comparable the visits are."""
        places = Table("effect_places", (Column("touchpoint", "touchpoint", self.touchpoints),))
        told = (self._cost(), self._checks(), *self.segments.tables())
        return (*told, *margin_tables(self.margin), places, self._spread())

    def _cost(self) -> Table:
        one = (
            Column("incident", "text", [self.incident]),
            Column("compared_with", "text", [self.compared]),
            Column("exposed_visits", "count", [self.exposed]),
            Column("exposed_customers", "count", [self.customers]),
            Column("other_visits", "count", [self.others]),
            *interval_columns("leaving_adjusted", "difference", [self.adjusted]),
            *interval_columns("leaving_unadjusted", "difference", [self.unadjusted]),
            *interval_columns("lost_by_it", "score", [self.lost]),
            *(() if self.at_stake is None else interval_columns("at_stake", "minor_units", [self.at_stake])),
            *(() if self.margin_lost is None else interval_columns("margin_lost", "minor_units", [self.margin_lost])),
        )
        return Table("effect", one)

    def _checks(self) -> Table:
        """Each check with its figures, and what it must not be."""
        one = self.overlap
        figures: dict[Check, tuple[float | None, float | None, float | None]] = {
            "support": (100 * one.exposed_outside, None, None),
            "effective": (one.comparison.effective, None, None),
            "heaviest": (100 * one.comparison.heaviest, None, None),
            "control": _points(self.control),
            "placebo": _points(self.placebo),
        }
        ends = tuple(zip(*(figures[check] for check in CHECKS), strict=True))
        shown = ["control_blind" if name == "control" and "control_blind" in self.failed else name for name in CHECKS]
        strength = (None, None) if self.strength is None else (self.strength.estimate, self.strength.limit)
        return Table(
            "effect_checks",
            (
                Column("check", "text", [*CHECKS, "e_value", "e_value_limit"]),
                Column("check_value", "score", [*ends[0], *strength]),
                Column("check_value_low", "score", [*ends[1], None, None]),
                Column("check_value_high", "score", [*ends[2], None, None]),
                Column("check_bound", "text", [*CHECKS, "e_value", "e_value_limit"]),
                Column("check_passed", "text", [*(self._passed(one) for one in shown), None, None]),
            ),
        )

    def _spread(self) -> Table:
        """How comparable both groups are, for drawing: where on the propensity they lie."""
        lines = self.overlap.spread
        names = ("low", "high", "exposed", "unexposed", "weighted")
        return Table(
            "effect_overlap",
            tuple(Column(f"overlap_{name}", "share", [getattr(one, name) for one in lines]) for name in names),
        )

    def _passed(self, check: str) -> str:
        if check in self.failed:
            return "not_passed"
        unsaid = {"control": self.control, "placebo": self.placebo}
        return "not_said" if isinstance(unsaid.get(check), CannotSay) else "passed"


def _points(one: Estimate) -> tuple[float | None, float | None, float | None]:
    """A difference of shares in percentage points, as the other figures of the checks stand in percent."""
    return (100 * one.value, 100 * one.low, 100 * one.high) if isinstance(one, Interval) else (None, None, None)
