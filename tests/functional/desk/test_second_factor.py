"""A second factor over HTTP: setting it up, being asked for it, being required to have it, losing it; and sessions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from urllib.parse import urlencode

import pytest

from tests.functional.desk.person import text_of
from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_audit import latest, rows
from tests.functional.desk.test_sign_in import PASSWORD, invite


def code_of(secret: str, seconds: float) -> str:
    """The six digits of an authenticator app (RFC 6238 with SHA-1 and thirty seconds)."""
    counter = struct.pack(">Q", int(seconds // 30))
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_code_is_that_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_of(secret, 59) == "287082"  # RFC 6238, appendix B, SHA-1: 94287082
    assert code_of(secret, 1111111109) == "081804"


def set_up(visitor: Visitor) -> str:
    """Set up an authenticator app and return its secret; whoever has a password is asked for it first."""
    assert "Confirm Access" in visitor.get("/sign-in/2fa/totp/activate/").text
    visitor.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    page = visitor.get("/sign-in/2fa/totp/activate/").text
    found = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    assert found is not None, page
    # The form is sent from this very page: each time the page is opened, it makes another secret.
    form = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert form is not None
    fields = {"csrfmiddlewaretoken": form[1], "code": code_of(found[1], time.time())}
    assert visitor.bare_post("/sign-in/2fa/totp/activate/", urlencode(fields).encode()).status == 302
    assert "recovery-codes" in visitor.get("/sign-in/2fa/").text
    return found[1]


def person_with_password(desk: RunningDesk, owner: Visitor, name: str, role: str) -> Visitor:
    visitor = Visitor(desk)
    visitor.post(invite(owner, name, role))
    assert visitor.post("/sign-in/password/set/", {"password1": PASSWORD, "password2": PASSWORD}).status == 200
    return visitor


def number_of(owner: Visitor, name: str) -> str:
    found = re.search(rf'/settings/people/(\d+)/">{name}<', owner.get("/settings/people/").text)
    assert found is not None
    return found[1]


def sign_in(visitor: Visitor, name: str, password: str = PASSWORD) -> str:
    """Sign in with a password and return the address one lands at."""
    return visitor.post("/sign-in/login/", {"login": name, "password": password}).url


@pytest.fixture
def required_of_owners(owner: Visitor) -> None:
    """Nobody needs a second factor before and after."""
    yield
    owner.post("/settings/people/second-factor/")


def test_who_has_a_second_factor_is_asked_for_it(desk: RunningDesk, owner: Visitor) -> None:
    secret = set_up(person_with_password(desk, owner, "two_factors", "reader"))
    later = Visitor(desk)
    assert sign_in(later, "two_factors").endswith("/sign-in/2fa/authenticate/")
    assert later.get("/", follow=False).status == 302, "half-way in is not in"
    wrong = later.post("/sign-in/2fa/authenticate/", {"code": "000000"})
    assert wrong.url.endswith("/sign-in/2fa/authenticate/")
    # Of the code that set it up, the server remembers that it was used: the next one is needed.
    later.post("/sign-in/2fa/authenticate/", {"code": code_of(secret, time.time() + 30)})
    assert later.get("/", follow=False).status == 200
    # A sign-in link is no way around it.
    link = re.search(
        r'id="new-link">(\S+)<', owner.post(f"/settings/people/{number_of(owner, 'two_factors')}/link/").text
    )
    assert link is not None
    by_link = Visitor(desk)
    assert by_link.post(link[1]).url.endswith("/sign-in/2fa/authenticate/")
    assert by_link.get("/", follow=False).status == 302


def test_recovery_codes_get_in_once(desk: RunningDesk, owner: Visitor) -> None:
    visitor = person_with_password(desk, owner, "lost_phone", "reader")
    set_up(visitor)
    codes = re.findall(r"\b\d{8}\b", visitor.get("/sign-in/2fa/recovery-codes/download/").text)
    assert len(codes) == 10
    for code, gets_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        later = Visitor(desk)
        sign_in(later, "lost_phone")
        later.post("/sign-in/2fa/authenticate/", {"code": code})
        assert (later.get("/", follow=False).status == 200) == gets_in


@pytest.mark.usefixtures("required_of_owners")
def test_a_role_that_needs_it_sees_nothing_before(desk: RunningDesk, owner: Visitor) -> None:
    visitor = person_with_password(desk, owner, "must_have", "owner")
    token = re.search(r'id="new-token">(\S+)<', visitor.post("/account/tokens/add/", {"name": "x"}).text)
    assert token is not None
    reader = Visitor(desk)
    reader.post(invite(owner, "need_not", "reader"))
    owner.post("/settings/people/second-factor/", {"role": "owner"})
    page = visitor.get("/journeys/")
    assert page.url.endswith("/sign-in/2fa/")
    assert "Your role needs a second factor" in page.text
    assert visitor.get("/api/v1/status").status == 403
    assert reader.get("/journeys/").url.endswith("/journeys/")
    # A program acts with a token that was made for it; nobody types a code there.
    assert Visitor(desk).get("/api/v1/status", Authorization=f"Bearer {token[1]}").status == 200
    set_up(visitor)
    assert visitor.get("/journeys/").url.endswith("/journeys/")


def test_an_administrator_helps_who_has_lost_it(desk: RunningDesk, owner: Visitor) -> None:
    visitor = person_with_password(desk, owner, "helpless", "reader")
    set_up(visitor)
    number = number_of(owner, "helpless")
    assert f"/settings/people/{number}/second-factor/" in owner.get("/settings/people/").text
    assert visitor.post(f"/settings/people/{number}/second-factor/").status == 403
    owner.post(f"/settings/people/{number}/second-factor/")
    assert sign_in(Visitor(desk), "helpless") == desk.address + "/"


def test_guessing_is_slowed_down(desk: RunningDesk, owner: Visitor) -> None:
    person_with_password(desk, owner, "guessed", "reader")
    thief = Visitor(desk)
    for attempt in range(5):
        sign_in(thief, "guessed", f"wrong {attempt}")
    page = thief.post("/sign-in/login/", {"login": "guessed", "password": PASSWORD})
    assert "Too many failed login attempts" in page.text
    assert thief.get("/", follow=False).status == 302, "not even with the right password"
    failed = [row for row in rows(owner, kind="signing_in") if row["What was done"] == "Failed to sign in"]
    assert [row["Concerns"] for row in failed].count("guessed") == 5


def test_what_was_typed_as_a_name_is_not_written_down(desk: RunningDesk, owner: Visitor) -> None:
    sign_in(Visitor(desk), "my-secret-password", "x")
    failed = [row for row in rows(owner, kind="signing_in") if row["What was done"] == "Failed to sign in"]
    assert failed
    assert all("my-secret" not in str(row) for row in failed)


def test_sessions_are_listed_and_ended(desk: RunningDesk, owner: Visitor) -> None:
    here = person_with_password(desk, owner, "everywhere", "reader")
    there = Visitor(desk)
    assert sign_in(there, "everywhere") == desk.address + "/"
    page = text_of(here.get("/sign-in/sessions/").text)
    assert page.count("Python-urllib") == 2
    here.post("/sign-in/sessions/")
    assert here.get("/", follow=False).status == 200
    assert there.get("/", follow=False).status == 302
    assert latest(owner, "everywhere")["What was done"] == "Signed out other devices"


def test_a_new_password_ends_the_other_sessions(desk: RunningDesk, owner: Visitor) -> None:
    here = person_with_password(desk, owner, "careful", "reader")
    there = Visitor(desk)
    sign_in(there, "careful")
    new = PASSWORD + ", and back"
    here.post("/sign-in/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/", follow=False).status == 200
    assert there.get("/", follow=False).status == 302
    done = [row["What was done"] for row in rows(owner) if row["Person"] == "careful"]
    assert done[0] == "Changed the password"
    assert "Signed in" in done
