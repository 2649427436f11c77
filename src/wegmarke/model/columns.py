"""The columns of an interaction as they stand in the record: one Arrow schema that sources write, the record keeps
and the index reads.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

_code = pa.dictionary(pa.int32(), pa.string())

INTERACTION_SCHEMA = pa.schema(
    [
        # where it came from
        pa.field(
            "file", pa.int32(), nullable=False
        ),  # number of the imported file in the record's ledger (0 before it is recorded)
        pa.field("row", pa.int64(), nullable=False),  # row as a person counts it in that file; see RawBatch.row_numbers
        pa.field("part", pa.int16(), nullable=False),  # which [[interaction]] of the mapping the row yielded, from 0
        pa.field("row_id", pa.string()),  # the id that the mapping declares, else null
        pa.field("row_hash", pa.uint64()),  # content of the source row, only where row_id is set
        # who
        pa.field("customer_kind", _code, nullable=False),
        pa.field("customer", pa.string(), nullable=False),
        # kind to value of what else the row says of who it is, as it stands there; only on part 0 of a row
        pa.field("identifiers", pa.map_(pa.string(), pa.string())),
        # purpose to state of what the row says the person allows, refuses or objects to; only on part 0 of a row
        pa.field("consents", pa.map_(pa.string(), pa.string())),
        # customer attribute to its word, as the row says it; only on part 0 of a row
        pa.field("attributes", pa.map_(pa.string(), pa.string())),
        pa.field("account", pa.string()),
        # when
        pa.field("time", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("end", pa.timestamp("us", tz="UTC")),
        pa.field("sequence", pa.int64()),
        # what
        pa.field("touchpoint", _code, nullable=False),
        pa.field("channel", _code),
        pa.field("department", _code),
        pa.field("lifecycle", _code),
        pa.field("journey", pa.string()),  # journey or case id; null: cut by outcome and silence
        pa.field("matter", pa.string()),
        pa.field("outcome", _code),
        pa.field("ends", pa.bool_(), nullable=False),  # this interaction itself is the outcome (and ends the journey)
        pa.field("value_minor", pa.int64()),
        pa.field("currency", _code),
        pa.field("scores", pa.map_(pa.string(), pa.float64())),  # scale (nps, csat, ces, …) to value
        pa.field("text", pa.string()),
        pa.field("promise_due", pa.timestamp("us", tz="UTC")),
        pa.field("promise_kept", pa.timestamp("us", tz="UTC")),
        pa.field("stated_reason", _code),  # the reason that was stated for what happened here, as the source words it
        pa.field("rest", pa.string()),  # remaining columns of the source row as a JSON object, only on part 0 of a row
    ]
)

INDEX_COLUMNS = (
    "file",
    "row",
    "part",
    "customer_kind",
    "customer",
    "time",
    "sequence",
    "touchpoint",
    "channel",
    "department",
    "lifecycle",
    "journey",
    "outcome",
    "ends",
    "value_minor",
    "currency",
    "matter",
    "scores",
    "promise_due",
    "promise_kept",
    "stated_reason",
)
"""What the index needs of the record; everything else is fetched from the record when a person opens a row."""

MASTER_DATA = ""
"""Stands in the place of the touchpoint in rows that are master data: they say who a customer is, and are no contact.
Their `time` is as of when they speak, their `end` until when the customer belonged to the account."""

CONSENT_COLUMNS = ("customer_kind", "customer", "time", "consents")
"""What says who allowed what, and when."""

ATTRIBUTE_COLUMNS = (
    *("file", "row", "customer_kind", "customer", "identifiers", "account"),
    *("time", "attributes"),
)
"""What says which attributes a customer has, since when it is told; identifiers and account as far as they say whose
they are."""

IDENTITY_COLUMNS = ("file", "row", "customer_kind", "customer", "identifiers", "time")
"""What says who is who."""


ACCOUNT_COLUMNS = (
    *("file", "row", "customer_kind", "customer", "identifiers", "account"),
    *("time", "end", "touchpoint"),
)
"""What says who belongs to which account."""


def completed(batch: pa.RecordBatch, names: Sequence[str]) -> pa.RecordBatch:
    """These columns of a batch, typed as in `INTERACTION_SCHEMA`; one that came into being after the batch was written
    is all null.
    """
    schema = pa.schema([INTERACTION_SCHEMA.field(name) for name in names])
    there = set(batch.schema.names)
    arrays = [
        batch.column(field.name).cast(field.type) if field.name in there else pa.nulls(len(batch), field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
