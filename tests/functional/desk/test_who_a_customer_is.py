"""Who a customer is, over HTTP: why identifiers are one, merging and parting, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.desk.clinic import clinic_workspace
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_sign_in import invite
from wegmarke.cli.customers import show_customers
from wegmarke.model.mapping import Cell, Identifier, InteractionMapping, Mapping
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


HOMES = Mapping(
    "homes",
    "number",
    (InteractionMapping("at", Cell(constant="Letter")),),
    customer_kind="customer_number",
    identifiers=(
        Identifier("first", "first_name"),
        Identifier("last", "last_name"),
        Identifier("street", "street"),
        Identifier("zip", "postcode"),
        Identifier("town", "city"),
    ),
)
HOME_LINES = """number,at,first,last,street,zip,town
H1,2026-03-01 10:00,Eva,Kunz,Lindenstr. 4,89073,Ulm
H1,2026-03-09 10:00,Eva,Kunz,Lindenstr. 4,89073,Ulm
H2,2026-03-02 10:00,Jan,Kunz,Lindenstraße 4,89073,Ulm
H3,2026-03-03 10:00,Kim,Otto,Lindenstraße 4,89073,Ulm
"""


def test_who_likely_lives_with_whom_is_shown_and_nobody_is_merged(
    own: RunningDesk, manager: Visitor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "homes.csv"
    file.write_text(HOME_LINES, encoding="utf-8")
    Workspace.open(own.workspace).import_file(file, HOMES)
    built(own)
    eva, jan, kim = (number(own, ("customer_number", f"H{place}")) for place in (1, 2, 3))
    assert len({eva, jan, kim}) == 3
    history = manager.get(f"/customers/{eva}/").text
    assert f'<a href="/customers/{jan}/">Jan Kunz</a>' in history
    page = plain(manager.get(f"/customers/{eva}/identity/").text)
    assert "Likely one household" in page
    assert page.count("same address and family name: 2 rows of homes") == 1, "Eva’s"
    assert page.count("same address and family name: 1 row of homes") == 1, "Jan’s"
    assert "1 Mar 2026 – 9 Mar 2026" in page
    assert "Likely one household" not in manager.get(f"/customers/{kim}/identity/").text
    show_customers("customer_number:H2", own.workspace)
    shown = plain(capsys.readouterr().out)
    assert "nobody is merged for it" in shown
    assert f"customer {eva} (customer_number H1): same address and family name: 2 rows of homes" in shown
    (own.workspace / "suppression.toml").write_text(
        'version = 1\n[[rule]]\nkey = "letters"\nkind = "contacted"\nwithin_days = 60\ntimes = 3\n'
        'by = "household"\ntouchpoints = ["letter"]\n',
        "utf-8",
    )
    kept = manager.get("/customers/suppression/all.csv").text
    assert "h1" in kept.lower()
    assert "h2" in kept.lower()
    assert "h3" not in kept.lower()
    assert "whose household was met 3 times" in manager.get("/customers/suppression/").text
    (own.workspace / "suppression.toml").unlink()


def plain(page: str) -> str:
    """With one simple space where there is room."""
    return re.sub(r"\s+", " ", page)
