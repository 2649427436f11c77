"""Coding texts in a browser: by keyboard alone, for a screen reader, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.test_every_page import WIDER_THAN_THE_WINDOW, faults

pytestmark = pytest.mark.browser

PAGE = "/reasons/coding/"


def choose_letters(page: Page) -> None:
    """Choose the letters of those who cancelled, or choose them no more; the last button is pressed with Enter."""
    form = page.locator(".coding-sources form")
    if not form.is_visible():
        page.locator(".coding-sources summary").focus()
        page.keyboard.press("Enter")
    form.locator("[value=kuendigungen]").focus()
    page.keyboard.press("Space")
    form.locator("button").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state("load")


def test_texts_are_chosen_and_coded_by_keyboard_alone(company: Window, axe_source: str) -> None:
    page = company.open(PAGE)
    choose_letters(page)
    expect(page.locator(".coding-sources summary")).to_contain_text("kuendigungen")
    text, count = page.locator("#coding-text"), page.locator("#coding-count")
    first = text.inner_text()
    expect(page.locator("[data-drawer]", has_text="kuendigungen, row").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-missing]")).to_be_visible()
    boxes = page.locator(".coding-code input")
    for digit, chosen in (("2", [1]), ("0", [1, 9]), ("2", [9])):
        page.keyboard.press(digit)
        assert [at for at in range(10) if boxes.nth(at).is_checked()] == chosen
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(text).not_to_have_text(first)
    expect(count).to_contain_text("1 of")
    second = text.inner_text()
    page.keyboard.press("l")
    expect(text).not_to_have_text(second)
    expect(count).to_contain_text("1 of")
    page.keyboard.press("z")
    expect(count).to_contain_text("0 of")
    expect(text).to_have_text(first)
    assert faults(page, axe_source) == []

    phone = company.open(PAGE, language="de-DE", theme="dark", width=360)
    expect(phone.locator("#coding-form legend")).to_have_text("Warum ging dieser Kunde? Ein Grund oder mehrere")
    assert phone.evaluate(WIDER_THAN_THE_WINDOW) == []
    assert faults(phone, axe_source) == []
    choose_letters(page)
    expect(page.locator(".coding-sources summary")).not_to_contain_text("kuendigungen")
