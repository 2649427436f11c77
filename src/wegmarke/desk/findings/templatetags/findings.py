"""Addresses with a parameter changed, as templates write them."""

from __future__ import annotations

from django import template

from wegmarke.desk.findings.links import here as changed

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changes: str) -> str:
    """Return the address one is at with these parameters changed; "" leaves one out."""
    return changed(context["request"], changes)


@register.simple_tag
def with_table(address: str, key: str) -> str:
    """Return the address of an export for one table of the finding."""
    return f"{address}{'&' if '?' in address else '?'}table={key}"
