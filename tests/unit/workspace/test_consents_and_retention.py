"""What a person allowed and objected to, at which time; and how long rows are kept."""

import datetime as dt
from pathlib import Path

import pytest

from tests.searching import found
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.retention import read_retention, save_retention

ADA = Person((("email", "ada@lovelace.example"), ("phone", "+49 30 1234567")))
ORDERS = Mapping(
    "orders",
    "customer",
    (
        InteractionMapping("ordered", Cell(constant="Order")),
        InteractionMapping("delivered", Cell(constant="Delivery"), optional=True),
    ),
)


def day(number: int) -> dt.datetime:
    return dt.datetime(2026, 1, number, tzinfo=dt.UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "acme", "Acme")


def test_the_state_at_a_time_is_the_latest_that_was_true_then(workspace: Workspace) -> None:
    consents = workspace.consents
    assert consents.state(ADA, "advertising") is None
    consents.note(ADA, "advertising", "objected", at=day(20), origin="letter")
    consents.note(ADA, "advertising", "given", at=day(10))  # noted later, true earlier
    consents.note(ADA, "analysis", "given", at=day(5))
    states = [workspace.consents.state(ADA, "advertising", day(number)) for number in (9, 10, 19, 20, 21)]
    assert states == [None, "given", "given", "objected", "objected"]
    assert workspace.consents.objects(ADA, "advertising")
    assert not workspace.consents.objects(ADA, "analysis")
    by_phone = Person((("telefon", "0049 30/1234567"),))  # the same person by another identifier, in another spelling
    assert workspace.consents.objects(by_phone, "advertising")
    workspace.consents.note(ADA, "advertising", "lifted")
    assert not workspace.consents.objects(ADA, "advertising")


def test_many_are_asked_at_once_and_nobody_is_named_in_the_file(workspace: Workspace) -> None:
    workspace.consents.note(ADA, "advertising", "objected")
    values = ["bob@x.example", "ADA@lovelace.example"]
    assert workspace.consents.objecting("email", values, "advertising").tolist() == [False, True]
    assert workspace.consents.objecting("email", values, "analysis").tolist() == [False, False]
    assert found(workspace.folder, {"ada@lovelace.example", "1234567"}) == {}


def test_an_objection_outlives_an_erasure_and_a_consent_does_not(workspace: Workspace) -> None:
    workspace.consents.note(ADA, "analysis", "given", origin="row 7")
    workspace.consents.note(ADA, "advertising", "objected", origin="letter of Ada")
    workspace.forget([ADA])
    assert workspace.consents.objects(ADA, "advertising")
    assert workspace.consents.state(ADA, "analysis") is None
    assert [entry.origin for entry in workspace.consents.history(ADA)] == [""]


def orders(workspace: Workspace, folder: Path) -> Path:
    source = folder / "orders.csv"
    source.write_text(
        "customer;ordered;delivered;note\n"
        "lovelace;2020-01-01;2020-02-01;old\n"
        "bob;2020-01-01;2026-01-05;old and new\n"
        "cem;2026-01-01;;new\n"
        "lovelace;2019-01-01;;older\n",
        "utf-8",
    )
    workspace.import_file(source, ORDERS)
    workspace.build()
    return source


def test_a_dry_run_says_what_would_go_and_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    orders(workspace, tmp_path)
    save_retention(workspace.folder, {"orders": 365 * 3, "calls": 30})
    position = workspace.record.position
    calls, there = workspace.expiring()
    assert (there.source, there.rows, there.customers) == ("orders", 2, 1)
    assert (calls.source, calls.rows, calls.customers) == ("calls", 0, 0)
    assert workspace.record.position == position


def test_rows_go_when_all_of_them_is_too_old_and_the_proof_stays(workspace: Workspace, tmp_path: Path) -> None:
    orders(workspace, tmp_path)
    save_retention(workspace.folder, {"orders": 365 * 3})
    kept = workspace.folder / "inbox" / "done" / "orders" / "orders.csv"
    kept.parent.mkdir(parents=True)
    kept.write_bytes((tmp_path / "orders.csv").read_bytes())
    proof = workspace.expire()
    assert found(workspace.folder, {"lovelace"}) == {}  # numbers and kept files too
    assert found(workspace.folder / "inbox", {"bob", "cem"})
    assert workspace.read_again("orders") == ()
    assert [(line.rows, line.customers) for line in proof.erased] == [(2, 1)]
    assert proof.interactions == 3
    left = [row["customer"] for batch in workspace.record.batches() for row in batch.to_pylist()]
    assert left == ["bob", "bob", "cem"]
    assert sum(len(partition.touchpoint) for partition in workspace.index().partitions) == 3
    file = workspace.record.files[0]
    assert (file.read, file.accepted, file.erased) == (4, 2, 2)
    assert read_retention(workspace.folder).proofs == (proof,)
    assert workspace.expiring()[0].rows == 0
    with pytest.raises(ValueError, match="0"):
        save_retention(workspace.folder, {"orders": 0})
