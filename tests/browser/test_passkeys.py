"""Passkeys in a real browser with an authenticator of its own: adding one, and signing in with nothing else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, Window
from tests.functional.desk.running import RunningDesk

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def by_name(desk: RunningDesk, path: str) -> str:
    """The same desk under its name: browsers make no passkeys for addresses of numbers."""
    return desk.address.replace("127.0.0.1", "localhost") + path


def give_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def invited(window: Window, name: str) -> str:
    page = window.open("/settings/people/add/")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_role("button", name="Add").click()
    link = page.locator("#new-link").inner_text()
    return link.replace(window.desk.address, "")


def elsewhere(complaints: Complaints) -> None:
    """`localhost` is this machine; nothing else may have been complained of."""
    complaints.heard[:] = [
        one for one in complaints.heard if not one.startswith("asked another host: http://localhost:")
    ]


def test_a_passkey_is_added_and_signs_in_alone(window: Window, complaints: Complaints) -> None:
    link = invited(window, "with_passkey")
    page = window.open("/sign-in/login/", signed_in=False)
    give_authenticator(page)
    page.goto(by_name(window.desk, link))
    page.wait_for_url(by_name(window.desk, "/"))
    page.goto(by_name(window.desk, "/sign-in/2fa/webauthn/add/"))
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
    page.goto(by_name(window.desk, "/sign-in/2fa/webauthn/"))
    expect(page.locator("main")).to_contain_text("My laptop")
    page.context.clear_cookies()
    page.goto(by_name(window.desk, "/sign-in/login/"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(by_name(window.desk, "/"))
    page.goto(by_name(window.desk, "/account/"))
    expect(page.locator("main")).to_contain_text("with_passkey")
    elsewhere(complaints)


def test_without_a_passkey_the_page_says_so(window: Window, complaints: Complaints) -> None:
    page = window.open("/sign-in/login/", signed_in=False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The browser gave no passkey")
    assert complaints.heard == []
