"""Who is who as files that other processes and machines map into memory: what they need to name the rows of a record.

```
<folder>/numbers/known.npy, …   the identifiers, shard after shard (`ShardTable`)
<folder>/numbers/sizes.npy      how long each shard is in each of them (SHARDS, files)
<folder>/customer.npy, …        by place: the place of the customer's oldest identifier, of the one it is shown by
<folder>/said.json              the kinds of identifiers
<folder>/accounts/…             likewise of accounts, with who belonged to which, from when to when
```

Nothing is copied when they are opened, and all processes of a machine share the pages they touch: about 50 bytes an
identifier and the identifier itself.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.identity.accounts import Accounts
from wegmarke.identity.customers import Customers
from wegmarke.identity.minting import SHARDS
from wegmarke.identity.numbers import CustomerNumbers, ShardTable
from wegmarke.identity.rules import IdentityRules
from wegmarke.identity.spans import Spans

_TYPES: Final = {"slots": np.int32, "known": np.uint64, "kinds": np.uint16, "starts": np.int64, "heap": np.uint8}
_BY_PLACE: Final = ("customer", "shown", "all_numbers")
_SAID = "said.json"
_SPANS: Final = ("customer", "begins", "start", "account")


class MappedCustomers(Customers):
    """Who is who as it was laid out; it can name rows (`customers_of`, `shown`, `numbers.look_up`) and is asked nothing
    else.
    """

    def __init__(self, folder: Path, rules: IdentityRules) -> None:
        self.rules = rules
        self.numbers = mapped_numbers(folder)
        self.places = self.numbers.places()
        self.customer, self.shown, self.all_numbers = (_mapped(folder / f"{name}.npy") for name in _BY_PLACE)


class MappedAccounts(Accounts):
    """Accounts as they were laid out beside the customers; they can tell whose rows are (`of_rows`, `identifier`,
    `resolve`) and are asked nothing else.
    """

    def __init__(self, folder: Path, customers: MappedCustomers) -> None:
        place = folder / "accounts"
        self._customers = customers
        self.numbers = mapped_numbers(place)
        self.places = self.numbers.places()
        self._account = _mapped(place / "account.npy")
        customer, begins, start, account = (_mapped(place / f"spans-{name}.npy") for name in _SPANS)
        self.spans = Spans(customer, begins, start, account)
        shown = pq.read_table(place / "shown.parquet")
        names = zip(shown["account"].to_pylist(), shown["identifier"].to_pylist(), strict=True)
        self._shown: dict[int, str] = dict(names)

    def identifier(self, number: int) -> str:
        """The value by which sources know an account longest."""
        return self._shown.get(number, "")


def lay_out(folder: Path, customers: Customers) -> None:
    """Write who is who into a folder that is not there yet."""
    lay_out_numbers(folder, customers.numbers)
    for name in _BY_PLACE:
        np.save(folder / f"{name}.npy", getattr(customers, name))


def lay_out_numbers(folder: Path, numbers: CustomerNumbers) -> None:
    """Write the identifiers that have numbers into a folder that is not there yet."""
    place = folder / "numbers"
    place.mkdir(parents=True)
    tables = numbers.tables()
    sizes = np.array([[len(getattr(table, name)) for name in _TYPES] for table in tables], np.int64)
    for name, kind, total in zip(_TYPES, _TYPES.values(), sizes.sum(axis=0).tolist(), strict=True):
        with (place / f"{name}.npy").open("wb") as file:  # shard by shard: memory never holds it twice
            header = {"descr": np.dtype(kind).str, "fortran_order": False, "shape": (total,)}
            np.lib.format.write_array_header_1_0(file, header)
            for table in tables:
                np.ascontiguousarray(getattr(table, name), kind).tofile(file)
    np.save(place / "sizes.npy", sizes)
    (folder / _SAID).write_text(json.dumps({"kinds": list(numbers.kinds)}), encoding="utf-8")


def lay_out_accounts(folder: Path, accounts: Accounts) -> None:
    """Write the accounts into the folder in which their customers were laid out."""
    place = folder / "accounts"
    lay_out_numbers(place, accounts.numbers)
    np.save(place / "account.npy", accounts.resolve(accounts.all_numbers.astype(np.int64)))
    for name in _SPANS:
        np.save(place / f"spans-{name}.npy", getattr(accounts.spans, name))
    shown = {number: accounts.identifier(number) for number in accounts.everyone()}
    columns = {"account": pa.array(list(shown), pa.int64()), "identifier": pa.array(list(shown.values()), pa.string())}
    pq.write_table(pa.table(columns), place / "shown.parquet")


def mapped_numbers(folder: Path) -> CustomerNumbers:
    """Identifiers and their numbers as laid out, to be looked up."""
    kinds = json.loads((folder / _SAID).read_text(encoding="utf-8"))["kinds"]
    sizes = np.load(folder / "numbers" / "sizes.npy")
    begins = np.concatenate([np.zeros((1, len(_TYPES)), np.int64), np.cumsum(sizes, axis=0)])
    every = {name: _mapped(folder / "numbers" / f"{name}.npy") for name in _TYPES}
    tables = [
        ShardTable(**{name: every[name][begins[s, n] : begins[s + 1, n]] for n, name in enumerate(_TYPES)})
        for s in range(SHARDS)
    ]
    return CustomerNumbers.of_tables(kinds, tables)


def _mapped(path: Path) -> NDArray[Any]:
    found: NDArray[Any] = np.load(path, mmap_mode="r")
    return found.view(np.ndarray)
