"""How workers of a cluster read the record while an index is built; who is who is laid out in files that they map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegmarke.identity.accounts import Accounts
from wegmarke.identity.customers import Customers
from wegmarke.identity.mapped import MappedAccounts, MappedCustomers, lay_out, lay_out_accounts
from wegmarke.identity.rules import IdentityRules
from wegmarke.index.spark.ground import Ground, opened_on
from wegmarke.index.spark.scattering import WORD_COLUMNS
from wegmarke.model.columns import INDEX_COLUMNS
from wegmarke.record import LivePart
from wegmarke.record.reading import live_batches
from wegmarke.workspace import resolving
from wegmarke.workspace.accounts import BY_ACCOUNT_COLUMNS, AccountNumbering, batches_by_account, interactions_only

CUSTOMERS = "customers"
KEPT_OPEN = 2


@lru_cache(KEPT_OPEN)
def _customers(ground: Ground, rules: IdentityRules) -> MappedCustomers:
    """Who is who, mapped once for all tasks of a process; no two builds have one ground."""
    return opened_on(ground, CUSTOMERS, lambda folder: MappedCustomers(folder, rules))


@lru_cache(KEPT_OPEN)
def _accounts(ground: Ground, rules: IdentityRules) -> MappedAccounts:
    customers = _customers(ground, rules)
    return opened_on(ground, CUSTOMERS, lambda folder: MappedAccounts(folder, customers))


@dataclass(frozen=True, slots=True)
class ByCustomer:
    """Interactions, each under its customer. ground: where who is who was laid out."""

    ground: Ground
    rules: IdentityRules

    @classmethod
    def laid_out(cls, spill: Path, ground: Ground, customers: Customers) -> ByCustomer:
        """Lay out who is who."""
        lay_out(spill / CUSTOMERS, customers)
        return cls(ground, customers.rules)

    @property
    def _who(self) -> Customers:
        return _customers(self.ground, self.rules)

    def words(self, part: LivePart, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """See `index.spark.scattering.Reading`."""
        return interactions_only(live_batches((part,), tuple(dict.fromkeys((*WORD_COLUMNS, *columns)))))

    def batches(self, part: LivePart) -> Iterator[pa.RecordBatch]:
        """See `index.spark.scattering.Reading`."""
        return resolving.named_batches(interactions_only(live_batches((part,), INDEX_COLUMNS)), self._who)

    def number(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.uint64]:
        """The number of each row's customer, shapes (rows,) → (rows,)."""
        return resolving.Numbering(self._who).number(kinds, values)


@dataclass(frozen=True, slots=True)
class ByAccount:
    """Interactions, each under its account; those of none are left out. ground: where both were laid out."""

    ground: Ground
    rules: IdentityRules

    @classmethod
    def laid_out(cls, spill: Path, ground: Ground, customers: Customers, accounts: Accounts) -> ByAccount:
        """Lay out who is who, and who belongs to which account."""
        lay_out(spill / CUSTOMERS, customers)
        lay_out_accounts(spill / CUSTOMERS, accounts)
        return cls(ground, customers.rules)

    def words(self, part: LivePart, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """See `index.spark.scattering.Reading`. Which rows are of an account takes all that `batches` reads."""
        del columns
        return self.batches(part)

    def batches(self, part: LivePart) -> Iterator[pa.RecordBatch]:
        """See `index.spark.scattering.Reading`."""
        customers, accounts = _customers(self.ground, self.rules), _accounts(self.ground, self.rules)
        return batches_by_account(interactions_only(live_batches((part,), BY_ACCOUNT_COLUMNS)), customers, accounts)

    def number(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.uint64]:
        """The number of each row's account, shapes (rows,) → (rows,)."""
        return AccountNumbering(_accounts(self.ground, self.rules)).number(kinds, values)
