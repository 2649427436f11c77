"""What the record says of who belongs to which account (company): row by row, added up.

Everything here follows from the live rows of the record, does not depend on their order, and can be made again at any
time. Accounts have permanent numbers of their own, in a ledger like that of customers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from wegmarke.identity.kinds import kind_of, normalised
from wegmarke.identity.naming import ACCOUNT, NOBODY, coded, different, of_one_kind
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.rules import IdentityRules
from wegmarke.identity.sightings import added_up
from wegmarke.model.columns import MASTER_DATA

_TIME = pa.timestamp("us", tz="UTC")
MEMBERS = pa.schema(
    [
        *(("contact", pa.int64()), ("account", pa.int64()), ("source", pa.string()), ("master", pa.bool_())),
        *(("role", pa.string()), ("title", pa.string()), ("until", _TIME)),
        *(("rows", pa.int64()), ("first", _TIME), ("last", _TIME)),
    ]
)
"""Rows of an identifier (its number) that name an account. master: rows of master data, which speak of no day; only
they have `until`. role, title: buying role and job as the rows write them."""
TOLD = pa.schema([("account", pa.int64()), ("kind", pa.string()), ("value", pa.string()), ("last", _TIME)])
"""What rows say of an account itself: its name, its address, as they write it, and when they last did."""

_KEYS = ["contact", "account", "source", "master", "role", "title", "until"]
_OF_ACCOUNTS = ("company", "street", "house_number", "postcode", "city", "country")
_FOLD_ROWS = 2_000_000


@dataclass(frozen=True, slots=True)
class Memberships:
    """The two tables of what was seen."""

    members: pa.Table
    told: pa.Table

    @classmethod
    def nothing(cls) -> Memberships:
        """No row names an account."""
        return cls(MEMBERS.empty_table(), TOLD.empty_table())


def look_for_accounts(
    batches: Iterable[tuple[str, pa.RecordBatch]],
    numbers: CustomerNumbers,
    accounts: CustomerNumbers,
    rules: IdentityRules,
    known: Memberships | None = None,
) -> Memberships:
    """What these rows say of who belongs to which account, added to what is known.

    Each batch comes with its source and with `ACCOUNT_COLUMNS`. numbers: those of identifiers, where all of them have
    one by now. accounts: those of accounts; new ones get a number.
    """
    before = known or Memberships.nothing()
    members, told, held = [before.members], [before.told], 0
    for source, whole in batches:
        batch = _naming_an_account(whole, rules)
        if not len(batch):
            continue
        account = _accounts(batch, accounts, rules)
        some_members, some_told = _members(source, batch, account, numbers, rules), _told(batch, account, rules)
        members.append(some_members)
        told.append(some_told)
        held += len(some_members) + len(some_told)
        if held > _FOLD_ROWS:
            members, told, held = [_folded_members(members)], [_folded_told(told)], 0
    return Memberships(_folded_members(members), _folded_told(told))


def accounts_of_rows(batch: pa.RecordBatch, accounts: CustomerNumbers, rules: IdentityRules) -> NDArray[np.int64]:
    """The number of the account that each row names itself, -1 where it names none; mints nothing. Shape (rows,)."""
    value = normalised(ACCOUNT, _named(batch, rules), rules)
    found = np.full(len(batch), -1, np.int64)
    here = ~value.is_null().to_numpy(zero_copy_only=False)
    if here.any():
        found[here] = accounts.look_up(of_one_kind(ACCOUNT, int(here.sum())), value.filter(pa.array(here)))
    return found


def _named(batch: pa.RecordBatch, rules: IdentityRules) -> pa.StringArray:
    """The account as each row writes it: its column, or else the customer where that is the company itself."""
    customer = pc.if_else(_is_company(batch, rules), batch.column("customer"), pa.scalar(None, pa.string()))
    return pc.coalesce(batch.column("account"), customer)


def _is_company(batch: pa.RecordBatch, rules: IdentityRules) -> pa.BooleanArray:
    """Whether the customer of each row is a company itself, since nobody of it is named."""
    kinds = coded(batch.column("customer_kind"))
    company = [kind_of(word, rules).name == ACCOUNT for word in kinds.dictionary.to_pylist()]
    return pa.array(company, pa.bool_()).take(kinds.indices)


def _naming_an_account(batch: pa.RecordBatch, rules: IdentityRules) -> pa.RecordBatch:
    company = _is_company(batch, rules)
    if batch.column("account").null_count == len(batch) and not company.true_count:
        return batch.slice(0, 0)
    return batch.filter(pc.or_(batch.column("account").is_valid(), company))


def _accounts(batch: pa.RecordBatch, accounts: CustomerNumbers, rules: IdentityRules) -> NDArray[np.int64]:
    """The number of each row's account, minting new ones; -1 where the value says nothing."""
    value = normalised(ACCOUNT, _named(batch, rules), rules)
    found = np.full(len(batch), -1, np.int64)
    here = ~value.is_null().to_numpy(zero_copy_only=False)
    if here.any():
        some = value.filter(pa.array(here))
        found[here] = accounts.number(of_one_kind(ACCOUNT, len(some)), some).astype(np.int64)
    return found


def _members(
    source: str, batch: pa.RecordBatch, account: NDArray[np.int64], numbers: CustomerNumbers, rules: IdentityRules
) -> pa.Table:
    who = different(
        coded(batch.column("customer_kind")), batch.column("customer"), numbers, rules, mint=False, batch=batch
    )
    people = pc.invert(pc.is_in(who.kind, pa.array([ACCOUNT, NOBODY]))).to_numpy(zero_copy_only=False)
    here = people[who.row_of] & (who.numbers >= 0) & (account >= 0)
    master = pc.equal(batch.column("touchpoint").cast(pa.string()), MASTER_DATA)
    table = pa.table(
        {
            "contact": pa.array(who.numbers),
            "account": pa.array(account),
            "source": pa.array([source]).take(pa.array(np.zeros(len(batch), np.int8))),
            "master": master,
            "role": _said(batch, "buying_role", rules),
            "title": _said(batch, "job_title", rules),
            "until": pc.if_else(master, batch.column("end"), pa.scalar(None, _TIME)),
            "rows": pa.array(np.ones(len(batch), np.int64)),
            "first": batch.column("time"),
            "last": batch.column("time"),
        }
    ).filter(pa.array(here))
    return _folded_members([table])


def _told(batch: pa.RecordBatch, account: NDArray[np.int64], rules: IdentityRules) -> pa.Table:
    pieces = [TOLD.empty_table()]
    company = _is_company(batch, rules)
    for kind in _OF_ACCOUNTS:
        value = _said(batch, kind, rules)
        if kind != "company":  # beside a person stands the person's address
            value = pc.if_else(company, value, pa.scalar(None, pa.string()))
        table = pa.table(
            {
                "account": pa.array(account),
                "kind": pa.array([kind]).take(pa.array(np.zeros(len(batch), np.int8))),
                "value": value,
                "last": batch.column("time"),
            }
        )
        pieces.append(table.filter(pc.and_(pc.is_valid(value), pa.array(account >= 0))))
    return _folded_told(pieces)


def _said(batch: pa.RecordBatch, kind: str, rules: IdentityRules) -> pa.StringArray:
    """What each row says of that kind among its further identifiers, as written; null where it says nothing."""
    further = batch.column("identifiers")
    if further.null_count == len(further):
        return pa.nulls(len(batch), pa.string())
    offsets = further.offsets.to_numpy()
    rows = np.repeat(np.arange(len(further)), np.diff(offsets))
    keys, items = (flat.slice(offsets[0], offsets[-1] - offsets[0]) for flat in (further.keys, further.items))
    coded = keys.dictionary_encode()
    meant = np.array([kind_of(word, rules).name == kind for word in coded.dictionary.to_pylist()], np.bool_)
    places = np.flatnonzero(meant[coded.indices.to_numpy()])
    at = np.full(len(batch), -1, np.int64)
    at[rows[places[::-1]]] = places[::-1]  # of several columns the first counts
    return items.take(pa.array(at, mask=at < 0))


def _folded_members(pieces: list[pa.Table]) -> pa.Table:
    tables = [piece.select(MEMBERS.names).cast(MEMBERS) for piece in pieces]
    sums = [("rows", "sum"), ("first", "min"), ("last", "max")]
    return added_up(tables, _KEYS, sums, MEMBERS).sort_by([(name, "ascending") for name in _KEYS])


def _folded_told(pieces: list[pa.Table]) -> pa.Table:
    tables, keys = [piece.select(TOLD.names).cast(TOLD) for piece in pieces], ["account", "kind", "value"]
    return added_up(tables, keys, [("last", "max")], TOLD).sort_by([(name, "ascending") for name in keys])
