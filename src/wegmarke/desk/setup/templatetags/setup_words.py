"""Words of sources and quarantine in the reader's language."""

from __future__ import annotations

from django import template

from wegmarke import text
from wegmarke.desk.shell.language import reader_language

register = template.Library()


@register.filter
def reason(code: str) -> str:
    """Say why a row was set aside."""
    return text.unfit(code, reader_language())


@register.filter
def outcome(name: str) -> str:
    """Name an outcome."""
    return text.word(f"outcome:{name}", reader_language())


@register.filter
def get(values: dict[str, object], key: str) -> object:
    """Look up a key."""
    return values.get(key, "")
