"""The settings of a workspace, kept in `workspace.toml`, which people may edit."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from wegmarke.errors import WegmarkeError
from wegmarke.index.runners import LOCAL, check_runner
from wegmarke.index.storage import check_storage
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings, OutcomeName, OutcomeRule, check_time_zone
from wegmarke.model.toml_text import toml_list, toml_text
from wegmarke.record.durable import write_text

WORKSPACE_VERSION = 1
WORKSPACE_FILE = "workspace.toml"

LONGEST_TERM_DAYS = 20 * 365
_JOURNEYS = ("silence_days", "cut_at_outcome", "lifecycle", "time_zone", "currency", "revenue")
_RULE = ("outcome", "touchpoints", "values")


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """What a workspace is called, how its journeys are cut and told, and who works answers out: `local`, the threads of
    this machine, or a cluster by its address `sc://host:port`. storage: where builds put a copy of the index, from
    which the workers of a cluster take partitions, and through which they build; "" for nowhere. contract_days: how
    long a term of the customers' contracts is, None where they have none.
    """

    name: str
    journeys: JourneySettings = field(default_factory=JourneySettings)
    runner: str = LOCAL
    storage: str = ""
    contract_days: int | None = None


def save_settings(folder: Path, settings: WorkspaceSettings) -> None:
    """Write the settings as a whole; a crash leaves either the old or the new. `workspace_setting` if one cannot be."""
    text = _written(settings)
    if _read(text) != settings:
        raise WegmarkeError("workspace_setting", setting="name", value=settings.name)
    write_text(folder / WORKSPACE_FILE, text)


def load_settings(folder: Path) -> WorkspaceSettings:
    """Read the settings.

    Errors: `workspace_missing` where there are none, `workspace_newer` for those of a later Wegmarke, `settings_broken`
    if the file is none of settings, and `workspace_setting` with the setting at fault.
    """
    try:
        text = (folder / WORKSPACE_FILE).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WegmarkeError("workspace_missing", path=str(folder)) from error
    except (OSError, ValueError) as error:
        raise WegmarkeError("settings_broken", file=WORKSPACE_FILE) from error
    return _read(text)


def _written(settings: WorkspaceSettings) -> str:
    journeys = settings.journeys
    lines = [f"version = {WORKSPACE_VERSION}", f"name = {toml_text(settings.name)}"]
    if settings.runner != LOCAL:
        lines.append(f"runner = {toml_text(settings.runner)}")
    if settings.storage:
        lines.append(f"storage = {toml_text(settings.storage)}")
    if settings.contract_days is not None:
        lines.append(f"contract_days = {settings.contract_days}")
    if not journeys.outcomes:
        lines.append("outcome = []")
    lines += ["", "[journeys]"]
    if journeys.silence_days is not None:
        lines.append(f"silence_days = {float(journeys.silence_days)}")
    lines.append(f"cut_at_outcome = {'true' if journeys.cut_at_outcome else 'false'}")
    if journeys.lifecycle is not None:
        lines.append(f"lifecycle = {toml_list(journeys.lifecycle)}")
    lines += [f"time_zone = {toml_text(journeys.time_zone)}", f"currency = {toml_text(journeys.currency)}"]
    if journeys.revenue is not None:
        lines.append(f"revenue = {toml_list(journeys.revenue)}")
    for rule in journeys.outcomes:
        lines += ["", "[[outcome]]", f"outcome = {toml_text(rule.outcome)}"]
        lines += [f"touchpoints = {toml_list(rule.touchpoints)}", f"values = {toml_list(rule.values)}"]
    return "\n".join(lines) + "\n"


def _read(text: str) -> WorkspaceSettings:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WegmarkeError("settings_broken", file=WORKSPACE_FILE, reason=str(error)) from error
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise WegmarkeError("workspace_setting", setting="version", value=version, expected=[str(WORKSPACE_VERSION)])
    if version > WORKSPACE_VERSION:
        raise WegmarkeError("workspace_newer", found=version, known=WORKSPACE_VERSION)
    _known(found, ("version", "name", "runner", "storage", "contract_days", "journeys", "outcome"), "")
    name = found.get("name")
    if not isinstance(name, str) or not name.strip():
        raise WegmarkeError("workspace_setting", setting="name", value=name)
    journeys = found.get("journeys", {})
    if not isinstance(journeys, dict):
        raise WegmarkeError("workspace_setting", setting="journeys", value=journeys)
    runner = found.get("runner", LOCAL)
    if not isinstance(runner, str):
        raise WegmarkeError("workspace_setting", setting="runner", value=runner)
    check_runner(runner)
    storage = found.get("storage", "")
    if not isinstance(storage, str):
        raise WegmarkeError("workspace_setting", setting="storage", value=storage)
    if storage:
        check_storage(storage)
    term = found.get("contract_days")
    if term is not None and (not isinstance(term, int) or isinstance(term, bool) or not 0 < term <= LONGEST_TERM_DAYS):
        raise WegmarkeError("workspace_setting", setting="contract_days", value=term)
    return WorkspaceSettings(name, _journeys(journeys, found.get("outcome")), runner, storage, term)


def _journeys(found: dict[str, object], rules: object) -> JourneySettings:
    _known(found, _JOURNEYS, "journeys.")
    usual = JourneySettings()
    silence = found.get("silence_days")
    if silence is not None:
        sound = isinstance(silence, int | float) and not isinstance(silence, bool)
        if not sound or not math.isfinite(cast("float", silence)) or cast("float", silence) <= 0:
            raise WegmarkeError("workspace_setting", setting="silence_days", value=silence)
    cut = found.get("cut_at_outcome", usual.cut_at_outcome)
    if not isinstance(cut, bool):
        raise WegmarkeError("workspace_setting", setting="cut_at_outcome", value=cut, expected=["true", "false"])
    time_zone = found.get("time_zone", usual.time_zone)
    if not isinstance(time_zone, str):
        raise WegmarkeError("workspace_setting", setting="time_zone", value=time_zone)
    check_time_zone(time_zone)
    currency = found.get("currency", usual.currency)
    if not isinstance(currency, str) or len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise WegmarkeError("workspace_setting", setting="currency", value=currency)
    return JourneySettings(
        silence_days=None if silence is None else float(cast("float", silence)),
        cut_at_outcome=cut,
        lifecycle=_texts(found["lifecycle"], "lifecycle") if "lifecycle" in found else None,
        outcomes=usual.outcomes if rules is None else _rules(rules),
        time_zone=time_zone,
        currency=currency,
        revenue=_texts(found["revenue"], "revenue") if "revenue" in found else None,
    )


def _rules(found: object) -> tuple[OutcomeRule, ...]:
    if not isinstance(found, list):
        raise WegmarkeError("workspace_setting", setting="outcome", value=found)
    rules = []
    for rule in found:
        if not isinstance(rule, dict):
            raise WegmarkeError("workspace_setting", setting="outcome", value=rule)
        _known(rule, _RULE, "outcome.")
        outcome = rule.get("outcome")
        if outcome not in OUTCOME_NAMES:
            expected = list(OUTCOME_NAMES)
            raise WegmarkeError("workspace_setting", setting="outcome", value=outcome, expected=expected)
        touchpoints = _texts(rule.get("touchpoints", []), "outcome.touchpoints")
        rules.append(
            OutcomeRule(cast("OutcomeName", outcome), touchpoints, _texts(rule.get("values", []), "outcome.values"))
        )
    return tuple(rules)


def _texts(found: object, setting: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise WegmarkeError("workspace_setting", setting=setting, value=found)
    return tuple(found)


def _known(found: dict[str, object], keys: tuple[str, ...], where: str) -> None:
    for key in found:
        if key not in keys:
            raise WegmarkeError("workspace_setting", setting=f"{where}{key}", expected=list(keys))
