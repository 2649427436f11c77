"""Which company a customer belongs to, by the rows of all sources: there value and silence are the company's."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.customers import Customers
from wegmarke.record import Record
from wegmarke.workspace.backlog.who import NOBODY, numbers_of

_COLUMNS = ("customer_kind", "customer", "account", "time")


def accounts_of(record: Record, customers: Customers) -> dict[int, str]:
    """Give each customer's company, that of the newest row which names one; who has none is left out."""
    found: dict[int, tuple[int, str]] = {}
    for batch in record.batches(_COLUMNS):
        named = batch.filter(pc.is_valid(batch.column("account")))
        if not named.num_rows:
            continue
        numbers = pa.array(numbers_of(customers, named))
        times = named.column("time").cast(pa.int64())
        table = pa.table({"number": numbers, "account": named.column("account"), "time": times})
        latest = table.group_by(["number", "account"]).aggregate([("time", "max")])
        for row in latest.to_pylist():
            said = row["time_max"], row["account"]
            if row["number"] != NOBODY:
                found[row["number"]] = max(said, found.get(row["number"], said))
    return {number: account for number, (_, account) in found.items()}
