"""A filter in words: what the chips of the filter bar and the headings of lists say."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.filter import (
    All,
    And,
    Began,
    Between,
    CameAfter,
    CameSaying,
    Compare,
    DateSpan,
    DecidedAfter,
    Duration,
    Ended,
    Filter,
    HadAttribute,
    HasAttribute,
    In,
    Incident,
    IncidentOf,
    IncidentOpen,
    LeftAfter,
    LeftSaying,
    Not,
    Or,
    Order,
    Path,
    Promised,
    PromiseFrom,
    PromiseToKeep,
    Reached,
    ReachedWithout,
    Step,
    Value,
    Visited,
    conditions,
    parse,
)
from wegmarke.model.filter.grammar import ANY

Labels = Mapping[str, str]
"""Labels of touchpoints by their keys."""

MOST_NAMED = 4
MONTHS_OF_QUARTER = 3


def in_words(filter_: Filter, labels: Labels) -> str:
    """The whole filter in words; "all journeys" for none."""
    parts = conditions(filter_)
    if not parts:
        return _("all journeys")
    return " · ".join(condition_in_words(part, labels) for part in parts)


def kept_in_words(expression: str, labels: Labels) -> str:
    """The same of an expression that was kept; one of an earlier version whose language knew other words as it is."""
    try:
        return in_words(parse(expression), labels)
    except WegmarkeError:
        return expression


def condition_in_words(condition: Filter, labels: Labels) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind of node
    """One condition in words, in the reader's language."""
    match condition:
        case All():
            return _("all journeys")
        case And(parts):
            return f"({_joined(parts, labels, _(' and '))})"
        case Or(parts):
            return _joined(parts, labels, _(" or "))
        case Not(Visited(touchpoints)):
            return f"{_('not visited')}: {_any_of(touchpoints, labels)}"
        case Not(part):
            return f"{_('not')} ({condition_in_words(part, labels)})"
        case Visited() | Began() | Ended() | DecidedAfter():
            return f"{_word(_NAMES[type(condition)])}: {_any_of(condition.touchpoints, labels)}"
        case Order(touchpoints):
            return f"{_word('order')}: {_chain(touchpoints, labels)}"
        case Step(source, target):
            return f"{_label(source, labels)} {_word('step')} {_label(target, labels)}"
        case Path(touchpoints):
            return f"{_word('path')}: {_chain(touchpoints, labels)}"
        case Reached() | ReachedWithout():
            return _funnel(condition, labels)
        case Promised() | PromiseToKeep() | PromiseFrom():
            return _promise(condition, labels)
        case Incident() | IncidentOpen() | IncidentOf():
            return _incident(condition, labels)
        case HasAttribute(name, words) | HadAttribute(name, words):
            return _attribute(name, words, first=isinstance(condition, HadAttribute))
        case LeftSaying(codes):
            return _left("left_saying", "stated", codes)
        case LeftAfter(kinds):
            return _left("left_after", "incident", kinds)
        case CameSaying(codes):
            return _left("came_saying", "coming", codes)
        case CameAfter(kinds):
            return _left("came_after", "coming", kinds)
        case Compare(field, operator, value):
            return (
                f"{_word(field)}{_operator(operator, is_date=field in {'started', 'finished'})}{_value(field, value)}"
            )
        case In(field, values):
            return f"{_word(field)}: {_(' or ').join(_value(field, value) for value in values)}"
        case Between(field, low, high):
            return f"{_word(field)}: {_value(field, low)} {_('to')} {_value(field, high)}"
    raise TypeError(condition)


_NAMES = {Visited: "visited", Began: "began", Ended: "ended", DecidedAfter: "decided_after"}


def _incident(node: Incident | IncidentOpen | IncidentOf, labels: Labels) -> str:
    words = {Incident: "incident", IncidentOpen: "incident_open", IncidentOf: "incident_of"}
    told = f"{_word(words[type(node)])}: {text.word(f'incident:{node.kind}', reader_language())}"
    if isinstance(node, IncidentOf):
        return f"{told} ({_(' or ').join(node.departments)})"
    return f"{told} ({_any_of(node.touchpoints, labels)})" if node.touchpoints else told


def _attribute(name: str, words: tuple[str, ...], *, first: bool) -> str:
    named = _(" or ").join(word or _word("attribute_unknown") for word in words)
    return f"{name}: {named}" + (f" ({_word('attribute_at_first')})" if first else "")


def _left(word: str, noun: str, names: tuple[str, ...]) -> str:
    if ANY in names:
        return _word(f"{word}_any")
    told = _(" or ").join(text.word(f"{noun}:{name}", reader_language()) for name in names)
    return f"{_word(word)}: {told}"


def _word(key: str) -> str:
    return text.word(f"filter:{key}", reader_language())


def _label(key: str, labels: Labels) -> str:
    return labels.get(key, key)


def _joined(parts: tuple[Filter, ...], labels: Labels, joint: str) -> str:
    return joint.join(condition_in_words(part, labels) for part in parts)


def _any_of(keys: tuple[str, ...], labels: Labels) -> str:
    named = [_label(key, labels) for key in keys[:MOST_NAMED]]
    more = [_("%(number)s more") % {"number": len(keys) - MOST_NAMED}] if len(keys) > MOST_NAMED else []
    return _(" or ").join([*named, *more])


def _chain(keys: tuple[str, ...], labels: Labels) -> str:
    named = [_label(key, labels) for key in keys]
    if len(named) > MOST_NAMED:
        more = _("%(number)s more") % {"number": len(named) - MOST_NAMED}
        named = [*named[: MOST_NAMED - 1], f"… {more} …", named[-1]]
    return " → ".join(named)


def _funnel(node: Reached | ReachedWithout, labels: Labels) -> str:
    stages = " → ".join("/".join(_label(key, labels) for key in stage) for stage in node.stages)
    window = ""
    if node.window_seconds is not None:
        within = _("within %(time)s") % {"time": text.duration(node.window_seconds, reader_language())}
        window = f", {within}"
    word = _word("reached" if isinstance(node, Reached) else "reached_without")
    return f"{word}: {node.step} ({stages}{window})"


def _promise(node: Promised | PromiseToKeep | PromiseFrom, labels: Labels) -> str:
    """What became of it; where it was given, who gave it, who had to keep it, as far as it is said."""
    said = [_word(f"promise:{node.state}")]
    givers: tuple[str, ...] = ()
    keepers: tuple[str, ...] = ()
    match node:
        case Promised(departments=departments):
            givers = departments
        case PromiseToKeep(departments=departments):
            keepers = departments
        case PromiseFrom(touchpoint=touchpoint, giver=giver, keeper=keeper):
            said.append(_label(touchpoint, labels))
            givers, keepers = (giver,), (keeper,)
    for word, names in (("promise_by", givers), ("promise_for", keepers)):
        if names:
            known = _(" or ").join(name or _word("promise_unknown") for name in names)
            said.append(f"{_word(word)} {known}")
    return f"{_word('promise')}: {', '.join(said)}"


def _operator(operator: str, *, is_date: bool) -> str:
    match operator:
        case "=":
            return ": "
        case "!=":
            return f": {_('not')} "
        case "<":
            return f": {_('before')} " if is_date else " < "
        case "<=":
            return f": {_('until')} " if is_date else " ≤ "
        case ">":
            return f": {_('after')} " if is_date else " > "
        case _:
            return f": {_('from')} " if is_date else " ≥ "


def _value(field: str, value: Value) -> str:
    language = reader_language()
    match value:
        case Duration(seconds):
            return text.duration(seconds, language)
        case DateSpan():
            return span_in_words(value)
        case str():
            return text.word(f"outcome:{value}", language) if field == "outcome" else value
        case _:
            digits = 0 if float(value) == int(value) else 2
            return text.decimal(float(value), digits, language)


def span_in_words(span: DateSpan) -> str:
    """A year, quarter, month or day as people write it: 2026, Q1 2026, March 2026, 22 Nov 2026."""
    days = (span.after_last - span.first).days
    if days == 1:
        return text.date(span.first, reader_language())
    if "Q" in span.text:
        quarter = (span.first.month - 1) // MONTHS_OF_QUARTER + 1
        return _("Q%(quarter)s %(year)s") % {"quarter": quarter, "year": span.first.year}
    if "-" in span.text:
        return date_format(span.first, "F Y")
    return span.text
