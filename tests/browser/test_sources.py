"""From an empty folder to journeys: a real log is uploaded, mapped, imported and built, and its outcomes are set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import Complaints
from tests.browser.test_every_page import LOOKS, WIDER_THAN_THE_WINDOW, faults
from tests.functional.desk.running import RunningDesk, running_desk

pytestmark = pytest.mark.browser

JOURNEYS, WON, DECLINED, CANCELLED = 13_087, 2_246, 7_635, 2_807
"""BPI Challenge 2012: applications in all, and those that hold A_ACTIVATED, A_DECLINED, A_CANCELLED (once at most)."""

MILLISECONDS_TO_BUILD = 120_000

ORDERS = "\n".join(
    [
        "Kunden-Nr.;Datum;Kontaktart;Kanal;Sachbearbeiter;Betrag",
        *(f"K{n % 7};{n % 27 + 1:02d}.03.2026 10:00;Bestellung;Web;Frau {n % 3};1.0{n % 10},50" for n in range(40)),
        "K9;45.03.2026 10:00;Bestellung;Web;Frau 1;10,00",
        ";03.03.2026 10:00;Bestellung;Web;Frau 1;10,00",
    ]
)


class Hand:
    """A person at the mouse, whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def choose_file(self, path: Path) -> None:
        """Choosing a file is one click more, whatever the system's dialogue asks."""
        self.clicks += 1
        self.page.get_by_label("Drop files here").set_input_files(path)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk started in an empty folder."""
    folder = tmp_path_factory.mktemp("from_nothing") / "acme"
    folder.mkdir()
    with running_desk(folder) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(browser: Browser, empty: RunningDesk) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(empty.link)
    page.wait_for_url(empty.address + "/")
    yield context
    context.close()


@pytest.fixture
def page(signed_in: BrowserContext, complaints: Complaints) -> Iterator[Page]:
    complaints.listen(signed_in)
    opened = signed_in.new_page()
    yield opened
    opened.close()


def test_from_an_empty_folder_to_the_journeys(
    page: Page, empty: RunningDesk, shared_data: Path, axe_source: str
) -> None:
    hand = Hand(page)
    hand.clicks += 1  # the command that starts the desk; it opens the browser and signs in
    page.goto(empty.address + "/")
    hand.click(page.get_by_role("link", name="Add a source"))
    hand.choose_file(shared_data / "logs" / "bpic2012.xes.gz")
    expect(page.get_by_role("heading", name="What bpic2012.xes.gz means")).to_be_visible()
    expect(page.get_by_text("The first 20 rows become 20 interactions.")).to_be_visible()
    expect(page.get_by_label("What is stored of org:resource")).to_have_value("drop")
    first = page.locator(".meaning-table tbody tr").first
    expect(first).to_contain_text("173688")
    expect(first).to_contain_text("1 Oct 2011, 00:38")
    expect(first).to_contain_text("A_SUBMITTED")
    assert faults(page, axe_source) == []
    hand.click(page.get_by_role("button", name="Import"))
    seen = page.get_by_role("link", name="See the journeys")
    expect(seen).to_be_visible(timeout=MILLISECONDS_TO_BUILD)
    result = page.locator(".job-card").first
    for figure, name in (("262,200", "rows read"), ("262,200", "accepted"), ("0", "duplicate"), ("0", "in quarantine")):
        expect(result.locator("li", has_text=name)).to_contain_text(figure)
    expect(page.get_by_text(f"{JOURNEYS:,} journeys")).to_be_visible()
    assert faults(page, axe_source) == []
    hand.click(seen)
    expect(page.locator("main")).to_contain_text(f"{JOURNEYS:,}")
    assert hand.clicks <= 5


def test_outcomes_are_chosen_and_counted(page: Page, empty: RunningDesk, axe_source: str) -> None:
    hand = Hand(page)
    page.goto(empty.address + "/settings/")
    expect(page.get_by_text("No outcome is known yet.")).to_be_visible()
    hand.click(page.get_by_role("radio", name="A_ACTIVATED: won", exact=True))
    hand.click(page.get_by_role("radio", name="A_DECLINED: lost", exact=True))
    hand.click(page.get_by_role("button", name="Save"))
    said = page.locator("#effect")
    still_open = JOURNEYS - WON - DECLINED
    expect(said).to_contain_text(
        f"{JOURNEYS:,} journeys: {WON:,} won, {DECLINED:,} lost, {still_open:,} open.", timeout=MILLISECONDS_TO_BUILD
    )
    assert hand.clicks == 3
    page.get_by_role("radio", name="A_CANCELLED: lost", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(said).to_contain_text(f"{DECLINED + CANCELLED:,} lost", timeout=MILLISECONDS_TO_BUILD)
    assert faults(page, axe_source) == []
    page.get_by_label("Find a touchpoint").fill("nabellen")
    expect(page.get_by_role("row", name=re.compile("A_SUBMITTED"))).to_be_hidden()
    expect(page.get_by_role("row", name=re.compile("W_Nabellen offertes"))).to_be_visible()


def test_what_is_chosen_changes_what_rows_will_mean(
    page: Page, empty: RunningDesk, axe_source: str, tmp_path: Path
) -> None:
    path = tmp_path / "Bestellungen.csv"
    path.write_bytes(ORDERS.encode("cp1252"))
    page.goto(empty.address + "/settings/sources/add/")
    page.get_by_label("Drop files here").set_input_files(path)
    rows = page.locator(".meaning-table tbody tr")
    expect(rows.first).to_contain_text("Bestellung")
    touchpoint = page.get_by_label("Touchpoint", exact=True)
    touchpoint.select_option("Kanal")
    expect(rows.first.locator("strong")).to_have_text("Web")
    touchpoint.select_option("The same for all rows …")
    field = page.get_by_label("Touchpoint of all rows")
    expect(page.get_by_role("button", name="Import")).to_be_disabled()
    field.fill("Auftrag")
    field.press("Tab")
    expect(rows.first.locator("strong")).to_have_text("Auftrag")
    touchpoint.select_option("By rules …")
    page.get_by_label("Column", exact=True).select_option("Kanal")
    page.get_by_label("Compared with").fill("web")
    page.get_by_label("Result of the rule").fill("Webshop")
    page.get_by_label("Result of the rule").press("Tab")
    expect(rows.first.locator("strong")).to_have_text("Webshop")
    assert faults(page, axe_source) == []
    page.get_by_role("button", name="A row means yet another interaction").click()
    expect(page.get_by_role("heading", name="Interaction 2")).to_be_visible()
    page.get_by_role("button", name="Remove", exact=True).last.click()
    expect(page.get_by_role("heading", name="Each row is one interaction")).to_be_visible()
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("link", name="To the quarantine")).to_be_visible(timeout=MILLISECONDS_TO_BUILD)


def test_a_row_in_quarantine_is_corrected_and_replayed(page: Page, empty: RunningDesk, axe_source: str) -> None:
    page.goto(empty.address + "/settings/sources/")
    page.get_by_role("link", name="Quarantine").click()
    card = page.get_by_role("article").filter(has_text="The time cannot be read.")
    expect(card).to_contain_text("45.03.2026 10:00")
    assert faults(page, axe_source) == []
    card.get_by_label(re.compile("^Datum")).fill("15.03.2026 10:00")
    card.get_by_role("button", name="Correct this row").click()
    expect(page.get_by_text("corrected, waits to be replayed")).to_be_visible()
    page.get_by_role("button", name="Replay").click()
    result = page.locator(".job-card").first
    expect(result.locator("li", has_text="accepted")).to_contain_text("1", timeout=MILLISECONDS_TO_BUILD)
    expect(result.locator("li", has_text="in quarantine")).to_contain_text("1")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nothing.csv", b"", "is empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        ("dtd.xes", b'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "document type"),
    ],
)
def test_a_bad_file_says_what_is_wrong(
    page: Page, empty: RunningDesk, complaints: Complaints, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    page.goto(empty.address + "/settings/sources/add/")
    page.get_by_label("Drop files here").set_input_files(tmp_path / name)
    expect(page.get_by_role("alert")).to_contain_text(said)
    page.get_by_role("button", name="Delete this file").click()
    expect(page.get_by_text(f"{name} was deleted.")).to_be_visible()
    complaints.heard[:] = [text for text in complaints.heard if "status of 422" not in text]


PAGES = (
    "/settings/",
    "/settings/touchpoints/",
    "/settings/sources/",
    "/settings/sources/add/",
    "/settings/sources/add/?source=bpic2012",
    "/settings/sources/of/bpic2012/mapping/",
    "/settings/sources/of/bestellungen/mapping/",
    "/settings/sources/of/bestellungen/quarantine/",
    "/settings/sources/of/bpic2012/quarantine/",
    "/jobs/",
    "/jobs/1/",
    "/jobs/2/",
)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_page_with_data(
    browser: Browser,
    signed_in: BrowserContext,
    empty: RunningDesk,
    complaints: Complaints,
    axe_source: str,
    path: str,
    language: str,
    theme: str,
) -> None:
    state = signed_in.storage_state()
    dark = "dark" if theme == "dark" else "light"
    context = browser.new_context(storage_state=state, locale=language, color_scheme=dark, reduced_motion="reduce")
    complaints.listen(context)
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(empty.address + path)
    assert page.locator("html").get_attribute("lang") == language[:2]
    assert page.locator("h1").count() == 1
    assert faults(page, axe_source) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == []
    context.close()
