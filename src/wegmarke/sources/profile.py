"""What the first values of a column look like."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.sources.numbers import read_numbers
from wegmarke.sources.texts import as_text, missing_to_null
from wegmarke.sources.times import DateOrder, read_times

_EMAIL = r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$"
_PHONE = r"^(\+|00?)[1-9][0-9 ()/.-]{5,18}[0-9]$"
_SIGNS = (("€", "EUR"), ("EUR", "EUR"), ("$", "USD"), ("USD", "USD"), ("£", "GBP"), ("CHF", "CHF"))


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """A column's first values.

    filled: share of cells that are not empty. distinct: number of different values, distinct_share: of the filled
    cells. times, numbers, emails, phones: shares of the filled cells that can be read so. dates: of those that can be
    read as times, the ones that are no mere numbers. one_domain: share of the addresses that are of the most frequent
    domain. length: mean characters. currency: that of the signs in it, if
    any. examples: first different values.
    """

    name: str
    filled: float
    distinct: int
    distinct_share: float
    times: float
    numbers: float
    emails: float
    phones: float
    dates: float
    length: float
    one_domain: float
    currency: str | None
    examples: tuple[str, ...]


def profile(name: str, column: pa.Array, date_order: DateOrder | None = None) -> ColumnProfile:
    """Describe a column."""
    text = as_text(column)
    given = missing_to_null(text).drop_null()
    count = len(given)
    if count == 0:
        return ColumnProfile(
            name, 0.0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, dates=0.0, length=0.0, one_domain=0.0, currency=None, examples=()
        )
    typed = column if not pa.types.is_null(column.type) else given
    times = read_times(typed, date_order=date_order)
    numbers = read_numbers(given)
    different = pc.unique(given)
    currency = next((code for sign, code in _SIGNS if pc.any(pc.match_substring(different, sign)).as_py()), None)
    numeric = _share(pc.is_valid(numbers.values)) + float(numbers.ambiguous.mean())
    read = pc.is_valid(times.values).to_numpy(zero_copy_only=False) | times.outside | times.ambiguous
    times_share = float(read.sum()) / count
    return ColumnProfile(
        name=name,
        filled=count / len(column),
        distinct=len(different),
        distinct_share=len(different) / count,
        times=float((pc.is_valid(times.values).to_numpy(zero_copy_only=False) | times.outside | times.ambiguous).sum())
        / count,
        numbers=numeric,
        emails=_share(pc.match_substring_regex(given, _EMAIL)),
        phones=_share(pc.match_substring_regex(given, _PHONE)),
        dates=times_share if numeric < 0.9 else 0.0,
        length=float(pc.mean(pc.utf8_length(given)).as_py()),
        one_domain=_one_domain(given),
        currency=currency if numeric > 0.5 else None,
        examples=tuple(value[:80] for value in different.slice(0, 5).to_pylist()),
    )


def _one_domain(given: pa.Array) -> float:
    addresses = given.filter(pc.match_substring_regex(given, _EMAIL))
    if not len(addresses):
        return 0.0
    domains = pc.utf8_lower(pc.extract_regex(addresses, r"@(?P<domain>[^@]+)$").field("domain"))
    return float(max(pc.value_counts(domains).field("counts").to_pylist())) / len(addresses)


def _share(mask: pa.Array) -> float:
    return float(pc.mean(mask.cast(pa.float64())).as_py() or 0.0)
