"""A real browser on a real desk; whatever the browser complains about fails the test."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.functional.desk.running import RunningDesk, running_desk

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Told to the console by the page itself, since a violation of the policy is an event of the document.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
# What a page is waited for comes sooner or not at all; the usual five seconds are short on a machine that does much.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on an empty workspace, with jobs in every state that a job can be left in, and a request of a person."""
    with running_desk(tmp_path_factory.mktemp("browser") / "acme") as running:
        states = ("running", "done", "stopped", "failed", "interrupted")
        with closing(sqlite3.connect(running.workspace / "desk" / "desk.sqlite3")) as connection, connection:
            connection.executemany(
                "INSERT INTO jobs_job (kind, arguments, title, state, stage, share, rows, stop_wanted, result, "
                "error_code, error_details, created_at, started_at, stage_started_at) VALUES "
                "('import', '{}', 'Import crm.csv', ?, 'read', 0.4, 150000, 0, '{}', '', '{}', "
                "'2026-11-22 12:00', '2026-11-22 12:00', '2026-11-22 12:00')",
                [(state,) for state in states],
            )
            connection.execute(
                "INSERT INTO privacy_privacyrequest (wish, received, identifiers, asked, note, is_extended, stage, "
                "steps) VALUES ('correction', '2026-11-02', ?, ?, 'Letter', 0, 'working', ?)",
                (
                    '[["email", "ada@lovelace.example"]]',
                    '{"field": "E-Mail", "reads": "a", "becomes": "b", "source": "", "reason": "Letter"}',
                    '[{"at": "2026-11-02T10:00:00", "step": "taken_in", "role": "admin"}]',
                ),
            )
        yield running


@pytest.fixture(scope="session")
def session_cookies(browser: Browser, desk: RunningDesk) -> list[dict[str, object]]:
    """The cookies of the owner, who came in with the printed link and the button that presses itself."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(desk.link)
    page.wait_for_url(desk.address + "/")
    cookies = [dict(cookie) for cookie in context.cookies() if "session" in cookie["name"]]
    context.close()
    return cookies


@dataclass
class Complaints:
    """What the browser said against the pages: violations, script errors, failed requests."""

    heard: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Hear everything that the pages of this context cause."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", lambda message: self.heard.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: self.heard.append(str(error.error)))
        context.on("requestfailed", self._failed)
        context.on("request", self._not_elsewhere)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before everything had come
            self.heard.append(f"{request.url}: {request.failure}")

    def _not_elsewhere(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.heard.append(f"asked another host: {request.url}")


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test if the browser complained and the test did not expect it."""
    heard = Complaints()
    yield heard
    assert heard.heard == []


@dataclass
class Window:
    """A window of the browser, by language, theme and size."""

    browser: Browser
    desk: RunningDesk
    complaints: Complaints
    cookies: list[dict[str, object]]
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, path: str, *, language: str = "en-GB", theme: str = "light", width: int = 1280, signed_in: bool = True
    ) -> Page:
        """Open a page in a fresh window and wait until nothing is loading."""
        context = self.browser.new_context(
            locale=language,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        self.complaints.listen(context)
        if signed_in:
            context.add_cookies(self.cookies)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(self.desk.address + path)
        page.wait_for_load_state("load")
        return page


@pytest.fixture
def window(
    browser: Browser, desk: RunningDesk, complaints: Complaints, session_cookies: list[dict[str, object]]
) -> Iterator[Window]:
    """Open windows; they are closed after the test."""
    opened = Window(browser, desk, complaints, session_cookies)
    yield opened
    for context in opened.contexts:
        context.close()


# At the end: the fixtures of the bank stand on those above.
from tests.browser.bank import bank, bank_cookies, bank_desk  # noqa: E402, F401 - fixtures
from tests.browser.company import company, company_cookies, company_desk  # noqa: E402, F401 - fixtures
