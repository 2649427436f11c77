"""Numbers as people write them into the form "add a condition"."""

from __future__ import annotations

import re

from wegmarke.model.filter import Duration
from wegmarke.model.filter.grammar import MOST_SECONDS, SECONDS_OF_UNIT
from wegmarke.model.filter.values import amount_of, count_of, wrong_value

_GROUPED = re.compile(r"-?\d{1,3}(?:([.,\u202f\u00a0\u2019' ])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?")
"""1,598 and 1.598 and 1 598 are one thousand and more in either language: nobody writes three decimals of money."""


def count(written: str, field: str) -> float:
    """A whole number from 0."""
    if not (written.isascii() and written.isdigit()):
        raise wrong_value(field, written, ("whole_number",), None)
    return count_of(written, field)


def number(written: str, field: str) -> float:
    """A number, with a point or a comma before the decimals, with thousands set apart or not."""
    plain = written.replace("\u2212", "-")
    if found := _GROUPED.fullmatch(plain):
        plain = plain.replace(found[1], "")
    try:
        return amount_of(plain.replace(",", "."), field)
    except ValueError as error:
        raise wrong_value(field, written, ("number",), None) from error


def elapsed(written: str, unit: str, field: str) -> Duration:
    """So many units, as whole seconds."""
    seconds_of_unit = SECONDS_OF_UNIT.get(unit.removesuffix("s"), SECONDS_OF_UNIT["day"])
    try:
        seconds = round(float(written.replace(",", ".")) * seconds_of_unit)
    except (ValueError, OverflowError) as error:
        raise wrong_value(field, written, ("duration",), None) from error
    if not 0 <= seconds <= MOST_SECONDS:
        raise wrong_value(field, written, ("duration",), None)
    return Duration(seconds)
