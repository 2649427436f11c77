"""Settings in a file that people edit: read back as written, refused by name when they cannot be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegmarke.errors import WegmarkeError
from wegmarke.model.settings import OUTCOME_NAMES, JourneySettings, OutcomeRule
from wegmarke.workspace.settings import WORKSPACE_FILE, WorkspaceSettings, _read, _written, load_settings, save_settings

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
lists = st.lists(texts, max_size=3).map(tuple)
rules = st.builds(OutcomeRule, st.sampled_from(OUTCOME_NAMES), lists, lists)
journeys = st.builds(
    JourneySettings,
    silence_days=st.none() | st.floats(0.001, 100_000),
    cut_at_outcome=st.booleans(),
    lifecycle=st.none() | lists,
    outcomes=st.lists(rules, max_size=3).map(tuple),
    time_zone=st.sampled_from(["Europe/Berlin", "UTC", "America/New_York"]),
    currency=st.sampled_from(["EUR", "CHF"]),
    revenue=st.none() | lists,
)

runners = st.sampled_from(["local", "sc://127.0.0.1:15002", "sc://spark.example:443/;use_ssl=true"])
storages = st.sampled_from(["", "s3://bucket/acme"])


@given(
    st.builds(WorkspaceSettings, texts.filter(str.strip), journeys, runners, storages, st.none() | st.integers(1, 7300))
)
def test_settings_are_read_as_they_were_written(settings: WorkspaceSettings) -> None:
    assert _read(_written(settings)) == settings


def test_a_short_file_takes_what_is_usual(tmp_path: Path) -> None:
    (tmp_path / WORKSPACE_FILE).write_text('version = 1\nname = "Acme"\n', encoding="utf-8")
    assert load_settings(tmp_path) == WorkspaceSettings("Acme", JourneySettings())


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('name = "A"', "version"),
        ('version = "1"\nname = "A"', "version"),
        ("version = true", "version"),
        ("version = 1", "name"),
        ('version = 1\nname = " "', "name"),
        ('version = 1\nname = "A"\ncolour = 1', "colour"),
        ('version = 1\nname = "A"\nrunner = 4', "runner"),
        ('version = 1\nname = "A"\nrunner = "spark.example:15002"', "runner"),
        ('version = 1\nname = "A"\nstorage = 4', "storage"),
        ('version = 1\nname = "A"\nstorage = "s3://key:secret@bucket"', "storage"),
        ('version = 1\nname = "A"\ncontract_days = 0', "contract_days"),
        ('version = 1\nname = "A"\ncontract_days = 30.5', "contract_days"),
        ('version = 1\nname = "A"\njourneys = 1', "journeys"),
        ('version = 1\nname = "A"\n[journeys]\nsilence = 1', "journeys.silence"),
        ('version = 1\nname = "A"\n[journeys]\nsilence_days = 0', "silence_days"),
        ('version = 1\nname = "A"\n[journeys]\nsilence_days = nan', "silence_days"),
        ('version = 1\nname = "A"\n[journeys]\nsilence_days = "30"', "silence_days"),
        ('version = 1\nname = "A"\n[journeys]\ncut_at_outcome = 1', "cut_at_outcome"),
        ('version = 1\nname = "A"\n[journeys]\nlifecycle = "complete"', "lifecycle"),
        ('version = 1\nname = "A"\n[journeys]\ntime_zone = "Berlin"', "time_zone"),
        ('version = 1\nname = "A"\n[journeys]\ncurrency = "Euro"', "currency"),
        ('version = 1\nname = "A"\n[journeys]\nrevenue = "invoice"', "revenue"),
        ('version = 1\nname = "A"\n[[outcome]]\noutcome = "maybe"', "outcome"),
        ('version = 1\nname = "A"\n[[outcome]]\noutcome = "won"\nvalues = [1]', "outcome.values"),
        ('version = 1\nname = "A"\noutcome = ["won"]', "outcome"),
    ],
)
def test_what_cannot_be_is_named(tmp_path: Path, text: str, setting: str) -> None:
    (tmp_path / WORKSPACE_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(WegmarkeError) as caught:
        load_settings(tmp_path)
    assert (caught.value.code, caught.value.details["setting"]) == ("workspace_setting", setting)


def test_settings_of_a_newer_version_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / WORKSPACE_FILE).write_text('version = 2\nname = "A"\nmore = 1\n', encoding="utf-8")
    with pytest.raises(WegmarkeError) as caught:
        load_settings(tmp_path)
    assert caught.value.code == "workspace_newer"
    assert caught.value.details == {"found": 2, "known": 1}


def test_settings_that_cannot_be_are_not_saved(tmp_path: Path) -> None:
    good = WorkspaceSettings("Acme")
    save_settings(tmp_path, good)
    with pytest.raises(WegmarkeError):
        save_settings(tmp_path, WorkspaceSettings("Acme", JourneySettings(time_zone="Nowhere")))
    with pytest.raises(WegmarkeError):
        save_settings(tmp_path, WorkspaceSettings(""))
    assert load_settings(tmp_path) == good
    assert [path.name for path in tmp_path.iterdir()] == [WORKSPACE_FILE]
