"""Rows of master data: lists of contacts and of companies, which say who a customer is and are no interactions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.clock import now
from wegmarke.model.columns import INTERACTION_SCHEMA, MASTER_DATA
from wegmarke.model.mapping import Master
from wegmarke.sources.cells import Columns, constant_code
from wegmarke.sources.faults import Faults


class MasterRows:
    """What each row says of the account its customer belongs to; times that cannot be read are marked."""

    number = 0

    def __init__(self, master: Master, columns: Columns, faults: Faults) -> None:
        self._count = len(faults.fit)
        moment = pa.scalar(now(), pa.timestamp("us", tz="UTC"))
        account = None if master.account is None else columns.text(master.account)
        time = pc.fill_null(_time(master.changed, columns, faults), moment)
        until = _time(master.until, columns, faults)
        if master.left:
            gone = np.logical_and.reduce([columns.holds(condition) for condition in master.left])
            until = pc.if_else(pa.array(gone), pc.coalesce(until, time), until)
        self._known: dict[str, pa.Array] = {
            "time": time,
            "end": until,
            "account": pa.nulls(self._count, pa.string()) if account is None else account,
            "touchpoint": constant_code(MASTER_DATA, self._count),
            "ends": pa.array(np.zeros(self._count, np.bool_)),
        }

    def columns(self) -> dict[str, pa.Array]:
        """Give the columns that such a row fills; all others are empty."""
        return {
            field.name: self._known.get(field.name, pa.nulls(self._count, field.type)) for field in INTERACTION_SCHEMA
        }


def _time(name: str | None, columns: Columns, faults: Faults) -> pa.Array:
    if name is None:
        return pa.nulls(len(faults.fit), pa.timestamp("us", tz="UTC"))
    times = columns.times(name)
    faults.mark(times.unreadable, "time_unreadable", name)
    faults.mark(times.outside, "time_outside", name)
    return times.values
