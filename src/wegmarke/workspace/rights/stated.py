"""What sources say of consents: the latest of each identifier and purpose, made from the record at every build.

An objection of the person that was entered here (`consents`) outweighs every later consent that comes by file; only the
person can take it back. Where nothing was entered, or a consent was, the newest holds, whoever says it; of two in the
same second the stronger (`model.consent.STRENGTH`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wegmarke.clock import now
from wegmarke.errors import WegmarkeError
from wegmarke.model.columns import CONSENT_COLUMNS
from wegmarke.model.consent import AGAINST, PURPOSES, STRENGTH, Purpose, State
from wegmarke.record import Record
from wegmarke.record.durable import aside
from wegmarke.record.reading import holds, live_batches
from wegmarke.workspace.resolving import DERIVED, IDENTITY
from wegmarke.workspace.rights.consents import Consent, Consents
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.traces import Traces

STATED_FILE = "stated-consents.parquet"
_POSITION = b"position"
_STATES = tuple(STRENGTH)  # by strength
_STEPS = 8
"""A statement is one number, seconds · 8 + strength: the greatest is the newest, and in one second the strongest."""

_SCHEMA = pa.schema([(name, pa.string()) for name in ("kind", "value", "purpose", "source")] + [("said", pa.int64())])


@dataclass(frozen=True, slots=True)
class Stated:
    """The latest that a source says of an identifier. at: when, in whole seconds UTC."""

    kind: str
    value: str
    purpose: Purpose
    state: State
    at: int
    source: str


def keep_up(folder: Path, record: Record) -> None:
    """Bring the table up to date; of what was only added to the record, only that is read. For the one who writes."""
    try:
        known = _read(folder)
    except WegmarkeError:  # it follows from the record, and is made again; whoever only reads is told that it is broken
        known = None
    since = _position(known)
    if since == record.position:
        return
    added = since is not None and since <= record.position and record.only_added(since)
    parts = [part for part in record.parts(since if added else None) if holds(part, "consents")]
    tables = [_latest(part.file.source, live_batches((part,), CONSENT_COLUMNS)) for part in parts]
    table = _greatest([*tables, *([known] if added and known is not None else [])])
    place = folder / IDENTITY / DERIVED / STATED_FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    with aside(place) as written:
        pq.write_table(table.replace_schema_metadata({_POSITION: str(record.position)}), written, compression="zstd")


def _latest(source: str, batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """What one part says."""
    found = [_SCHEMA.empty_table()]
    for batch in batches:
        some = batch.filter(batch.column("consents").is_valid())
        consents, seconds = some.column("consents"), pc.divide(some.column("time").cast(pa.int64()), 1_000_000)
        row = pa.array(np.repeat(np.arange(len(some)), np.diff(consents.offsets.to_numpy())))
        strength = pc.index_in(consents.items, pa.array(_STATES)).cast(pa.int64())
        arrays = [
            some.column("customer_kind").cast(pa.string()).take(row),
            some.column("customer").take(row),
            consents.keys,
            pa.repeat(pa.scalar(source), len(row)),
            pc.add(pc.multiply(seconds.take(row), _STEPS), strength),
        ]
        found.append(pa.Table.from_arrays(arrays, schema=_SCHEMA))
    return _greatest(found)


def _greatest(tables: list[pa.Table]) -> pa.Table:
    names = _SCHEMA.names[:-1]
    whole = pa.concat_tables([_SCHEMA.empty_table(), *tables])
    return whole.group_by(names).aggregate([("said", "max")]).rename_columns(_SCHEMA.names)


def _read(folder: Path) -> pa.Table | None:
    try:
        return pq.read_table(folder / IDENTITY / DERIVED / STATED_FILE)
    except FileNotFoundError:
        return None
    except (OSError, pa.ArrowException) as error:
        raise WegmarkeError("record_broken", what=f"{IDENTITY}/{DERIVED}/{STATED_FILE}") from error


def _position(table: pa.Table | None) -> int | None:
    return None if table is None else int((table.schema.metadata or {}).get(_POSITION, b"-1"))


class StatedConsents:
    """What sources say, as of the last build. state: changes whenever that may have changed, "" for nothing."""

    def __init__(self, folder: Path) -> None:
        table = _read(folder)
        self._table = _SCHEMA.empty_table() if table is None else table
        self.state = str(_position(table)) if self._table.num_rows else ""

    def about(self, purpose: Purpose) -> pa.Table:
        """All that is said about a purpose: kind, value, source, said (seconds · 8 + strength)."""
        return self._table.filter(pc.equal(self._table["purpose"], purpose))

    def of(self, person: Person) -> tuple[Stated, ...]:
        """What sources say of a person, by the identifiers as they are written there; the latest last."""
        traces = Traces([person])
        written = pa.array({value for _, value in person.identifiers}, pa.string())
        found = [
            Stated(one["kind"], one["value"], one["purpose"], *told(one["said"]), one["source"])
            for one in self._table.filter(pc.is_in(self._table["value"], written)).to_pylist()
            if traces.is_theirs(one["kind"], one["value"])
        ]
        return tuple(sorted(found, key=lambda one: (one.at, STRENGTH[one.state])))


def told(said: int) -> tuple[State, int]:
    """State and time (whole seconds UTC) of a statement."""
    return _STATES[said % _STEPS], said // _STEPS


def outweighs(entered: Consent, stated: tuple[State, int]) -> bool:
    """Whether what the person said and was entered here holds against what a source says (state and time)."""
    at = int(dt.datetime.fromisoformat(entered.at).timestamp())
    return entered.state in AGAINST or (at, STRENGTH[entered.state]) >= (stated[1], STRENGTH[stated[0]])


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of a person for a purpose. at: since when, ISO with zone. source: what says so, "" for what the person
    said and was entered here.
    """

    purpose: Purpose
    state: State
    at: str
    source: str


def held(folder: Path, person: Person) -> tuple[Held, ...]:
    """What holds now for each purpose of which anything is known, in the order of `PURPOSES`."""
    entered: dict[Purpose, Consent] = {}
    moment = now().astimezone(dt.UTC).isoformat(timespec="seconds")
    for said in Consents(folder).history(person):
        if said.at <= moment:
            entered[said.purpose] = said
    stated = {one.purpose: one for one in StatedConsents(folder).of(person)}
    return tuple(
        _held(purpose, entered.get(purpose), stated.get(purpose))
        for purpose in PURPOSES
        if purpose in entered or purpose in stated
    )


def _held(purpose: Purpose, said: Consent | None, stated: Stated | None) -> Held:
    if stated is None or (said is not None and outweighs(said, (stated.state, stated.at))):
        assert said is not None  # noqa: S101 - one of the two says something
        return Held(purpose, said.state, said.at, "")
    at = dt.datetime.fromtimestamp(stated.at, dt.UTC).isoformat(timespec="seconds")
    return Held(purpose, stated.state, at, stated.source)
