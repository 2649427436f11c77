"""Every page, in both languages, light and dark, wide and narrow: reachable, within the policy, fit for a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Complaints, Window

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/journeys/",
    "/touchpoints/",
    "/touchpoints/hotline/",
    "/promises/",
    "/friction/",
    "/kpis/",
    "/critical-events/",
    "/moments/",
    "/delay/",
    "/agreement/",
    "/reasons/",
    "/reasons/late-changes/",
    "/journeys/attribution/",
    "/customers/",
    "/customers/search/",
    "/customers/segments/",
    "/customers/value/",
    "/customers/suppression/",
    "/customers/same-person/",
    "/effect/",
    "/levers/",
    "/levers/compare/",
    "/customers/7/",
    "/customers/backlog/",
    "/settings/",
    "/settings/sources/",
    "/settings/sources/add/",
    "/settings/collection/",
    "/settings/people/",
    "/settings/people/add/",
    "/settings/people/1/",
    "/settings/access-log/",
    "/settings/about/",
    "/settings/touchpoints/",
    "/settings/critical-events/",
    "/privacy/",
    "/privacy/take-in/",
    "/privacy/1/",
    "/privacy/1/proof/",
    "/privacy/retention/",
    "/privacy/processing/",
    "/privacy/staff/",
    "/account/",
    "/jobs/",
    "/jobs/1/",
    "/jobs/2/",
    "/jobs/4/",
    "/jobs/5/",
    "/api/",
    "/sign-in/password/set/",
    "/sign-in/2fa/",
    "/sign-in/2fa/totp/activate/",
    "/sign-in/2fa/webauthn/",
    "/sign-in/2fa/webauthn/add/",
    "/sign-in/sessions/",
    "/sign-in/logout/",
)
OPEN_PAGES = ("/sign-in/login/", "/enter/used/")
NOT_FOUND = ("/nowhere/",)

WIDER_THAN_THE_WINDOW = """
() => [document.documentElement, ...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1 && !element.closest(
      ".desk-table-frame, .desk-pages, .tabs, .offcanvas, pre, .dropdown-menu"))
  .map((element) => element.tagName + "." + element.className)
"""


def faults(page: Page, axe_source: str) -> list[dict[str, Any]]:
    """What axe finds on the page as it is drawn now, in short."""
    # Evaluated by the test's own channel, which the page's policy does not govern.
    page.evaluate(axe_source)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        {"rule": fault["id"], "where": [node["target"] for node in fault["nodes"]][:5], "why": fault["help"]}
        for fault in found["violations"]
    ]


# Contrast does not depend on the language, nor wording on the theme: two of the four combinations see everything.
LOOKS = (("en-GB", "light"), ("de-DE", "dark"))


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_page(window: Window, axe_source: str, path: str, language: str, theme: str) -> None:
    page = window.open(path, language=language, theme=theme)
    assert page.locator("html").get_attribute("lang") == language[:2]
    assert page.locator("html").get_attribute("data-bs-theme") == theme
    assert page.locator("h1").count() == 1
    assert faults(page, axe_source) == []


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_page_without_an_account(
    window: Window, complaints: Complaints, axe_source: str, path: str, language: str, theme: str
) -> None:
    page = window.open(path, language=language, theme=theme, signed_in=False)
    assert page.locator("html").get_attribute("lang") == language[:2]
    assert faults(page, axe_source) == []
    # A used link answers 410, which the console reports.
    complaints.heard[:] = [text for text in complaints.heard if "status of 410" not in text]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", NOT_FOUND)
def test_error_page(window: Window, complaints: Complaints, axe_source: str, path: str, theme: str) -> None:
    page = window.open(path, theme=theme)
    assert page.get_by_role("link", name="To the start page").is_visible()
    assert faults(page, axe_source) == []
    complaints.heard[:] = [text for text in complaints.heard if "status of 404" not in text]


@pytest.mark.parametrize("path", PAGES)
def test_page_on_a_phone(window: Window, path: str) -> None:
    page = window.open(path, language="de-DE", width=360)  # German has the longer words
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == []


@pytest.mark.parametrize("path", ["/", "/settings/people/", "/api/"])
def test_page_on_paper(window: Window, path: str) -> None:
    page = window.open(path, theme="dark")
    page.emulate_media(media="print")
    assert not page.locator(".desk-tools").is_visible()
    assert not page.locator(".desk-pages").first.is_visible()
    assert page.locator("h1").is_visible()
    page.wait_for_function("() => getComputedStyle(document.body).color === 'rgb(0, 0, 0)'")
    background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert background in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert page.pdf(format="A4")[:5] == b"%PDF-"
