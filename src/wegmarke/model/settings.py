"""How a workspace cuts journeys, names outcomes and tells the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wegmarke.clock import DEFAULT_ZONE, UnknownZoneError, zone
from wegmarke.errors import WegmarkeError

OutcomeName = Literal["won", "lost", "churned", "returned", "open"]
Level = Literal["customer", "account"]
"""Whose journeys: those of customers, or those of accounts (companies), where a journey is that of all its contacts."""
BuildsOn = Literal["auto", "here", "cluster"]
"""Where a whole index is built: here, on the cluster that the workspace names, or there once it is large."""
CaseNotion = Literal["customer", "journey_id", "mixed"]
"""What a journey is: all of a customer's interactions (cut by outcome and silence), the interactions of one journey
id, or either.
"""

OUTCOME_NAMES: tuple[OutcomeName, ...] = ("open", "won", "lost", "churned", "returned")
"""The closed list; the position is the code in the index. `open` is 0: no outcome has been seen yet."""


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """What counts as one outcome: touchpoints that mean it when they happen, and values of the outcome column that
    mean it.

    `touchpoints` are labels as the sources write them or permanent keys; `values` are compared without regard to case.
    """

    outcome: OutcomeName
    touchpoints: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JourneySettings:
    """The settings on which the index depends; a change rebuilds it.

    silence_days: a pause longer than this begins a new journey; None never cuts. A source with a journey id is never
    cut.
    cut_at_outcome: an interaction that is an outcome (its touchpoint is named in a rule, or its row says so) ends
    the journey.
    lifecycle: only interactions with one of these lifecycle values count; None takes all; those without a lifecycle
    always count.
    outcomes: rules in order, the last outcome in a journey decides.
    time_zone: IANA name; days, weeks and quarters follow it.
    currency: ISO code in which values are summed.
    revenue: only the amounts of these touchpoints (labels or permanent keys) are revenue; None takes all. Where an
    offer, its order and its invoice all tell their amount, a sum of them would count the same money three times.
    """

    silence_days: float | None = None
    cut_at_outcome: bool = True
    lifecycle: tuple[str, ...] | None = None
    outcomes: tuple[OutcomeRule, ...] = (
        OutcomeRule("won", values=("won", "gewonnen", "true", "1", "yes", "ja")),
        OutcomeRule("lost", values=("lost", "verloren", "false", "0", "no", "nein")),
        OutcomeRule("churned", values=("churned", "gekündigt")),
        OutcomeRule("returned", values=("returned", "retoure")),
    )
    time_zone: str = DEFAULT_ZONE
    currency: str = "EUR"
    revenue: tuple[str, ...] | None = None


def check_time_zone(name: str) -> None:
    """`workspace_setting` unless a time zone has that name."""
    try:
        zone(name)
    except UnknownZoneError as error:
        raise WegmarkeError("workspace_setting", setting="time_zone", value=name) from error
