"""What the walk calls defects, causes and reasons, and how it writes the numbers of the truth."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wegmarke import text
from wegmarke.desk.shell.language import reader_language
from wegmarke.desk.walk.truth import Effect, Part
from wegmarke.text.language import HARD_SPACE, MINUS

Words = dict[str, str | Promise]

DEFECTS: Words = {
    "late_delivery": gettext_lazy("Late delivery"),
    "silent_handover": gettext_lazy("Handover without a word"),
    "repeated_call": gettext_lazy("Repeated call"),
    "wrong_invoice": gettext_lazy("Wrong invoice"),
    "dunning_after_complaint": gettext_lazy("Dunning letter despite a complaint"),
    "slow_offer": gettext_lazy("Slow offer"),
}
"""A defect by its name, as in a table."""

WHO_MET: Words = {
    "late_delivery": gettext_lazy("a late delivery"),
    "silent_handover": gettext_lazy("a handover without a word"),
    "repeated_call": gettext_lazy("the need to call again about the same thing"),
    "wrong_invoice": gettext_lazy("a wrong invoice"),
    "dunning_after_complaint": gettext_lazy("a dunning letter despite a complaint"),
}
"""What customers met, as in "customers who met …"; in German after „mit“, so in the dative."""

CAUSES: Words = {
    "defect": gettext_lazy("a defect"),
    "price": gettext_lazy("the price"),
    "both": gettext_lazy("a defect and the price together"),
    "other": gettext_lazy("reasons of their own"),
}

STATED: Words = {
    "none_given": gettext_lazy("none"),
    "price": gettext_lazy("price"),
    "delivery": gettext_lazy("delivery"),
    "service": gettext_lazy("service"),
    "product": gettext_lazy("product"),
    "competitor": gettext_lazy("competitor"),
    "no_need": gettext_lazy("no more need"),
}

CHANNELS: Words = {
    "web_shop": gettext_lazy("web shop"),
    "field_sales": gettext_lazy("field sales"),
    "partner": gettext_lazy("partners"),
}


def named(words: Words, key: str) -> str:
    """The words for a key; one that nobody has worded is written out as it is."""
    return str(words.get(key, key.replace("_", " ")))


def count(value: int) -> str:
    """A number of people: 1,598 or 1.598."""
    return text.number(value, "count", reader_language())


def n(value: int) -> str:
    """How many people a number rests on: n = 1,598, which no line may break apart."""
    return f"n{HARD_SPACE}={HARD_SPACE}{count(value)}"


def percent(value: float) -> str:
    """A share: 23.7% or 23,7 %."""
    return text.number(value, "share", reader_language())


def points(value: float) -> str:
    """A difference of shares without its sign or unit: 15.0 or 15,0."""
    return text.decimal(abs(value) * 100, 1, reader_language())


def effect(one: Effect) -> str:
    """An effect on a share with its sign: +12.5 or −21,3."""
    return text.number(one.value, "difference", reader_language(), sign=False)


def between(one: Effect) -> str:
    """The 95 % interval of an effect on a share; "" where every person's difference is nothing."""
    if not one.error:
        return ""
    return text.span(one.low, one.high, "difference", reader_language()).removesuffix(_UNIT[reader_language()]).rstrip()


_UNIT = {language: text.number(0.1, "difference", language).partition(HARD_SPACE)[2] for language in text.LANGUAGES}


def score(value: float) -> str:
    """A net promoter score of a share from -1 to 1: 39.6 or −12,3."""
    return text.decimal(value * 100, 1, reader_language())


def euros(value: float) -> str:
    """An amount in whole euros: €99,624 or 99.624 €."""
    language = reader_language()
    amount = text.decimal(round(value), 0, language)
    if language == "de":
        return f"{amount}{HARD_SPACE}€"
    return f"{MINUS if amount.startswith(MINUS) else ''}€{amount.removeprefix(MINUS)}"


def counted(part: Part) -> dict[str, str]:
    """A share for a sentence: its percent, and what was counted of how many."""
    return {"share": percent(part.value), "count": count(part.count), "of": count(part.n)}
