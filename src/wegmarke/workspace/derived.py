"""The files of what the record says of who is who, and of whose each identifier was found to be.

All of it follows from record, links and rules: what is missing, of another version or does not fit is made again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wegmarke.identity.resolution import Earlier
from wegmarke.identity.sightings import DESCRIBED, LIVED, PAIRS, SEEN, SPELLED, Sightings
from wegmarke.record.durable import write_text

IDENTITY = "identity"
DERIVED = "derived"
STATE_VERSION = 3
_TABLES = {"seen": SEEN, "pairs": PAIRS, "described": DESCRIBED, "spelled": SPELLED, "lived": LIVED}
_WHOSE = pa.schema([("number", pa.int64()), ("customer", pa.int64()), ("shown", pa.int64()), ("crowd", pa.bool_())])
_AGREED = pa.schema([("a", pa.int64()), ("b", pa.int64())])


@dataclass(frozen=True, slots=True)
class State:
    """Of which record and under which rules the tables were made, and how many links were known."""

    position: int
    rules: str
    assertions: int

    @property
    def seen_name(self) -> str:
        """What the tables of what was seen are called by."""
        return f"{self.position:012d}-{self.rules}"

    @property
    def whose_name(self) -> str:
        """What the tables of what was found are called by."""
        return f"{self.seen_name}-{self.assertions}"


@dataclass(frozen=True, slots=True)
class Derived:
    """What was derived the last time."""

    state: State
    sightings: Sightings
    earlier: Earlier


def read_derived(folder: Path) -> Derived | None:
    """What was derived the last time in this workspace, or None if that cannot be told."""
    place = folder / IDENTITY / DERIVED
    try:
        raw = json.loads((place / "state.json").read_text(encoding="utf-8"))
        if raw["version"] != STATE_VERSION:
            return None
        state = State(raw["position"], raw["rules"], raw["assertions"])
        tables = {
            name: pq.read_table(place / f"{name}-{state.seen_name}.parquet", schema=schema)
            for name, schema in _TABLES.items()
        }
        whose = pq.read_table(place / f"whose-{state.whose_name}.parquet", schema=_WHOSE)
        agreed = pq.read_table(place / f"agreed-{state.whose_name}.parquet", schema=_AGREED)
        return Derived(state, Sightings(**tables), _earlier(whose, agreed, state.assertions))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def _earlier(whose: pa.Table, agreed: pa.Table, assertions: int) -> Earlier:
    return Earlier(
        number=whose["number"].to_numpy(),
        customer=whose["customer"].to_numpy(),
        shown=whose["shown"].to_numpy(),
        crowd=whose["crowd"].to_numpy(),
        agreed=np.column_stack([agreed["a"].to_numpy(), agreed["b"].to_numpy()]),
        assertions=assertions,
    )


def write_derived(folder: Path, derived: Derived, before: State | None) -> None:
    """Keep what was derived in the place of what was there `before`; what has not changed is not written again."""
    place, state = folder / IDENTITY / DERIVED, derived.state
    place.mkdir(parents=True, exist_ok=True)
    kept = set()
    for name in _TABLES:
        path = place / f"{name}-{state.seen_name}.parquet"
        kept.add(path.name)
        if before is None or before.seen_name != state.seen_name:
            pq.write_table(getattr(derived.sightings, name), path, compression="zstd")
    found = derived.earlier
    whose = pa.table([found.number, found.customer, found.shown, found.crowd], schema=_WHOSE)
    agreed = pa.table([found.agreed[:, 0], found.agreed[:, 1]], schema=_AGREED)
    for name, table in (("whose", whose), ("agreed", agreed)):
        path = place / f"{name}-{state.whose_name}.parquet"
        kept.add(path.name)
        pq.write_table(table, path, compression="zstd")
    raw = {
        "version": STATE_VERSION,
        "position": state.position,
        "rules": state.rules,
        "assertions": state.assertions,
    }
    write_text(place / "state.json", json.dumps(raw))
    for name in (*_TABLES, "whose", "agreed"):
        for path in place.glob(f"{name}-*.parquet"):
            if path.name not in kept:
                path.unlink(missing_ok=True)
