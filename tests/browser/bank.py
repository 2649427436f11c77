"""A desk with real journeys: the loan applications of BPIC 2012, with what counts as won and lost.

The counts that the tests expect are those of the log itself; the golden tests hold them against other programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Complaints, Window
from tests.functional.desk.running import RunningDesk, running_desk
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace

SETTINGS = JourneySettings(
    outcomes=(
        OutcomeRule("won", touchpoints=("A_ACTIVATED",)),
        OutcomeRule("lost", touchpoints=("A_DECLINED", "A_CANCELLED")),
    ),
    time_zone="Europe/Amsterdam",
)


@pytest.fixture(scope="session")
def bank_desk(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Iterator[RunningDesk]:
    """A desk on the bank's journeys."""
    workspace = Workspace.create(tmp_path_factory.mktemp("bank") / "bank", "Bank", SETTINGS)
    workspace.import_file(shared_data / "logs" / "bpic2012.xes.gz")
    workspace.build()
    with running_desk(workspace.folder) as running:
        yield running


@pytest.fixture(scope="session")
def bank_cookies(browser: Browser, bank_desk: RunningDesk) -> list[dict[str, object]]:
    """The cookies of the owner."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(bank_desk.link)
    page.wait_for_url(bank_desk.address + "/")
    cookies = [dict(cookie) for cookie in context.cookies() if "session" in cookie["name"]]
    context.close()
    return cookies


@pytest.fixture
def bank(
    browser: Browser, bank_desk: RunningDesk, complaints: Complaints, bank_cookies: list[dict[str, object]]
) -> Iterator[Window]:
    """Windows on the bank's desk; they are closed after the test."""
    opened = Window(browser, bank_desk, complaints, bank_cookies)
    yield opened
    for context in opened.contexts:
        context.close()


def number_in(text: str) -> int:
    """The first number in a text, however its thousands are marked."""
    found = re.search(r"\d[\d.,\u202f]*", text)
    assert found is not None, text
    return int(re.sub(r"\D", "", found[0]))


def people_behind(page: Page, link: Locator, unit: str = "journeys") -> int:
    """Click a number, and count the customers in the drawer; what the number says, the list must hold.

    Counted are the lines of the exported list, which holds all pages; the heading must say the same.
    """
    said = number_in(link.inner_text())
    link.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator(".journey-lines")).to_be_visible()
    lines = drawer.locator(".journey-lines")
    assert int(lines.get_attribute(f"data-{unit}") or 0) == said
    assert str(f"{said:,}") in drawer.locator("#drawer-title").inner_text()
    assert lines.locator("> li").count() == min(said, 25)
    export = drawer.get_by_role("link", name="CSV").get_attribute("href")
    answer = page.request.get(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + str(export))
    rows = answer.text().strip().splitlines()[1:]
    assert len(rows) == said
    return said


def place_in_map(page: Page, touchpoint: str) -> tuple[float, float]:
    """Where the touchpoint is drawn, in the window; the page is scrolled so that it is in sight."""
    page.locator("#map[data-drawn]").wait_for()
    script = """async (id) => {
      const map = document.getElementById("map");
      const at = map._cyreg.cy.getElementById(id).renderedPosition();
      const box = map.getBoundingClientRect();
      window.scrollBy(0, box.top + at.y - window.innerHeight / 2);
      // The picture learns of the scrolling with the next frame.
      await new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)));
      const now = map.getBoundingClientRect();
      return [now.left + at.x, now.top + at.y];
    }"""
    x, y = page.evaluate(script, touchpoint)
    return x, y
