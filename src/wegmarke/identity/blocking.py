"""Which pairs of records are compared at all: those that agree on a key, a few attributes taken together."""

from __future__ import annotations

KEYS: tuple[tuple[str, ...], ...] = (
    ("birth_date",),
    ("email",),
    ("phone",),
    ("first_name", "last_name"),
    ("first_name", "birth_year"),
    ("last_name", "birth_year"),
    ("postcode", "birth_year"),
    ("city", "birth_year"),
    ("last_name", "postcode"),
    ("first_name", "postcode"),
    ("last_name", "city"),
    ("first_name", "city"),
    ("last_name", "street"),
    ("first_name", "street"),
    ("last_name", "house_number"),
    ("first_name", "house_number"),
    ("street", "house_number"),
    ("postcode", "house_number"),
)
"""Two records of one person agree on at least one of these, as a rule, however many slips of the pen are in them."""

MOST_BEHIND_A_KEY = 100
"""A key that more records share says nothing and would be compared with the square of them."""

CERTAIN: tuple[tuple[str, ...], ...] = (
    ("first_name", "last_name", "birth_date"),
    ("first_name", "last_name", "email"),
    ("first_name", "last_name", "phone"),
    ("first_name", "last_name", "street", "house_number", "postcode"),
)
"""Pairs that agree on one of these are one person nearly always; by them it is guessed how many there are."""

CERTAIN_SHARE = 0.7
"""Share of the pairs of one person that agree on one of `CERTAIN`."""

LEARNED_FROM: tuple[tuple[str, ...], ...] = (
    ("birth_date",),
    ("first_name", "last_name"),
    ("last_name", "postcode"),
    ("street", "house_number"),
    ("email",),
    ("phone",),
)
"""Among pairs that agree on one of these, likeness in all other respects is learned."""


def possible(keys: tuple[tuple[str, ...], ...], columns: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The keys whose attributes are all there."""
    there = {*columns, *(["birth_year"] if "birth_date" in columns else [])}
    return tuple(key for key in keys if set(key) <= there)


def key_value(key: tuple[str, ...]) -> str:
    """The key of a record in SQL, null where an attribute is missing."""
    return " || '|' || ".join("left(birth_date, 4)" if part == "birth_year" else part for part in key)


def key_sql(key: tuple[str, ...]) -> str:
    """The key of a record, null where an attribute is missing or where too many records share it."""
    value = key_value(key)
    return f"CASE WHEN count(*) OVER (PARTITION BY {value}) BETWEEN 2 AND {MOST_BEHIND_A_KEY} THEN {value} END"
