"""From when to when a customer belongs to which account, as arrays that whole columns can be looked up in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

NO_ACCOUNT = -1
_EVER = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans ordered by customer and start. customer (customers,) sorted; begins (customers + 1,): where the spans of
    each begin; start (spans,): microseconds since 1970 from which on it is so, the first of each customer since ever;
    account (spans,): number of the account, -1 for none. guessed: (customer, account) that only a mail domain tells.
    """

    customer: NDArray[np.int64]
    begins: NDArray[np.int64]
    start: NDArray[np.int64]
    account: NDArray[np.int64]
    guessed: tuple[tuple[int, int], ...] = ()

    def accounts_at(self, customers: NDArray[np.int64], times: NDArray[np.int64]) -> NDArray[np.int64]:
        """The account of each customer at each time (microseconds since 1970), -1 for none; shape (len,)."""
        found = np.full(len(customers), NO_ACCOUNT, np.int64)
        if not len(self.customer):
            return found
        rank = np.minimum(np.searchsorted(self.customer, customers), len(self.customer) - 1)
        here = np.flatnonzero(self.customer[rank] == customers)
        first, end = self.begins[rank[here]], self.begins[rank[here] + 1]
        at = first.copy()
        for step in range(1, int((end - first).max(initial=1))):
            later = (first + step < end) & (self.start[np.minimum(first + step, len(self.start) - 1)] <= times[here])
            at[later] = (first + step)[later]
        found[here] = self.account[at]
        return found

    def present(self) -> dict[int, int]:
        """The account that each customer belongs to now; who belongs to none is left out."""
        last = self.account[self.begins[1:] - 1] if len(self.customer) else self.account
        pairs = zip(self.customer.tolist(), last.tolist(), strict=True)
        return {customer: account for customer, account in pairs if account != NO_ACCOUNT}

    def accounts_of(self, customer: int) -> tuple[int, ...]:
        """Every account that a customer belongs or belonged to, in order."""
        place = int(np.searchsorted(self.customer, customer))
        if place == len(self.customer) or self.customer[place] != customer:
            return ()
        here = self.account[self.begins[place] : self.begins[place + 1]]
        return tuple(dict.fromkeys(here[here != NO_ACCOUNT].tolist()))

    def until(self, customer: int, account: int) -> int | None:
        """Until when a customer belonged to an account (microseconds since 1970); None: still does."""
        place = int(np.searchsorted(self.customer, customer))
        if place == len(self.customer) or self.customer[place] != customer:
            return None
        begin, end = int(self.begins[place]), int(self.begins[place + 1])
        last = max((at for at in range(begin, end) if self.account[at] == account), default=end)
        return int(self.start[last + 1]) if last + 1 < end else None

    def and_guessed(self, guessed: Mapping[int, int]) -> Spans:
        """The same, and for customers without any account the one that is guessed."""
        new = {one: account for one, account in guessed.items() if not self.accounts_of(one)}
        if not new:
            return self
        has = np.isin(self.customer, np.array(list(new), np.int64))
        spans = {
            int(one): list(zip(self.start[a:b].tolist(), self.account[a:b].tolist(), strict=True))
            for one, a, b, ours in zip(self.customer, self.begins[:-1], self.begins[1:], has, strict=True)
            if not ours
        }
        spans |= {one: [(_EVER, account)] for one, account in new.items()}
        return replace(_packed(spans), guessed=tuple(sorted(new.items())))


def spans_of(members: pa.Table) -> Spans:
    """The spans that rows tell. members: as in `memberships.MEMBERS`, of customers and accounts as they are now.

    Of several accounts the one of the latest first row counts. Master data speak of no day: they count where no row of
    an interaction names an account, and their `until` ends what rows have begun, unless a later row contradicts.
    """
    of: dict[int, dict[int, list[dict[str, Any]]]] = {}
    columns = ["contact", "account", "master", "until", "first", "last"]
    table = members.select(columns)
    for name in ("until", "first", "last"):
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(pa.int64()))
    for row in table.to_pylist():
        of.setdefault(row["contact"], {}).setdefault(row["account"], []).append(row)
    return _packed({customer: _of_one(accounts) for customer, accounts in of.items()})


def _of_one(accounts: Mapping[int, list[dict[str, Any]]]) -> list[tuple[int, int]]:
    """(start, account) of one customer, in order."""
    told = [_told(account, rows) for account, rows in accounts.items()]
    dated = sorted(one for one in told if one[0] is not None)
    chosen = dated or sorted(told, key=lambda one: (one[2] is None, one[2] or 0, one[3], one[1]))
    spans: list[tuple[int, int]] = [(_EVER, chosen[0][1])]
    for before, after in pairwise(chosen):
        ended = before[2]
        begun = after[0] if after[0] is not None else ended if ended is not None else _EVER
        spans.append((begun if ended is None else min(begun, ended), after[1]))
    if chosen[-1][2] is not None:
        spans.append((chosen[-1][2], NO_ACCOUNT))
    return spans


def _told(account: int, rows: list[dict[str, Any]]) -> tuple[Any, int, int | None, int]:
    """Of one customer and account: the first row of an interaction (None: only master data), the account, until when
    (None: not ended), and as of when master data last spoke.
    """
    dated = [row for row in rows if not row["master"]]
    master = max((row for row in rows if row["master"]), key=lambda row: row["last"], default=None)
    until = None if master is None else master["until"]
    if until is not None and any(row["last"] > until for row in dated):
        until = None
    return (
        min((row["first"] for row in dated), default=None),
        account,
        until,
        0 if master is None else master["last"],
    )


def _packed(spans: Mapping[int, list[tuple[int, int]]]) -> Spans:
    customers = sorted(spans)
    flat = [one for customer in customers for one in spans[customer]]
    return Spans(
        np.array(customers, np.int64),
        np.concatenate(([0], np.cumsum([len(spans[one]) for one in customers], dtype=np.int64))),
        np.array([start for start, _ in flat], np.int64),
        np.array([account for _, account in flat], np.int64),
    )
