"""The files of what the record says of who is who, and of whose each identifier was found to be.

All of it follows from record, links and rules: what is missing, of another version or does not fit is made again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
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
_FOUND = {"whose": _WHOSE, "agreed": _AGREED}


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
        seen = read_tables(place, state.seen_name, _TABLES)
        found = read_tables(place, state.whose_name, _FOUND)
        return Derived(state, Sightings(**seen), _earlier(found["whose"], found["agreed"], state.assertions))
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
    if before is None or before.seen_name != state.seen_name:
        kept = write_tables(place, state.seen_name, {name: getattr(derived.sightings, name) for name in _TABLES})
    else:
        kept = {f"{name}-{state.seen_name}.parquet" for name in _TABLES}
    found = derived.earlier
    whose = pa.table([found.number, found.customer, found.shown, found.crowd], schema=_WHOSE)
    agreed = pa.table([found.agreed[:, 0], found.agreed[:, 1]], schema=_AGREED)
    kept |= write_tables(place, state.whose_name, {"whose": whose, "agreed": agreed})
    raw = {
        "version": STATE_VERSION,
        "position": state.position,
        "rules": state.rules,
        "assertions": state.assertions,
    }
    write_text(place / "state.json", json.dumps(raw))
    sweep_tables(place, (*_TABLES, *_FOUND), kept)


def read_tables(place: Path, name: str, schemas: Mapping[str, pa.Schema]) -> dict[str, pa.Table]:
    """The tables that were written together under a name. Errors: those of reading Parquet."""
    return {key: pq.read_table(place / f"{key}-{name}.parquet", schema=schema) for key, schema in schemas.items()}


def write_tables(place: Path, name: str, tables: Mapping[str, pa.Table]) -> set[str]:
    """Write tables under a name, beside those of other names; returns what their files are called."""
    for key, table in tables.items():
        pq.write_table(table, place / f"{key}-{name}.parquet", compression="zstd")
    return {f"{key}-{name}.parquet" for key in tables}


def sweep_tables(place: Path, keys: Iterable[str], kept: Collection[str]) -> None:
    """Remove the files of these tables that are not kept."""
    for key in keys:
        for path in place.glob(f"{key}-*.parquet"):
            if path.name not in kept:
                path.unlink(missing_ok=True)
