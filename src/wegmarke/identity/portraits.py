"""What is known of every customer, a line each: the table on which the model looks for people that stand twice."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.comparing import is_number
from wegmarke.identity.customers import Customers
from wegmarke.identity.kinds import kind_of
from wegmarke.identity.numbers import SEPARATOR
from wegmarke.identity.preparing import NUMBER

FEWEST_ATTRIBUTES = 2
"""A customer of whom less is known than that cannot be compared: a cookie, a pseudonym."""


def portraits(customers: Customers) -> pa.Table:
    """A line a customer: `number`, and a column for each kind that describes or is a person's own; null: not known.

    Of several values of a kind the one that most identifiers bear is taken, of equals the first by alphabet.
    """
    told = pa.concat_tables([_described(customers), _identifying(customers)])
    if not len(told):
        return pa.table({NUMBER: pa.array([], pa.int64())})
    counted = told.group_by(["customer", "kind", "value"]).aggregate([([], "count_all")])
    counted = counted.sort_by(
        [("customer", "ascending"), ("kind", "ascending"), ("count_all", "descending"), ("value", "ascending")]
    )
    kinds = sorted(pc.unique(counted["kind"]).to_pylist())
    numbers = np.unique(counted["customer"].to_numpy())
    columns = {kind: _first_of_each(counted.filter(pc.equal(counted["kind"], kind)), numbers) for kind in kinds}
    table = pa.table({NUMBER: pa.array(numbers), **columns})
    known = np.zeros(len(table), np.int64)
    for kind in kinds:
        known += pc.is_valid(table[kind]).to_numpy()
    return table.filter(pa.array(known >= FEWEST_ATTRIBUTES))


def portrait(customers: Customers, number: int) -> dict[str, str]:
    """What is known of one customer, as `portraits` has it, in the spelling of the first source."""
    found: dict[str, str] = {}
    for kind, value in customers.described(number):
        found.setdefault(kind, value)
    for seen in customers.identifiers_of(number):
        if seen.kind not in found:
            found[seen.kind] = seen.value
    return found


def _described(customers: Customers) -> pa.Table:
    table = customers.sightings.described
    owners = customers.customers_of(table["number"].to_numpy()).astype(np.int64)
    return _table(owners, table["kind"].cast(pa.string()), table["value"])


def _identifying(customers: Customers) -> pa.Table:
    """The identifiers that tell something of a person: mail, telephone, and numbers of the person's own."""
    words = customers.numbers.kinds
    telling = [
        place
        for place, word in enumerate(words)
        if (kind := kind_of(word, customers.rules).name) in ("email", "phone") or is_number(kind, customers.rules)
    ]
    at = np.flatnonzero(np.isin(customers.numbers.kind_codes(), telling))
    parts = pc.split_pattern(customers.numbers.identifiers(customers.all_numbers[at]), SEPARATOR, max_splits=1)
    owners = customers.all_numbers[customers.customer[at]].astype(np.int64)
    return _table(owners, pc.list_element(parts, 0), pc.list_element(parts, 1))


def _table(owners: np.ndarray, kinds: pa.Array, values: pa.Array) -> pa.Table:
    return pa.table({"customer": pa.array(owners), "kind": kinds, "value": values.cast(pa.string())})


def _first_of_each(counted: pa.Table, numbers: np.ndarray) -> pa.Array:
    """The first value of every customer of a sorted table, in the order of `numbers`; null where there is none."""
    owners = counted["customer"].to_numpy()
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    place = np.full(len(numbers), -1, np.int64)
    place[np.searchsorted(numbers, owners[firsts])] = firsts
    return counted["value"].combine_chunks().take(pa.array(place, mask=place < 0))
