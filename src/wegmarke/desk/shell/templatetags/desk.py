"""Template tags of the desk: navigation, icons, and numbers, dates and durations in the reader's language."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name

from wegmarke import text
from wegmarke.desk.shell.language import reader_language
from wegmarke.desk.shell.navigation import Navigation
from wegmarke.desk.shell.navigation import navigation as build_navigation
from wegmarke.model.finding import Unit

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> Navigation:
    """Return the navigation of this request; empty for whom is not signed in."""
    request = context.get("request")
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return Navigation(())
    return build_navigation(request)


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Draw an icon of the sprite. It is decoration: what it means stands beside it in words."""
    address = static("vendor/tabler-icons/icons.svg")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        address,
        name,
    )


@register.filter
def number(value: float | None, unit: Unit = "count") -> str:
    """Write a value of that unit: 1,598 in English, 1.598 in German; None is an empty string."""
    return "" if value is None else text.number(value, unit, reader_language())


@register.filter
def share(value: float | None) -> str:
    """Write a fraction as percent: 23.7% or 23,7 %."""
    return number(value, "share")


@register.filter
def duration(seconds: float | None) -> str:
    """Write an elapsed time: 2 days 3 h, 2 Tage 3 Std."""
    return "" if seconds is None else text.duration(seconds, reader_language())


@register.filter
def identifier_kind(kind: str) -> str:
    """Write what a kind of identifier is called; as the source calls it where it is a kind of the source's own."""
    return text.known_word(f"kind:{kind}", reader_language()) or kind


@register.filter
def day(moment: datetime | None) -> str:
    """Write the day of a moment: 22 Nov 2026, 22.11.2026."""
    return "" if moment is None else text.date(moment, reader_language(), get_current_timezone_name())


@register.filter
def moment(value: datetime | None) -> str:
    """Write day and time of a moment."""
    return "" if value is None else text.time(value, reader_language(), get_current_timezone_name())


WIDGET_CLASSES = {"checkbox": "form-check-input", "select": "form-select", "file": "form-control"}


@register.filter
def styled(field: BoundField) -> SafeString:
    """Draw a form field in the look of the house. The label says what it is for; a placeholder would say it again."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs={"class": WIDGET_CLASSES.get(field.widget_type, "form-control")})
