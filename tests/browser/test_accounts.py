"""Companies in the browser: the switch between people and companies, the list, and a company's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Complaints, Window
from tests.browser.test_every_page import LOOKS, WIDER_THAN_THE_WINDOW, faults
from tests.firms import firms_workspace
from tests.functional.desk.running import RunningDesk, running_desk
from wegmarke.workspace import Workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def firms_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on business customers."""
    with running_desk(firms_workspace(tmp_path_factory)) as running:
        yield running


@pytest.fixture(scope="module")
def firms_cookies(browser: Browser, firms_desk: RunningDesk) -> list[dict[str, object]]:
    """The cookies of the owner."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(firms_desk.link)
    page.wait_for_url(firms_desk.address + "/")
    cookies = [dict(cookie) for cookie in context.cookies() if "session" in cookie["name"]]
    context.close()
    return cookies


@pytest.fixture
def firms(
    browser: Browser, firms_desk: RunningDesk, complaints: Complaints, firms_cookies: list[dict[str, object]]
) -> Iterator[Window]:
    """Windows on that desk; they are closed after the test."""
    opened = Window(browser, firms_desk, complaints, firms_cookies)
    yield opened
    for context in opened.contexts:
        context.close()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("path", ["/customers/accounts/", "/customers/accounts/NUMBER/"])
def test_pages_of_companies_fit_a_phone_and_have_no_faults(
    firms: Window, axe_source: str, path: str, language: str, theme: str
) -> None:
    # One whose history is short: what axe looks at here is the head, the people and the numbers.
    number = Workspace.open(firms.desk.workspace).accounts().number_of("32170")
    page = firms.open(path.replace("NUMBER", str(number)), language=language, theme=theme, width=360)
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == []
    assert faults(page, axe_source) == []


def test_from_the_map_of_companies_to_one_and_its_people(firms: Window) -> None:
    page = firms.open("/journeys/?where=visited(angebot)")
    people = page.locator(".answer-basis").inner_text()
    page.get_by_role("group", name="Whose journeys").get_by_role("link", name="Companies").click()
    expect(page).to_have_url(re.compile(r"level=account"))
    expect(page.locator(".answer-basis")).to_contain_text("accounts")
    assert page.locator(".answer-basis").inner_text() != people
    expect(page.locator("#map-foot")).to_contain_text("The numbers are accounts.")
    page.locator(".map-pick").first.click()
    counted = page.locator("#map-panel a.figure").first
    counted.click()
    drawer = page.locator("#drawer-body")
    expect(drawer.locator(".journey-line").first).to_be_visible()
    drawer.locator("a.line-customer").first.click()
    expect(page).to_have_url(re.compile(r"/customers/accounts/\d+/"))
    expect(page.get_by_role("heading", name="People")).to_be_visible()
    page.get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url(re.compile(r"/customers/\?(?=.*level=account)(?=.*where=)"))
