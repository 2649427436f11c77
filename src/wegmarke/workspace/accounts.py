"""Accounts of a workspace: from the record to who belongs to which company, and an index in which it is the customer.

```
identity/accounts/numbers-*.parquet   every account's permanent number
identity/accounts/links-*.parquet     which accounts people called one, or two
identity/accounts/derived/*           what the record says of them; can be made again at any time
index-accounts/                       the same journeys, told by account; only where rows name accounts
```
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.identity.accounts import Accounts
from wegmarke.identity.customers import Customers
from wegmarke.identity.kinds import kind_of
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.memberships import MEMBERS, TOLD, Memberships, look_for_accounts
from wegmarke.identity.naming import ACCOUNT, coded, different, of_one_kind
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.index.layout import read_manifest
from wegmarke.model.columns import ACCOUNT_COLUMNS, INDEX_COLUMNS, MASTER_DATA
from wegmarke.model.progress import Progress, Watcher
from wegmarke.record import Record
from wegmarke.record.durable import room_or_error, write_text
from wegmarke.record.reading import live_batches
from wegmarke.sources.mapping import mapping_from_toml
from wegmarke.workspace.derived import DERIVED, read_tables, sweep_tables, write_tables
from wegmarke.workspace.resolving import rules_digest

ACCOUNTS = "identity/accounts"
INDEX_BY_ACCOUNT = "index-accounts"
_STATE_VERSION = 1
_TABLES = {"members": MEMBERS, "told": TOLD}

BY_ACCOUNT_COLUMNS = (*INDEX_COLUMNS, "account")
"""What the index by account needs of the record."""


def resolve_accounts(folder: Path, record: Record, customers: Customers, watcher: Watcher) -> Accounts:
    """Who belongs to which account by all that is known now. The caller holds the writer's lock; new accounts get their
    numbers, which are on the disk before this returns. Of what was only added since the last time, only that is read.
    """
    place = folder / ACCOUNTS
    numbers = CustomerNumbers.load(place)
    digest = rules_digest(customers.rules)
    known = _read(folder)
    since = known[0] if known and known[1] == digest and _only_added(record, known[0]) else None
    batches = _with_sources(record, since, watcher)
    before = known[2] if known and since is not None else None
    memberships = look_for_accounts(batches, customers.numbers, numbers, customers.rules, before)
    with room_or_error(folder):
        numbers.save(place)
        if since != record.position:
            _write(folder, memberships, record.position, digest)
    return Accounts(numbers, memberships, LinkLedger.load(place), customers)


def read_accounts(folder: Path, customers: Customers) -> Accounts:
    """Accounts as the index by account tells them, for readers: nothing is written. What was decided since waits for
    the next build, so that no page says of an account what its history does not say yet.
    """
    place = folder / ACCOUNTS
    known = _read(folder)
    memberships = Memberships.nothing() if known is None else known[2]
    return Accounts(CustomerNumbers.load(place), memberships, LinkLedger.load(place, _decided(folder)), customers)


def _decided(folder: Path) -> int | None:
    """How many files the ledger had when the index by account was built; None without an index."""
    try:
        written = read_manifest(folder / INDEX_BY_ACCOUNT).who_is_who.rpartition("-")[2]
    except WegmarkeError:
        return None
    return int(written) if written.isdecimal() else None


def accounts_token(folder: Path) -> str:
    """Changes when people say anything new about accounts."""
    return str(len(list((folder / ACCOUNTS).glob("links-*.parquet"))))


def looked_at(folder: Path) -> int | None:
    """The position of the record up to which accounts were looked for; None: never, or it is lost."""
    try:
        raw = json.loads((folder / ACCOUNTS / DERIVED / "state.json").read_text(encoding="utf-8"))
        return int(raw["position"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _only_added(record: Record, since: int) -> bool:
    return since <= record.position and record.only_added(since)


def _with_sources(record: Record, since: int | None, watcher: Watcher) -> Iterator[tuple[str, pa.RecordBatch]]:
    """What names accounts in all that counts, or was added after that position, each batch with its source. What was
    read under a mapping that speaks of no account is passed over.
    """
    naming: dict[tuple[str, int], bool] = {}
    for part in record.parts(since):
        if watcher.stopped():
            raise WegmarkeError("import_stopped")
        meaning = part.file.source, part.file.generation
        if meaning not in naming:
            naming[meaning] = _can_name_accounts(record, *meaning)
        if not naming[meaning]:
            continue
        for batch in live_batches((part,), ACCOUNT_COLUMNS):
            yield part.file.source, batch
            watcher.report(Progress("identify", None, len(batch)))


def _can_name_accounts(record: Record, source: str, generation: int) -> bool:
    """Whether rows read under that mapping can name an account; a mapping that cannot be read may."""
    try:
        mapping = mapping_from_toml(record.mapping_text(source, generation))
    except WegmarkeError:
        return True
    named = mapping.master is not None or any(part.account for part in mapping.interactions)
    return named or any(kind_of(one.kind).name == ACCOUNT for one in mapping.all_identifiers)


def _read(folder: Path) -> tuple[int, str, Memberships] | None:
    place = folder / ACCOUNTS / DERIVED
    try:
        raw = json.loads((place / "state.json").read_text(encoding="utf-8"))
        if raw["version"] != _STATE_VERSION:
            return None
        return int(raw["position"]), str(raw["rules"]), Memberships(**read_tables(place, raw["tables"], _TABLES))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None  # it can always be made again


def _write(folder: Path, memberships: Memberships, position: int, rules: str) -> None:
    place = folder / ACCOUNTS / DERIVED
    place.mkdir(parents=True, exist_ok=True)
    name = f"{position:012d}-{rules}"
    kept = write_tables(place, name, {table: getattr(memberships, table) for table in _TABLES})
    text = json.dumps({"version": _STATE_VERSION, "position": position, "rules": rules, "tables": name})
    write_text(place / "state.json", text)
    sweep_tables(place, _TABLES, kept)


def forget_derived_accounts(folder: Path) -> None:
    """Remove what was derived, so that the next build reads all of the record again."""
    shutil.rmtree(folder / ACCOUNTS / DERIVED, ignore_errors=True)


# how the index sees them


class AccountNumbering:
    """The account's number of each row, for the index."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def number(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.uint64]:
        """The number of each row's account, shapes (rows,) → (rows,). All are known."""
        found = self._accounts.numbers.look_up(kinds, values)
        return self._accounts.resolve(found).astype(np.uint64)


def batches_by_account(
    batches: Iterable[pa.RecordBatch],
    customers: Customers,
    accounts: Accounts,
    columns: Sequence[str] = INDEX_COLUMNS,
) -> Iterator[pa.RecordBatch]:
    """The same interactions, each under its account; those of no account are left out.

    batches: with these columns and the account, identifiers as the record has them.
    """
    shown: dict[int, str] = {}
    for batch in batches:
        found = different(
            coded(batch.column("customer_kind")),
            batch.column("customer"),
            customers.numbers,
            customers.rules,
            mint=False,
            batch=batch,
        )
        account = accounts.of_rows(batch, customers.customers_of(found.numbers).astype(np.int64))
        some = batch.filter(pa.array(account >= 0))
        numbers, place = np.unique(account[account >= 0], return_inverse=True)
        shown |= {one: accounts.identifier(one) for one in numbers.tolist() if one not in shown}
        names = pa.array([shown[one] for one in numbers.tolist()], pa.string())
        arrays = {name: some.column(name) for name in columns}
        arrays["customer_kind"] = of_one_kind(ACCOUNT, len(some))
        arrays["customer"] = names.take(pa.array(place))
        yield pa.RecordBatch.from_arrays([arrays[name] for name in columns], list(columns))


def interactions_only(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same without rows of master data, which are no interactions."""
    for batch in batches:
        touchpoint = batch.column("touchpoint")
        if MASTER_DATA not in touchpoint.dictionary.to_pylist():
            yield batch
            continue
        yield batch.filter(pc.not_equal(touchpoint.cast(pa.string()), MASTER_DATA))
