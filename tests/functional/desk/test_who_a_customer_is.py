"""Who a customer is, over HTTP: why identifiers are one, merging and parting, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.functional.desk.clinic import clinic_workspace
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_sign_in import invite
from wegmarke.workspace import Workspace

ADA, CLEO, CALLER = ("email", "ada.example@mail.example"), ("email", "cleo@mail.example"), ("phone", "+491707654321")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk whose customers these tests may merge."""
    with running_desk(clinic_workspace(tmp_path_factory.mktemp("who")).folder) as running:
        yield running


@pytest.fixture(scope="module")
def manager(own: RunningDesk) -> Visitor:
    return signed_in_owner(own)


def number(own: RunningDesk, identifier: tuple[str, str]) -> int:
    found = Workspace.open(own.workspace).customers().number_of(*identifier)
    assert found is not None
    return found


def built(own: RunningDesk) -> None:
    Workspace.open(own.workspace).build()


def test_why_identifiers_are_one_is_said_in_words(own: RunningDesk, manager: Visitor) -> None:
    page = manager.get(f"/customers/{number(own, ADA)}/identity/").text
    assert "ada.example@mail.example" in page
    assert "written Ada.Example@Mail.example" in page
    assert "+491701234567" in page
    assert "in 1 row together with" in page


def test_merge_and_take_back_leave_everything_as_it_was(own: RunningDesk, manager: Visitor) -> None:
    cleo, caller = number(own, CLEO), number(own, CALLER)
    before = manager.get(f"/findings/timeline.csv?customer={cleo}").text
    answer = manager.post(
        f"/customers/{cleo}/identity/merge/", {"other": "0170 / 76 54 321", "reason": "rang about her visit"}
    )
    assert answer.status == 200
    assert "rang about her visit" in answer.text
    built(own)
    assert number(own, CLEO) == number(own, CALLER)
    merged = manager.get(f"/findings/timeline.csv?customer={number(own, CLEO)}").text
    assert len(merged.splitlines()) == len(before.splitlines()) + 1
    again = manager.post(f"/customers/{cleo}/identity/merge/", {"other": "0170 7654321"})
    assert "is this customer already" in again.text
    assertion = re.search(r'name="assertion" value="(\d+)"', again.text)
    assert assertion is not None
    manager.post(f"/customers/{cleo}/identity/take-back/", {"assertion": assertion[1]})
    built(own)
    assert (number(own, CLEO), number(own, CALLER)) == (cleo, caller)
    assert manager.get(f"/findings/timeline.csv?customer={cleo}").text == before


def test_an_identifier_that_is_not_hers_leaves_and_comes_back(own: RunningDesk, manager: Visitor) -> None:
    ada = number(own, ADA)
    page = manager.get(f"/customers/{ada}/identity/").text
    phone = re.search(r'name="identifier" value="(\d+)"><button[^>]*>[^<]*<span[^>]*> \+491701234567', page)
    assert phone is not None, page[-3000:]
    told = manager.post(f"/customers/{ada}/identity/part/", {"identifier": phone[1]})
    assert "are not one person" in told.text
    built(own)
    assert number(own, ADA) != number(own, ("phone", "0170 1234567"))
    for assertion in set(re.findall(r'name="assertion" value="(\d+)"', told.text)):
        manager.post(f"/customers/{ada}/identity/take-back/", {"assertion": assertion})
    built(own)
    assert number(own, ADA) == number(own, ("phone", "0170 1234567")) == ada


def test_somebody_who_is_not_there_is_said_so(own: RunningDesk, manager: Visitor) -> None:
    answer = manager.post(f"/customers/{number(own, CLEO)}/identity/merge/", {"other": "nobody@nowhere.example"})
    assert "There is no customer “nobody@nowhere.example”" in answer.text
    assert manager.get("/customers/999999999/identity/").status == 404
    taken = manager.post(f"/customers/{number(own, CLEO)}/identity/take-back/", {"assertion": "99"})
    assert "has no entry 99" in taken.text


def test_who_may_look_may_not_therefore_decide(own: RunningDesk, manager: Visitor) -> None:
    owner = Visitor(own)
    assert owner.post(invite(manager, "olga", "owner")).status == 200
    page = owner.get(f"/customers/{number(own, ADA)}/identity/")
    assert page.status == 200
    assert "Not this customer" not in page.text
    assert owner.post(f"/customers/{number(own, ADA)}/identity/part/", {"identifier": "1"}).status == 403
