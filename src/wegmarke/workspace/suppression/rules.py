"""The rules of the suppression list, kept in `suppression.toml`, which people may edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args

from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import parse
from wegmarke.model.toml_text import toml_list, toml_text
from wegmarke.record.durable import write_text

SUPPRESSION_VERSION = 1
SUPPRESSION_FILE = "suppression.toml"
RuleKind = Literal["customer", "open_complaint", "objection", "contacted", "filter"]
KINDS: tuple[RuleKind, ...] = get_args(RuleKind)

ADVERTISING_WORDS = ("newsletter", "mailing", "werbe", "anzeige", "banner", "advert", "campaign", "kampagne")
"""A touchpoint with one of these in its key is an advertisement, unless the rule names the touchpoints."""

MOST_RULES = 30
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FIELDS = ("key", "kind", "on", "within_days", "times", "by", "touchpoints", "where")
CountedBy = Literal["customer", "household"]
_COUNTED_BY: tuple[CountedBy, ...] = get_args(CountedBy)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. key: its name in lists and links. on: whether it counts.

    customer: who is a customer already, with `within_days` only whose last win is no older. open_complaint: whose
    complaint nothing settled, none older than `within_days`. objection: who objected to advertising. contacted: who met
    `touchpoints` at least `times` times in the last `within_days`, by `household` together with all of it. filter: who
    has a journey for which `where` holds.
    """

    key: str
    kind: RuleKind
    on: bool = True
    within_days: int | None = None
    times: int = 1
    by: CountedBy = "customer"
    touchpoints: tuple[str, ...] = ()
    where: str = ""


DEFAULT_RULES = (
    Rule("objection", "objection"),
    Rule("open_complaint", "open_complaint", within_days=180),
    Rule("customer", "customer"),
    Rule("contacted", "contacted", within_days=7, times=3),
)
"""What holds where nothing was laid down."""


@dataclass(frozen=True, slots=True)
class SuppressionRules:
    """All rules, in order; and the touchpoints at which customers complain and at which complaints are settled (keys;
    none: those whose keys speak of it).
    """

    rules: tuple[Rule, ...] = DEFAULT_RULES
    complaints_opened: tuple[str, ...] = ()
    complaints_settled: tuple[str, ...] = field(default=())


def load_suppression(folder: Path) -> SuppressionRules:
    """The rules of the workspace; those of the house where it has no `suppression.toml`.

    Errors: `settings_broken` if the file is no TOML, `workspace_setting` with the setting at fault, `workspace_newer`
    for one of a later Wegmarke, and those of filters.
    """
    try:
        text = (folder / SUPPRESSION_FILE).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return SuppressionRules()
    except (OSError, ValueError) as error:
        raise WegmarkeError("settings_broken", file=SUPPRESSION_FILE) from error
    return read_suppression(text)


def save_suppression(folder: Path, rules: SuppressionRules) -> None:
    """Write the rules as a whole; a crash leaves either the old or the new. Errors as in `load_suppression`."""
    text = suppression_text(rules)
    read_suppression(text)
    write_text(folder / SUPPRESSION_FILE, text)


def suppression_text(rules: SuppressionRules) -> str:
    """The rules as they stand in the file."""
    lines = [f"version = {SUPPRESSION_VERSION}"]
    if rules.complaints_opened or rules.complaints_settled:
        lines += ["", "[complaints]"]
        lines += [f"opened = {toml_list(rules.complaints_opened)}", f"settled = {toml_list(rules.complaints_settled)}"]
    if not rules.rules:
        lines.insert(1, "rule = []")
    for rule in rules.rules:
        lines += ["", "[[rule]]", f'key = "{rule.key}"', f'kind = "{rule.kind}"']
        lines += [] if rule.on else ["on = false"]
        lines += [] if rule.within_days is None else [f"within_days = {rule.within_days}"]
        lines += [f"times = {rule.times}"] if rule.kind == "contacted" else []
        lines += ['by = "household"'] if rule.by == "household" else []
        lines += [f"touchpoints = {toml_list(rule.touchpoints)}"] if rule.touchpoints else []
        lines += [f"where = {toml_text(rule.where)}"] if rule.where else []
    return "\n".join(lines) + "\n"


def read_suppression(text: str) -> SuppressionRules:
    """The rules that a text says; errors as in `load_suppression`."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WegmarkeError("settings_broken", file=SUPPRESSION_FILE, reason=str(error)) from error
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _wrong("version", version, [str(SUPPRESSION_VERSION)])
    if version > SUPPRESSION_VERSION:
        raise WegmarkeError("workspace_newer", found=version, known=SUPPRESSION_VERSION)
    _known(found, ("version", "complaints", "rule"), "")
    complaints = found.get("complaints", {})
    if not isinstance(complaints, dict):
        raise _wrong("complaints", complaints)
    _known(complaints, ("opened", "settled"), "complaints.")
    given = found.get("rule")
    if given is not None and (not isinstance(given, list) or len(given) > MOST_RULES):
        raise _wrong("rule", given if not isinstance(given, list) else len(given))
    rules = DEFAULT_RULES if given is None else tuple(_rule(one) for one in given)
    if len({rule.key for rule in rules}) != len(rules):
        raise _wrong("rule.key", ", ".join(rule.key for rule in rules))
    opened, settled = (_texts(complaints.get(key, []), f"complaints.{key}") for key in ("opened", "settled"))
    return SuppressionRules(rules, opened, settled)


def _rule(found: object) -> Rule:
    if not isinstance(found, dict):
        raise _wrong("rule", found)
    _known(found, _FIELDS, "rule.")
    key, kind = found.get("key"), found.get("kind")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise _wrong("rule.key", key)
    if kind not in KINDS:
        raise _wrong("rule.kind", kind, KINDS)
    on = found.get("on", True)
    if not isinstance(on, bool):
        raise _wrong("rule.on", on, ["true", "false"])
    where = found.get("where", "")
    if not isinstance(where, str) or (kind == "filter") != bool(where.strip()):
        raise _wrong("rule.where", where)
    parse(where)
    by = found.get("by", "customer")
    if by not in _COUNTED_BY or (by != "customer" and kind != "contacted"):
        raise _wrong("rule.by", by, _COUNTED_BY)
    within = None if "within_days" not in found else _whole(found["within_days"], "rule.within_days")
    if kind == "contacted" and within is None:
        raise _wrong("rule.within_days", None)
    return Rule(
        key=key,
        kind=cast("RuleKind", kind),
        on=on,
        within_days=within,
        times=_whole(found.get("times", 1), "rule.times"),
        by=cast("CountedBy", by),
        touchpoints=_texts(found.get("touchpoints", []), "rule.touchpoints"),
        where=where,
    )


def _whole(found: object, setting: str) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found <= 100_000:
        raise _wrong(setting, found)
    return found


def _texts(found: object, setting: str) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise _wrong(setting, found)
    return tuple(found)


def _known(found: dict[str, Any], keys: Sequence[str], where: str) -> None:
    for key in found:
        if key not in keys:
            raise _wrong(f"{where}{key}", None, keys)


def _wrong(setting: str, value: object, expected: Sequence[str] | None = None) -> WegmarkeError:
    details: dict[str, object] = {"setting": f"{SUPPRESSION_FILE}: {setting}", "value": value}
    if expected is not None:
        details["expected"] = list(expected)
    return WegmarkeError("workspace_setting", **details)
