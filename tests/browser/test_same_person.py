"""One key decides whether two customers are one, and one key takes it back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Complaints, Window
from tests.functional.desk.running import RunningDesk, running_desk
from tests.functional.desk.twice import shop_workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shop_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    workspace = shop_workspace(tmp_path_factory.mktemp("twice"))
    workspace.look_for_pairs()
    with running_desk(workspace.folder) as running:
        yield running


@pytest.fixture
def shop(browser: Browser, shop_desk: RunningDesk, complaints: Complaints) -> Iterator[Window]:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(shop_desk.link)
    page.wait_for_url(shop_desk.address + "/")
    cookies = [dict(cookie) for cookie in context.cookies() if "session" in cookie["name"]]
    context.close()
    opened = Window(browser, shop_desk, complaints, cookies)
    yield opened
    for each in opened.contexts:
        each.close()


def test_keys_decide_and_take_back(shop: Window, axe_source: str) -> None:
    page = shop.open("/customers/same-person/")
    expect(page.locator("#review-count")).to_have_text("0 of 2 decided")
    expect(page.locator(".review-why")).to_contain_text("same birthday")
    page.keyboard.press("d")
    expect(page.locator("#review-count")).to_have_text("1 of 2 decided")
    expect(page.locator(".review-table")).to_contain_text("Yorck")
    page.keyboard.press("z")
    expect(page.locator("#review-count")).to_have_text("0 of 2 decided")
    expect(page.locator(".review-table")).to_contain_text("Quast")
    page.keyboard.press("l")
    expect(page.locator(".review-table")).to_contain_text("Yorck")
    page.keyboard.press("s")
    expect(page.locator("#review-count")).to_have_text("1 of 2 decided")
    page.set_viewport_size({"width": 360, "height": 800})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")  # drawn anew a moment later
    page.evaluate(axe_source)
    assert page.evaluate("() => axe.run(document).then((found) => found.violations.map((fault) => fault.id))") == []
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="Nothing waits for a decision")).to_be_visible()
