"""`wegmarke settings`: how journeys are cut, and what counts as won and lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from wegmarke.cli.session import HERE, WorkspaceOption, as_option, opened, say
from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    from wegmarke.model.settings import JourneySettings

NEVER, ALL, NONE = "never", "all", "none"
Words = list[str] | None


def show_settings(workspace: WorkspaceOption = HERE) -> None:
    """Show the settings as they stand in the workspace's file, which may also be edited by hand."""
    from wegmarke.workspace.settings import WORKSPACE_FILE

    place = opened(workspace)
    print((place.folder / WORKSPACE_FILE).read_text("utf-8").rstrip())


def set_settings(  # noqa: PLR0913, PLR0917 - the options of a command
    workspace: WorkspaceOption = HERE,
    won: Annotated[Words, typer.Option("--won", help="{help.settings.won}", show_default=False)] = None,
    lost: Annotated[Words, typer.Option("--lost", help="{help.settings.lost}", show_default=False)] = None,
    churned: Annotated[Words, typer.Option("--churned", help="{help.settings.churned}", show_default=False)] = None,
    returned: Annotated[Words, typer.Option("--returned", help="{help.settings.returned}", show_default=False)] = None,
    silence: Annotated[
        str | None, typer.Option("--silence", help="{help.settings.silence}", show_default=False)
    ] = None,
    cut: Annotated[
        bool | None,
        typer.Option("--cut-at-outcome/--no-cut-at-outcome", help="{help.settings.cut}", show_default=False),
    ] = None,
    lifecycle: Annotated[
        Words, typer.Option("--lifecycle", help="{help.settings.lifecycle}", show_default=False)
    ] = None,
    time_zone: Annotated[
        str | None, typer.Option("--time-zone", help="{help.settings.time_zone}", show_default=False)
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", help="{help.settings.currency}", show_default=False)
    ] = None,
    revenue: Annotated[Words, typer.Option("--revenue", help="{help.settings.revenue}", show_default=False)] = None,
    contract: Annotated[
        str | None, typer.Option("--contract-days", help="{help.settings.contract}", show_default=False)
    ] = None,
    runner: Annotated[str | None, typer.Option("--runner", help="{help.settings.runner}", show_default=False)] = None,
    storage: Annotated[
        str | None, typer.Option("--storage", help="{help.settings.storage}", show_default=False)
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="{help.settings.name}", show_default=False)] = None,
) -> None:
    """Change the settings that are named; the others stay."""
    place = opened(workspace)
    settings = place.settings
    outcomes = {"won": won, "lost": lost, "churned": churned, "returned": returned}
    journeys = _with_outcomes(settings.journeys, {key: words for key, words in outcomes.items() if words})
    if silence is not None:
        journeys = replace(journeys, silence_days=_days(silence))
    if cut is not None:
        journeys = replace(journeys, cut_at_outcome=cut)
    if lifecycle:
        journeys = replace(journeys, lifecycle=None if lifecycle == [ALL] else tuple(lifecycle))
    if time_zone is not None:
        journeys = replace(journeys, time_zone=time_zone)
    if currency is not None:
        journeys = replace(journeys, currency=currency)
    if revenue:
        journeys = replace(journeys, revenue=None if revenue == [ALL] else tuple(revenue))
    changed = replace(settings, journeys=journeys, name=name or settings.name, runner=runner or settings.runner)
    if storage is not None:
        changed = replace(changed, storage="" if storage == NONE else storage)
    if contract is not None:
        changed = replace(changed, contract_days=_term(contract))
    if changed == settings:
        say("settings.nothing")
        return
    place.save_settings(changed)
    say("settings.saved", workspace=as_option(workspace))


def _with_outcomes(journeys: JourneySettings, named: dict[str, list[str]]) -> JourneySettings:
    """A rule that is named takes the place of the old one; the order of rules decides nothing between two outcomes."""
    from wegmarke.library.meaning import outcome_rule

    rules = {rule.outcome: rule for rule in journeys.outcomes}
    rules |= {rule.outcome: rule for rule in (outcome_rule(name, words) for name, words in named.items())}
    return replace(journeys, outcomes=tuple(rules.values()))


def _term(days: str) -> int | None:
    if days.strip().lower() == NONE:
        return None
    try:
        return int(days)
    except ValueError as error:
        raise WegmarkeError("workspace_setting", setting="contract_days", value=days) from error


def _days(silence: str) -> float | None:
    if silence.strip().lower() == NEVER:
        return None
    try:
        return float(silence)
    except ValueError as error:
        raise WegmarkeError("workspace_setting", setting="silence_days", value=silence) from error
