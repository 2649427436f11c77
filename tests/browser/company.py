"""A desk on the practice company."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Complaints, Window
from tests.functional.desk.running import RunningDesk, running_desk


@pytest.fixture(scope="session")
def company_desk(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on the practice company, with the truth about it."""
    folder = shutil.copytree(practice, tmp_path_factory.mktemp("company") / "musterhaus")
    with running_desk(folder) as running:
        yield running


@pytest.fixture(scope="session")
def company_cookies(browser: Browser, company_desk: RunningDesk) -> list[dict[str, object]]:
    """The cookies of the owner."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(company_desk.link)
    page.wait_for_url(company_desk.address + "/")
    cookies = [dict(cookie) for cookie in context.cookies() if "session" in cookie["name"]]
    context.close()
    return cookies


@pytest.fixture
def company(
    browser: Browser, company_desk: RunningDesk, complaints: Complaints, company_cookies: list[dict[str, object]]
) -> Iterator[Window]:
    """Windows on the practice company's desk; they are closed after the test."""
    opened = Window(browser, company_desk, complaints, company_cookies)
    yield opened
    for context in opened.contexts:
        context.close()
