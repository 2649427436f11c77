"""The rules of the suppression list in words: what each says, whom it looks at, and how many it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.findings.filter_words import in_words
from wegmarke.desk.setup.touchpoint_names import display_names
from wegmarke.desk.shell.language import reader_language
from wegmarke.index.index import Index
from wegmarke.model.complaints import complaint_touchpoints
from wegmarke.model.filter import parse
from wegmarke.workspace.suppression import Suppressed, SuppressionRules
from wegmarke.workspace.suppression.listing import advertisements
from wegmarke.workspace.suppression.rules import Rule


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as the page shows it. n: how many customers it keeps. missing: what it lacks to keep anybody, ""."""

    key: str
    name: str
    words: str
    is_on: bool
    n: int
    missing: str = ""


def reason_words() -> dict[str, str]:
    """What each kind of rule is called."""
    return {
        "customer": _("Customer already"),
        "open_complaint": _("Open complaint"),
        "objection": _("Objection"),
        "contacted": _("Contacted often"),
        "filter": _("Own rule"),
    }


def rule_views(rules: SuppressionRules, made: Suppressed, index: Index) -> tuple[RuleView, ...]:
    """All rules, in order, those that are off too."""
    counts = made.counts()
    names = reason_words()
    views = []
    for rule in rules.rules:
        words, missing = _words(rule, rules, index)
        name = rule.key if rule.kind == "filter" else names[rule.kind]
        views.append(RuleView(rule.key, name, words, rule.on, counts.get(rule.key, 0), missing))
    return tuple(views)


def _words(rule: Rule, rules: SuppressionRules, index: Index) -> tuple[str, str]:
    """What the rule says, and what it lacks."""
    labels = display_names(index.touchpoints, reader_language())
    match rule.kind:
        case "customer":
            return _of_customers(rule), ""
        case "open_complaint":
            return _of_complaints(rule, rules, index, labels)
        case "objection":
            return _("who has objected to advertising"), ""
        case "contacted":
            return _of_contacts(rule, index, labels)
        case "filter":
            return in_words(parse(rule.where), labels), ""


def _of_customers(rule: Rule) -> str:
    if not rule.within_days:
        return _("who has bought and has not left since")
    return _("who has bought in the last %(days)s days and has not left since") % {"days": rule.within_days}


def _of_complaints(rule: Rule, rules: SuppressionRules, index: Index, labels: Mapping[str, str]) -> tuple[str, str]:
    found = complaint_touchpoints(index.touchpoints, rules.complaints_opened, rules.complaints_settled)
    if not found.opened:
        return "", _("No touchpoint is known at which customers complain; name it under complaints.")
    words = _("whose complaint (%(touchpoints)s) nothing settled") % {"touchpoints": _named(found.opened, labels)}
    if found.settled:
        words += " " + _("(settled by: %(touchpoints)s)") % {"touchpoints": _named(found.settled, labels)}
    if rule.within_days:
        words += _(", none older than %(days)s days") % {"days": rule.within_days}
    return words, ""


def _of_contacts(rule: Rule, index: Index, labels: Mapping[str, str]) -> tuple[str, str]:
    keys = advertisements(index, rule)
    if not keys:
        return "", _("No touchpoint is known as advertising; name them in the rule.")
    values = {"times": rule.times, "days": rule.within_days, "touchpoints": _named(keys, labels)}
    if rule.by == "household":
        words = _("whose household was met %(times)s times or more in the last %(days)s days by: %(touchpoints)s")
        return words % values, ""
    return _("who was met %(times)s times or more in the last %(days)s days by: %(touchpoints)s") % values, ""


def _named(keys: Iterable[str], labels: Mapping[str, str]) -> str:
    return text.enumeration(sorted(labels[key] for key in keys if key in labels), reader_language())
