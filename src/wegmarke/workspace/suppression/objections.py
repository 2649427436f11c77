"""Who has objected to advertising, from the ledger of what persons allowed and objected to."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from wegmarke.identity.customers import Customers
from wegmarke.identity.numbers import SEPARATOR
from wegmarke.workspace.rights.consents import CONSENTS_FILE, PURPOSES, Consents, Purpose
from wegmarke.workspace.rights.erasures import RIGHTS


class RecordedObjections:
    """The objections recorded in a workspace, as they are now. A customer objects when one of the identifiers does."""

    def __init__(self, folder: Path, customers: Customers) -> None:
        self.state = objections_state(folder)
        self._consents, self._customers = Consents(folder), customers
        self._known: dict[Purpose, frozenset[int]] = {}

    def objects(self, customer: int, purpose: str) -> bool:
        """Whether the customer of that number has objected to this purpose; ValueError for an unknown purpose."""
        known = next((one for one in PURPOSES if one == purpose), None)
        if known is None:
            raise ValueError(purpose)
        if known not in self._known:
            self._known[known] = self._objecting(known) if self.state else frozenset()
        return customer in self._known[known]

    def _objecting(self, purpose: Purpose) -> frozenset[int]:
        numbers = self._customers.all_numbers
        if not len(numbers):
            return frozenset()
        parts = pc.split_pattern(self._customers.numbers.identifiers(numbers), SEPARATOR, max_splits=1)
        kinds, values = pc.list_element(parts, 0), pc.list_element(parts, 1)
        against = np.zeros(len(numbers), np.bool_)
        for kind in pc.unique(kinds).to_pylist():
            rows = np.flatnonzero(pc.equal(kinds, kind).to_numpy(zero_copy_only=False))
            against[rows] = self._consents.objecting(kind, values.take(rows).to_pylist(), purpose)
        return frozenset(self._customers.customers_of(numbers[against].astype(np.int64)).tolist())


def objections_state(folder: Path) -> str:
    """Changes whenever something is noted; "" where nothing ever was."""
    try:
        return hashlib.sha256((folder / RIGHTS / CONSENTS_FILE).read_bytes()).hexdigest()[:16]
    except FileNotFoundError:
        return ""
