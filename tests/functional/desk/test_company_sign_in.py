"""Signing in with the account of the company: a real OpenID Connect provider in a process of its own, over HTTP."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from tests.functional.desk.person import text_of
from tests.functional.desk.running import Answer, RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_audit import rows
from tests.ports import free_port
from wegmarke.desk.company_options import CompanySignIn, read_company
from wegmarke.errors import WegmarkeError
from wegmarke.workspace import Workspace

SECONDS_TO_START = 120


@dataclass
class Provider:
    """The provider, and what it says of people."""

    address: str

    def knows(self, sub: str, **claims: object) -> None:
        """Let the provider say this of somebody."""
        body = json.dumps(claims).encode()
        request = urllib.request.Request(  # noqa: S310 - this machine
            f"{self.address}/users/{quote(sub)}", body, {"Content-Type": "application/json"}, method="PUT"
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - this machine
            assert answer.status == 204


@contextmanager
def running_provider(port: int) -> Iterator[Provider]:
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < deadline, "The provider did not start."
            time.sleep(0.1)
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(60)


def options(issuer: str, more: str) -> str:
    given = {"issuer": issuer, "client_id": "wegmarke", "client_secret": "hush", "name": "Acme"}
    return "\n".join(["[company_sign_in]", *(f'{key} = "{value}"' for key, value in given.items()), more, ""])


def workspace_with(folder: Path, text: str) -> Path:
    workspace = Workspace.create(folder, "Acme")
    (workspace.folder / "desk").mkdir()
    (workspace.folder / "desk" / "desk.toml").write_text(text, encoding="utf-8")
    return workspace.folder


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider(free_port()) as running:
        yield running


@pytest.fixture(scope="module")
def firm(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk where the provider names roles, new people read, and only the company's addresses come in."""
    more = 'domains = ["acme.example"]\ndefault_role = "reader"\nrole_claim = "groups"\nroles = { "ctm" = "manager" }'
    with running_desk(
        workspace_with(tmp_path_factory.mktemp("firm") / "acme", options(provider.address, more))
    ) as desk:
        yield desk


@pytest.fixture(scope="module")
def admin(firm: RunningDesk) -> Visitor:
    return signed_in_owner(firm)


def come(desk: RunningDesk, sub: str, *, then: str = "", action: str = "") -> tuple[Visitor, Answer]:
    """Go to the provider by the button of the sign-in page, say who one is, and come back."""
    visitor = Visitor(desk)
    page = visitor.get("/sign-in/login/" + (f"?{urlencode({'next': then})}" if then else ""))
    button = re.search(r'href="(/sign-in/company/login/[^"]*)"', page.text)
    assert button is not None, page.text
    at_provider = visitor.get(button[1])
    assert "/oauth2/authorize" in at_provider.url, at_provider.text
    assert "code_challenge" in at_provider.url, "PKCE"
    body = urlencode({"action": action} if action else {"sub": sub}).encode()
    back = visitor.bare_post(at_provider.url, body)
    target = next(value for name, value in back.headers.items() if name.lower() == "location")
    if "state=" not in target:  # this provider forgets the state when it says no; RFC 6749, 4.1.2.1 wants it back
        target += "&" + urlencode({"state": parse_qs(urlsplit(at_provider.url).query)["state"][0]})
    return visitor, visitor.get(target)


def account(visitor: Visitor) -> dict[str, object]:
    found: dict[str, object] = json.loads(visitor.get("/api/v1/account").text)
    return found


def test_somebody_new_gets_an_account_with_the_default_role(
    firm: RunningDesk, admin: Visitor, provider: Provider
) -> None:
    provider.knows("s-1", email="nina@acme.example", email_verified=True, name="Nina Neu", preferred_username="nina")
    visitor, answer = come(firm, "s-1", then="/journeys/?where=")
    assert answer.url == firm.address + "/journeys/?where="
    assert account(visitor)["role"] == "reader"
    assert account(visitor)["name"] == "Nina Neu"
    people = admin.get("/settings/people/").text
    assert ">nina</td>" in people
    # The second time it is the same account.
    come(firm, "s-1")
    assert admin.get("/settings/people/").text.count(">nina</td>") == 1
    assert {"Signed in", "Added an account"} <= {row["What was done"] for row in rows(admin)}


def test_an_account_is_known_by_its_verified_address(firm: RunningDesk, admin: Visitor, provider: Provider) -> None:
    fields = {"username": "olga", "email": "Olga@acme.example", "role": "owner", "is_active": "on"}
    admin.post("/settings/people/add/", fields)
    # Somebody else at the provider, who only says that the address is theirs.
    provider.knows("thief", email="olga@acme.example", email_verified=False)
    visitor, answer = come(firm, "thief")
    assert answer.status == 403
    assert "does not vouch for an e-mail address" in answer.text
    assert visitor.get("/", follow=False).status == 302
    provider.knows("s-2", email="olga@acme.example", email_verified=True, groups=["all", "ctm"])
    visitor, _answer = come(firm, "s-2")
    assert account(visitor)["role"] == "manager", "the role that the provider names"
    provider.knows("s-2", email="olga@acme.example", email_verified=True, groups=["all"])
    visitor, _answer = come(firm, "s-2")
    assert account(visitor)["role"] == "reader", "and no longer"
    assert text_of(admin.get("/settings/people/").text).count("olga") == 2, "name and sign-in name of one account"


@pytest.mark.parametrize(
    ("sub", "claims", "said"),
    [
        ("other-firm", {"email": "x@elsewhere.example", "email_verified": True}, "Addresses like yours"),
        ("likeness", {"email": "x@notacme.example", "email_verified": True}, "Addresses like yours"),
        ("nameless", {"name": "Nobody"}, "does not vouch"),
    ],
)
def test_whoever_is_not_let_in_reads_why(
    firm: RunningDesk, admin: Visitor, provider: Provider, sub: str, claims: dict[str, object], said: str
) -> None:
    before = admin.get("/settings/people/").text.count("<tr>")
    provider.knows(sub, **claims)
    visitor, answer = come(firm, sub)
    assert answer.status == 403
    assert said in answer.text
    assert visitor.get("/", follow=False).status == 302
    assert admin.get("/settings/people/").text.count("<tr>") == before
    assert any(row["Concerns"] == "company" for row in rows(admin, kind="signing_in"))


def test_an_account_that_was_closed_stays_closed(firm: RunningDesk, admin: Visitor, provider: Provider) -> None:
    fields = {"username": "karl", "email": "karl@acme.example", "role": "owner"}
    admin.post("/settings/people/add/", {**fields, "is_active": "on"})
    number = re.search(r'/settings/people/(\d+)/">karl<', admin.get("/settings/people/").text)
    assert number is not None
    admin.post(f"/settings/people/{number[1]}/", fields)
    provider.knows("s-3", email="karl@acme.example", email_verified=True)
    visitor, answer = come(firm, "s-3")
    assert "may not sign in" in answer.text
    assert visitor.get("/", follow=False).status == 302


def test_whoever_comes_by_the_provider_is_asked_for_a_second_factor_there(
    firm: RunningDesk, admin: Visitor, provider: Provider
) -> None:
    admin.post("/settings/people/second-factor/", {"role": "reader"})
    try:
        provider.knows("s-4", email="rita@acme.example", email_verified=True)
        for _new_then_known in range(2):
            visitor, _answer = come(firm, "s-4")
            assert visitor.get("/journeys/").url.endswith("/journeys/")
    finally:
        admin.post("/settings/people/second-factor/")


def test_who_says_no_at_the_provider_is_back_at_the_door(firm: RunningDesk) -> None:
    visitor, answer = come(firm, "s-1", action="deny")
    assert "cancelled at the provider" in answer.text
    assert visitor.get("/", follow=False).status == 302


def test_an_answer_that_nobody_asked_for_is_refused(firm: RunningDesk) -> None:
    visitor = Visitor(firm)
    answer = visitor.get("/sign-in/company/login/callback/?code=stolen&state=made-up")
    assert "could not be used" in answer.text
    assert visitor.get("/", follow=False).status == 302


def test_only_this_provider_exists(firm: RunningDesk) -> None:
    assert Visitor(firm).get("/sign-in/another/login/").status == 404


def test_a_provider_that_is_away_is_named(tmp_path: Path) -> None:
    port = free_port()
    with running_desk(workspace_with(tmp_path / "acme", options(f"http://127.0.0.1:{port}", ""))) as desk:
        answer = Visitor(desk, "de").get("/sign-in/company/login/")
        assert answer.status == 502
        assert "nicht erreichbar" in answer.text
        with running_provider(port) as provider:
            # Nobody new without a default role; the button is there, and so is the password.
            provider.knows("s-9", email="neu@acme.example", email_verified=True)
            _visitor, answer = come(desk, "s-9")
            assert "You have no account here" in answer.text


def test_without_a_provider_there_is_no_button(desk: RunningDesk) -> None:
    assert "/sign-in/company/" not in Visitor(desk).get("/sign-in/login/").text
    assert Visitor(desk).get("/sign-in/company/login/").status == 404


@pytest.mark.parametrize(
    ("found", "named"),
    [
        ({"issuer": "http://login.example.org", "client_id": "x", "client_secret": "hush"}, "issuer"),
        ({"issuer": "https://login.example.org", "client_secret": "hush"}, "client_id"),
        ({"issuer": "https://login.example.org", "client_id": "x"}, "client_secret"),
        ({"issuer": "https://a.example", "client_id": "x", "client_secret": "hush", "roles": {"a": "king"}}, "roles"),
        ({"issuer": "https://a.example", "client_id": "x", "client_secret": "hush", "colour": "red"}, "colour"),
        ("yes", "company_sign_in"),
    ],
)
def test_a_wrong_setting_is_named_without_the_secret(found: object, named: str) -> None:
    with pytest.raises(WegmarkeError) as caught:
        read_company(found)
    assert named in str(caught.value)
    assert "hush" not in str(caught.value)


def test_the_secret_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "from outside"  # noqa: S105 - of nobody
    monkeypatch.setenv("WEGMARKE_CLIENT_SECRET", secret)
    company = read_company({"issuer": "https://login.example.org", "client_id": "x"})
    assert company.client_secret == secret
    assert secret not in repr(company)
    assert company.name == "login.example.org"


def test_roles_by_claim() -> None:
    company = CompanySignIn(role_claim="groups", roles={"a": "manager", "b": "admin"}, default_role="reader")
    for claims, role in (
        ({"groups": ["a", "b"]}, "admin"),
        ({"groups": "a"}, "manager"),
        ({"groups": ["dpo"]}, "dpo"),
        ({"groups": ["x"]}, "reader"),
        ({}, "reader"),
    ):
        assert company.role_of(claims) == role


@pytest.mark.usefixtures("loaded_desk")
def test_roles_are_those_of_the_policy() -> None:
    from wegmarke.desk.accounts.policy import Role
    from wegmarke.desk.company_options import ROLE_NAMES

    assert set(ROLE_NAMES) == set(Role.values)
