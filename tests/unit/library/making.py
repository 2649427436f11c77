"""A small log whose answers one can count by hand: three customers won, two lost, one open."""

from __future__ import annotations

import pyarrow as pa

import wegmarke as wm

ROWS = [
    # customer, time, page, status
    ("ada", "2026-01-01 08:00", "Website", "won"),
    ("ada", "2026-01-01 09:00", "=Hotline", "won"),
    ("ada", "2026-01-02 09:00", "Kauf & <b>", "won"),
    ("bob", "2026-01-01 08:00", "Website", "won"),
    ("bob", "2026-01-03 08:00", "Kauf & <b>", "won"),
    ("cleo", "2026-01-05 08:00", "Website", "won"),
    ("cleo", "2026-01-05 08:30", "=Hotline", "won"),
    ("cleo", "2026-01-06 08:30", "Kauf & <b>", "won"),
    ("dan", "2026-01-01 08:00", "Website", "lost"),
    ("dan", "2026-01-01 10:00", "=Hotline", "lost"),
    ("dan", "2026-01-01 12:00", "=Hotline", "lost"),
    ("eve", "2026-01-04 08:00", "=Hotline", "lost"),
    ("eve", "2026-01-04 09:00", "Website", "lost"),
    ("fay", "2026-01-08 08:00", "Website", None),
]
PROMISED = {"ada": ("2026-01-02 10:00", "2026-01-02 09:00"), "cleo": ("2026-01-05 12:00", None)}
"""What the hotline promised to whom, and when it was done."""
CUSTOMERS, INTERACTIONS = 6, len(ROWS)
HOTLINE = "hotline"
"""The key of "=Hotline", a name that a spreadsheet would take for a formula."""


def table(**more: pa.Array) -> pa.Table:
    """The log as an Arrow table of text."""
    columns = dict(zip(("customer", "time", "page", "status"), zip(*ROWS, strict=True), strict=True))
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()} | more)


def log(times: int = 1) -> wm.Log:
    """The log, read. times: so many customers for each one of it."""
    promised = [PROMISED.get(row[0], (None, None)) if row[2] == "=Hotline" else (None, None) for row in ROWS]
    columns = {
        name: pa.array([one[at] for one in promised], pa.string()) for at, name in enumerate(("promised", "done"))
    }
    every = pa.concat_tables(_of_others(table(**columns), number) for number in range(times))
    return wm.read(
        every,
        customer="customer",
        time="time",
        touchpoint="page",
        outcome="status",
        promised="promised",
        kept="done",
        time_zone="UTC",
    )


def _of_others(told: pa.Table, number: int) -> pa.Table:
    """The same of customers of other names; number 0 keeps them."""
    if not number:
        return told
    names = pa.array([f"{name}{number}" for name in told.column("customer").to_pylist()], pa.string())
    return told.set_column(0, "customer", names)
