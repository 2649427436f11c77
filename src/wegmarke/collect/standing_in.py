"""Do what the workspace asks while no collector runs: the spool is opened for a moment and closed again."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from pathlib import Path

from wegmarke.collect.asked import outcome_of, steps_of
from wegmarke.collect.handing_over import HandOver
from wegmarke.collect.tables import connect
from wegmarke.model.collection import COLLECT, SPOOL_TAKEN


def stand_in(workspace: str, what: str) -> None:
    """Do what standard input says in JSON; exits with `SPOOL_TAKEN` if a collector has the spool after all."""
    steps = steps_of(what, json.load(sys.stdin))
    folder = Path(workspace) / COLLECT
    try:
        connection = connect(folder)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            sys.exit(SPOOL_TAKEN)
        raise
    with contextlib.closing(connection):
        over = HandOver(connection, folder, Path(workspace) / "sources")
        json.dump(outcome_of(what, [step(over) for step in steps]), sys.stdout)
