"""Same person?: look for pairs, decide about them, take it back, and see customers joined by the next build."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.desk.person import text_of
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_sign_in import invite
from tests.functional.desk.twice import shop_workspace
from wegmarke.identity.probabilistic import ScoredPair
from wegmarke.identity.reviewing import replace_candidates
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.person import Person

PAGE = "/customers/same-person/"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    with running_desk(shop_workspace(tmp_path_factory.mktemp("twice")).folder) as running:
        yield running


@pytest.fixture(scope="module")
def manager(shop: RunningDesk) -> Visitor:
    """Who has had the shop searched for pairs."""
    visitor = Visitor(shop)
    assert visitor.post(invite(signed_in_owner(shop), "the_manager", "manager")).status == 200
    before = text_of(visitor.get(PAGE).text)
    assert "Nobody has looked yet" in before
    job = visitor.post(f"{PAGE}look/")
    until(visitor, job.url, "customers were compared")
    return visitor


def until(visitor: Visitor, address: str, words: str) -> str:
    """The page once it says that; jobs work beside it."""
    for _ in range(240):
        page = text_of(visitor.get(re.sub(r"^http://[^/]+", "", address)).text)
        if words in page:
            return page
        time.sleep(0.5)
    raise AssertionError(page)


def pair(visitor: Visitor) -> dict[str, str]:
    """The numbers of the pair that is shown."""
    page = visitor.get(PAGE).text
    return {name: re.search(rf'name="{name}" value="(\d+)"', page)[1] for name in "ab"}  # type: ignore[index]


def test_a_pair_stands_side_by_side_with_why_in_words(manager: Visitor) -> None:
    page = text_of(manager.get(PAGE).text)
    assert "0 of 2 decided" in page
    assert "Same last name, same birthday, same street, same house number, same postcode, different first name." in page
    assert "Different first names may be twins or a couple." in page
    assert "Lea" in page
    assert "Ole" in page
    assert "One further pair is so alike" in page


def test_in_german(manager: Visitor) -> None:
    with manager.speaking("de"):
        page = text_of(manager.get(PAGE).text)
    assert "Dieselbe Person?" in page
    assert "Gleicher Nachname, gleiches Geburtsdatum, gleiche Straße" in page
    assert "anderer Vorname." in page
    assert "0 von 2 entschieden" in page


def test_a_decision_leads_to_the_next_pair_and_can_be_taken_back(shop: RunningDesk, manager: Visitor) -> None:
    twins = pair(manager)
    after = text_of(manager.post(f"{PAGE}decide/", twins | {"state": "different"}).text)
    assert "1 of 2 decided" in after
    assert "Yorck" in after
    ledger = Workspace.open(shop.workspace).customers().ledger
    assert [(one.verdict, one.why) for one in ledger.in_force()] == [("apart", "person")]
    back = text_of(manager.post(f"{PAGE}undo/").text)
    assert "0 of 2 decided" in back
    assert pair(manager) == twins
    assert Workspace.open(shop.workspace).customers().ledger.in_force() == ()


def test_what_is_put_aside_comes_again_behind_the_others(manager: Visitor) -> None:
    twins = pair(manager)
    manager.post(f"{PAGE}decide/", twins | {"state": "later"})
    moved = pair(manager)
    assert moved != twins
    manager.post(f"{PAGE}decide/", moved | {"state": "different"})
    assert pair(manager) == twins
    assert "Put aside before." in text_of(manager.get(PAGE).text)
    manager.post(f"{PAGE}undo/")
    manager.post(f"{PAGE}undo/")


def test_who_is_the_same_is_one_customer_after_the_build(shop: RunningDesk, manager: Visitor) -> None:
    customers = Workspace.open(shop.workspace).customers()
    count = len(customers)
    assert "One pair was linked." in text_of(manager.post(f"{PAGE}link-sure/").text)
    twins = pair(manager)
    manager.post(f"{PAGE}decide/", twins | {"state": "different"})
    moved = pair(manager)
    page = text_of(manager.post(f"{PAGE}decide/", moved | {"state": "same"}).text)
    assert "Nothing waits for a decision" in page
    build = manager.post("/settings/build/")
    until(manager, build.url, "See the journeys")
    after = Workspace.open(shop.workspace)
    assert len(after.customers()) == count - 2
    assert after.customers().resolve(int(moved["a"])) == after.customers().resolve(int(moved["b"]))
    assert after.customers().resolve(int(twins["a"])) != after.customers().resolve(int(twins["b"]))


@pytest.mark.usefixtures("manager")
def test_what_was_decided_is_not_asked_again(shop: RunningDesk, tmp_path: Path) -> None:
    copy = Workspace.open(Path(shutil.copytree(shop.workspace, tmp_path / "copy")))
    copy.build()
    found = copy.look_for_pairs()
    assert (found.sure, found.to_review) == (0, 0)


@pytest.mark.usefixtures("manager")
def test_what_is_kept_of_decisions_holds_no_name(shop: RunningDesk) -> None:
    kept = (shop.workspace / "identity" / "review").glob("*")
    for file in kept:
        text = file.read_text("utf-8").lower()
        assert not any(name in text for name in ("zwingman", "quast", "yorck", "zeile", "post.example", "the_manager"))


@pytest.mark.parametrize(("state", "status"), [("perhaps", 404), ("", 404)])
def test_other_decisions_are_none(manager: Visitor, state: str, status: int) -> None:
    assert manager.post(f"{PAGE}decide/", {"a": "1", "b": "2", "state": state}).status == status
    assert manager.post(f"{PAGE}decide/", {"a": "1", "b": "2", "state": "same"}).status == 404


def test_who_is_erased_is_in_no_pair(tmp_path: Path) -> None:
    workspace = shop_workspace(tmp_path)
    left = tmp_path / "shop" / "identity" / "scratch-left"
    left.mkdir()
    (left / "spilled").write_text("Quast", "utf-8")
    twin = workspace.customers().number_of("customer_number", "10262")
    assert twin is not None
    pairs = (ScoredPair(twin, twin + 256, 9.0, 0.9, "review", (), ()), ScoredPair(1, 2, 9.0, 0.9, "review", (), ()))
    replace_candidates(workspace.folder / "identity", pairs)
    workspace.decide(workspace.reviews().candidates[0], "later")
    workspace.forget([Person((("customer_number", "10262"),))])
    assert [(each.a, each.b) for each in workspace.reviews().candidates] == [(1, 2)]
    assert workspace.reviews().decisions == ()
    assert not left.exists()
