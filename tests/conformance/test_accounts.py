"""Accounts of the practice company against what is true of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from wegmarke.identity.accounts import Accounts
from wegmarke.simulation.accounts.parameters import B2B
from wegmarke.simulation.accounts.truth import AccountsTruth
from wegmarke.simulation.accounts.writing import ACCOUNT_FILES, ACCOUNT_JOURNEYS, write_accounts
from wegmarke.workspace.workspace import Workspace

ACCOUNTS, SEED = 120, 3


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, AccountsTruth, Workspace]:
    folder = tmp_path_factory.mktemp("b2b")
    truth = write_accounts(folder, B2B, ACCOUNTS, SEED)
    workspace = Workspace.create(folder / "w", "Musterhaus Geschäftskunden", ACCOUNT_JOURNEYS)
    for one in ACCOUNT_FILES:
        workspace.import_file(folder / one.file, folder / one.mapping)
    workspace.build()
    return folder, truth, workspace


@pytest.fixture(scope="module")
def accounts(company: tuple[Path, AccountsTruth, Workspace]) -> Accounts:
    return company[2].accounts()


def test_there_are_as_many_accounts_as_companies(accounts: Accounts) -> None:
    assert len(accounts) == ACCOUNTS


def test_companies_that_stand_twice_are_one(company: tuple[Path, AccountsTruth, Workspace], accounts: Accounts) -> None:
    twice = company[1].dirt.twice
    assert len(twice) >= 3
    for one, other in dict(twice).items():
        assert accounts.number_of(one) == accounts.number_of(other), (one, other)


def mails(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "exports" / "b2b_mailarchiv.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def test_mails_that_nobody_filed_go_to_the_right_company(
    company: tuple[Path, AccountsTruth, Workspace], accounts: Accounts
) -> None:
    """The host of the address is the company's: so the company of every mail is known."""
    folder, _, workspace = company
    host_of = {
        mail["counterpart"].rpartition("@")[2]: mail["crmAccount"] for mail in mails(folder) if mail["crmAccount"]
    }
    right = wrong = nowhere = 0
    for batch in workspace.record.batches(("file", "row", "customer_kind", "customer", "account", "time", "journey")):
        open_ = batch.filter(batch.column("account").is_null())
        customers = workspace.customers()
        numbers = [customers.number_of("email", one) for one in open_.column("customer").to_pylist()]
        found = accounts.of_rows(open_, pa.array(numbers, pa.int64()).to_numpy())
        for mail, account in zip(open_.column("customer").to_pylist(), found.tolist(), strict=True):
            host = mail.rpartition("@")[2]
            if host not in host_of:
                continue
            true = accounts.number_of(host_of[host])
            right, wrong, nowhere = (
                right + (account == true),
                wrong + (account not in {true, -1}),
                nowhere + (account < 0),
            )
    assert right > 300
    assert wrong <= 0.01 * right, f"{right} right, {wrong} wrong, {nowhere} without"


def test_every_interaction_of_an_account_is_told_and_losses_are_those_of_the_truth(
    company: tuple[Path, AccountsTruth, Workspace],
) -> None:
    _, truth, workspace = company
    people, companies = workspace.index(), workspace.index("account")
    assert companies.level == "account"
    assert [one.key for one in companies.touchpoints] == [one.key for one in people.touchpoints]
    contacts = [sum(len(one.seconds) for one in index.partitions) for index in (people, companies)]
    assert contacts[1] >= 0.99 * contacts[0]
    lost = sum(int((one.outcome == 3).sum()) for one in companies.partitions)
    assert lost == truth.counts.losses


def test_contacts_bear_the_roles_of_the_crm(accounts: Accounts) -> None:
    roles = {
        role for number in accounts.everyone() for contact in accounts.contacts_of(number) for role in contact.roles
    }
    assert roles == {"Einkauf", "Fachbereich", "Geschäftsführung", "Technik und Anwendung", "Controlling und Freigabe"}


def test_whoever_changed_company_is_known_at_both(
    company: tuple[Path, AccountsTruth, Workspace], accounts: Accounts
) -> None:
    customers = company[2].customers()
    known = 0
    for mover in company[1].dirt.movers:
        one, other = (customers.number_of("email", address) for address in (mover.before, mover.after))
        if one is not None and one == other:
            assert len({contact.account for contact in accounts.of_customer(one)}) == 2
            known += 1
    assert known >= 2
