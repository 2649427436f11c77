"""What keeps a correction true when the uncorrected row comes again.

The right values stand in a file of their own, found only by whoever has the uncorrected row in hand: its id (or whose
it is and when), the column and the wrong value, all hashed. They are the person's data, and go with them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.model.columns import MASTER_DATA
from wegmarke.model.mapping import Mapping
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.sources.batch import RawBatch
from wegmarke.sources.interactions import MappedBatch, apply_mapping
from wegmarke.sources.staff import NO_TEAMS, Teams
from wegmarke.workspace.rights.as_read import Recorded, readings, replaced
from wegmarke.workspace.rights.erasures import RIGHTS
from wegmarke.workspace.rights.keyed import KeyedHashes

VALUES_FILE = "corrected.json"


@dataclass(frozen=True, slots=True)
class RightValue:
    """What is to be read in rows of a source. cell: hash of the wrong value; rows: hashes of which rows; value: the
    right one, in plain; reason: why, as somebody put it.
    """

    number: int
    source: str
    field: str
    cell: str
    rows: tuple[str, ...]
    value: str
    reason: str = ""


def read_right_values(folder: Path) -> tuple[RightValue, ...]:
    """The right values, in order of their corrections; `record_broken` for a damaged file."""
    try:
        content = json.loads((folder / RIGHTS / VALUES_FILE).read_text("utf-8"))
        return tuple(RightValue(**{**one, "rows": tuple(one["rows"])}) for one in content["values"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WegmarkeError("record_broken", what=f"{RIGHTS}/{VALUES_FILE}") from error


def write_right_values(folder: Path, values: Iterable[RightValue]) -> None:
    """Replace the file as a whole."""
    with room_or_error(folder):
        (folder / RIGHTS).mkdir(exist_ok=True)
    content = {"version": 1, "values": [asdict(value) for value in values]}
    write_text(folder / RIGHTS / VALUES_FILE, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def cell_hash(hashes: KeyedHashes, source: str, field: str, said: str) -> str:
    """The hash of what a column says."""
    return hashes.of_form("cell", f"{source}\x1f{field}\x1f{said}")


def row_hash(hashes: KeyedHashes, source: str, first: Recorded) -> str:
    """The hash of which row it is, from its first interaction: its id, else whose it is and when it took place."""
    if first["row_id"] is not None:
        return hashes.of_form("row", f"{source}\x1f{first['row_id']}")
    when = (
        "" if first["touchpoint"] == MASTER_DATA else first["time"].isoformat()
    )  # of master data that may be the import
    named = (source, first["customer_kind"], first["customer"], when)
    return hashes.of_form("row", "\x1f".join(named))


class RightValues:
    """Puts right values in the place of the wrong ones in rows that are read. Costs nothing for other sources."""

    def __init__(self, folder: Path, source: str) -> None:
        self._source = source
        self._values = [value for value in read_right_values(folder) if value.source == source]
        self._hashes = KeyedHashes.of(folder) if self._values else None

    def mapped(self, mapping: Mapping, raw: RawBatch, teams: Teams = NO_TEAMS) -> MappedBatch:
        """What the mapping makes of a batch, corrections applied in their order: the later on what the earlier left."""
        found = apply_mapping(mapping, raw, teams=teams)
        cells: dict[str, NDArray[np.object_]] = {}
        for right in self._values:
            if right.field not in cells:
                cells[right.field] = self._cells(mapping, right.field, raw)
            wrong = cells[right.field] == right.cell
            if wrong.any() and (wrong := wrong & self._are(right, found, raw)).any():
                raw = replace(raw, columns=replaced(raw.columns, right.field, wrong.tolist(), right.value))
                found = apply_mapping(mapping, raw, teams=teams)
                del cells[right.field]
        return found

    def _cells(self, mapping: Mapping, field: str, raw: RawBatch) -> NDArray[np.object_]:
        """The hash of what the column says in each row."""
        said = readings(mapping, field, raw.columns)
        known = {one: self._hash(field, one) for one in set(said)}
        return np.array([known[one] for one in said], object)

    def _hash(self, field: str, said: str | None) -> str:
        return "" if said is None or self._hashes is None else cell_hash(self._hashes, self._source, field, said)

    def _are(self, right: RightValue, found: MappedBatch, raw: RawBatch) -> NDArray[np.bool_]:
        """Which rows are those that were corrected."""
        rows = found.interactions.column("row").to_numpy()
        first = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))[: len(rows)]
        names = ["row", "row_id", "customer_kind", "customer", "time", "touchpoint"]
        meant = set(right.rows)
        assert self._hashes is not None  # noqa: S101 - there are values, so there is a key
        theirs = [
            one["row"]
            for one in found.interactions.select(names).take(first).to_pylist()
            if row_hash(self._hashes, self._source, one) in meant
        ]
        return np.isin(raw.row_numbers, theirs)
