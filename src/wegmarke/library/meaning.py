"""What the keywords of `read` mean: a mapping of columns and the settings by which journeys are cut."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, replace
from typing import get_args

from wegmarke.clock import DEFAULT_ZONE
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import AttributeColumn, Cell, InteractionMapping, Mapping, Money, Promise, Score
from wegmarke.model.settings import JourneySettings, OutcomeName, OutcomeRule, check_time_zone

SOURCE = "read"
"""The name of the one source of a log that was read without a workspace."""

XES_COLUMNS = {"customer": "case:concept:name", "time": "time:timestamp", "touchpoint": "concept:name"}
"""What the XES standard calls them; used where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns by their meaning, as `read` takes them."""

    customer: str | None = None
    time: str | None = None
    touchpoint: str | None = None
    outcome: str | None = None
    journey: str | None = None
    channel: str | None = None
    department: str | None = None
    lifecycle: str | None = None
    value: str | None = None
    sequence: str | None = None
    matter: str | None = None
    stated_reason: str | None = None
    promised: str | None = None
    kept: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """The columns that were named, by their meaning."""
        return {name: column for name in self.__slots__ if (column := getattr(self, name)) is not None}


def as_xes(columns: Columns) -> Columns:
    """Fill in the names of the XES standard where none were given."""
    missing = {name: column for name, column in XES_COLUMNS.items() if getattr(columns, name) is None}
    return replace(columns, **missing)


def mapping_of(
    columns: Columns,
    currency: str,
    scores: Keyed[str, str] | None = None,
    attributes: Keyed[str, str] | None = None,
) -> Mapping:
    """The mapping that these columns mean; `mapping_incomplete` without customer, time or touchpoint. scores: columns
    by their scale. attributes: columns of customer attributes by their names.
    """
    for name in XES_COLUMNS:
        if getattr(columns, name) is None:
            raise WegmarkeError("mapping_incomplete", key=name)
    interaction = InteractionMapping(
        time=str(columns.time),
        touchpoint=Cell(columns.touchpoint),
        sequence=columns.sequence,
        channel=_cell(columns.channel),
        department=_cell(columns.department),
        lifecycle=_cell(columns.lifecycle),
        journey=columns.journey,
        outcome=_cell(columns.outcome),
        value=Money(columns.value, Cell(constant=currency)) if columns.value else None,
        matter=columns.matter,
        stated_reason=_cell(columns.stated_reason),
        promise=Promise(columns.promised, columns.kept) if columns.promised else None,
        scores=tuple(Score(column, scale) for scale, column in (scores or {}).items()),
    )
    told = tuple(AttributeColumn(name, column) for name, column in (attributes or {}).items())
    return Mapping(SOURCE, str(columns.customer), (interaction,), attributes=told)


def _cell(column: str | None) -> Cell | None:
    return None if column is None else Cell(column)


def settings_of(
    *,
    outcomes: Keyed[str, str | Collection[str]] | None = None,
    silence_days: float | None = None,
    cut_at_outcome: bool = True,
    lifecycle: str | Collection[str] | None = None,
    time_zone: str = DEFAULT_ZONE,
    currency: str = "EUR",
) -> JourneySettings:
    """The settings; `workspace_setting` for an outcome, a silence or a time zone that cannot be."""
    check_time_zone(time_zone)
    if silence_days is not None and not silence_days > 0:
        raise WegmarkeError("workspace_setting", setting="silence_days", value=silence_days)
    settings = JourneySettings(
        silence_days=silence_days,
        cut_at_outcome=cut_at_outcome,
        lifecycle=None if lifecycle is None else _several(lifecycle),
        time_zone=time_zone,
        currency=currency,
    )
    if outcomes is None:
        return settings
    return replace(settings, outcomes=tuple(outcome_rule(name, named) for name, named in outcomes.items()))


def outcome_rule(name: str, named: str | Collection[str]) -> OutcomeRule:
    """A word stands for itself: a touchpoint that means the outcome, or a value of the outcome column that does."""
    words = _several(named)
    for outcome in get_args(OutcomeName):
        if outcome == name:
            return OutcomeRule(outcome, touchpoints=words, values=words)
    raise WegmarkeError("workspace_setting", setting="outcomes", value=name, expected=get_args(OutcomeName))


def _several(words: str | Collection[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(str(word) for word in words)
