"""Templates of sentences: named values with a hint of how to write them.

    {n:count} of {total:count|customer|customers} ({share:interval:share})[[, since {since:date}]]

A placeholder is `{name}` or `{name:hint}`. Hints:

- a unit of `number`: count, share, difference, seconds, minor_units (of `currency`, if that is among the values),
score, mean, size; - `count|one|many`: the count, then the word that agrees with it; - `one|many` behind `agree|`: only
the word: `{n:agree|is|are}`; - interval:UNIT: an estimate with its interval; bounds:UNIT: the interval alone; - date,
time: in the zone that stands in the value `time_zone`, else UTC; - quoted: in quotation marks; list, or_list: several
("a, b and c", "a, b or c"), each in quotation marks where it is not worded; - word:PREFIX: the word with the key
PREFIX:value; or_list:PREFIX likewise for each of several, where there is one.

What stands in double square brackets is left out when one of its values is missing, None or empty.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from string import Formatter
from typing import cast

from wegmarke.text.language import HARD_SPACE, Language, enumeration, quotation
from wegmarke.text.numbers import IntervalLike, bounds, interval, number, span
from wegmarke.text.times import date, time
from wegmarke.text.words import WORDS, word

_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_FORMATTER = Formatter()
_UNITS = frozenset({"count", "share", "difference", "seconds", "minor_units", "about_money", "score", "mean", "size"})


def fill(template: str, values: Mapping[str, object], lang: Language, *, missing: str | None = None) -> str:
    """The template with its values. A value that is not there is written as `missing`; KeyError when that is None."""

    def optional(match: re.Match[str]) -> str:
        given = all(_is_given(values.get(name)) for name, _ in placeholders(match.group(1)))
        return match.group(1) if given else ""

    parts: list[str] = []
    for literal, name, hint, _ in _FORMATTER.parse(_OPTIONAL.sub(optional, template)):
        parts.append(literal)
        if name is None:
            continue
        if not _is_given(values.get(name)) and missing is not None:
            parts.append(missing)
        else:
            parts.append(_formatted(values[name], hint or "", values, lang))
    return "".join(parts)


def placeholders(template: str) -> list[tuple[str, str]]:
    """The names and hints in a template, in order, those in double brackets too."""
    parsed = _FORMATTER.parse(template.replace("[[", "").replace("]]", ""))
    result = []
    for _, name, hint, _ in parsed:
        if name is not None:
            result.append((name, hint or ""))
            if hint and hint.startswith("to:"):
                result.append((hint.split(":")[1], ""))
    return result


def required(template: str) -> frozenset[str]:
    """The names that a template cannot do without."""
    return frozenset(name for name, _ in placeholders(_OPTIONAL.sub("", template)))


def _is_given(value: object) -> bool:
    return value is not None and not (isinstance(value, str | tuple | list | frozenset | set) and not value)


def _formatted(value: object, hint: str, values: Mapping[str, object], lang: Language) -> str:
    kind, _, forms = hint.partition("|")
    kind, _, detail = kind.partition(":")
    currency = str(values.get("currency") or "EUR")
    zone_name = str(values.get("time_zone") or "UTC")
    if kind in _UNITS or kind == "agree":
        return _counted(cast("float", value), kind, forms, lang, currency)
    writers: dict[str, Callable[[], str]] = {
        "": lambda: str(value),
        "interval": lambda: interval(cast("IntervalLike", value), detail, lang, currency=currency),
        "bounds": lambda: bounds(cast("IntervalLike", value), detail, lang, currency=currency),
        "to": lambda: _range(cast("float", value), detail, values, lang, currency),
        "date": lambda: date(cast("dt.date | float", value), lang, zone_name),
        "time": lambda: time(cast("dt.datetime | float", value), lang, zone_name),
        "quoted": lambda: quotation(str(value), lang),
        "word": lambda: word(f"{detail}:{value}", lang),
        "list": lambda: enumeration(_several(value, detail, lang), lang),
        "or_list": lambda: enumeration(_several(value, detail, lang), lang, alternative=True),
    }
    if kind not in writers:
        raise ValueError(f"no such hint: {hint!r}")
    return writers[kind]()


def _counted(value: float, kind: str, forms: str, lang: Language, currency: str) -> str:
    if not forms:
        return number(value, kind, lang, currency=currency)
    one, many = forms.split("|")
    form = one if value == 1 else many
    return form if kind == "agree" else f"{number(value, kind, lang)}{HARD_SPACE}{form}"


def _range(low: float, detail: str, values: Mapping[str, object], lang: Language, currency: str) -> str:
    high, _, unit = detail.partition(":")
    return span(low, cast("float", values[high]), unit, lang, currency=currency)


def _several(value: object, prefix: str, lang: Language) -> list[str]:
    """Each as the word for it where there is one; anything else is quoted as it is."""
    texts = [value] if isinstance(value, str) else [str(one) for one in cast("Iterable[object]", value)]
    return [word(f"{prefix}:{text}", lang) if f"{prefix}:{text}" in WORDS else quotation(text, lang) for text in texts]
