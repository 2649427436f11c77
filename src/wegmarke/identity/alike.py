"""Accounts that stand twice under different numbers: name and address agree."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.kinds import normalised

_PLACE = ("postcode", "street")


def alike_accounts(told: pa.Table) -> tuple[tuple[int, int], ...]:
    """Pairs of account numbers whose name, postcode and street agree in their normal spelling, the smaller first.

    told: as in `memberships.TOLD`. Branches of one company at other addresses stay apart, and so does whoever has no
    address.
    """
    known: dict[str, dict[int, set[str]]] = {}
    for kind in ("company", *_PLACE):
        rows = told.filter(pc.equal(told["kind"], kind))
        values = normalised(kind, rows["value"])
        of: dict[int, set[str]] = {}
        for account, value in zip(rows["account"].to_pylist(), values.to_pylist(), strict=True):
            if value:
                of.setdefault(account, set()).add(value)
        known[kind] = of
    first: dict[tuple[str, str, str], int] = {}
    pairs: set[tuple[int, int]] = set()
    for account in sorted(known["company"]):
        for name in sorted(known["company"][account]):
            for postcode in known["postcode"].get(account, ()):
                for street in known["street"].get(account, ()):
                    other = first.setdefault((name, postcode, street), account)
                    if other != account:
                        pairs.add((other, account))
    return tuple(sorted(pairs))
