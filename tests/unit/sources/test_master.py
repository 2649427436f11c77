"""Rows of master data: who belongs to which company, and whoever has left."""

from __future__ import annotations

import numpy as np

from tests.unit.sources.files import record_batch
from wegmarke.clock import now
from wegmarke.model.columns import MASTER_DATA
from wegmarke.model.mapping import Condition, Identifier, Mapping, Master
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.interactions import apply_mapping

CONTACTS = Mapping(
    "contacts",
    "mail",
    (),
    "email",
    identifiers=(Identifier("role", "buying_role"),),
    master=Master("company", "changed", "until", (Condition("active", "is", "no"),)),
)


def rows(**columns: list[object]) -> RawBatch:
    found = record_batch(**columns)
    return RawBatch(found, np.arange(2, found.num_rows + 2, dtype=np.int64))


def test_a_row_becomes_one_line_without_a_touchpoint() -> None:
    before = now()
    mapped = apply_mapping(
        CONTACTS,
        rows(
            mail=["a@x.de", "b@x.de", "c@x.de", "d@x.de"],
            company=["10", "10", "11", ""],
            role=["buyer", "", "user", "user"],
            changed=["2026-02-01", "2026-02-01", "", ""],
            until=["", "2025-12-31", "", ""],
            active=["yes", "no", "no", "yes"],
            note=["x", "", "", ""],
        ),
    )
    assert not mapped.unfit
    lines = mapped.interactions.to_pylist()
    assert {line["touchpoint"] for line in lines} == {MASTER_DATA}
    assert [line["account"] for line in lines] == ["10", "10", "11", None]
    assert [line["identifiers"] for line in lines] == [
        [("buying_role", "buyer")],
        None,
        [("buying_role", "user")],
        [("buying_role", "user")],
    ]
    assert lines[0]["end"] is None
    assert lines[1]["end"].date().isoformat() == "2025-12-31"
    assert lines[2]["end"] == lines[2]["time"], "left, and nobody knows when: as of the import"
    assert lines[0]["time"].date().isoformat() == "2026-02-01"
    assert before <= lines[2]["time"] <= now()
    assert "note" in lines[0]["rest"]
    assert "company" not in lines[0]["rest"]


def test_a_time_that_cannot_be_read_sets_the_row_aside() -> None:
    mapped = apply_mapping(
        CONTACTS,
        rows(mail=["a@x.de", "", "c@x.de"], company=["1"] * 3, role=[""] * 3, changed=["soon", "", ""], until=[""] * 3,
             active=[""] * 3),
    )  # fmt: skip
    assert [(one.row, one.reason) for one in mapped.unfit] == [(2, "time_unreadable"), (3, "customer_missing")]
    assert mapped.interactions.num_rows == 1
