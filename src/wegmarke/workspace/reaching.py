"""By which addresses and names customers can be recognised elsewhere: as the sources wrote them, the latest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.customers import Customers
from wegmarke.identity.kinds import is_role_address, kind_of, normalised
from wegmarke.identity.naming import different
from wegmarke.identity.rules import IdentityRules
from wegmarke.model.columns import IDENTITY_COLUMNS
from wegmarke.record import Record

KINDS = ("email", "phone", "first_name", "last_name", "postcode", "country")
MOST_ADDRESSES = 3
"""Of one kind, for one customer; the networks take no more."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """One customer's e-mail addresses and telephone numbers (E.164), first and last name, postcode and country as
    written by the latest row that has them; "" where nothing is known.
    """

    number: int
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    first_name: str = ""
    last_name: str = ""
    postcode: str = ""
    country: str = ""


def reachable(record: Record, customers: Customers, wanted: NDArray[np.uint64]) -> list[Reachable]:
    """What is known of these customers, in the order of their numbers; nothing of whom nothing is known. Addresses that
    an office reads (info@) are left out: they are no person's.
    """
    pieces = list(_lines(record, customers, wanted))
    if not pieces:
        return []
    lines = pa.concat_tables(pieces).group_by(["number", "kind", "value"]).aggregate([("time", "max")])
    lines = lines.sort_by([("number", "ascending"), ("time_max", "descending"), ("value", "ascending")])
    found: dict[int, dict[str, list[str]]] = {}
    columns = (lines[name].to_pylist() for name in ("number", "kind", "value"))
    for number, kind, value in zip(*columns, strict=True):
        found.setdefault(number, {}).setdefault(kind, []).append(value)
    return [
        Reachable(
            number=number,
            emails=tuple(values.get("email", ())[:MOST_ADDRESSES]),
            phones=tuple(values.get("phone", ())[:MOST_ADDRESSES]),
            first_name=_latest(values, "first_name"),
            last_name=_latest(values, "last_name"),
            postcode=_latest(values, "postcode"),
            country=_latest(values, "country"),
        )
        for number, values in found.items()
    ]


def _latest(values: dict[str, list[str]], kind: str) -> str:
    return values.get(kind, [""])[0]


def _lines(record: Record, customers: Customers, wanted: NDArray[np.uint64]) -> Iterator[pa.Table]:
    """Tables of (number, kind, value, time) for the rows of these customers."""
    rules = customers.rules
    for batch in record.batches(IDENTITY_COLUMNS):
        kinds = batch.column("customer_kind").cast(pa.string())
        values = batch.column("customer").cast(pa.string())
        numbers = different(kinds.dictionary_encode(), values, customers.numbers, rules, mint=False).numbers
        of = np.zeros(len(batch), np.uint64)
        known = numbers >= 0
        of[known] = customers.customers_of(numbers[known])
        meant = known & np.isin(of, wanted)
        which = pa.array(meant)
        times = batch.column("time")
        yield from _worded(of[meant], kinds.filter(which), values.filter(which), times.filter(which), rules)
        further = batch.column("identifiers")
        if further.null_count == len(further):
            continue
        offsets = further.offsets.to_numpy()
        rows = np.repeat(np.arange(len(further)), np.diff(offsets))
        words, items = (flat.slice(offsets[0], offsets[-1] - offsets[0]) for flat in (further.keys, further.items))
        inner = meant[rows]
        which = pa.array(inner)
        times = times.take(pa.array(rows[inner]))
        yield from _worded(of[rows[inner]], words.filter(which), items.filter(which), times, rules)


def _worded(
    numbers: NDArray[np.uint64], words: pa.StringArray, values: pa.StringArray, times: pa.Array, rules: IdentityRules
) -> Iterator[pa.Table]:
    """The lines of the kinds that matter here, each value as it is to be read."""
    for word in pc.unique(words).to_pylist():
        kind = kind_of(word, rules).name
        if kind not in KINDS:
            continue
        at = pc.equal(words, word)
        value = values.filter(at)
        keep = pc.is_valid(value)
        if kind in {"email", "phone"}:
            plain = normalised(kind, value, replace(rules, plus_tags=True, gmail_dots=True))  # the address as it is
            keep = pc.is_valid(plain)
            if kind == "email":
                keep = pc.and_(keep, pc.invert(is_role_address(plain, rules)))
            value = plain if kind == "email" else pc.replace_substring_regex(plain, ";ext=.*$", "")
        named = pa.array([kind]).take(pa.array(np.zeros(len(value), np.int64)))
        table = pa.table(
            {"number": pa.array(numbers).filter(at), "kind": named, "value": value, "time": times.filter(at)}
        )
        yield table.filter(keep)
