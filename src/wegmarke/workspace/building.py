"""From the record to the index: the one place where the workspace calls on identity and index."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from wegmarke.errors import WegmarkeError
from wegmarke.identity.customers import Customers
from wegmarke.index.attributes import attributes_told
from wegmarke.index.build import BuiltFrom, build_index, sweep
from wegmarke.index.index import Index
from wegmarke.index.layout import Manifest, read_manifest
from wegmarke.index.opened import open_index
from wegmarke.index.overlay import COMPACT_AT, OutgrownError, update_index
from wegmarke.index.rows import Numberer
from wegmarke.index.runners import CLUSTER_SCHEME
from wegmarke.index.storage import address_of, missing, publish, sweep_building
from wegmarke.model.columns import ATTRIBUTE_COLUMNS, INDEX_COLUMNS
from wegmarke.model.progress import Unwatched, Watcher
from wegmarke.model.settings import BuildsOn, JourneySettings
from wegmarke.model.touchpoint import Touchpoint
from wegmarke.record import Record
from wegmarke.record.durable import room_or_error, sync_folder
from wegmarke.record.lending import Lending, lending
from wegmarke.workspace import resolving
from wegmarke.workspace.accounts import (
    ACCOUNTS,
    BY_ACCOUNT_COLUMNS,
    INDEX_BY_ACCOUNT,
    AccountNumbering,
    accounts_token,
    batches_by_account,
    interactions_only,
    looked_at,
    resolve_accounts,
)
from wegmarke.workspace.attributes import attribute_batches
from wegmarke.workspace.master import interactions_of
from wegmarke.workspace.rights import stated
from wegmarke.workspace.settings import load_settings
from wegmarke.workspace.touchpoints import load_touchpoints, save_touchpoints

if TYPE_CHECKING:
    from wegmarke.index.spark.ground import Ground
    from wegmarke.index.spark.scattering import Reading

INDEX = "index"
LIVE_BY_ACCOUNT = 2_000_000
"""So many interactions by account are told anew, each time, in about a second or two."""
ON_CLUSTER_FROM = 100_000_000
"""From so many interactions on a whole index is built on the cluster, where the workspace names one, unless told
otherwise. One machine sorts as many in about a minute, and needs 9 GiB for it.
"""
Kind = Literal["nothing", "overlay", "whole"]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: nothing (the index was up to date), an overlay, or the whole index anew. damaged: the file that
    was missing or damaged, for which all was built anew; of the index by account with its folder.
    """

    kind: Kind
    interactions: int
    seconds: float
    damaged: str | None = None


def build(
    folder: Path,
    record: Record,
    settings: JourneySettings,
    watcher: Watcher,
    *,
    whole: bool = False,
    live: bool = False,
    on: BuildsOn = "auto",
) -> BuildReport:
    """Bring the index up to date with record and settings; `whole` builds it anew in any case. `live` is for what comes
    every minute: an index by account that is too large for that (`LIVE_BY_ACCOUNT`) waits for the next build.
    on: where a whole index is built, and what it takes is read; overlays, of few customers, are always made here.

    The caller holds the writer's lock. Until the one manifest is replaced the old index serves. A damaged index is
    built anew, even if it is up to date; one of a later Wegmarke only where `whole` asks for it (else `index_newer`).
    """
    began = time.monotonic()
    cluster, storage = _cluster(folder, record, on), load_settings(folder).storage
    manifest, damaged = _sound_manifest(folder, whole=whole)
    wait = live and _is_large(folder)  # the index by account does
    by_account = None if wait else _damaged_by_account(folder)
    (folder / INDEX).mkdir(exist_ok=True)
    if manifest is not None:
        sweep(folder / INDEX, manifest)  # what this build replaces is left to those who have it open, until the next
        resolving.sweep_snapshots(folder, (manifest.base_customers,))
    kind = "whole" if whole else _kind(manifest, record, settings, token_of(folder))
    with lending(storage, watcher) as lender:
        whole_index = _Whole(folder, record, settings, watcher, cluster, storage, lender)
        if kind != "nothing":
            resolved_on: BuildsOn = "auto" if on == "cluster" and kind != "whole" else on
            customers = resolving.resolve(folder, record, watcher, resolved_on, lender)
            stated.keep_up(folder, record)
            if kind == "overlay" and not (manifest and _overlaid(folder, record, manifest, customers, watcher)):
                kind = "whole"
            if kind == "whole":
                whole_index.by_customer(customers)
            if not wait:
                whole_index.by_account(customers)
        elif not wait and (by_account or _by_account_is_old(folder, record, settings)):
            whole_index.by_account(resolving.resolve(folder, record, watcher, lender=lender))
    _copied(folder, watcher, trusting=live)
    return BuildReport(kind, interactions_of(record), time.monotonic() - began, damaged or by_account)


def opened(folder: Path, index: str = INDEX, *, lazily: bool = False) -> Index:
    """The index of the workspace, or that by account; `index_missing` before the first build. lazily: as `open_index`
    has it.
    """
    return open_index(folder / index, lazily=lazily)


def sweep_index(folder: Path) -> None:
    """Remove the files of earlier versions of the index now, those of its copy too, and what a build that was killed
    left on the storage, be it the first; who has them open keeps them until letting go.
    """
    for index in (INDEX, INDEX_BY_ACCOUNT):
        manifest = manifest_of(folder, index)
        if manifest is not None:
            sweep(folder / index, manifest)
    _copied(folder, Unwatched(), at_once=True)


def _copied(folder: Path, watcher: Watcher, *, at_once: bool = False, trusting: bool = False) -> None:
    """Bring the copy on object storage up to the folder, where the settings name one; what failed is made up for by
    the next build.
    """
    storage = load_settings(folder).storage
    if not storage:
        return
    found = {index: manifest_of(folder, index) for index in (INDEX, INDEX_BY_ACCOUNT)}
    manifests = {index: manifest for index, manifest in found.items() if manifest is not None}
    named = {index: {entry.name for entry in manifest.partitions} for index, manifest in manifests.items()}
    sweep_building(storage, {INDEX: set(), INDEX_BY_ACCOUNT: set(), **named})
    for index, manifest in manifests.items():
        url = address_of(storage, folder / index)
        publish(folder / index, manifest, url, watcher, at_once=at_once, trusting=trusting)


def lacking(folder: Path) -> list[str]:
    """The files of the index that its copy on object storage lacks, for which there is `storage_behind`; none where the
    settings name no storage. Errors: `storage_unreachable`, `package_missing`.
    """
    storage, manifest = load_settings(folder).storage, manifest_of(folder)
    if not storage or manifest is None:
        return []
    return missing(folder / INDEX, manifest, address_of(storage, folder / INDEX))


def manifest_of(folder: Path, index: str = INDEX) -> Manifest | None:
    """What the index consists of, or None before the first build.

    A missing or damaged index is no harm to a build: it can always be made anew. One of a later version is left.
    """
    try:
        return read_manifest(folder / index)
    except WegmarkeError as error:
        if error.code == "index_newer":
            raise
        return None


def _sound_manifest(folder: Path, *, whole: bool) -> tuple[Manifest | None, str | None]:
    """What the index consists of, or None where it has to be made anew: there is none, or a file of it is damaged. That
    file is named.
    """
    try:
        opened(folder)
        return read_manifest(folder / INDEX), None
    except WegmarkeError as error:
        if error.code == "index_newer" and not whole:
            raise
        return None, str(error.details["file"]) if error.code == "index_broken" else None


def _kind(manifest: Manifest | None, record: Record, settings: JourneySettings, who_is_who: str) -> Kind:
    if manifest is None or manifest.settings != settings or manifest.position > record.position:
        return "whole"
    if manifest.position == record.position and manifest.who_is_who == who_is_who:
        return "nothing"
    added = sum(part.live_rows for part in record.parts(since=manifest.base_position))
    return "whole" if added > COMPACT_AT * record.interactions else "overlay"


def _cluster(folder: Path, record: Record, on: BuildsOn) -> str:
    """The address of the cluster to build on; "" for here. `workspace_setting` where one is asked for, none named."""
    settings = load_settings(folder)
    runner, named = settings.runner, settings.runner.startswith(CLUSTER_SCHEME)
    if on == "cluster" and not named:
        raise WegmarkeError("workspace_setting", setting="runner", value=runner, expected=["sc://host:port"])
    if not named or on == "here":
        return ""
    if on == "cluster":
        return runner
    return runner if record.interactions >= ON_CLUSTER_FROM else ""


@dataclass(frozen=True, slots=True)
class _Whole:
    """Builds of whole indexes from one state of the record. cluster: on which one, "" for here; storage: through which
    its workers get the record from the lender, and give partitions; "" where they see the folder.
    """

    folder: Path
    record: Record
    settings: JourneySettings
    watcher: Watcher
    cluster: str
    storage: str
    lender: Lending

    def by_customer(self, customers: Customers) -> None:
        """Build the index."""

        def reading(spill: Path, ground: Ground) -> Reading:
            from wegmarke.workspace.read_by_workers import ByCustomer  # noqa: PLC0415 - only where a cluster builds

            return ByCustomer.laid_out(spill, ground, customers)

        came = BuiltFrom(
            position=self.record.position,
            customers=resolving.write_snapshot(self.folder, customers),
            who_is_who=token_of(self.folder),
        )
        batches = resolving.named_batches(interactions_only(self.record.batches(INDEX_COLUMNS)), customers)
        told = resolving.named_batches(attribute_batches(self.record), customers)
        self._built(INDEX, came, batches, told, resolving.Numbering(customers), reading)

    def by_account(self, customers: Customers) -> None:
        """Build the index by account; where no row names one, there is none.

        It is always built whole: companies are few, and whoever joins another takes all earlier contacts along.
        """
        accounts = resolve_accounts(self.folder, self.record, customers, self.watcher)
        place = self.folder / INDEX_BY_ACCOUNT
        if not len(accounts):
            shutil.rmtree(place, ignore_errors=True)
            return

        def reading(spill: Path, ground: Ground) -> Reading:
            from wegmarke.workspace.read_by_workers import ByAccount  # noqa: PLC0415 - only where a cluster builds

            return ByAccount.laid_out(spill, ground, customers, accounts)

        place.mkdir(exist_ok=True)
        before = manifest_of(self.folder, INDEX_BY_ACCOUNT)
        if before is not None:
            sweep(place, before)
        came = BuiltFrom(self.record.position, who_is_who=token_of(self.folder), level="account")
        batches = batches_by_account(interactions_only(self.record.batches(BY_ACCOUNT_COLUMNS)), customers, accounts)
        told = batches_by_account(attribute_batches(self.record), customers, accounts, ATTRIBUTE_COLUMNS)
        self._built(INDEX_BY_ACCOUNT, came, batches, told, AccountNumbering(accounts), reading)

    def _built(
        self,
        index: str,
        came: BuiltFrom,
        batches: Iterable[pa.RecordBatch],
        attributes: Iterable[pa.RecordBatch],
        numberer: Numberer,
        reading_of: Callable[[Path, Ground], Reading],
    ) -> None:
        known, safe = load_touchpoints(self.folder), partial(_made_safe, self.folder)
        parts = self.record.parts()
        if self.cluster and parts:
            from wegmarke.index.spark.building import OnCluster, build_on_cluster  # noqa: PLC0415 - as above

            where = OnCluster(self.cluster, self.storage, self.lender.lent(parts), reading_of)
            build_on_cluster(
                self.folder / index,
                where,
                self.settings,
                came,
                lambda: attributes_told(attributes).settle(numberer),
                self.watcher,
                known,
                safe,
            )
            return
        build_index(
            self.folder / index,
            batches,
            self.settings,
            numberer,
            position=came.position,
            customers=came.customers,
            who_is_who=came.who_is_who,
            level=came.level,
            touchpoints=known,
            attributes=attributes,
            expected=self.record.interactions,
            watcher=self.watcher,
            before_switch=safe,
        )


def _damaged_by_account(folder: Path) -> str | None:
    """The file of the index by account that is missing or damaged."""
    try:
        opened(folder, INDEX_BY_ACCOUNT)
    except WegmarkeError as error:
        return f"{INDEX_BY_ACCOUNT}/{error.details['file']}" if error.code == "index_broken" else None
    return None


def _by_account_is_old(folder: Path, record: Record, settings: JourneySettings) -> bool:
    """Whether the index by account was not built with the other one: the build was killed between the two."""
    if looked_at(folder) != record.position:
        return True
    if not any((folder / ACCOUNTS).glob("numbers-*.parquet")):
        return False
    manifest = manifest_of(folder, INDEX_BY_ACCOUNT)
    at = None if manifest is None else (manifest.position, manifest.settings, manifest.who_is_who)
    return at != (record.position, settings, token_of(folder))


def _is_large(folder: Path) -> bool:
    manifest = manifest_of(folder, INDEX_BY_ACCOUNT)
    return manifest is not None and sum(entry.interactions for entry in manifest.partitions) > LIVE_BY_ACCOUNT


def token_of(folder: Path) -> str:
    """Changes when anything that people said of customers or accounts changes."""
    return f"{resolving.token(folder)}-{accounts_token(folder)}"


def _overlaid(folder: Path, record: Record, manifest: Manifest, customers: Customers, watcher: Watcher) -> bool:
    """Whether an overlay would do."""
    changed = record.changed_customers(manifest.base_position)
    if changed is None:
        return False
    touched = resolving.touched(folder, customers, changed, manifest.base_customers)
    if touched is None:
        return False
    try:
        update_index(
            folder / INDEX,
            resolving.named_batches(interactions_only(record.batches(INDEX_COLUMNS)), customers),
            touched,
            resolving.Numbering(customers),
            position=record.position,
            watcher=watcher,
            who_is_who=token_of(folder),
            attributes=resolving.named_batches(attribute_batches(record), customers),
            before_switch=partial(_made_safe, folder),
        )
    except OutgrownError:
        return False
    return True


def _made_safe(folder: Path, touchpoints: tuple[Touchpoint, ...]) -> None:
    """Numbers and keys are for good, and the index may be lost: they are on the disk before any index names them."""
    with room_or_error(folder):
        (folder / resolving.IDENTITY).mkdir(exist_ok=True)
    sync_folder(folder / resolving.IDENTITY)
    save_touchpoints(folder, touchpoints)
