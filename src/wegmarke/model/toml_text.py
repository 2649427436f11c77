"""Texts and lists as TOML writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable


def toml_text(value: str) -> str:
    """A basic string of TOML: that of JSON, save for one character that TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def toml_list(values: Iterable[str]) -> str:
    """A list of texts on one line."""
    return f"[{', '.join(map(toml_text, values))}]"
