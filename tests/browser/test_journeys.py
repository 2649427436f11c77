"""The pages of Understand with real journeys: filter, map, comparison, funnel builder, states, languages, sizes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.bank import SETTINGS, number_in, place_in_map
from tests.browser.conftest import Complaints, Window
from tests.browser.test_every_page import LOOKS, WIDER_THAN_THE_WINDOW, faults
from wegmarke.model.settings import JourneySettings
from wegmarke.workspace import Workspace

pytestmark = pytest.mark.browser

COMPARED = "a=outcome = won&b=outcome = lost"
PAGES = (
    "/",
    "/journeys/",
    f"/journeys/?{COMPARED}",
    "/journeys/paths/",
    "/journeys/entries/",
    "/journeys/funnel/",
    "/journeys/compare/",
    f"/journeys/compare/?{COMPARED}&what=steps",
    "/journeys/table/?where=outcome = lost and visited(w_nabellen_offertes) and started between 2012-01 and 2012-02",
    "/touchpoints/",
    "/touchpoints/w_nabellen_offertes/",
    "/customers/",
    "/customers/12466/",
    "/customers/12466/?drawer=/customers/?where=outcome = open",
)
DRAWN = "[data-dots]:not([data-drawn]), #map:not([data-drawn])"


def drawn(page: object) -> None:
    """Wait until every picture on the page is drawn."""
    expect(page.locator(DRAWN)).to_have_count(0)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_page(bank: Window, axe_source: str, path: str, language: str, theme: str) -> None:
    page = bank.open(path, language=language, theme=theme)
    drawn(page)
    assert page.locator("main h1").count() == 1
    assert faults(page, axe_source) == []


@pytest.mark.parametrize("path", PAGES)
def test_page_on_a_phone(bank: Window, path: str) -> None:
    page = bank.open(path, language="de-DE", width=360)
    drawn(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == []


def test_the_filter_bar_adds_conditions_and_takes_them_away(bank: Window, axe_source: str) -> None:
    page = bank.open("/journeys/?nodes=5")
    page.get_by_text("Add a condition").click()
    page.get_by_label("lost", exact=True).check()
    page.get_by_label("Touchpoints, one or several").select_option("w_nabellen_offertes")
    assert faults(page, axe_source) == []
    page.locator(".filter-actions").get_by_role("button", name="Apply").click()
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".chip").first).to_contain_text("outcome: lost")
    assert number_in(page.locator(".answer-first").inner_text()) == 2_442
    assert "nodes=5" in page.url, "what else stood in the address must stay"
    page.get_by_role("link", name="Remove the condition visited: W_Nabellen offertes").click()
    expect(page.locator(".chip")).to_have_count(1)
    assert number_in(page.locator(".answer-first").inner_text()) == 10_442


def test_the_filter_stays_from_view_to_view_and_says_the_same_everywhere(bank: Window) -> None:
    page = bank.open("/journeys/?where=outcome = won")
    for view in ("Paths", "Entries and exits", "Comparison", "Table", "Map"):
        page.locator(".tabs").get_by_role("link", name=view).click()
        page.wait_for_load_state("load")
        expect(page.locator(".chip")).to_contain_text("outcome: won")
        if view != "Comparison":
            expect(page.locator(".answer-basis")).to_contain_text("2,246 journeys of 2,246 customers")


def test_a_filter_that_cannot_be_read_says_where(bank: Window, complaints: Complaints, axe_source: str) -> None:
    page = bank.open("/journeys/?where=outcome = losd and length > 3")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Did you mean “lost”?")
    expect(alert.locator("mark")).to_have_text("losd and length > 3")
    expect(page.get_by_label("The whole filter as text")).to_have_value("outcome = losd and length > 3")
    assert faults(page, axe_source) == []
    page.get_by_label("The whole filter as text").fill("outcome = lost and length > 3")
    page.locator(".filter-whole").get_by_role("button", name="Apply").click()
    expect(page.locator(".chip")).to_have_count(2)
    complaints.heard[:] = [text for text in complaints.heard if "status of 422" not in text]


def test_a_filter_can_be_kept_under_a_name(bank: Window) -> None:
    page = bank.open("/journeys/paths/?where=outcome = lost")
    page.locator("summary", has_text="Saved").click()
    page.get_by_label("Save this filter as").fill("Lost applications")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="was saved")).to_be_visible()
    page.goto(bank.desk.address + "/touchpoints/")
    page.locator("summary", has_text="Saved").click()
    page.get_by_role("link", name=re.compile("Lost applications")).click()
    expect(page).to_have_url(re.compile(r"/touchpoints/\?where=outcome"))
    page.locator("summary", has_text="Saved").click()
    page.get_by_role("button", name="Remove the saved filter Lost applications").click()
    expect(page.get_by_role("status").filter(has_text="was removed")).to_be_visible()
    expect(page.locator(".chip")).to_have_count(1)


def test_the_sliders_say_what_they_hide_and_the_address_remembers(bank: Window) -> None:
    page = bank.open("/journeys/")
    drawn(page)
    few = page.locator("#map-foot").inner_text()
    page.locator("#map-nodes").fill("24")
    page.locator("#map-edges").fill("125")
    expect(page.locator("#map-foot")).to_contain_text("24 / 24 touchpoints, 100.0% of all steps")
    assert few != page.locator("#map-foot").inner_text()
    assert "nodes=24" in page.url
    again = bank.open(page.url.removeprefix(bank.desk.address))
    drawn(again)
    expect(again.locator("#map-foot")).to_contain_text("24 / 24 touchpoints")


def test_the_map_shows_elapsed_time_and_saves_itself(bank: Window) -> None:
    page = bank.open("/journeys/")
    drawn(page)
    page.get_by_text("Elapsed time", exact=True).first.click()
    label = page.evaluate(
        "() => document.getElementById('map')._cyreg.cy.getElementById('a_submitted>a_partlysubmitted').data('label')"
    )
    assert label.endswith("s")
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert saved.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_double_click_leads_to_what_came_before_and_after(bank: Window) -> None:
    page = bank.open("/journeys/?where=outcome = lost")
    drawn(page)
    page.mouse.dblclick(*place_in_map(page, "a_submitted"))
    expect(page.get_by_role("heading", name="A_SUBMITTED", exact=True)).to_be_visible()
    expect(page.locator(".chip")).to_contain_text("outcome: lost")
    expect(page.get_by_role("heading", name="Came from")).to_be_visible()


def test_the_compared_map_tells_the_difference_and_its_certainty(bank: Window) -> None:
    page = bank.open(f"/journeys/?{COMPARED}")
    drawn(page)
    page.get_by_role("button", name="A_PREACCEPTED → W_Completeren aanvraag").click()
    panel = page.locator("#map-panel")
    expect(panel.get_by_role("heading", name="A against B")).to_be_visible()
    expect(panel).to_contain_text("clear")
    grey = page.evaluate(
        "() => { const e = document.getElementById('map')._cyreg.cy.getElementById('a_submitted>a_partlysubmitted');"
        " const unclear = getComputedStyle(document.documentElement).getPropertyValue('--map-unclear');"
        " return [e.data('line'), unclear.trim()]; }"
    )
    assert grey[0] == grey[1], "a step that all took does not differ, so it is grey"


def test_a_funnel_is_built_by_buttons(bank: Window) -> None:
    page = bank.open("/journeys/funnel/?stages=>")
    expect(page.locator(".answer-first")).to_contain_text("Choose at least two stages")
    for touchpoint in ("a_submitted", "a_accepted"):
        page.get_by_label("Add a touchpoint").select_option(touchpoint)
        page.locator("#builder").get_by_role("button", name="Apply").click()
    expect(page.locator(".stage")).to_have_count(2)
    page.get_by_label("Add a touchpoint").select_option("a_cancelled")
    page.get_by_label("as", exact=True).select_option("2")
    page.get_by_label("All stages within").fill("1")
    page.locator("#builder").get_by_role("button", name="Apply").click()
    expect(page.locator(".stage").nth(1).locator("h2")).to_contain_text("A_ACCEPTED or A_CANCELLED")
    within = number_in(page.locator(".answer-first").inner_text())
    page.get_by_label("All stages within").fill("")
    page.locator("#builder").get_by_role("button", name="Apply").click()
    page.wait_for_load_state("load")
    assert number_in(page.locator(".answer-first").inner_text()) > within
    page.get_by_role("link", name="Move stage 2 up").click()
    expect(page.locator(".stage").first.locator("h2")).to_contain_text("A_ACCEPTED")
    page.get_by_role("link", name="Remove stage 1").click()
    expect(page.locator(".stage")).to_have_count(1)


def test_a_chart_saves_itself_and_its_table_goes_to_excel(bank: Window) -> None:
    page = bank.open("/journeys/entries/")
    drawn(page)
    with page.expect_download() as picture:
        page.get_by_role("button", name="PNG").first.click()
    assert picture.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    with page.expect_download() as book:
        page.get_by_role("link", name="Touchpoint before the outcome as an Excel file").click()
    assert book.value.path().read_bytes()[:2] == b"PK"


def test_a_filter_that_leaves_nobody_says_so(bank: Window, axe_source: str) -> None:
    for path in ("/journeys/", "/journeys/entries/", "/journeys/funnel/", "/touchpoints/", "/customers/"):
        page = bank.open(f"{path}?where=length > 100000")
        expect(page.locator("main")).to_contain_text(re.compile("leaves no journey|No customer fits"))
        assert faults(page, axe_source) == []


def test_old_journeys_say_so_and_can_be_built_anew(bank: Window) -> None:
    workspace = Workspace.open(bank.desk.workspace)
    settings = workspace.settings
    changed = JourneySettings(outcomes=SETTINGS.outcomes, time_zone=SETTINGS.time_zone, currency="USD")
    workspace.save_settings(type(settings)(settings.name, changed))
    try:
        page = bank.open("/journeys/")
        expect(page.get_by_role("note").filter(has_text="older than the data or the settings")).to_be_visible()
        expect(page.get_by_role("button", name="Build them anew")).to_be_visible()
    finally:
        workspace.save_settings(settings)


def test_sorting_says_which_way(bank: Window) -> None:
    page = bank.open("/touchpoints/")
    page.get_by_role("link", name="Customers", exact=True).last.click()
    head = page.locator("#table-touchpoints th", has_text="Customers")
    expect(head).to_have_attribute("aria-sort", "descending")
    numbers = [
        number_in(text) for text in page.locator("#table-touchpoints tbody tr td:nth-child(4)").all_inner_texts()
    ]
    assert numbers == sorted(numbers, reverse=True)
    page.locator("#table-touchpoints thead").get_by_role("link", name="Customers").click()
    expect(head).to_have_attribute("aria-sort", "ascending")


def test_german_numbers_are_german(bank: Window) -> None:
    page = bank.open("/journeys/entries/", language="de-DE")
    expect(page.locator(".answer-first")).to_contain_text("10.442 von 13.087\u00a0Kundenreisen")
    expect(page.locator(".answer-first")).to_contain_text("32,8\u202f%")
