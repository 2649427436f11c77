"""What other pages show of the walk: the bar of the question one is at, and the card on the overview."""

from __future__ import annotations

from django import template
from django.template import Context

from wegmarke.desk.walk.revealed import revealed
from wegmarke.desk.walk.state import present_question, state_of, walkable
from wegmarke.desk.walk.steps import COUNT, STEPS, may_open

register = template.Library()


@register.inclusion_tag("walk/bar.html", takes_context=True)
def walk_bar(context: Context) -> dict[str, object]:
    """The bar below the navigation; empty where nobody is walking."""
    request = context.get("request")
    found = walkable(request) if request is not None else None
    number = present_question(request) if found is not None and request is not None else None
    if found is None or number is None or request is None:
        return {"number": None}
    return {
        "number": number,
        "count": COUNT,
        "step": STEPS[number - 1],
        "opens": may_open(request.user, number),
        "back": number - 1 if number > 1 else None,
        "next": number + 1 if number < COUNT else None,
        "told": revealed(number, found),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("walk/card.html", takes_context=True)
def walk_card(context: Context) -> dict[str, object]:
    """The card on the overview; empty where it was put away, and while one is walking or has finished."""
    request = context.get("request")
    if request is None or walkable(request) is None or present_question(request) is not None:
        return {"shown": False}
    state = state_of(request)
    return {
        "shown": not state.later and state.next is not None,
        "begun": bool(state.done),
        "next": state.next,
        "csrf_token": context.get("csrf_token"),
    }
