"""Records as they are compared: every attribute in its one spelling, names and addresses in their parts."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.comparing import NEVER_COMPARED, is_number
from wegmarke.identity.kinds import is_role_address, kind_of, normalised
from wegmarke.identity.normalising.email import NOBODY as EMAIL_OF_NOBODY
from wegmarke.identity.normalising.texts import or_null, tidied
from wegmarke.identity.rules import IdentityRules

NUMBER = "number"
"""The column of the customer's number."""

_DESCRIBING = ("first_name", "last_name", "birth_date", "street", "house_number", "postcode", "city", "email", "phone")
_STREET_AND_NUMBER = r"^(.*\D) (\d+[a-z]?(?: \d+[a-z]?)?)$"
_NUMBER_AND_STREET = r"^(\d+[a-z]?) (.+)$"


def prepared(records: pa.Table, rules: IdentityRules) -> pa.Table:
    """The table that is compared: `number` and a text column for each kind that has at least two values.

    A column `name` is cut into first and last name where these are not there; the house number is taken from the
    street. Addresses of offices are left out: they say nothing of a person.
    """
    columns: dict[str, pa.StringArray] = {}
    for column in records.column_names:
        kind = kind_of(column, rules).name
        if column == NUMBER or kind in NEVER_COMPARED or kind in columns:
            continue
        if kind == "name":
            columns |= {part: text for part, text in _parts(records[column], rules).items() if part not in columns}
        elif kind in _DESCRIBING or is_number(kind, rules):
            columns[kind] = normalised(kind, records[column], rules)
    if "email" in columns:
        columns["email"] = _email(columns["email"], records[_column(records, "email", rules)], rules)
    if "street" in columns:
        columns |= _street(columns)
    there = {kind: text for kind, text in columns.items() if len(text) - text.null_count >= 2}
    return pa.table({NUMBER: records[NUMBER], **{kind: there[kind] for kind in sorted(there)}})


def _column(records: pa.Table, kind: str, rules: IdentityRules) -> str:
    return next(str(column) for column in records.column_names if kind_of(column, rules).name == kind)


def _email(spelt: pa.StringArray, given: pa.ChunkedArray, rules: IdentityRules) -> pa.StringArray:
    """Addresses to compare: a mistyped one (anna@web,de) reaches nobody, yet tells who it was meant for."""
    texts = tidied(given.cast(pa.string()).combine_chunks())
    mistyped = pc.match_substring_regex(texts, r"^[^@ ]{3,}@[^@ ]*$|^[^@ ]*@[^@ ]{6,}$")
    mistyped = pc.and_(mistyped, pc.invert(pc.match_substring_regex(texts, EMAIL_OF_NOBODY)))
    some = pc.if_else(pc.and_(pc.is_null(spelt), mistyped), pc.utf8_lower(texts), spelt)
    return or_null(pc.invert(is_role_address(some, rules)), some)


def _parts(names: pa.ChunkedArray, rules: IdentityRules) -> dict[str, pa.StringArray]:
    """First and last name of whole names: `Anna Maria Meier`, or `Meier, Anna Maria`."""
    texts = pc.utf8_trim_whitespace(names.cast(pa.string()).combine_chunks())
    last_first = pc.match_substring_regex(texts, r"^[^,]+,[^,]+$")

    def cut(pattern: str, turned: str) -> pa.StringArray:
        return pc.if_else(
            last_first,
            pc.replace_substring_regex(texts, r"^([^,]+),\s*([^,]+)$", turned),
            pc.replace_substring_regex(texts, r"^(?:(.*)\s)?(\S+)$", pattern),
        )

    return {
        "first_name": normalised("first_name", cut(r"\1", r"\2"), rules),
        "last_name": normalised("last_name", cut(r"\2", r"\1"), rules),
    }


def _street(columns: dict[str, pa.StringArray]) -> dict[str, pa.StringArray]:
    """The street without its house number, and the house number where it stands in no column of its own."""
    street, number = columns["street"], pa.nulls(len(columns["street"]), pa.string())
    for pattern, name, house in ((_STREET_AND_NUMBER, r"\1", r"\2"), (_NUMBER_AND_STREET, r"\2", r"\1")):
        here = pc.match_substring_regex(street, pattern)
        number = pc.if_else(here, pc.replace_substring_regex(street, pattern, house), number)
        street = pc.if_else(here, pc.replace_substring_regex(street, pattern, name), street)
    given = columns.get("house_number")
    return {"street": street, "house_number": number if given is None else pc.coalesce(given, number)}
