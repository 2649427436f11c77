"""The HTTP interface: tokens, sessions, its description and its reference page."""

from __future__ import annotations

import json
import re

import pytest

from tests import databases
from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite


@pytest.fixture(scope="module")
def token(owner: Visitor) -> str:
    """A token of the owner, as the page shows it once."""
    found = re.search(r'id="new-token">(\S+)<', owner.post("/account/tokens/add/", {"name": "nightly"}).text)
    assert found is not None
    return found[1]


def test_a_token_acts_as_its_account(desk: RunningDesk, token: str) -> None:
    answer = Visitor(desk).get("/api/v1/account", Authorization=f"Bearer {token}")
    assert answer.status == 200
    account = json.loads(answer.text)
    assert account["role"] == "admin"
    assert "manage_people" in account["permissions"]


def test_a_token_is_shown_once_and_stored_as_a_hash(desk: RunningDesk, owner: Visitor, token: str) -> None:
    page = owner.get("/account/").text
    assert token not in page
    assert token[:8] in page
    assert token.encode() not in databases.contents(desk.workspace)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wm_wrong"}, {"Authorization": "Basic cm9vdDo="}])
def test_without_a_token_nothing_is_told(desk: RunningDesk, header: dict[str, str]) -> None:
    for path in ("status", "account", "jobs", "jobs/1"):
        assert Visitor(desk).get(f"/api/v1/{path}", follow=False, **header).status == 401


def test_a_removed_token_is_refused_at_once(desk: RunningDesk, owner: Visitor) -> None:
    page = owner.post("/account/tokens/add/", {"name": "short-lived"}).text
    text = re.search(r'id="new-token">(\S+)<', page)
    number = re.search(r"<td>short-lived</td>.*?/account/tokens/(\d+)/remove/", page, re.DOTALL)
    assert text is not None
    assert number is not None
    assert Visitor(desk).get("/api/v1/status", Authorization=f"Bearer {text[1]}").status == 200
    owner.post(f"/account/tokens/{number[1]}/remove/")
    assert Visitor(desk).get("/api/v1/status", Authorization=f"Bearer {text[1]}").status == 401


def test_a_role_holds_for_programs_too(desk: RunningDesk, owner: Visitor) -> None:
    reader = Visitor(desk)
    reader.post(invite(owner, "reading_program", "reader"))
    text = re.search(r'id="new-token">(\S+)<', reader.post("/account/tokens/add/", {"name": "x"}).text)
    assert text is not None
    program = Visitor(desk)
    assert program.get("/api/v1/status", Authorization=f"Bearer {text[1]}").status == 200
    assert program.get("/api/v1/jobs", Authorization=f"Bearer {text[1]}").status == 403
    # Nobody removes the token of another.
    number = re.search(r"/account/tokens/(\d+)/remove/", reader.get("/account/").text)
    assert number is not None
    assert owner.post(f"/account/tokens/{number[1]}/remove/").status == 404


def test_a_session_reads_and_needs_its_token_to_change(owner: Visitor) -> None:
    assert json.loads(owner.get("/api/v1/status").text)["has_index"] is False
    assert owner.bare_post("/api/v1/jobs/1/stop").status == 403


def test_a_token_needs_no_csrf_token(desk: RunningDesk, token: str) -> None:
    assert Visitor(desk).bare_post("/api/v1/jobs/999/stop", Authorization=f"Bearer {token}").status == 404


def test_every_operation_stands_in_the_description_and_on_the_page(owner: Visitor) -> None:
    description = json.loads(owner.get("/api/v1/openapi.json").text)
    assert description["openapi"].startswith("3.")
    assert set(description["components"]["securitySchemes"]) == {"TokenAuth", "BrowserAuth"}
    page = owner.get("/api/").text
    for path, methods in description["paths"].items():
        assert f"<code>{path}</code>" in page
        for operation in methods.values():
            assert operation["security"], path
    for name in description["components"]["schemas"]:
        assert f"<code>{name}</code>" in page
