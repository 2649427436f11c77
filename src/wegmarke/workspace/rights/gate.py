"""The gate: refuses whom the ledger of erasures recognises, at import and over HTTP alike.

It knows keyed hashes only, so nothing of the person has to be kept to keep the person out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.kinds import kind_of
from wegmarke.model.mapping import Mapping
from wegmarke.model.quarantine import Unfit
from wegmarke.workspace.rights.erasures import read_erasures
from wegmarke.workspace.rights.keyed import ANY_KIND, KeyedHashes
from wegmarke.workspace.rights.person import FORM_VERSION, earlier_form, form, forms_of, points
from wegmarke.workspace.rights.traces import distinctive, unmistakable


class Gate:
    """Judges identifiers. One that has nobody to refuse costs nothing."""

    def __init__(self, hashes: KeyedHashes | None, refused: Iterable[str], earlier: Iterable[str] = ()) -> None:
        """Refused: the hashes of present spellings; earlier: those of the spellings of version 1 (`person.form`)."""
        self._hashes = hashes
        self._refused, self._earlier = frozenset(refused), frozenset(earlier)

    @classmethod
    def of(cls, folder: Path) -> Gate:
        """The gate of the workspace in this folder. `record_broken` where its ledger or its key is damaged or gone:
        without the key everybody would be let in unnoticed.
        """
        known = read_erasures(folder)
        refused, earlier = (
            [one for entry in known if (entry.form < FORM_VERSION) == is_earlier for one in entry.hashes]
            for is_earlier in (False, True)
        )
        return cls(KeyedHashes.of(folder) if refused or earlier else None, refused, earlier)

    def __bool__(self) -> bool:
        """Whether there is anybody to refuse."""
        return bool(self._refused or self._earlier)

    def refuses(self, kind: str, values: Sequence[str | None] | pa.Array) -> NDArray[np.bool_]:
        """Which values of one kind are those of persons who were erased. Shapes (rows,) → (rows,)."""
        texts = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
        if not self:
            return np.zeros(len(texts), np.bool_)
        coded = texts.cast(pa.string()).dictionary_encode()
        written = coded.dictionary.to_pylist()
        pairs = zip(written, forms_of(written), strict=True)
        refused = np.array([self._is_refused_as(kind, value, plain) for value, plain in pairs], np.bool_)
        found = np.zeros(len(texts), np.bool_)
        filled = coded.indices.is_valid().to_numpy(zero_copy_only=False)
        found[filled] = refused[coded.indices.drop_null().to_numpy()]
        return found

    def refuses_value(self, value: str) -> bool:
        """Whether a value is a distinctive one of such a person, of whatever kind."""
        return (distinctive(form(value)) or distinctive(earlier_form(value))) and self._is_refused(ANY_KIND, value)

    def refuses_rows(self, batch: pa.RecordBatch) -> NDArray[np.bool_]:
        """Which interactions are those of persons who were erased."""
        found = np.zeros(batch.num_rows, np.bool_)
        if not self:
            return found
        kinds = batch.column("customer_kind").cast(pa.string())
        for kind in pc.unique(kinds).to_pylist():
            here = pc.equal(kinds, kind).to_numpy(zero_copy_only=False)
            found[here] = self.refuses(kind, batch.column("customer").filter(pa.array(here)))
        if "identifiers" in batch.schema.names:
            found |= self._refuses_further(batch.column("identifiers"))
        return found

    def _refuses_further(self, identifiers: pa.MapArray) -> NDArray[np.bool_]:
        """Which rows name such a person by a further identifier."""
        found = np.zeros(len(identifiers), np.bool_)
        offsets = identifiers.offsets.to_numpy()
        for kind in pc.unique(identifiers.keys).to_pylist():
            if points(kind):
                here = np.flatnonzero(pc.equal(identifiers.keys, kind).to_numpy(zero_copy_only=False))
                hits = here[self.refuses(kind, identifiers.items.take(here))]
                hits = hits[(hits >= offsets[0]) & (hits < offsets[-1])]  # keys and items are those of the whole column
                found[np.searchsorted(offsets, hits, side="right") - 1] = True
        return found

    def refused_rows(self, batch: pa.RecordBatch, unfit: Sequence[Unfit], mapping: Mapping) -> frozenset[int]:
        """The numbers of the rows, read or set aside, that are not to be taken in."""
        if not self:
            return frozenset()
        rows = frozenset(batch.column("row").filter(pa.array(self.refuses_rows(batch))).to_pylist())
        return rows | {row.row for row in unfit if self._refuses_unfit(row, mapping)}

    def _refuses_unfit(self, row: Unfit, mapping: Mapping) -> bool:
        """A row that nobody could read may still say whose it is."""
        try:
            cells = json.loads(row.raw)
        except ValueError:
            cells = None
        if not isinstance(cells, dict):
            return any(self.refuses_value(word) for word in row.raw.split())
        for one in mapping.all_identifiers:
            value = cells.get(one.column)
            if isinstance(value, str) and value and self._is_refused(one.kind, value):
                return True
        return any(self.refuses_value(value) for value in _texts(cells))

    def _is_refused(self, kind: str, value: str | None) -> bool:
        return value is not None and bool(self) and self._is_refused_as(kind, value, form(value))

    def _is_refused_as(self, kind: str, value: str, plain: str) -> bool:
        """Whether a value, in its present form `plain` or in the earlier one, is that of such a person."""
        return self._stands(kind, plain, self._refused) or (
            bool(self._earlier) and self._stands(kind, earlier_form(value), self._earlier)
        )

    def _stands(self, kind: str, plain: str, refused: frozenset[str]) -> bool:
        if self._hashes is None or not refused:
            return False
        name = kind if kind == ANY_KIND else kind_of(kind).name
        return self._hashes.of_form(name, plain) in refused or (
            unmistakable(plain) and self._hashes.of_form(ANY_KIND, plain) in refused
        )

    def recognises(self, kind: str, value: str) -> bool:
        """Whether an identifier is that of a person who was erased."""
        return self._is_refused(kind, value)


def _texts(tree: object) -> Iterable[str]:
    """Every cell of a row, and every word of what could not be cut into cells."""
    if isinstance(tree, str):
        yield tree
        for quote in "\"';,\t":
            tree = tree.replace(quote, " ")
        yield from tree.split()
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from _texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _texts(value)
