"""Who is who in a workspace: from the record and the ledger of links to customers, and the index told about it.

```
identity/numbers-*.parquet      every identifier's permanent number
identity/links-*.parquet        what people and models said (both are the truth, and never rewritten)
identity/derived/*.parquet      what the record says of who is who, and whose each identifier was last found to be;
                                can be made again at any time
identity/derived/customers-<name>.parquet   whose each identifier was when an index was built
```
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from wegmarke.errors import WegmarkeError
from wegmarke.identity.customers import Customers
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.naming import NOBODY, different
from wegmarke.identity.numbers import SEPARATOR, CustomerNumbers
from wegmarke.identity.rules import IdentityRules, load_rules, rules_text
from wegmarke.identity.sightings import Sightings, look
from wegmarke.identity.spark.reading import look_on, waves
from wegmarke.identity.spark.shares import waves_of
from wegmarke.index.overlay import Touched
from wegmarke.model.columns import IDENTITY_COLUMNS
from wegmarke.model.progress import Progress, Watcher
from wegmarke.model.settings import BuildsOn
from wegmarke.record import LivePart, Record
from wegmarke.record.durable import room_or_error
from wegmarke.record.lending import Lending, lending
from wegmarke.record.reading import live_batches
from wegmarke.workspace import derived
from wegmarke.workspace.cluster import OnCluster, cluster_for
from wegmarke.workspace.derived import Derived, State, read_derived, write_derived
from wegmarke.workspace.settings import load_settings

IDENTITY, DERIVED = derived.IDENTITY, derived.DERIVED
ON_CLUSTER_FROM = 100_000_000
"""From so many rows on the cluster reads what they say, and from so many identifiers on it finds whose they are, where
all are found anew and there is a cluster.
"""


def token(folder: Path) -> str:
    """Changes when anything that people or models said of who is who changes, or the rules do."""
    links = sorted(path.name for path in (folder / IDENTITY).glob("links-*.parquet"))
    return f"{len(links)}-{rules_digest(load_rules(folder))}"


def rules_digest(rules: IdentityRules) -> str:
    """A short name of the rules: equal rules have equal ones."""
    return hashlib.sha256(rules_text(rules).encode()).hexdigest()[:12]


def resolve(
    folder: Path, record: Record, watcher: Watcher, on: BuildsOn = "auto", lender: Lending | None = None
) -> Customers:
    """Who is who by all that is known now. The caller holds the writer's lock; new identifiers get their numbers, which
    are on the disk before this returns.

    Of what was only added to the record since the last time only that is read, and only those whom it concerns, or what
    was said since, are found anew. on: where the record is read, and where all are found anew if they have to be;
    `auto`: on the cluster, if there is one, from `ON_CLUSTER_FROM` rows or identifiers on. lender: who lends the record
    to a cluster, None: nobody else needs it there. Errors: `import_stopped`, `disk_full`, `workspace_setting` where a
    cluster is asked for and none named, with a cluster those of `look_on` and `resolved_on`.
    """
    rules, numbers = load_rules(folder), CustomerNumbers.load(folder / IDENTITY)
    before = _before(folder, record, rules)
    since = None if before is None else before.state.position
    with nullcontext(lender) if lender else lending(load_settings(folder).storage, watcher) as lent_by:
        more = _seen(folder, record.parts(since), watcher, numbers, rules, on, lent_by)
    sightings = more if before is None else before.sightings.with_more(more)
    with room_or_error(folder):
        numbers.save(folder / IDENTITY)
    ledger = LinkLedger.load(folder / IDENTITY)
    if before is None:
        count = len(numbers)
        with _cluster(folder, watcher, waves_of(count), on, worth=count >= ON_CLUSTER_FROM) as cluster:
            customers = Customers(numbers, sightings, ledger, rules, cluster=cluster)
    else:
        customers = Customers(numbers, sightings, ledger, rules, before.earlier, more.told())
    state = State(record.position, rules_digest(rules), len(ledger))
    if before is None or before.state != state:
        with room_or_error(folder):
            found = Derived(state, sightings, customers.as_earlier())
            write_derived(folder, found, None if before is None else before.state)
    return customers


def _seen(
    folder: Path,
    parts: Sequence[LivePart],
    watcher: Watcher,
    numbers: CustomerNumbers,
    rules: IdentityRules,
    on: BuildsOn,
    lender: Lending,
) -> Sightings:
    """What these parts say of who is who."""
    rows = sum(part.live_rows for part in parts)
    with _cluster(folder, watcher, len([*waves(parts)]), on, worth=rows >= ON_CLUSTER_FROM) as cluster:
        if cluster is not None:
            return look_on(cluster, parts, numbers, rules, lender)
    return look(with_sources(parts, watcher), numbers, rules)


def _cluster(
    folder: Path, watcher: Watcher, steps: int, on: BuildsOn, *, worth: bool
) -> AbstractContextManager[OnCluster | None]:
    address = cluster_for(load_settings(folder).runner, on, worth=worth)
    return OnCluster(address, watcher, "identify", steps) if address else nullcontext()


def read_customers(folder: Path) -> Customers:
    """Who is who as of the last time it was resolved, for readers: nothing is written.

    What was imported since has no number yet, and is not among them.
    """
    rules, found = load_rules(folder), read_derived(folder)
    sightings = Sightings.nothing() if found is None else found.sightings
    earlier = None if found is None or found.state.rules != rules_digest(rules) else found.earlier
    return Customers(
        CustomerNumbers.load(folder / IDENTITY), sightings, LinkLedger.load(folder / IDENTITY), rules, earlier
    )


def with_sources(parts: Sequence[LivePart], watcher: Watcher) -> Iterator[tuple[str, pa.RecordBatch]]:
    """What says who is who in these parts, each batch with its source."""
    expected, rows = sum(part.live_rows for part in parts), 0
    for part in parts:
        for batch in live_batches((part,), IDENTITY_COLUMNS):
            if watcher.stopped():
                raise WegmarkeError("import_stopped")
            yield part.file.source, batch
            rows += len(batch)
            watcher.report(Progress("identify", rows / expected if expected else None, rows))


def _before(folder: Path, record: Record, rules: IdentityRules) -> Derived | None:
    """What is known already, if rows were only added since; else None, and all is read and found again."""
    found = read_derived(folder)
    if found is None or found.state.rules != rules_digest(rules) or found.state.position > record.position:
        return None
    return found if record.only_added(found.state.position) else None


def forget_derived(folder: Path) -> None:
    """Remove what was derived, so that the next build reads all of the record again."""
    shutil.rmtree(folder / IDENTITY / DERIVED, ignore_errors=True)


# how the index sees it


class Numbering:
    """The customer's number of each identifier, for the index: every row's customer is named by the shown one."""

    def __init__(self, customers: Customers) -> None:
        self._customers = customers

    def number(self, kinds: pa.DictionaryArray, values: pa.StringArray) -> NDArray[np.uint64]:
        """The number of each row's customer, shapes (rows,) → (rows,). All are known."""
        return self._customers.customers_of(self._customers.numbers.look_up(kinds, values))


def named_batches(batches: Iterable[pa.RecordBatch], customers: Customers) -> Iterator[pa.RecordBatch]:
    """The same interactions, each under the identifier by which its customer is shown."""
    for batch in batches:
        yield _named(batch, customers)


def _named(batch: pa.RecordBatch, customers: Customers) -> pa.RecordBatch:
    kinds = batch.column("customer_kind")
    values = batch.column("customer")
    found = different(kinds, values, customers.numbers, customers.rules, mint=False, batch=batch)
    at = customers.places.of_numbers(found.number)
    shown = customers.shown[at]
    same = pc.and_(pc.equal(found.raw, found.value), pc.equal(found.raw_kind, found.kind))
    if (shown == at).all() and pc.all(same).as_py():
        return batch
    texts = customers.numbers.identifiers(customers.all_numbers[shown])
    parts = pc.split_pattern(texts, SEPARATOR, max_splits=1)
    kind = pc.list_element(parts, 0).dictionary_encode()
    rows = pa.array(found.row_of)
    codes = kind.indices.take(rows)
    columns = {
        **{name: batch.column(name) for name in batch.schema.names},
        "customer_kind": pa.DictionaryArray.from_arrays(codes, kind.dictionary),
        "customer": pc.list_element(parts, 1).take(rows),
    }
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=batch.schema)


def write_snapshot(folder: Path, customers: Customers) -> str:
    """Keep whose each identifier is, under a name; equal states have equal names."""
    table = pa.table(
        {
            "number": customers.all_numbers,
            "customer": customers.all_numbers[customers.customer],
            "shown": customers.all_numbers[customers.shown],
        }
    )
    digest = hashlib.sha256()
    for column in table.columns:
        digest.update(column.to_numpy().tobytes())
    name = f"customers-{digest.hexdigest()[:16]}.parquet"
    place = folder / IDENTITY / DERIVED
    if not (place / name).exists():
        with room_or_error(folder):
            place.mkdir(parents=True, exist_ok=True)
            aside = place / f"{name}.writing"
            pq.write_table(table, aside, compression="zstd")
            aside.rename(place / name)
    return name


def sweep_snapshots(folder: Path, kept: Iterable[str]) -> None:
    """Remove the snapshots that no index was built by."""
    wanted = set(kept)
    for path in (folder / IDENTITY / DERIVED).glob("customers-*"):
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def touched(folder: Path, customers: Customers, changed: pa.Table, base: str) -> Touched | None:
    """Everybody whose interactions changed (`changed`: identifiers as the record has them), or whose identifiers are
    another customer's, or shown otherwise, than when the base was built by the snapshot `base`; None if that is lost.
    """
    try:
        before = pq.read_table(folder / IDENTITY / DERIVED / base)
    except (OSError, pa.ArrowException):
        return None
    then = np.full(len(customers.places), -1, np.int64)
    at = customers.places.of_numbers(before["number"].to_numpy())
    then[at] = before["customer"].to_numpy().astype(np.int64)
    shown_then = np.full(len(customers.places), -1, np.int64)
    shown_then[at] = before["shown"].to_numpy().astype(np.int64)
    now_, shown = customers.all_numbers[customers.customer], customers.all_numbers[customers.shown]
    moved = (then != now_.astype(np.int64)) | (shown_then != shown.astype(np.int64))
    moved &= then >= 0  # whoever is new is touched by the rows that brought the identifier
    moved |= _nobody_moved(customers, then >= 0)
    if len(changed):
        batch = changed.combine_chunks().to_batches()[0]
        kinds = batch.column("customer_kind").cast(pa.string()).dictionary_encode()
        found = different(kinds, batch.column("customer"), customers.numbers, customers.rules, mint=False)
        moved[customers.places.of_numbers(found.number[found.number >= 0])] = True
    affected = _all_concerned(moved, customers.customer, then)
    texts = customers.numbers.identifiers(np.unique(shown[affected]))
    parts = pc.split_pattern(texts, SEPARATOR, max_splits=1)
    table = pa.table({"customer_kind": pc.list_element(parts, 0), "customer": pc.list_element(parts, 1)})
    numbers = np.unique(np.concatenate([now_[affected], then[affected][then[affected] >= 0].astype(np.uint64)]))
    return Touched(table, numbers)


def _nobody_moved(customers: Customers, there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """By place: which rows that name nobody have come or gone since. No identifier of the record tells of them."""
    nobody = customers.of_kind(NOBODY)
    seen = np.zeros(len(nobody), np.bool_)
    seen[customers.places.of_numbers(customers.sightings.seen["number"].to_numpy())] = True
    moved: NDArray[np.bool_] = nobody & (there != seen)
    return moved


def _all_concerned(moved: NDArray[np.bool_], now_: NDArray[np.int64], then: NDArray[np.int64]) -> NDArray[np.bool_]:
    """By place: those who are, or were, one customer with somebody who moved, and so on until nobody is added."""
    found = moved
    while True:
        more = np.isin(now_, now_[found])
        more |= (then >= 0) & np.isin(then, then[more][then[more] >= 0])
        if more.sum() == found.sum():
            return found
        found = more
