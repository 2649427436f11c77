"""Words and figures of jobs."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template

from wegmarke import text
from wegmarke.desk.shell.language import reader_language

register = template.Library()


@register.filter
def whole(value: float) -> str:
    """Write a speed without digits that nobody can trust."""
    return text.number(round(value), "count", reader_language())


@register.filter
def outcome_word(name: str) -> str:
    """Name an outcome."""
    return text.word(f"outcome:{name}", reader_language())


@register.simple_tag
def query(**values: str) -> str:
    """Write the values as the query of an address."""
    return urlencode({key: value for key, value in values.items() if value})
