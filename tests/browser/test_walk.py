"""The guided walk in a browser: from the card to the truth by click and by keyboard, in both languages, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.test_every_page import LOOKS, WIDER_THAN_THE_WINDOW, faults

pytestmark = pytest.mark.browser

LONG = 90_000
"""Milliseconds: how long a page may take where everything else runs as well."""

WORDS = {
    "en-GB": {"next": "Next", "last": "What is true", "told": "What really happened", "end": "End the walk"},
    "de-DE": {"next": "Weiter", "last": "Die Auflösung", "told": "Was wirklich geschah", "end": "Beenden"},
}
QUESTIONS = 7


def drawn(page: Page) -> None:
    """Wait until the page and what it draws later are there."""
    page.wait_for_load_state("networkidle")


def ended(page: Page) -> None:
    """End the walk, whichever language the page speaks."""
    button = page.locator(".walk-bar button[value=end]")
    if button.count():
        button.click()
    expect(page.locator(".walk-bar")).to_have_count(0)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_by_click_from_the_list_to_the_truth(company: Window, axe_source: str, language: str, theme: str) -> None:
    words = WORDS[language]
    page = company.open("/walk/", language=language, theme=theme)
    assert faults(page, axe_source) == []
    page.locator(".walk-list button[value='1']").click()
    for n in range(1, QUESTIONS + 1):
        expect(page.locator(".walk-count")).to_contain_text(str(n))
        drawn(page)
        told = page.locator(".walk-truth p").first
        expect(told).to_be_hidden()
        page.get_by_text(words["told"], exact=True).click()
        expect(told).to_be_visible()
        assert any(character.isdigit() for character in told.inner_text())
        assert page.locator("h1").count() == 1
        assert faults(page, axe_source) == []
        page.locator(".walk-bar").get_by_role("button", name=words["last" if n == QUESTIONS else "next"]).click()
    expect(page.get_by_role("heading", name=words["last"], level=1)).to_be_visible()
    expect(page.locator(".walk-bar")).to_have_count(0)
    assert faults(page, axe_source) == []


def test_by_keyboard_there_and_back(company: Window) -> None:
    page = company.open("/walk/")
    page.locator(".walk-list button[value='2']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".walk-count")).to_have_text("Question 2 of 7")
    drawn(page)
    bar = page.locator(".walk-bar")
    bar.get_by_role("button", name="Back").focus()
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.textContent.trim()"))
    assert reached == ["End the walk", "Next", "What really happened"]
    page.keyboard.press("Enter")
    expect(page.locator(".walk-truth p").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".walk-truth p").first).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".walk-count")).to_have_text("Question 3 of 7")
    drawn(page)
    page.locator(".walk-bar").get_by_role("button", name="Back").press("Enter")
    expect(page.locator(".walk-count")).to_have_text("Question 2 of 7")
    page.locator(".walk-bar").get_by_role("button", name="End the walk").press("Enter")
    expect(page.get_by_role("heading", name="Guided walk")).to_be_visible()
    ended(page)


def test_the_bar_goes_along_until_the_walk_ends(company: Window) -> None:
    page = company.open("/walk/")
    page.locator(".walk-list button[value='2']").click()
    drawn(page)
    page.get_by_role("link", name="Paths", exact=True).click()
    expect(page.locator(".walk-count")).to_have_text("Question 2 of 7")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Settings").click()
    expect(page.locator(".walk-count")).to_have_text("Question 2 of 7")
    page.go_back()
    page.locator("table .figure[data-drawer]").first.click()
    expect(page.locator("#drawer .journey-lines")).to_be_visible()
    expect(page.locator("#drawer .walk-bar")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    ended(page)
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(page.locator(".walk-bar")).to_have_count(0)


@pytest.mark.parametrize("number", range(1, QUESTIONS + 1))
def test_on_a_phone(company: Window, number: int) -> None:
    page = company.open("/walk/", language="de-DE", width=360)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    page.locator(f".walk-list button[value='{number}']").click()
    drawn(page)
    page.locator(".walk-truth summary").click()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == []
    tops = {round(box["y"]) for one in page.locator(".walk-buttons button").all() if (box := one.bounding_box())}
    assert len(tops) == 1, "the buttons stand in one line"
    ended(page)


@pytest.mark.parametrize("path", ["/walk/", "/walk/truth/"])
def test_the_pages_of_the_walk_on_a_phone(company: Window, path: str) -> None:
    page = company.open(path, language="de-DE", width=360)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == []


def test_on_paper_there_is_no_bar(company: Window) -> None:
    page = company.open("/journeys/entries/?walk=1")
    expect(page.locator(".walk-bar")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".walk-bar")).to_be_hidden()


def test_a_long_question_is_stopped_by_a_click_and_asked_again(company: Window) -> None:
    stop = None
    for days in range(137, 147):  # answers that nothing else asks for; where one is made within a second, the next
        address = f"/moments/?days={days}"
        page = company.open(address)
        stop = page.get_by_role("button", name="Stop")
        expect(stop.or_(page.locator(".answer"))).to_be_visible(timeout=LONG)
        if stop.count():
            break
    assert stop is not None
    assert page.locator(".answer").count() == 0
    stop.click()
    expect(page.get_by_text("You stopped it; there is no answer yet.")).to_be_visible(timeout=LONG)
    assert page.locator(".working-on").count() == 0, "nothing is asked for any more"
    assert page.locator(".answer").count() == 0
    again = page.get_by_role("link", name="Ask again")
    assert again.get_attribute("href") == address
    again.click()
    expect(page.locator(".answer")).to_be_visible(timeout=LONG)
    assert page.get_by_text("You stopped it").count() == 0
