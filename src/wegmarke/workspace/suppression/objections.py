"""Who must not be advertised to for what they said: by the ledger of what persons allowed and objected to, and by what
sources say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wegmarke.identity.customers import Customers
from wegmarke.identity.naming import different
from wegmarke.identity.numbers import SEPARATOR
from wegmarke.model.consent import AGAINST, PURPOSES, Purpose
from wegmarke.workspace.rights.consents import CONSENTS_FILE, Consent, Consents
from wegmarke.workspace.rights.erasures import RIGHTS
from wegmarke.workspace.rights.stated import StatedConsents, outweighs, told


class RecordedObjections:
    """The objections recorded in a workspace, as they are now. A customer objects when one of the identifiers does, or
    when the newest that sources say of any of them is against it and nothing that the person said outweighs it.
    """

    def __init__(self, folder: Path, customers: Customers) -> None:
        self.state = objections_state(folder)
        self._consents, self._stated, self._customers = Consents(folder), StatedConsents(folder), customers
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
        against: set[int] = set()
        entered: dict[int, Consent] = {}
        for customer, said in self._entered(purpose):
            if said.state in AGAINST:
                against.add(customer)
            elif customer not in entered or said.at > entered[customer].at:
                entered[customer] = said
        for customer, newest in self._newest(purpose).items():
            state, at = told(newest)
            if state in AGAINST and not (customer in entered and outweighs(entered[customer], (state, at))):
                against.add(customer)
        return frozenset(against)

    def _entered(self, purpose: Purpose) -> Iterator[tuple[int, Consent]]:
        """What was entered last for each identifier of each customer."""
        numbers = self._customers.all_numbers
        if not len(numbers) or not self._consents:
            return
        parts = pc.split_pattern(self._customers.numbers.identifiers(numbers), SEPARATOR, max_splits=1)
        kinds, values = pc.list_element(parts, 0), pc.list_element(parts, 1)
        for kind in pc.unique(kinds).to_pylist():
            rows = np.flatnonzero(pc.equal(kinds, kind).to_numpy(zero_copy_only=False))
            said = self._consents.said(kind, values.take(rows).to_pylist(), purpose)
            places = [place for place, one in enumerate(said) if one is not None]
            customers = self._customers.customers_of(numbers[rows[places]].astype(np.int64)).tolist()
            yield from zip(customers, (one for one in said if one is not None), strict=True)

    def _newest(self, purpose: Purpose) -> dict[int, int]:
        """The newest that sources say of each customer."""
        table = self._stated.about(purpose)
        if not table.num_rows:
            return {}
        kinds = table["kind"].combine_chunks().dictionary_encode()
        values = table["value"].combine_chunks()
        numbers = different(kinds, values, self._customers.numbers, self._customers.rules, mint=False).numbers
        known = numbers >= 0
        customers = self._customers.customers_of(numbers[known])
        said = table["said"].to_numpy()[known]
        newest = pa.table({"customer": customers, "said": said}).group_by("customer").aggregate([("said", "max")])
        return dict(zip(newest["customer"].to_pylist(), newest["said_max"].to_pylist(), strict=True))


def objections_state(folder: Path) -> str:
    """Changes whenever something is noted or read that may change an answer; "" where nothing ever was."""
    try:
        entered = hashlib.sha256((folder / RIGHTS / CONSENTS_FILE).read_bytes()).hexdigest()[:16]
    except FileNotFoundError:
        entered = ""
    stated = StatedConsents(folder).state
    return f"{entered}-{stated}" if stated else entered
