"""Signing in: the one-time link, passwords, and that nothing is shown without an account."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import databases
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner

PASSWORD = "a long way to the sea"  # noqa: S105 - of a test account


def test_the_printed_link_signs_the_owner_in_as_administrator(owner: Visitor) -> None:
    assert owner.get("/settings/people/").status == 200


def test_a_link_signs_in_once(owner: Visitor, desk: RunningDesk) -> None:
    link = invite(owner, "once", "reader")
    first, second = Visitor(desk), Visitor(desk)
    assert first.get(link).status == 200
    assert first.get(link).status == 200, "looking at the page must not use the link up"
    assert first.get("/", follow=False).status == 302, "nor sign in"
    assert first.post(link).url == desk.address + "/"
    assert first.get("/").status == 200
    # Somebody who finds the address later.
    assert second.get(link).status == 410
    assert second.post(link).status == 410
    assert second.get("/", follow=False).status == 302


def test_of_two_at_once_one_gets_in(owner: Visitor, desk: RunningDesk) -> None:
    for turn in range(5):
        link = invite(owner, f"raced{turn}", "reader")
        visitors = [Visitor(desk) for _ in range(6)]
        with ThreadPoolExecutor(len(visitors)) as pool:
            answers = list(pool.map(lambda visitor, link=link: visitor.post(link).status, visitors))
        assert sorted(answers) == [200] + [410] * 5


def test_a_link_expires_and_is_stored_as_a_hash(owner: Visitor, desk: RunningDesk) -> None:
    link = invite(owner, "late", "reader")
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert len(token) >= 22, "at least 128 random bits in base64"
    digest = hashlib.sha256(token.encode()).hexdigest()
    stored = databases.contents(desk.workspace)
    assert token.encode() not in stored
    assert digest.encode() in stored
    past = "UPDATE accounts_signinlink SET expires_at = '2020-01-01 00:00:00' WHERE token_hash = ?"
    assert databases.execute(desk.workspace, past, [digest]) == 1
    assert Visitor(desk).get(link).status == 410
    assert Visitor(desk).post(link).status == 410


def test_a_new_link_voids_the_earlier_one(owner: Visitor, desk: RunningDesk) -> None:
    earlier = invite(owner, "twice", "reader")
    number = re.search(r'/settings/people/(\d+)/">twice', owner.get("/settings/people/").text)
    assert number is not None
    later = re.search(r'id="new-link">(\S+)<', owner.post(f"/settings/people/{number[1]}/link/").text)
    assert later is not None
    assert Visitor(desk).post(earlier).status == 410
    assert Visitor(desk).post(later[1]).status == 200


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_link_leads_nowhere_else(owner: Visitor, desk: RunningDesk, target: str) -> None:
    link = invite(owner, f"lured_{len(target)}", "reader")
    answer = Visitor(desk).post(link, {"next": target}, follow=False)
    assert answer.status == 302
    assert answer.headers["location"] == "/"


def test_no_link_is_known_by_guessing(desk: RunningDesk) -> None:
    answer = Visitor(desk).get("/enter/" + "A" * 43 + "/")
    assert answer.status == 410
    assert "prints a new link" in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/journeys/", "/customers/7/", "/settings/people/", "/jobs/", "/api/", "/account/"]
)
def test_without_an_account_every_page_leads_to_signing_in(desk: RunningDesk, path: str) -> None:
    answer = Visitor(desk).get(path, follow=False)
    assert answer.status == 302
    assert answer.headers["location"] == f"/sign-in/login/?next={quote(path)}"


def test_a_shared_link_leads_through_signing_in_and_back(owner: Visitor, desk: RunningDesk) -> None:
    link = invite(owner, "shared", "reader")
    reader = Visitor(desk)
    reader.post(link)
    reader.post("/sign-in/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    later = Visitor(desk)
    page = later.get("/journeys/?filter=outcome+%3D+lost")
    assert page.url.startswith(desk.address + "/sign-in/login/")
    wanted = re.search(r'name="next" value="([^"]+)"', page.text)
    assert wanted is not None
    fields = {"login": "shared", "password": PASSWORD, "next": wanted[1].replace("&amp;", "&")}
    answer = later.post("/sign-in/login/", fields)
    assert answer.url == desk.address + "/journeys/?filter=outcome+%3D+lost"


def test_a_wrong_password_does_not_say_who_exists(owner: Visitor, desk: RunningDesk) -> None:
    invite(owner, "known", "reader")
    texts = {
        re.sub(r'value="[^"]*"', "", Visitor(desk).post("/sign-in/login/", {"login": name, "password": "wrong"}).text)
        for name in ("known", "unknown")
    }
    # The pages carry random tokens, which the substitution removed, and nothing else that differs.
    assert len({re.sub(r"X-CSRFToken[^}]+", "", text) for text in texts}) == 1


def test_signing_out_needs_a_form(owner: Visitor, desk: RunningDesk) -> None:
    visitor = Visitor(desk)
    visitor.post(invite(owner, "leaver", "reader"))
    visitor.get("/sign-in/logout/")
    assert visitor.get("/", follow=False).status == 200
    visitor.post("/sign-in/logout/")
    assert visitor.get("/", follow=False).status == 302


def test_whoever_may_no_longer_sign_in_is_out_at_once(owner: Visitor, desk: RunningDesk) -> None:
    visitor = Visitor(desk)
    visitor.post(invite(owner, "gone", "manager"))
    token = re.search(r'id="new-token">(\S+)<', visitor.post("/account/tokens/add/", {"name": "nightly"}).text)
    assert token is not None
    number = re.search(r'/settings/people/(\d+)/">gone', owner.get("/settings/people/").text)
    assert number is not None
    owner.post(f"/settings/people/{number[1]}/", {"username": "gone", "role": "manager"})
    assert visitor.get("/", follow=False).status == 302
    assert Visitor(desk).get("/api/v1/status", Authorization=f"Bearer {token[1]}").status == 401


def test_the_last_administrator_stays_one(owner: Visitor) -> None:
    page = owner.get("/settings/people/1/")  # the first account that was made
    name = re.search(r'name="username" value="([^"]+)"', page.text)
    assert name is not None
    for change in ({"role": "reader", "is_active": "on"}, {"role": "admin"}):
        answer = owner.post("/settings/people/1/", {"username": name[1], **change})
        assert "cannot take the role of administrator from yourself" in answer.text
    assert owner.get("/settings/people/").status == 200


def test_language_by_browser_then_by_account(desk: RunningDesk, owner: Visitor) -> None:
    german = Visitor(desk, "de-DE,de;q=0.9,en;q=0.5")
    assert '<html lang="de"' in german.get("/sign-in/login/").text
    german.post(invite(owner, "sprachlich", "reader"))
    assert "Noch gibt es keine Daten" in german.get("/").text
    german.post("/language/", {"language": "en"})
    assert "There is no data yet" in german.get("/").text
    # The choice belongs to the account: another browser of the same person speaks English too.
    elsewhere = Visitor(desk, "de")
    number = re.search(r'/settings/people/(\d+)/">sprachlich', owner.get("/settings/people/").text)
    assert number is not None
    again = re.search(r'id="new-link">(\S+)<', owner.post(f"/settings/people/{number[1]}/link/").text)
    assert again is not None
    elsewhere.post(again[1])
    assert "There is no data yet" in elsewhere.get("/").text


def test_with_a_password_no_link_is_printed(tmp_path: Path) -> None:
    with running_desk(tmp_path / "acme") as desk:
        visitor = signed_in_owner(desk)
        assert visitor.post("/sign-in/password/set/", {"password1": PASSWORD, "password2": PASSWORD}).status == 200
    with running_desk(tmp_path / "acme") as desk:
        assert desk.link == ""


def invite(owner: Visitor, name: str, role: str) -> str:
    """Add a person and return the link that the page shows."""
    page = owner.post("/settings/people/add/", {"username": name, "role": role, "is_active": "on"})
    link = re.search(r'id="new-link">(\S+)<', page.text)
    assert link is not None, page.text
    return link[1]
