"""What holds for every answer: security headers, errors that say what happened, fragments, static files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import databases
from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner

MISSING = re.compile(r'no such table: jobs_job|relation "jobs_job" does not exist')


@pytest.mark.parametrize(
    "path", ["/", "/sign-in/login/", "/nowhere/", "/static/desk/desk.css", "/api/v1/status", "/language/"]
)
def test_security_headers_on_every_answer(owner: Visitor, path: str) -> None:
    headers = owner.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/", "/account/", "/settings/people/", "/api/", "/nowhere/"])
def test_no_inline_style_or_script_and_nothing_from_elsewhere(owner: Visitor, path: str) -> None:
    text = owner.get(path).text
    assert not re.findall(r"\sstyle=|<style|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)


def test_cookies_are_out_of_reach_of_scripts(desk: RunningDesk) -> None:
    visitor = Visitor(desk)
    answer = visitor.post("/language/", {"language": "de"}, follow=False)
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=Lax" in answer.headers["set-cookie"]


def test_not_found_says_what_next(owner: Visitor) -> None:
    answer = owner.get("/nowhere/")
    assert answer.status == 404
    assert "There is nothing at this address" in answer.text
    assert "start from the overview" in answer.text


def test_a_name_that_is_not_ours_is_refused(desk: RunningDesk) -> None:
    answer = Visitor(desk).get("/sign-in/login/", Host="rebound.example")
    assert answer.status == 400
    assert "cannot be read here" in answer.text


def test_a_form_from_elsewhere_changes_nothing(owner: Visitor) -> None:
    answer = owner.bare_post("/account/", b"first_name=Mallory", Origin="https://elsewhere.example")
    assert answer.status == 403
    assert "Nothing was changed" in answer.text
    assert "Mallory" not in owner.get("/account/").text


def test_an_error_of_ours_is_a_page_without_details(tmp_path: Path) -> None:
    with running_desk(tmp_path / "acme") as desk:
        visitor = signed_in_owner(desk)
        databases.execute(desk.workspace, "DROP TABLE jobs_job")
        answer = visitor.get("/jobs/")
        assert answer.status == 500
        assert "did not expect" in answer.text
        assert "jobs_job" not in answer.text
        assert "Traceback" not in answer.text
        assert visitor.get("/").status == 200, "the rest goes on"
    assert any(MISSING.search(line) for line in desk.printed), "the owner's window says what failed"


def test_a_part_of_a_page_is_only_that_part(owner: Visitor) -> None:
    part = owner.get("/customers/7/", HX_Request="true").text
    assert "<html" not in part
    assert "<h1>Customer</h1>" in part


def test_a_part_asked_for_after_the_session_ended_leads_to_signing_in(desk: RunningDesk) -> None:
    here = desk.address + "/journeys/?filter=all"
    answer = Visitor(desk).get("/customers/7/", follow=False, HX_Request="true", HX_Current_URL=here)
    assert answer.status == 204
    assert answer.headers["hx-redirect"] == "/sign-in/login/?next=%2Fjourneys%2F%3Ffilter%3Dall"


def test_static_files_keep_until_they_change(owner: Visitor) -> None:
    text = owner.get("/").text
    assets = re.findall(r'"(/static/[^"#]+)', text)
    assert len(assets) > 6
    for asset in set(assets):
        answer = owner.get(asset)
        assert re.search(r"\?v=[0-9a-f]{12}$", asset), asset
        assert answer.status == 200
        assert "max-age=86400" in answer.headers["cache-control"]


def test_two_workspaces_on_one_machine_do_not_sign_each_other_out(tmp_path: Path) -> None:
    with running_desk(tmp_path / "one") as one, running_desk(tmp_path / "two") as two:
        visitor = signed_in_owner(one)
        visitor.post(two.link)
        assert visitor.get(one.address + "/", follow=False).status == 200
        assert visitor.get(two.address + "/", follow=False).status == 200


def test_the_workspace_is_named_and_read_anew(tmp_path: Path) -> None:
    with running_desk(tmp_path / "acme") as desk:
        visitor = signed_in_owner(desk)
        assert "Acme &amp; Söhne" in visitor.get("/").text
        file = desk.workspace / "workspace.toml"
        good = file.read_text("utf-8")
        file.write_text(good.replace("Acme & Söhne", "Other"), "utf-8")
        assert ">Other</span>" in visitor.get("/").text
        file.write_text("version = 1\nname = 7\n", "utf-8")
        broken = visitor.get("/")
        assert broken.status == 422
        assert "name" in broken.text
        file.write_text(good, "utf-8")
        assert visitor.get("/").status == 200
