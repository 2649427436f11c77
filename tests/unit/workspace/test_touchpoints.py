"""The ledger of permanent keys."""

from pathlib import Path

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.model.touchpoint import mint_keys
from wegmarke.workspace.touchpoints import TOUCHPOINTS_FILE, load_touchpoints, save_touchpoints


def test_keys_are_kept_for_good(tmp_path: Path) -> None:
    assert load_touchpoints(tmp_path) == ()
    first = mint_keys(["Prüfung", "pruefung"])
    save_touchpoints(tmp_path, first)
    assert load_touchpoints(tmp_path) == first
    written = (tmp_path / TOUCHPOINTS_FILE).stat()
    save_touchpoints(tmp_path, first)
    assert (tmp_path / TOUCHPOINTS_FILE).stat().st_ino == written.st_ino, "nothing new, nothing written"
    save_touchpoints(tmp_path, mint_keys(["Versand"], first))
    assert [touchpoint.key for touchpoint in load_touchpoints(tmp_path)] == ["pruefung", "pruefung_2", "versand"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "record_broken"),
        ("[]", "record_broken"),
        ('{"version": 1}', "record_broken"),
        ('{"version": 1, "touchpoints": [{"key": "a"}]}', "record_broken"),
        ('{"version": 1, "touchpoints": [{"key": "a", "label": "A"}, {"key": "a", "label": "B"}]}', "record_broken"),
        ('{"version": 2, "keys": []}', "workspace_newer"),
    ],
)
def test_a_damaged_or_newer_ledger_is_refused(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / TOUCHPOINTS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(WegmarkeError) as caught:
        load_touchpoints(tmp_path)
    assert caught.value.code == code
