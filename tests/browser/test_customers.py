"""From a number to a person, and from a contact to the row of the file it came from."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window

pytestmark = pytest.mark.browser


def test_a_customer_is_found_by_the_identifier_of_the_source(bank: Window) -> None:
    page = bank.open("/journeys/paths/")
    page.keyboard.press("/")
    page.wait_for_url("**/customers/search/")
    expect(page.get_by_label("Identifier of a customer")).to_be_focused()
    page.keyboard.type("173688")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Customer 173688")).to_be_visible()
    expect(page.locator(".answer-first")).to_have_text("26 interactions in 1 journey.")


def test_somebody_who_is_not_there_is_not_found(bank: Window) -> None:
    page = bank.open("/customers/search/", width=360)
    page.get_by_label("Identifier of a customer").fill("nobody")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("alert")).to_contain_text("Nobody here has an identifier like “nobody”.")


def test_from_the_list_to_the_history_to_the_source_row(bank: Window, axe_source: str) -> None:
    page = bank.open('/customers/?where=customer = "173688"')
    page.get_by_role("link", name="173688", exact=True).click()
    expect(page.get_by_role("heading", name="Customer 173688")).to_be_visible()
    first = page.locator(".entry").first
    expect(first).to_contain_text("A_SUBMITTED")
    first.get_by_role("link", name="Source row of A_SUBMITTED").click()
    drawer = page.locator("#drawer")
    expect(drawer.locator("#drawer-title")).to_have_text("bpic2012.xes.gz, row 1")
    expect(drawer).to_contain_text("A_SUBMITTED")
    expect(drawer).to_contain_text("The other columns of the row")
    page.evaluate(axe_source)
    assert page.evaluate("() => axe.run(document).then((found) => found.violations.map((fault) => fault.id))") == []


def test_silence_is_visible_as_silence(bank: Window) -> None:
    page = bank.open("/customers/?where=duration > 60 days&order=slowest")
    page.locator(".line-customer").first.click()
    page.wait_for_load_state("load")
    assert page.locator(".silence").count() > 0
    expect(page.locator(".silence").first).to_contain_text("days of silence")


def test_the_way_back_leads_to_the_list(bank: Window) -> None:
    page = bank.open("/customers/?where=outcome = won")
    page.locator(".line-customer").first.click()
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("#list-headline")).to_contain_text("2,246 customers")
