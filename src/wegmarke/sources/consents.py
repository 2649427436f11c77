"""What a row says of what its person allows: from the words of a source to states, one for each purpose."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.model.consent import State
from wegmarke.model.mapping import ConsentColumn, Mapping
from wegmarke.sources.cells import Columns

GIVEN = ("ja", "yes", "true", "wahr", "1", "j", "y", "given", "granted", "accepted", "erteilt", "opt-in", "optin")
REFUSED = ("nein", "no", "false", "falsch", "0", "n", "denied", "declined", "refused", "abgelehnt", "nicht erteilt")
OBJECTED = ("objected", "widersprochen", "widerspruch", "withdrawn", "widerrufen", "opt-out", "optout", "unsubscribed")
_STATES: tuple[State, ...] = ("given", "refused", "objected")  # the weakest first: of two columns the strongest holds


def consents_of(mapping: Mapping, columns: Columns, count: int) -> pa.Array | None:
    """Give what each row says, as a map from purpose to state; null where it says nothing."""
    if not mapping.consents:
        return None
    purposes = list(dict.fromkeys(one.purpose for one in mapping.consents))
    said = np.full((count, len(purposes)), -1, np.int8)
    for one in mapping.consents:
        place = purposes.index(one.purpose)
        said[:, place] = np.maximum(said[:, place], _said(one, columns))
    rows, which = np.nonzero(said >= 0)
    counts = (said >= 0).sum(axis=1)
    offsets = pa.array(np.concatenate(([0], np.cumsum(counts))).astype(np.int32), mask=np.append(counts == 0, False))
    states = pa.array(_STATES).take(pa.array(said[rows, which]))
    return pa.MapArray.from_arrays(offsets, pa.array(purposes, pa.string()).take(pa.array(which)), states)


def _said(one: ConsentColumn, columns: Columns) -> NDArray[np.int8]:
    """Which state the column says in each row; -1: none."""
    own = one.given or one.refused or one.objected
    words = (one.given, one.refused, one.objected) if own else (GIVEN, REFUSED, OBJECTED)
    text = pc.utf8_lower(columns.text(one.column))
    found = np.full(len(text), -1, np.int8)
    for place, meant in enumerate(words):
        known = pc.is_in(text, pa.array([word.strip().lower() for word in meant], pa.string()))
        found[known.to_numpy(zero_copy_only=False)] = place
    return found
