"""The file that codes stated reasons: read anew when it changes, and refused with the word at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.model.stated_reasons import USUAL_CODING
from wegmarke.workspace.reasons import REASONS_FILE, load_reason_coding


def written(folder: Path, text: str) -> Path:
    (folder / REASONS_FILE).write_text(text, encoding="utf-8")
    return folder


def test_words_are_coded_as_written_without_regard_to_case(tmp_path: Path) -> None:
    assert load_reason_coding(tmp_path) is USUAL_CODING
    coding = load_reason_coding(
        written(tmp_path, '[words]\n"Zu Langsam" = "response"\n"Preis/Service" = ["encounter", "pricing"]\n')
    )
    assert coding.codes("zu langsam ") == ("response",)
    assert coding.codes("PREIS/SERVICE") == ("pricing", "encounter")
    assert coding.codes("Preise zu hoch") == ("pricing",)
    assert load_reason_coding(written(tmp_path, "usual = false\n")).codes("Preis") == ("not_coded",)


@pytest.mark.parametrize(
    ("text", "code", "setting"),
    [
        ('[words]\n"a" = "weather"\n', "workspace_setting", "words.a"),
        ('[words]\n"a" = []\n', "workspace_setting", "words.a"),
        ('[words]\n"a" = "not_coded"\n', "workspace_setting", "words.a"),
        ('usual = "yes"\n', "workspace_setting", "usual"),
        ("colour = 1\n", "workspace_setting", "colour"),
        ("words = 1\n", "workspace_setting", "words"),
        ("[words\n", "settings_broken", None),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str, code: str, setting: str | None) -> None:
    with pytest.raises(WegmarkeError) as error:
        load_reason_coding(written(tmp_path, text))
    assert error.value.code == code
    assert error.value.details.get("setting") == setting
