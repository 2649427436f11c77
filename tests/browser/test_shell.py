"""What one does with the frame of the pages: signing in, language, theme, drawer, keyboard, messages, progress."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, Window

pytestmark = pytest.mark.browser


def test_language_can_be_switched(window: Window) -> None:
    page = window.open("/journeys/?filter=outcome+%3D+lost", signed_in=False)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_role("button", name="Language").click()
    page.get_by_role("button", name="Deutsch").click()
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    assert "next=" in page.url, "the page one wanted must not be lost"


def test_theme_can_be_switched_and_stays(window: Window) -> None:
    page = window.open("/")
    html = page.locator("html")
    expect(html).to_have_attribute("data-bs-theme", "light")
    page.get_by_role("button", name="Light or dark").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(html).to_have_attribute("data-bs-theme", "dark")
    page.goto(page.url)
    expect(html).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("[data-set-theme=dark]")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-set-theme=auto]").click()
    expect(html).to_have_attribute("data-bs-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(html).to_have_attribute("data-bs-theme", "dark")


def test_the_first_tab_skips_to_the_content(window: Window) -> None:
    page = window.open("/journeys/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_can_be_seen(window: Window) -> None:
    page = window.open("/")
    for _ in range(3):
        page.keyboard.press("Tab")
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_the_menu_works_on_a_phone_by_keyboard(window: Window) -> None:
    page = window.open("/", width=360)
    expect(page.get_by_role("link", name="Settings")).not_to_be_visible()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Sources", exact=True)).to_be_visible()


def with_drawer_link(page: Page, path: str) -> None:
    """Put a link of the drawer's kind on the page, as the lists behind numbers will have it."""
    page.evaluate(
        """(path) => {
          const link = document.createElement("a");
          link.href = path; link.dataset.drawer = ""; link.textContent = "Open the customer";
          document.querySelector("main .container-xl").append(link);
        }""",
        path,
    )


def test_the_drawer_opens_from_a_link_and_closes_with_back_and_escape(window: Window, axe_source: str) -> None:
    page = window.open("/journeys/?filter=all")
    with_drawer_link(page, "/customers/7/?x=1")
    link = page.get_by_role("link", name="Open the customer")
    link.click()
    drawer = page.get_by_role("dialog", name="Customer")
    expect(drawer).to_be_visible()
    expect(drawer.locator("#drawer-title")).to_have_text("Customer")
    expect(drawer.locator("#drawer-page")).to_have_attribute("href", "/customers/7/?x=1")
    assert page.url.endswith("/journeys/?filter=all&drawer=%2Fcustomers%2F7%2F%3Fx%3D1")
    expect(drawer).to_have_class(re.compile(r"\bshow\b"))
    page.evaluate(axe_source)
    assert page.evaluate("() => axe.run(document).then((found) => found.violations.map((fault) => fault.id))") == []
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_visible()
    expect(link).to_be_focused()
    assert page.url.endswith("/journeys/?filter=all")
    page.go_back()
    expect(drawer).to_be_visible()
    page.go_back()
    expect(drawer).not_to_be_visible()


def test_what_is_open_in_the_drawer_can_be_sent_as_a_link(window: Window) -> None:
    page = window.open("/journeys/?drawer=%2Fcustomers%2F7%2F")
    drawer = page.get_by_role("dialog", name="Customer")
    expect(drawer).to_be_visible()
    expect(drawer).to_contain_text("There is no data yet")


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "https://elsewhere.example/x", "/\\elsewhere.example", "x"])
def test_the_drawer_opens_nothing_from_elsewhere(window: Window, path: str) -> None:
    page = window.open("/journeys/")
    page.goto(page.url + "?drawer=" + path.replace("\\", "%5C").replace("/", "%2F"))
    page.wait_for_load_state("networkidle")
    expect(page.locator("#drawer")).not_to_be_visible()


def test_the_drawer_says_when_something_is_not_there(window: Window, complaints: Complaints) -> None:
    page = window.open("/journeys/?drawer=%2Fnowhere%2F")
    expect(page.get_by_role("dialog")).to_contain_text("There is nothing at this address")
    complaints.heard[:] = [text for text in complaints.heard if "status of 404" not in text]


def test_a_message_says_what_was_done_and_can_be_closed(window: Window) -> None:
    page = window.open("/account/")
    page.get_by_label("First name").fill("Ada")
    page.get_by_role("button", name="Save").click()
    message = page.get_by_role("status").filter(has_text="Your account was saved.")
    expect(message).to_be_visible()
    page.get_by_role("button", name="Close this message").click()
    expect(message).not_to_be_visible()
    expect(page.get_by_label("First name")).to_have_value("Ada")


def test_a_form_says_what_is_wrong_beside_the_field(window: Window, axe_source: str) -> None:
    page = window.open("/sign-in/password/set/")
    first, second = page.locator("input[type=password]").all()
    first.fill("short")
    second.fill("short")
    page.locator("main").get_by_role("button", name="Set Password").click()
    expect(page.get_by_role("alert")).to_contain_text("12 characters")
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    page.evaluate(axe_source)
    assert page.evaluate("() => axe.run(document).then((found) => found.violations.map((fault) => fault.id))") == []


def test_progress_renews_itself_until_the_work_is_done(window: Window) -> None:
    page = window.open("/jobs/1/")
    bar = page.get_by_role("progressbar", name="Progress of Import crm.csv")
    expect(bar).to_have_attribute("value", "40")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    database = window.desk.workspace / "desk" / "desk.sqlite3"
    set_job(database, "share = 0.7, rows = 260000")
    expect(bar).to_have_attribute("value", "70")
    expect(page.locator(".job-card")).to_contain_text("260,000 rows")
    set_job(database, "state = 'done', share = 1.0")
    expect(page.locator(".badge-state")).to_have_text("done")
    expect(bar).to_have_count(0)
    set_job(database, "state = 'running', share = 0.4, rows = 150000")


def set_job(database: object, change: str) -> None:
    with closing(sqlite3.connect(str(database))) as connection, connection:
        connection.execute(f"UPDATE jobs_job SET {change} WHERE id = 1")  # noqa: S608 - from this file


def test_the_groups_of_pages_are_used_with_the_keyboard_alone(window: Window) -> None:
    page = window.open("/touchpoints/")
    groups = page.locator(".desk-groups details")
    first, second = (groups.nth(at).locator("summary") for at in (0, 1))
    page.get_by_role("link", name="Skip to the content").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if first.evaluate("(element) => element === document.activeElement"):
            break
    expect(first).to_be_focused()
    assert first.evaluate("(element) => getComputedStyle(element).outlineStyle") != "none", "one sees where one is"
    page.keyboard.press("Enter")
    expect(groups.nth(0)).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(groups.nth(0).locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(groups.nth(0)).not_to_have_attribute("open", "")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    page.keyboard.press("Space")
    expect(groups.nth(1)).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    link = groups.nth(1).locator("a").first
    expect(link).to_be_focused()
    address = link.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    here = page.locator(".desk-groups summary[aria-current=true]")
    assert here.count() == 1, "the group of the page is marked"
