"""Do two customers who share an identifier agree in what describes them? Only then may it make one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

LONG_NAME = 4
"""Names of so many letters may differ by one slip of the pen and still be one name."""


@dataclass(slots=True)
class Described:
    """What sources say of one customer, in one spelling."""

    first_names: set[str] = field(default_factory=set)
    last_names: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    birth_dates: set[str] = field(default_factory=set)


_FIELDS = {
    "first_name": "first_names",
    "last_name": "last_names",
    "name": "names",
    "birth_date": "birth_dates",
}
KINDS_THAT_TELL = tuple(_FIELDS)
"""What else describes a customer says nothing here."""


def agree(one: Described, other: Described) -> bool:
    """Whether both are called alike and nothing speaks against their being one person.

    First names are equal, last names equal or a slip apart, or whole names likewise; known dates of birth have one in
    common. Whoever has no name agrees with nobody.
    """
    if one.birth_dates and other.birth_dates and not one.birth_dates & other.birth_dates:
        return False
    if one.first_names and other.first_names:
        return bool(one.first_names & other.first_names) and _any_alike(one.last_names, other.last_names)
    return _any_alike(one.names, other.names)


def _any_alike(some: Iterable[str], others: Iterable[str]) -> bool:
    return any(alike(a, b) for a in some for b in others)


def alike(one: str, other: str) -> bool:
    """Whether two names are equal, or long enough and one letter apart: another, missing, doubled, or two swapped."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < LONG_NAME or len(long) - len(short) > 1:
        return False
    i = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[i:] == long[i + 1 :]
    return short[i + 1 :] == long[i + 1 :] or (
        short[i : i + 2] == long[i : i + 2][::-1] and short[i + 2 :] == long[i + 2 :]
    )


def agreeing(pairs: NDArray[np.int64], described: pa.Table, customer: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of these pairs of customers (shape (n, 2)) agree.

    described: columns kind and value of `sightings.DESCRIBED`, line by line with `customer`, whose customer each is of.
    """
    if not len(pairs):
        return np.zeros(0, np.bool_)
    asked = np.isin(customer, pairs.ravel())
    some = described.filter(pa.array(asked))
    of: defaultdict[int, Described] = defaultdict(Described)
    lines = zip(customer[asked].tolist(), some["kind"].to_pylist(), some["value"].to_pylist(), strict=True)
    for who, kind, value in lines:
        if kind in _FIELDS:
            getattr(of[who], _FIELDS[kind]).add(value)
    return np.array([agree(of[a], of[b]) for a, b in pairs.tolist()], np.bool_)
