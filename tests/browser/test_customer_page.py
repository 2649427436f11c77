"""A customer's page in a browser: by keyboard, for a screen reader, on a phone and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.test_every_page import WIDER_THAN_THE_WINDOW, faults

pytestmark = pytest.mark.browser


def loyal(company: Window, **how: object) -> Page:
    """The page of the customer with the most contacts."""
    page = company.open("/customers/?order=longest", **how)  # type: ignore[arg-type]
    page.locator(".line-customer").first.click()
    page.wait_for_load_state("load")
    return page


@pytest.mark.parametrize(("language", "theme"), [("en-GB", "light"), ("de-DE", "dark")])
def test_anybody_can_read_it(company: Window, axe_source: str, language: str, theme: str) -> None:
    page = loyal(company, language=language, theme=theme)
    expect(page.locator(".strip svg")).to_be_visible()
    assert page.locator(".lane-name").count() >= 3
    assert faults(page, axe_source) == []


def test_arrows_move_from_contact_to_contact_and_enter_opens_the_source_row(company: Window) -> None:
    page = loyal(company)
    contacts = page.locator("[data-contact]")
    contacts.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(contacts.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(contacts.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(contacts.last).to_be_focused()
    page.keyboard.press("Home")
    expect(contacts.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer-title")).to_contain_text("row")


def test_the_order_of_reading_is_the_order_of_time(company: Window) -> None:
    page = loyal(company)
    first = page.locator(".journey").last  # the earliest journey
    numbers = first.locator("[data-contact]").evaluate_all("(all) => all.map((one) => Number(one.id.split('-')[1]))")
    assert len(numbers) > 10
    assert numbers == sorted(numbers)
    # What is read earlier never stands lower, nor further right on the same line.
    places = first.locator("[data-contact]").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map((box) => [Math.round(box.top), box.left])"
    )
    assert places == sorted(places)


def test_a_point_of_the_picture_leads_to_its_contact(company: Window) -> None:
    page = loyal(company)
    point = page.locator(".strip-dot").last
    point.click(force=True)
    expect(page.locator(f"#{point.get_attribute('data-to')}")).to_be_focused()


def test_on_a_phone_the_department_is_named(company: Window) -> None:
    page = loyal(company, language="de-DE", width=360)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == []
    expect(page.locator(".lane-names").first).to_be_hidden()
    expect(page.locator(".entry-lane").first).to_be_visible()


def test_on_paper_nothing_is_cut(company: Window) -> None:
    page = loyal(company)
    page.emulate_media(media="print")
    expect(page.locator(".narrowing")).to_be_hidden()
    expect(page.locator(".entry-lane").first).to_be_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"


LISTS = (
    "/customers/segments/",
    "/customers/suppression/",
    "/customers/suppression/customer/",
    "/customers/search/?q=mueller",
)


@pytest.mark.parametrize("path", LISTS)
def test_lists_of_customers_are_for_everybody_and_fit_a_phone(company: Window, axe_source: str, path: str) -> None:
    assert faults(company.open(path), axe_source) == []
    assert faults(company.open(path, language="de-DE", theme="dark"), axe_source) == []
    narrow = company.open(path, language="de-DE", width=360)
    assert narrow.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert narrow.evaluate(WIDER_THAN_THE_WINDOW) == []


def test_a_segment_is_kept_and_opened_again(company: Window) -> None:
    page = company.open("/customers/segments/?where=outcome = churned&order=latest")
    page.locator("summary", has_text="Segments").click()
    page.get_by_label("Save this list as a segment").fill("Gone")
    page.locator(".segment-panel").get_by_role("button", name="Save").click()
    page.goto(company.desk.address + "/customers/segments/")
    page.locator("summary", has_text="Segments").click()
    page.get_by_role("link", name="Gone").click()
    expect(page.locator(".chip").first).to_be_visible()
    expect(page.get_by_role("link", name="latest contact")).to_have_attribute("aria-current", "true")
