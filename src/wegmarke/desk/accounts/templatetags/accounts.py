"""Template tags of accounts."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def company_sign_in() -> str:
    """What the button says that signs in with the account of the company; "" where there is none."""
    return str(settings.OPTIONS.company.name) if settings.OPTIONS.company.is_on else ""
