"""Who is who is found the same on a cluster as on this machine: pairs that may be one, and what goes wrong meanwhile.

The cluster is Sail, a process of its own that speaks Spark Connect, or the one that `make cluster` starts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.clusters import GIVEN, cluster, sail
from tests.functional.desk.twice import shop_workspace
from tests.linkage import fake_1000
from tests.ports import free_port
from tests.property.test_identity_in_batches import sightings
from wegmarke.errors import WegmarkeError
from wegmarke.identity.customers import Customers
from wegmarke.identity.ledger import LinkLedger
from wegmarke.identity.numbers import CustomerNumbers
from wegmarke.identity.probabilistic import ScoredPair, score_pairs
from wegmarke.identity.rules import DEFAULT_RULES
from wegmarke.identity.sightings import Sightings
from wegmarke.identity.spark.reading import look_on
from wegmarke.identity.spark.shares import resolved_on
from wegmarke.index.spark.session import Connection
from wegmarke.model.mapping import Cell, Identifier, InteractionMapping, Mapping
from wegmarke.model.progress import Progress, Unwatched
from wegmarke.record.lending import Lending
from wegmarke.workspace import Workspace
from wegmarke.workspace.cluster import OnCluster, let_go
from wegmarke.workspace.resolving import forget_derived, resolve
from wegmarke.workspace.reviewing import STEPS

PROBABILITY = 1e-9
"""The same weight is turned into a probability by two engines."""


WEB = Mapping(
    "web",
    "number",
    (InteractionMapping("at", Cell(column="what")),),
    customer_kind="customer_number",
    identifiers=(Identifier("cookie", "cookie"),),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with cluster(tmp_path_factory.mktemp("cluster") / "log.txt") as where:
        yield where


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, address: str) -> Workspace:
    """A shop in which some customers stand twice, and whose workspace names the cluster."""
    folder = tmp_path_factory.mktemp("shop")
    workspace = shop_workspace(folder)
    web = folder / "web.csv"
    web.write_text(
        "at,cookie,number,what\n"
        + "".join(
            f"2026-02-{1 + n % 28:02d} 09:00,c{n // 2},{10_000 + n if n % 2 else ''},Visit\n" for n in range(400)
        ),
        "utf-8",
    )
    workspace.import_file(web, WEB)
    workspace.save_settings(replace(workspace.settings, runner=address))
    return workspace


def without_probability(pair: ScoredPair) -> ScoredPair:
    return replace(pair, probability=0.0)


class Watching(Unwatched):
    """Remembers what was told, and stops when so much is done."""

    def __init__(self, stop_at: float = 2.0) -> None:
        self.told: list[Progress] = []
        self._stop_at = stop_at

    def report(self, progress: Progress) -> None:
        self.told.append(progress)

    def stopped(self) -> bool:
        return bool(self.told) and (self.told[-1].share or 0.0) >= self._stop_at


def test_a_cluster_finds_the_pairs_that_this_machine_finds(
    address: str, shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """fake_1000: 1,495 pairs with all their levels and weights, which are rounded to four decimals. What this process
    asked before of a server that is gone by now does not matter.
    """
    with sail(tmp_path / "gone.txt") as (gone, _):
        session, _ = Connection(gone).session()
        monkeypatch.setattr(type(session), "_default_session", session)
    records = fake_1000(shared_data / "linkage" / "fake_1000.csv").records
    here = score_pairs(records, tmp_path)
    watching = Watching()
    with OnCluster(address, watching, "identify", STEPS) as on:
        there = score_pairs(records, tmp_path, cluster=on)
        if GIVEN in os.environ:  # Sail keeps no tables
            held = on.run(held_by)
            on.run(lambda session, _: let_go(session))
            assert len(held) > 3
            assert all(held)  # records, pairs, frequencies and results
            assert not any(on.run(held_by))
    with OnCluster(address, Unwatched(), "identify", 1) as on:
        assert not on.run(lambda session, _: views_of(session))  # they went with the session
    assert len(here) > 1000
    assert [*map(without_probability, there)] == [*map(without_probability, here)]
    assert [pair.probability for pair in there] == pytest.approx(
        [pair.probability for pair in here], rel=PROBABILITY, abs=0
    )
    shares = [progress.share for progress in watching.told if progress.share is not None]
    assert shares[0] == 0
    assert shares[-1] >= (STEPS - 1) / STEPS  # as many steps as were said


@pytest.mark.skipif(GIVEN in os.environ, reason="the way to the cluster is the same; make test asks Sail")
def test_a_look_in_a_workspace(shop: Workspace) -> None:
    expected = shop.look_for_pairs()  # so few customers are compared here
    candidates = shop.reviews().candidates
    assert shop.look_for_pairs(on="cluster") == expected
    found = shop.reviews().candidates
    assert [replace(one, probability=0.0) for one in found] == [replace(one, probability=0.0) for one in candidates]
    assert candidates


def test_a_look_that_is_stopped_leaves_what_was_found_before(shop: Workspace) -> None:
    before = shop.reviews().candidates
    with pytest.raises(WegmarkeError) as refused:
        shop.look_for_pairs(Watching(stop_at=2 / STEPS), "cluster")
    assert refused.value.code == "import_stopped"
    assert shop.reviews().candidates == before
    assert not list(shop.folder.glob("identity/scratch-*"))


def views_of(session: Any) -> list[str]:
    return [table.name for table in session.catalog.listTables() if table.isTemporary]


def held_by(session: Any, _: int) -> list[bool]:
    """Of each view of the session, whether the cluster keeps what it shows."""
    return [session.catalog.isCached(name) for name in views_of(session)]


def company() -> tuple[CustomerNumbers, Sightings, LinkLedger]:
    """Two thousand customers with address and cookie. Of ten, two stand twice and share the address, two others have
    one tablet and two names, and many were met at the terminal of a branch; some links were said.
    """
    numbers, ledger = CustomerNumbers(), LinkLedger()

    def number(kind: str, value: object) -> int:
        return int(numbers.number(pa.array([kind]).dictionary_encode(), pa.array([str(value)]))[0])

    rows = []
    for i in range(2_000):
        customer = number("customer_number", i)
        rows.append((customer, number("email", i // 2 * 2 if i % 10 < 2 else i), f"lena kunz{i // 2}"))
        rows.append((customer, number("cookie", i // 2 * 2 if i % 10 in (4, 5) else i), f"lena kunz{i}"))
        if i % 7 == 0:
            rows.append((customer, number("device", "terminal"), None))
        if i % 90 == 8:
            ledger.assert_link(customer, number("customer_number", i - 1), "person" if i % 4 else "model")
        if i % 90 == 30:
            ledger.assert_apart(customer, number("email", i))
    return numbers, sightings(rows), ledger


def test_whose_every_identifier_is(address: str) -> None:
    """In more shares than a wave has."""
    numbers, seen, ledger = company()
    here = Customers(numbers, seen, ledger)
    known, ages = here.known(), numbers.ages()
    watching = Watching()
    with OnCluster(address, watching, "identify", 2) as on:
        there = resolved_on(on, known, ages, len(known.kind) // 6, shares_at_once=4)
    for name in ("customer", "shown", "agreed", "crowd"):
        assert getattr(there, name).tobytes() == getattr(here.resolution, name).tobytes(), name
    assert len(here.resolution.agreed) > 100
    assert here.resolution.crowd.sum() == 201  # the tablets and the terminal
    assert (np.bincount(here.customer) > 3).sum() > 100
    assert watching.told[-1].share is not None
    assert watching.told[-1].share >= 1 / 2  # the second wave


def test_a_resolving_in_a_workspace(shop: Workspace, tmp_path: Path) -> None:
    """The record is read and its identifiers are resolved by workers; numbers are given as they are here."""
    folders = [Path(shutil.copytree(shop.folder, tmp_path / name)) for name in ("here", "there")]
    for folder in folders:
        forget_derived(folder)
        for file in (folder / "identity").glob("numbers-*"):
            file.unlink()
    watching = Watching()
    record = Workspace.open(folders[0]).record
    here = resolve(folders[0], record, Unwatched())
    there = resolve(folders[1], Workspace.open(folders[1]).record, watching, "cluster")
    assert len(record.parts()) > 1
    for name in ("customer", "shown"):
        assert getattr(there, name).tobytes() == getattr(here, name).tobytes()
    for table in ("seen", "pairs", "described", "spelled", "lived"):
        assert getattr(there.sightings, table).equals(getattr(here.sightings, table)), table
    assert there.kinds_and_values(there.all_numbers.tolist()) == here.kinds_and_values(here.all_numbers.tolist())
    assert [progress for progress in watching.told if progress.stage == "identify"]
    assert not any(progress.rows for progress in watching.told)  # rows were not read here


def test_a_part_that_workers_do_not_find_is_named(shop: Workspace, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shop.folder, tmp_path / "shop"))
    forget_derived(folder)
    parts = Workspace.open(folder).record.parts()
    parts[-1].path.unlink()
    with pytest.raises(WegmarkeError) as refused:
        resolve(folder, Workspace.open(folder).record, Unwatched(), "cluster")
    assert (refused.value.code, refused.value.details["what"]) == ("record_broken", parts[-1].entry.name)
    gone = [replace(part, path=tmp_path / "elsewhere" / "record" / "parts" / part.path.name) for part in parts]
    with pytest.raises(WegmarkeError) as refused, OnCluster(shop.settings.runner, Unwatched(), "identify", 1) as on:
        look_on(on, gone, CustomerNumbers(), DEFAULT_RULES, Lending("", Unwatched()))
    assert (refused.value.code, refused.value.details["folder"]) == (
        "cluster_folder",
        str(tmp_path / "elsewhere" / "record"),
    )


def test_a_cluster_that_is_not_there_is_named(shop: Workspace) -> None:
    nobody = f"sc://127.0.0.1:{free_port()}"
    settings = shop.settings
    shop.save_settings(replace(settings, runner=nobody))
    try:
        with pytest.raises(WegmarkeError) as refused:
            shop.look_for_pairs(on="cluster")
    finally:
        shop.save_settings(settings)
    assert refused.value.code == "cluster_unreachable"
    assert refused.value.details["address"] == nobody
