"""How pages write: every text in German, numbers and dates as each language has them, states as they are drawn."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.surroundings import SOURCES


def test_every_text_is_collected_and_compiled() -> None:
    script = SOURCES / "desk" / "locale" / "catalogues.py"
    run = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


MOMENT = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "value", "english", "german"),
    [
        ("{{ value|number }}", 1598, "1,598", "1.598"),
        ("{{ value|number }}", None, "", ""),
        ("{{ value|share }}", 0.237, "23.7%", "23,7 %"),
        ("{{ value|number:'score' }}", 8.44, "8.4", "8,4"),
        ("{{ value|duration }}", 2 * 86400 + 3 * 3600, "2 days 3 h", "2 Tage 3 Std."),
        ("{{ value|day }}", MOMENT, "22 Nov 2026", "22.11.2026"),
        ("{{ value|moment }}", MOMENT, "22 Nov 2026, 14:05", "22.11.2026, 14:05"),
    ],
)
def test_numbers_and_dates(loaded_desk: Path, template: str, value: object, english: str, german: str) -> None:
    from django.template import Context, Template
    from django.utils import translation

    assert loaded_desk.is_dir()
    for language, wanted in (("en", english), ("de", german)):
        with translation.override(language):
            written = Template("{% load desk %}" + template).render(Context({"value": value}))
        assert written.replace("\u202f", " ").replace("\xa0", " ") == wanted


@pytest.mark.parametrize(
    ("state", "values", "english", "german"),
    [
        ("too_few", {"n": 1200, "needed": 3000}, "Too few to say: 1,200 so far, 3,000 are needed.", "bisher 1.200"),
        ("too_few", {"n": 4}, "Too few to say: 4 so far.", "bisher 4."),
        ("cannot_say", {"reason": "<b>"}, "This cannot be said.</strong> &lt;b&gt;", "lässt sich nicht sagen"),
        ("stale", {"since": MOMENT}, "built (22 Nov 2026, 14:05)", "(22.11.2026, 14:05)"),
        ("error", {"message": "It broke."}, "It broke.", "It broke."),
        ("empty", {"title": "Nothing", "icon_name": "map"}, "Nothing", "Nothing"),
    ],
)
def test_states(loaded_desk: Path, state: str, values: dict[str, object], english: str, german: str) -> None:
    from django.template.loader import render_to_string
    from django.utils import translation

    assert loaded_desk.is_dir()
    for language, wanted in (("en", english), ("de", german)):
        with translation.override(language):
            written = render_to_string(f"shell/states/{state}.html", values)
        assert wanted in written.replace("\u202f", " ").replace("\xa0", " ")
