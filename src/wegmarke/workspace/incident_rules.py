"""What counts as a critical event, in `incidents.toml`; which touchpoints are complaints, `suppression.toml` says."""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.incidents import INCIDENT_KINDS, MOST_WAITS, USUAL_RULES, IncidentKind, IncidentRules, WaitRule
from wegmarke.model.toml_text import toml_list, toml_text
from wegmarke.record.durable import write_text
from wegmarke.workspace.stamps import stamp_of
from wegmarke.workspace.suppression.rules import SUPPRESSION_FILE, load_suppression, save_suppression

INCIDENTS_VERSION = 1
INCIDENTS_FILE = "incidents.toml"

ROLES: Final = ("failures", "dunning", "asking")
"""The parts of touchpoints that this file names; which are complaints, the suppression list's rules say."""

DAYS: Final = ("repeated_days", "ping_pong_days", "dunning_days")
MOST_DAYS: Final = 3650
MOST_SCALES: Final = 50


def load_incident_rules(folder: Path) -> IncidentRules:
    """The rules of the workspace; the usual ones where it has laid down none.

    Errors: `settings_broken` if a file is no TOML, `workspace_setting` with the setting at fault, `workspace_newer` for
    one of a later Wegmarke; and those of `load_suppression`, which says what complaints are.
    """
    try:
        text = (folder / INCIDENTS_FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        rules = USUAL_RULES
    except (OSError, ValueError) as error:
        raise WegmarkeError("settings_broken", file=INCIDENTS_FILE) from error
    else:
        rules = read_incident_rules(text)
    shared = load_suppression(folder)
    if shared.complaints_opened or shared.complaints_settled:
        return replace(rules, complaints=shared.complaints_opened, settled=shared.complaints_settled)
    return rules


def save_incident_rules(folder: Path, rules: IncidentRules) -> None:
    """Write the rules, complaints into `suppression.toml` if they have changed. Errors as in `load_incident_rules`."""
    text = incident_rules_text(rules)
    read_incident_rules(text)
    shared = load_suppression(folder)
    changed = replace(shared, complaints_opened=rules.complaints, complaints_settled=rules.settled)
    if changed != shared:
        save_suppression(folder, changed)
    write_text(folder / INCIDENTS_FILE, text)


def incident_rules_text(rules: IncidentRules) -> str:
    """The rules as they stand in the file."""
    lines = [f"version = {INCIDENTS_VERSION}"]
    lines += [f"off = {toml_list(rules.off)}"] if rules.off else []
    lines += [f"{name} = {_number(getattr(rules, name))}" for name in DAYS]
    if rules.waits is not None and not rules.waits:
        lines += ["wait = []"]
    if any(getattr(rules, role) for role in ROLES):
        lines += ["", "[touchpoints]"]
        lines += [f"{role} = {toml_list(getattr(rules, role))}" for role in ROLES if getattr(rules, role)]
    lines += ["", "[bad_up_to]"]
    lines += [f"{toml_text(scale)} = {_number(limit)}" for scale, limit in rules.bad_up_to.items()]
    for wait in rules.waits or ():
        lines += ["", "[[wait]]", f"begins = {toml_text(wait.begins)}", f"ends = {toml_text(wait.ends)}"]
        lines += [f"days = {_number(wait.days)}"]
    return "\n".join(lines) + "\n"


def read_incident_rules(text: str) -> IncidentRules:
    """The rules that a text says; errors as in `load_incident_rules`."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WegmarkeError("settings_broken", file=INCIDENTS_FILE, reason=str(error)) from error
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _wrong("version", version, [str(INCIDENTS_VERSION)])
    if version > INCIDENTS_VERSION:
        raise WegmarkeError("workspace_newer", found=version, known=INCIDENTS_VERSION)
    _known(found, ("version", "off", *DAYS, "touchpoints", "bad_up_to", "wait"), "")
    off = _texts(found.get("off", []), "off")
    if unknown := [kind for kind in off if kind not in INCIDENT_KINDS]:
        raise _wrong("off", unknown[0], INCIDENT_KINDS)
    named = _table(found.get("touchpoints", {}), "touchpoints")
    _known(named, ROLES, "touchpoints.")
    failures, dunning, asking = (_texts(named.get(role, []), f"touchpoints.{role}") for role in ROLES)
    repeated, ping_pong, dunned = (_days(found.get(name, getattr(USUAL_RULES, name)), name) for name in DAYS)
    return IncidentRules(
        failures=failures,
        dunning=dunning,
        asking=asking,
        repeated_days=repeated,
        ping_pong_days=ping_pong,
        dunning_days=dunned,
        bad_up_to=_scores(found["bad_up_to"]) if "bad_up_to" in found else USUAL_RULES.bad_up_to,
        waits=None if "wait" not in found else _waits(found["wait"]),
        off=cast("tuple[IncidentKind, ...]", off),
    )


def rules_stamp(folder: Path) -> tuple[tuple[int, ...], ...]:
    """Changes when one of the files changes that the rules come from."""
    return stamp_of(folder / INCIDENTS_FILE), stamp_of(folder / SUPPRESSION_FILE)


def with_rules(index: Index, rules: IncidentRules) -> Index:
    """The index with these rules. Other rules than the usual ones are part of its version: what was answered by others
    is another answer.
    """
    if rules == USUAL_RULES:
        return index
    told = repr((incident_rules_text(rules), rules.complaints, rules.settled))
    digest = hashlib.sha256(told.encode()).hexdigest()[:8]
    return replace(index, incident_rules=rules, version=f"{index.version}-{digest}")


def _waits(found: object) -> tuple[WaitRule, ...]:
    if not isinstance(found, list) or len(found) > MOST_WAITS:
        raise _wrong("wait", len(found) if isinstance(found, list) else found)
    result = []
    for one in found:
        wait = _table(one, "wait")
        _known(wait, ("begins", "ends", "days"), "wait.")
        begins, ends = wait.get("begins"), wait.get("ends")
        for name, key in (("begins", begins), ("ends", ends)):
            if not isinstance(key, str) or not key:
                raise _wrong(f"wait.{name}", key)
        if begins == ends:
            raise _wrong("wait.ends", ends)
        result.append(WaitRule(str(begins), str(ends), _days(wait.get("days"), "wait.days")))
    return tuple(result)


def _scores(found: object) -> Mapping[str, float]:
    scales = _table(found, "bad_up_to")
    if len(scales) > MOST_SCALES:
        raise _wrong("bad_up_to", len(scales))
    return {scale: _finite(limit, f"bad_up_to.{scale}") for scale, limit in scales.items()}


def _days(found: object, setting: str) -> float:
    days = _finite(found, setting)
    if not 0 < days <= MOST_DAYS:
        raise _wrong(setting, found)
    return days


def _finite(found: object, setting: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise _wrong(setting, found)
    return float(found)


def _texts(found: object, setting: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(text, str) and text for text in found):
        raise _wrong(setting, found)
    return tuple(found)


def _table(found: object, setting: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise _wrong(setting, found)
    return found


def _known(found: dict[str, Any], keys: Sequence[str], where: str) -> None:
    for key in found:
        if key not in keys:
            raise _wrong(f"{where}{key}", None, keys)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _wrong(setting: str, value: object, expected: Sequence[str] | None = None) -> WegmarkeError:
    details: dict[str, object] = {"setting": f"{INCIDENTS_FILE}: {setting}", "value": value}
    if expected is not None:
        details["expected"] = list(expected)
    return WegmarkeError("workspace_setting", **details)
