"""Which code a stated reason has: a file that people write, beside the usual parts of words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import cast

from wegmarke.errors import WegmarkeError
from wegmarke.model.coming_reasons import GIVEN_COMING, USUAL_COMING, ComingCode, ComingCoding
from wegmarke.model.stated_reasons import GIVEN_CODES, USUAL_CODING, ReasonCoding, StatedCode

REASONS_FILE = "reasons.toml"
_KNOWN = ("usual", "words", "coming")


def load_reason_coding(folder: Path) -> ReasonCoding:
    """The coding of reasons for leaving of this workspace; the usual one without a file.

    In the table `[words]` stands a word as it was noted, and its code or a list of codes; `usual = false` before it
    turns the usual parts of words off. Errors: `settings_broken`, `workspace_setting` with the word at fault.
    """
    return load_codings_of_words(folder)[0]


def load_codings_of_words(folder: Path) -> tuple[ReasonCoding, ComingCoding]:
    """The coding of reasons for leaving and for coming; of the latter the words, and the names of touchpoints and
    channels, stand in the table `[coming]`. Errors as in `load_reason_coding`.
    """
    path = folder / REASONS_FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return USUAL_CODING, USUAL_COMING
    except (OSError, ValueError) as error:
        raise WegmarkeError("settings_broken", file=REASONS_FILE, reason=str(error)) from error
    for key in found:
        if key not in _KNOWN:
            raise WegmarkeError("workspace_setting", setting=key, value=found[key], expected=list(_KNOWN))
    usual = found.get("usual", True)
    if not isinstance(usual, bool):
        raise WegmarkeError("workspace_setting", setting="usual", value=usual, expected=["true", "false"])
    leaving = cast("dict[str, tuple[StatedCode, ...]]", _table(found, "words", GIVEN_CODES))
    coming = cast("dict[str, tuple[ComingCode, ...]]", _table(found, "coming", GIVEN_COMING))
    return ReasonCoding(leaving, usual), ComingCoding(coming, usual)


def _table(found: dict[str, object], name: str, known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    words = found.get(name, {})
    if not isinstance(words, dict):
        raise WegmarkeError("workspace_setting", setting=name, value=words)
    return {word.strip().casefold(): _codes(f"{name}.{word}", given, known) for word, given in words.items()}


def _codes(setting: str, given: object, known: tuple[str, ...]) -> tuple[str, ...]:
    codes = [given] if isinstance(given, str) else given
    if not isinstance(codes, list) or not codes or any(code not in known for code in codes):
        raise WegmarkeError("workspace_setting", setting=setting, value=given, expected=list(known))
    return tuple(codes)
