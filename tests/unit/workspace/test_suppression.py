"""The suppression list against slow definitions, and its rules as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.contacts import WHOLE, index_of, random_log
from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.index.runner import LocalRunner
from wegmarke.model.settings import JourneySettings
from wegmarke.questions import Asked, ask
from wegmarke.questions.relation import relation_of
from wegmarke.questions.timeline import Timeline
from wegmarke.workspace.suppression import SuppressionRules, load_suppression, save_suppression, suppressed
from wegmarke.workspace.suppression.rules import DEFAULT_RULES, SUPPRESSION_FILE, Rule, RuleKind

DAY = 86_400
COMPLAINING, SETTLING, ADVERTISING = ("t000", "t003"), ("t001",), ("t002", "t004")


@pytest.fixture(scope="module", params=[1, 8])
def index(request: pytest.FixtureRequest) -> Index:
    log = random_log(np.random.default_rng(11), 4000, 300, 12)
    settings = JourneySettings(silence_days=7, cut_at_outcome=True, outcomes=WHOLE.outcomes)
    return index_of(log, settings, in_partitions=request.param)


def histories(index: Index) -> list[Timeline]:
    asked = Asked(index, LocalRunner(1))
    numbers = sorted({int(number) for partition in index.partitions for number in partition.number})
    return [ask("timeline", asked, {"customer": number}).result for number in numbers]


class EveryThird:
    """Every third customer objects."""

    state = "thirds"

    def objects(self, customer: int, purpose: str) -> bool:
        assert purpose == "advertising"
        return customer % 3 == 0


def is_kept(rule: Rule, history: Timeline, end: int) -> bool:
    """The definition, one customer at a time."""
    since = 0 if rule.within_days is None else end - rule.within_days * DAY
    match rule.kind:
        case "customer":
            won = [journey.finished for journey in history.journeys if journey.outcome == "won"]
            stands = relation_of(journey.outcome for journey in history.journeys) == "customer"
            return stands and max(won, default=-1) >= since
        case "open_complaint":
            waiting: list[int] = []
            for moment in history.moments:
                if moment.touchpoint.key in COMPLAINING:
                    waiting.append(moment.seconds)
                elif moment.touchpoint.key in SETTLING and waiting:
                    waiting.pop(0)
            return bool(waiting) and waiting[-1] >= since
        case "objection":
            return EveryThird().objects(history.customer, "advertising")
        case "contacted":
            met = [one for one in history.moments if one.touchpoint.key in ADVERTISING and one.seconds >= since]
            return len(met) >= rule.times
        case "filter":
            return any(journey.outcome == "lost" for journey in history.journeys)


RULES = (
    Rule("customer", "customer"),
    Rule("fresh", "customer", within_days=5),
    Rule("moans", "open_complaint"),
    Rule("moans_now", "open_complaint", within_days=3),
    Rule("objects", "objection"),
    Rule("often", "contacted", within_days=10, times=2, touchpoints=ADVERTISING),
    Rule("lost", "filter", where="outcome = lost"),
    Rule("off", "filter", on=False, where="length > 0"),
)
HOMES = Rule("homes", "contacted", within_days=10, times=2, by="household", touchpoints=ADVERTISING)


def test_every_rule_keeps_whom_its_definition_keeps(index: Index) -> None:
    rules = SuppressionRules(RULES, COMPLAINING, SETTLING)
    made = suppressed(index, rules, EveryThird())
    told = histories(index)
    assert made.of == len(told)
    for rule in RULES[:-1]:
        expected = [one.customer for one in told if is_kept(rule, one, index.last_seconds)]
        assert made.by(rule.key).tolist() == expected, rule.key
        assert made.counts()[rule.key] == len(expected)
        assert 0 < len(expected) < len(told), f"{rule.key} tells nobody from anybody"
    assert "off" not in made.counts()
    for one in told:
        reasons = tuple(rule for rule in RULES[:-1] if is_kept(rule, one, index.last_seconds))
        assert made.why(one.customer) == reasons
    assert len(made.numbers) == sum(bool(made.why(one.customer)) for one in told)


def test_a_household_is_counted_together(index: Index) -> None:
    rule = HOMES
    told, since = histories(index), index.last_seconds - 10 * DAY
    household = {one.customer: one.customer % 50 for one in told if one.customer % 3}
    met: dict[int, int] = {}
    for one in told:
        home = household.get(one.customer, one.customer)
        count = sum(hit.touchpoint.key in ADVERTISING and hit.seconds >= since for hit in one.moments)
        met[home] = met.get(home, 0) + count
    expected = [one.customer for one in told if met[household.get(one.customer, one.customer)] >= rule.times]
    kept = suppressed(index, SuppressionRules((rule,)), household=household).by("homes").tolist()
    assert kept == expected
    alone = suppressed(index, SuppressionRules((replace(rule, by="customer"),)), household=household)
    assert 0 < len(alone.by("homes")) < len(kept) < len(told)


def test_without_rules_nobody_is_kept(index: Index) -> None:
    made = suppressed(index, SuppressionRules(()))
    assert (len(made.numbers), made.counts(), made.why(0)) == (0, {}, ())


def test_the_state_changes_with_data_rules_and_objections_and_only_then(index: Index) -> None:
    rules = SuppressionRules(RULES, COMPLAINING, SETTLING)
    state = suppressed(index, rules, EveryThird()).state
    assert suppressed(index, rules, EveryThird()).state == state
    assert suppressed(index, SuppressionRules(RULES[:-1], COMPLAINING, SETTLING), EveryThird()).state != state
    assert suppressed(index, rules).state != state


def test_rules_stand_in_a_file_as_they_are(tmp_path: Path) -> None:
    assert load_suppression(tmp_path).rules == DEFAULT_RULES
    for rules in (
        SuppressionRules(),
        SuppressionRules(()),
        SuppressionRules((*RULES, HOMES), COMPLAINING, ('a "b"\\',)),
    ):
        save_suppression(tmp_path, rules)
        assert load_suppression(tmp_path) == rules


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("version = 0", "version"),
        ("version = 1\nrules = 3", "rules"),
        ('version = 1\n[[rule]]\nkey = "A"\nkind = "customer"', "rule.key"),
        ('version = 1\n[[rule]]\nkey = "a"\nkind = "rich"', "rule.kind"),
        ('version = 1\n[[rule]]\nkey = "a"\nkind = "customer"\non = 1', "rule.on"),
        ('version = 1\n[[rule]]\nkey = "a"\nkind = "customer"\nwithin_days = 0', "rule.within_days"),
        ('version = 1\n[[rule]]\nkey = "a"\nkind = "contacted"\ntimes = 3', "rule.within_days"),
        ('version = 1\n[[rule]]\nkey = "a"\nkind = "customer"\nby = "household"', "rule.by"),
        ('version = 1\n[[rule]]\nkey = "a"\nkind = "filter"', "rule.where"),
        ('version = 1\n[[rule]]\nkey = "a"\nkind = "customer"\nwhere = "length > 1"', "rule.where"),
        ('version = 1\n[[rule]]\nkey = "a"\nkind = "customer"\n[[rule]]\nkey = "a"\nkind = "customer"', "rule.key"),
        ('version = 1\n[complaints]\nopened = "a"', "complaints.opened"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, setting: str) -> None:
    (tmp_path / SUPPRESSION_FILE).write_text(text, "utf-8")
    with pytest.raises(WegmarkeError) as raised:
        load_suppression(tmp_path)
    assert raised.value.code == "workspace_setting"
    assert raised.value.details["setting"] == f"{SUPPRESSION_FILE}: {setting}"


def test_a_file_that_is_none_of_rules(tmp_path: Path) -> None:
    for content, code in (("version = ", "settings_broken"), ("version = 99", "workspace_newer")):
        (tmp_path / SUPPRESSION_FILE).write_text(content, "utf-8")
        with pytest.raises(WegmarkeError) as raised:
            load_suppression(tmp_path)
        assert raised.value.code == code


def test_every_kind_has_a_rule_here() -> None:
    from typing import get_args

    assert {rule.kind for rule in RULES} == set(get_args(RuleKind))
