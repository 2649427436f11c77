"""Every number opens: from a step, a path, an exit, a drop-off to the customers behind it, counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.bank import people_behind, place_in_map
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser

ALL_JOURNEYS = 13_087
DECLINED_AT_ONCE = 3_429
"""Journeys A_SUBMITTED → A_PARTLYSUBMITTED → A_DECLINED, the commonest path of the log."""
OFFERS_CALLED_ABOUT = 5_015


def test_a_step_of_the_map_opens_to_the_customers_who_took_it(bank: Window) -> None:
    page = bank.open("/journeys/")
    page.locator("#map[data-drawn]").wait_for()
    page.get_by_role("button", name="O_SENT → W_Nabellen offertes").click()
    panel = page.locator("#map-panel")
    expect(panel.get_by_role("heading", name="O_SENT → W_Nabellen offertes")).to_be_visible()
    customers = panel.locator("dl > div", has_text="Customers").get_by_role("link")
    assert people_behind(page, customers, "customers") == OFFERS_CALLED_ABOUT


def test_a_touchpoint_in_the_picture_opens_to_its_customers(bank: Window) -> None:
    page = bank.open("/journeys/")
    page.mouse.click(*place_in_map(page, "w_nabellen_offertes"))
    panel = page.locator("#map-panel")
    expect(panel.get_by_role("heading", name="W_Nabellen offertes")).to_be_visible()
    journeys = panel.locator("dl > div", has_text="Journeys").get_by_role("link")
    assert people_behind(page, journeys) == OFFERS_CALLED_ABOUT


def test_a_path_opens_to_the_customers_who_took_it(bank: Window) -> None:
    page = bank.open("/journeys/paths/")
    first = page.locator("#table-paths tbody tr").first
    assert people_behind(page, first.get_by_role("link").first) == DECLINED_AT_ONCE


def test_what_was_lost_after_a_touchpoint_opens_to_who_was_lost(bank: Window) -> None:
    page = bank.open("/journeys/entries/")
    heads = page.locator("#table-before_points thead th").all_inner_texts()
    row = page.locator("#table-before_points tbody tr", has_text="W_Nabellen offertes")
    lost = row.locator("th, td").nth(next(i for i, head in enumerate(heads) if head.startswith("Lost")))
    assert people_behind(page, lost.get_by_role("link")) > 0


def test_a_drop_off_opens_to_who_went_no_further_and_where_they_ended(bank: Window) -> None:
    page = bank.open("/journeys/funnel/?stages=a_submitted > a_preaccepted > a_accepted > a_activated")
    first = page.locator(".stage").first
    stopped = people_behind(page, first.locator(".stage-stopped a"))
    page.keyboard.press("Escape")
    reached = page.locator(".stage").nth(1).locator(".stage-facts a").first.inner_text()
    assert stopped + int(reached.replace(",", "")) == ALL_JOURNEYS
    where = first.locator(".stage-drop li", has_text="A_DECLINED").get_by_role("link")
    assert people_behind(page, where) == DECLINED_AT_ONCE


def test_a_number_of_a_comparison_opens_its_own_group(bank: Window) -> None:
    page = bank.open("/journeys/compare/?a=outcome = won&b=outcome = lost")
    row = page.locator("#table-compare_touchpoints tbody tr", has_text="W_Afhandelen leads")
    in_a, in_b = row.get_by_role("link").all()[0], row.get_by_role("link").all()[2]
    first = people_behind(page, in_a)
    page.keyboard.press("Escape")
    assert first != people_behind(page, in_b)


def test_a_small_list_holds_exactly_the_people_page_by_page(bank: Window) -> None:
    page = bank.open("/customers/?where=visited(w_beoordelen_fraude) and outcome = lost")
    list_of = page.locator(".journey-lines")
    said = int(list_of.get_attribute("data-customers") or 0)
    found: list[str] = []
    while True:
        found += page.locator(".line-customer").all_inner_texts()
        following = page.get_by_role("link", name="Next")
        if not following.count():
            break
        following.click()
        page.wait_for_load_state("load")
    assert len(found) == len(set(found)) == said


def test_the_drawer_turns_pages_and_sorts_and_can_be_sent_as_a_link(bank: Window) -> None:
    page = bank.open("/journeys/paths/")
    page.locator("#table-paths tbody tr").first.get_by_role("link").first.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator(".pager")).to_contain_text("1–25 of 3,429 journeys")
    drawer.get_by_role("link", name="Next").click()
    expect(drawer.locator(".pager")).to_contain_text("26–50 of 3,429 journeys")
    drawer.get_by_role("link", name="longest duration").click()
    expect(drawer.locator(".pager")).to_contain_text("1–25 of 3,429 journeys")
    again = bank.open(page.url.removeprefix(bank.desk.address))
    expect(again.locator("#drawer .pager")).to_contain_text("1–25 of 3,429 journeys")


def test_without_a_script_a_number_is_a_link_to_the_same_list(bank: Window) -> None:
    page = bank.open("/journeys/paths/")
    address = page.locator("#table-paths tbody tr").first.get_by_role("link").first.get_attribute("href")
    page.goto(bank.desk.address + str(address))
    expect(page.locator("#list-headline")).to_contain_text("3,429 customers with 3,429 journeys")
