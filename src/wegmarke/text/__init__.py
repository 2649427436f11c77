"""Wording: everything that people read, in English and German. Code returns codes and numbers, this makes text of them.

One line adds a wording: an error in `errors.py`, a reason in `reasons.py`, a word or column in `words.py`,
how a column comes about in `formulas.py`, a headline or caveat in `sentences.py`, a method or assumption in
`methods.py`. A code without wording is a defect and raises KeyError.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol, cast

from wegmarke.text.errors import ERRORS
from wegmarke.text.households import tie
from wegmarke.text.language import LANGUAGES, NOTHING, Language, enumeration, looked_up, quotation
from wegmarke.text.likeness import attribute, likeness, likenesses
from wegmarke.text.methods import METHODS
from wegmarke.text.numbers import IntervalLike, bounds, decimal, interval, minor_digits, number, span
from wegmarke.text.reasons import CANNOT_SAY, UNFIT
from wegmarke.text.sentences import SENTENCES
from wegmarke.text.templates import fill
from wegmarke.text.times import date, duration, time
from wegmarke.text.words import known_word, word

__all__ = [
    "LANGUAGES",
    "NOTHING",
    "CannotSayLike",
    "ErrorLike",
    "IntervalLike",
    "Language",
    "SentenceLike",
    "attribute",
    "bounds",
    "cannot_say",
    "cell",
    "date",
    "decimal",
    "duration",
    "enumeration",
    "error_sentence",
    "interval",
    "known_word",
    "likeness",
    "likenesses",
    "method",
    "minor_digits",
    "number",
    "quotation",
    "sentence",
    "span",
    "tie",
    "time",
    "unfit",
    "word",
]


class ErrorLike(Protocol):
    """What `wegmarke.errors.WegmarkeError` is; it lies above this layer, whose wording it speaks."""

    @property
    def code(self) -> str:
        """Which error."""

    @property
    def details(self) -> Mapping[str, object]:
        """What its sentence names."""


class SentenceLike(Protocol):
    """What `wegmarke.model.finding.Sentence` is; this layer lies below the model."""

    @property
    def code(self) -> str:
        """Which sentence."""

    @property
    def values(self) -> Mapping[str, object]:
        """What its template names."""


class CannotSayLike(Protocol):
    """What `wegmarke.model.finding.CannotSay` is."""

    @property
    def reason(self) -> str:
        """Which reason."""

    @property
    def n(self) -> int:
        """How many there are."""

    @property
    def needed(self) -> int | None:
        """How many it would take, if that is known."""


def error_sentence(error: ErrorLike, lang: Language) -> str:
    """What happened, where, and what to do next. A detail that the error does not carry is written as "?"."""
    return fill(looked_up(ERRORS, error.code, lang, "errors"), error.details, lang, missing="?")


def sentence(said: SentenceLike, lang: Language, level: str = "customer") -> str:
    """A headline or caveat of a finding; codes of `methods.py` are sentences too. KeyError when a value is missing.

    level: whom it counts; "account" says "3 accounts" where it otherwise says "3 customers".
    """
    catalogue, name = (METHODS, "methods") if said.code in METHODS else (SENTENCES, "sentences")
    template = looked_up(catalogue, said.code, lang, name)
    if level == "account":
        for customers, accounts in _COUNTED:
            template = template.replace(customers, accounts)
    return fill(template, said.values, lang)


_COUNTED = (
    ("|customer|customers}", "|account|accounts}"),
    ("No customer fits", "No account fits"),
    ("|Kunde|Kunden}", "|Firma|Firmen}"),
    ("Kein Kunde passt", "Keine Firma passt"),
)


def method(code: str, lang: Language) -> str:
    """A method or an assumption, in one sentence."""
    return looked_up(METHODS, code, lang, "methods")


def unfit(reason: str, lang: Language) -> str:
    """Why a row was set aside."""
    return looked_up(UNFIT, reason, lang, "reasons")


def cannot_say(result: CannotSayLike, lang: Language) -> str:
    """Why there is no number."""
    return fill(looked_up(CANNOT_SAY, result.reason, lang, "reasons"), {"n": result.n, "needed": result.needed}, lang)


def cell(  # noqa: PLR0911 - one return a unit
    value: object, unit: str, lang: Language, *, zone_name: str = "UTC", currency: str = "EUR", sign: bool = True
) -> str:
    """A cell of a result's table: any unit, an `Interval` or a `CannotSay` too; None is –.

    unit: one of `wegmarke.model.finding.Unit`; a touchpoint is written as it comes (its label), an outcome as its word.
    """
    if value is None:
        return NOTHING
    if hasattr(value, "reason"):
        return cannot_say(cast("CannotSayLike", value), lang)
    if hasattr(value, "low"):
        return interval(cast("IntervalLike", value), unit, lang, currency=currency)
    match unit:
        case "text" | "touchpoint" | "filter":
            return str(value)
        case "outcome":
            return word(f"outcome:{value}", lang)
        case "time":
            return time(cast("dt.datetime | float", value), lang, zone_name)
        case _:
            return number(cast("float", value), unit, lang, currency=currency, sign=sign)
