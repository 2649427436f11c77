"""Which code a stated reason has: a file that people write, beside the usual parts of words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import cast

from wegmarke.errors import WegmarkeError
from wegmarke.model.stated_reasons import GIVEN_CODES, USUAL_CODING, ReasonCoding, StatedCode

REASONS_FILE = "reasons.toml"


def load_reason_coding(folder: Path) -> ReasonCoding:
    """The coding of this workspace; the usual one without a file.

    In the table `[words]` stands a word as it was noted, and its code or a list of codes; `usual = false` before it
    turns the usual parts of words off. Errors: `settings_broken`, `workspace_setting` with the word at fault.
    """
    path = folder / REASONS_FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return USUAL_CODING
    except (OSError, ValueError) as error:
        raise WegmarkeError("settings_broken", file=REASONS_FILE, reason=str(error)) from error
    for key in found:
        if key not in {"usual", "words"}:
            raise WegmarkeError("workspace_setting", setting=key, value=found[key], expected=["usual", "words"])
    usual, words = found.get("usual", True), found.get("words", {})
    if not isinstance(usual, bool):
        raise WegmarkeError("workspace_setting", setting="usual", value=usual, expected=["true", "false"])
    if not isinstance(words, dict):
        raise WegmarkeError("workspace_setting", setting="words", value=words)
    return ReasonCoding({word.strip().casefold(): _codes(word, given) for word, given in words.items()}, usual)


def _codes(word: str, given: object) -> tuple[StatedCode, ...]:
    codes = [given] if isinstance(given, str) else given
    if not isinstance(codes, list) or not codes or any(code not in GIVEN_CODES for code in codes):
        raise WegmarkeError("workspace_setting", setting=f"words.{word}", value=given, expected=list(GIVEN_CODES))
    return tuple(cast("list[StatedCode]", codes))
