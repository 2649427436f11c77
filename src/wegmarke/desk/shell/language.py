"""The language of the reader, as `wegmarke.text` names it."""

from __future__ import annotations

from django.utils.translation import get_language

from wegmarke.text import Language


def reader_language() -> Language:
    """Return the language of this request: German where German was asked for, else English."""
    return "de" if (get_language() or "").startswith("de") else "en"
