"""Addresses with a parameter changed, as templates write them."""

from __future__ import annotations

from django import template
from django.urls import reverse

from wegmarke.desk.findings.links import here as changed
from wegmarke.desk.findings.links import with_query
from wegmarke.desk.setup.services import workspace

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changes: str) -> str:
    """Return the address one is at with these parameters changed; "" leaves one out."""
    return changed(context["request"], changes)


@register.simple_tag
def page_at(view: str, **parameters: str) -> str:
    """Return the address of a page with these parameters, and the level that is spoken of unless `level` is given."""
    given = {name: "" if (name, value) == ("level", "customer") else value for name, value in parameters.items()}
    return with_query(reverse(view), **given)


@register.simple_tag
def has_accounts() -> bool:
    """Return whether sources name accounts."""
    return workspace().has_accounts


@register.simple_tag
def with_table(address: str, key: str) -> str:
    """Return the address of an export for one table of the finding."""
    return f"{address}{'&' if '?' in address else '?'}table={key}"
