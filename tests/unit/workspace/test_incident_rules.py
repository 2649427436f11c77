"""The rules of critical events as a file: written and read, refused with the setting at fault, and where they hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke.errors import WegmarkeError
from wegmarke.index.incidents import incident_marks
from wegmarke.model.incidents import INCIDENT_KINDS, MOST_WAITS, USUAL_RULES, IncidentRules, WaitRule
from wegmarke.workspace import Workspace
from wegmarke.workspace.incident_rules import (
    INCIDENTS_FILE,
    incident_rules_text,
    load_incident_rules,
    read_incident_rules,
    save_incident_rules,
)
from wegmarke.workspace.suppression.rules import SUPPRESSION_FILE, load_suppression, save_suppression

keys = st.lists(st.text(min_size=1, max_size=8), max_size=3).map(tuple)
days = st.integers(1, 3650).map(float) | st.floats(0.01, 3650)
waits = st.tuples(st.text("ab", min_size=1), st.text("cd", min_size=1), days).map(lambda of: WaitRule(*of))
rules = st.builds(
    IncidentRules,
    failures=keys,
    dunning=keys,
    asking=keys,
    bad_up_to=st.dictionaries(st.text(min_size=1, max_size=6), st.floats(-1e6, 1e6).map(lambda x: x + 0.0), max_size=4),
    repeated_days=days,
    ping_pong_days=days,
    dunning_days=days,
    waits=st.none() | st.lists(waits, max_size=3).map(tuple),
    off=st.lists(st.sampled_from(INCIDENT_KINDS), unique=True, max_size=3).map(tuple),
)


@given(rules)
def test_what_is_written_reads_back(wanted: IncidentRules) -> None:
    assert read_incident_rules(incident_rules_text(wanted)) == wanted


@pytest.mark.parametrize(
    ("text", "code", "setting"),
    [
        ("version = ", "settings_broken", None),
        ("", "workspace_setting", "version"),
        ("version = true", "workspace_setting", "version"),
        ("version = 2", "workspace_newer", None),
        ("version = 1\nrepeat_days = 3", "workspace_setting", "repeat_days"),
        ("version = 1\nrepeated_days = 0", "workspace_setting", "repeated_days"),
        ("version = 1\ndunning_days = 4000", "workspace_setting", "dunning_days"),
        ("version = 1\nping_pong_days = nan", "workspace_setting", "ping_pong_days"),
        ('version = 1\nping_pong_days = "3"', "workspace_setting", "ping_pong_days"),
        ('version = 1\noff = ["complaints"]', "workspace_setting", "off"),
        ("version = 1\noff = 3", "workspace_setting", "off"),
        ("version = 1\ntouchpoints = 3", "workspace_setting", "touchpoints"),
        ("version = 1\n[touchpoints]\ncomplaints = []", "workspace_setting", "touchpoints.complaints"),
        ('version = 1\n[touchpoints]\nasking = [""]', "workspace_setting", "touchpoints.asking"),
        ("version = 1\n[bad_up_to]\nnps = inf", "workspace_setting", "bad_up_to.nps"),
        ("version = 1\n[bad_up_to]\nnps = true", "workspace_setting", "bad_up_to.nps"),
        ("version = 1\nbad_up_to = 3", "workspace_setting", "bad_up_to"),
        ("version = 1\nwait = 3", "workspace_setting", "wait"),
        ('version = 1\n[[wait]]\nbegins = "a"\ndays = 3', "workspace_setting", "wait.ends"),
        ('version = 1\n[[wait]]\nbegins = "a"\nends = "a"\ndays = 3', "workspace_setting", "wait.ends"),
        ('version = 1\n[[wait]]\nbegins = "a"\nends = "b"', "workspace_setting", "wait.days"),
        ("version = 1\n" + '[[wait]]\nbegins = "a"\nends = "b"\ndays = 1\n' * 13, "workspace_setting", "wait"),
        ("version = 1\n[bad_up_to]\n" + "".join(f"s{n} = 1\n" for n in range(51)), "workspace_setting", "bad_up_to"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_what_is_wrong(
    tmp_path: Path, text: str, code: str, setting: str | None
) -> None:
    (tmp_path / INCIDENTS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(WegmarkeError) as caught:
        load_incident_rules(tmp_path)
    assert caught.value.code == code
    if setting is not None:
        assert caught.value.details["setting"] == f"{INCIDENTS_FILE}: {setting}"
    assert MOST_WAITS == 12


def test_rules_that_cannot_be_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError):
        save_incident_rules(tmp_path, replace(USUAL_RULES, repeated_days=-1))
    assert list(tmp_path.iterdir()) == []


def test_complaints_stand_in_one_place(tmp_path: Path) -> None:
    """The suppression list and critical events speak of the same complaints, whichever page they were named on."""
    assert load_incident_rules(tmp_path) == USUAL_RULES
    save_incident_rules(tmp_path, replace(USUAL_RULES, complaints=("grumble",), settled=("solved",)))
    assert load_suppression(tmp_path).complaints_opened == ("grumble",)
    assert "grumble" not in (tmp_path / INCIDENTS_FILE).read_text(encoding="utf-8")
    save_suppression(tmp_path, replace(load_suppression(tmp_path), complaints_opened=("moan",)))
    assert load_incident_rules(tmp_path) == replace(USUAL_RULES, complaints=("moan",), settled=("solved",))
    (tmp_path / SUPPRESSION_FILE).unlink()
    assert load_incident_rules(tmp_path) == USUAL_RULES


def test_a_changed_rule_holds_at_once_for_questions_and_filters(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("customer,time,touchpoint\na,2026-01-01,grumble\nb,2026-01-02,complaint\n")
    ws = Workspace.create(tmp_path / "ws", "Test")
    ws.import_file(tmp_path / "log.csv")
    ws.build()
    before = ws.index()
    assert before.incident_rules == USUAL_RULES == ws.incident_rules
    assert ws.index() is before
    ws.save_incident_rules(replace(USUAL_RULES, complaints=("grumble",)))
    after = ws.index()
    assert after.version.startswith(f"{before.version}-")
    assert incident_marks(after).roles.tolist() != incident_marks(before).roles.tolist()
    ws.save_incident_rules(USUAL_RULES)
    assert ws.index().version == before.version
