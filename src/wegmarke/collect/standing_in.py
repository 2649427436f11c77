"""Erase or give out a person's events while no collector runs: the spool is opened for a moment and closed again."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from pathlib import Path

from wegmarke.collect.erasing import erase, events_of
from wegmarke.collect.handing_over import HandOver
from wegmarke.collect.tables import connect
from wegmarke.model.collection import COLLECT, SPOOL_TAKEN


def stand_in(workspace: str, what: str) -> None:
    """Do it for the identifiers on standard input; exits with `SPOOL_TAKEN` if a collector has the spool after all."""
    identifiers = [str(one) for one in json.load(sys.stdin)]
    folder = Path(workspace) / COLLECT
    try:
        connection = connect(folder)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            sys.exit(SPOOL_TAKEN)
        raise
    with contextlib.closing(connection):
        over = HandOver(connection, folder, Path(workspace) / "sources")
        if what == "erase":
            done: dict[str, object] = {"erased": erase(over, identifiers)}
        else:
            done = {"events": list(events_of(over, identifiers))}
    json.dump(done, sys.stdout)
