"""The pages of won and lost, of lost customers and of what changed: the same numbers everywhere, and entered events."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_findings import asked, column
from tests.functional.desk.test_sign_in import invite

WON, LOST, CHANGED = "/won-lost/", "/lost-customers/", "/what-changed/"


def page(visitor: Visitor, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status == 200
    return html.unescape(answer.text).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def reader(company: RunningDesk, host: Visitor) -> Visitor:
    """Somebody who may see journeys and no customer."""
    visitor = Visitor(company)
    assert visitor.post(invite(host, "losses_reader", "reader")).status == 200
    return visitor


def test_won_and_lost_say_on_the_page_what_the_interface_says(host: Visitor) -> None:
    told, shown = asked(host, "won_lost", against="churned"), page(host, f"{WON}?against=churned")
    assert told["headline"][0].replace("\u00a0", " ") in shown
    assert 'aria-current="true">churned</a>' in shown
    chart = json.loads(host.get(f"{WON}chart.json?against=churned").text)
    values, q = (column(told, "won_lost_shares", key)["values"] for key in ("difference", "q"))
    assert [one["dots"][0]["value"] for one in chart["rows"]] == values[: len(chart["rows"])]
    colours = [one["dots"][0]["colour"] for one in chart["rows"]]
    assert colours == [
        "unclear" if certain > 0.05 else "a" if value > 0 else "b"
        for value, certain in zip(values, q[: len(chart["rows"])], strict=False)
    ]
    lost = column(told, "won_lost_shares", "journeys_lost")
    counted, where = next(one for one in zip(lost["values"], lost["evidence"], strict=True) if one[1] is not None)
    assert asked(host, "customers", where=where)["basis"]["journeys"] == counted


def test_the_outcome_beside_the_won_is_the_one_there_is(host: Visitor) -> None:
    assert 'aria-current="true">churned</a>' in page(host, WON), "in this company customers leave, and none is lost"
    assert host.get(f"{WON}?against=stolen").status == 422


def test_who_left_is_told_as_in_the_file_and_the_log_says_who_was_seen(host: Visitor) -> None:
    told, shown = asked(host, "lost_customers"), page(host, LOST)
    names = column(told, "lost_customers", "customer")["values"]
    numbers = column(told, "lost_customers", "customer_number")["values"]
    files = re.findall(r'<h2 id="lost-(\d+)"><a href="/customers/(\d+)/">([^<]+)</a>', shown)
    assert [(number, name) for _place, number, name in files] == [
        (str(one), name) for one, name in zip(numbers, names, strict=True)
    ]
    stayed = column(told, "lost_customers", "stayed_customer")["values"]
    assert shown.count("Stayed: <a") == sum(one is not None for one in stayed)
    lines = list(csv.reader(io.StringIO(host.get("/findings/lost_customers.csv").text.lstrip("\ufeff"))))
    assert [line[0] for line in lines[1:]] == names
    log = page(host, "/settings/access-log/")
    assert "Opened a list of customers" in log
    second = page(host, f"{LOST}?page=2")
    assert '<h2 id="lost-21">' in second
    assert f'href="{LOST}"' in second, "back to the first page"
    assert "lost_customers/lost.css" in shown


def test_a_customer_who_was_told_as_lost_finds_that_in_the_log(host: Visitor) -> None:
    page(host, LOST)
    number = column(asked(host, "lost_customers", limit="1"), "lost_customers", "stayed_number")["values"][0]
    assert "lost_customers" in page(host, f"/settings/access-log/?customer={number}")


def test_who_may_not_see_customers_sees_no_file_of_one(reader: Visitor) -> None:
    for address in (LOST, "/api/v1/ask/lost_customers", "/findings/lost_customers.csv"):
        assert reader.get(address).status == 403
    assert reader.get(f"{WON}?against=churned").status == 200
    counts = column(asked(reader, "won_lost", against="churned"), "won_lost_shares", "journeys_lost")["values"]
    assert not any(one is not None and 0 < one < 10 for one in counts)
    changed = column(asked(reader, "drift"), "drift_shares", "counted_last")["values"]
    assert not any(one is not None and 0 < one < 10 for one in changed)


def test_shares_made_from_a_small_count_are_not_shown_either(reader: Visitor, host: Visitor) -> None:
    """A share of four of a hundred, and the number of all, would give the four away."""
    groups = {"a": "outcome = won", "b": "outcome = churned"}
    seen, whole = asked(reader, "compare", **groups), asked(host, "compare", **groups)
    at = {what: row for row, what in enumerate(column(seen, "compare_touchpoints", "what")["values"])}
    hidden = 0
    for row, what in enumerate(column(whole, "compare_touchpoints", "what")["values"]):
        if 0 < column(whole, "compare_touchpoints", "journeys_b")["values"][row] < 10:
            hidden += 1
            for key in ("journeys_b", "share_b", "difference", "difference_low"):
                assert column(whole, "compare_touchpoints", key)["values"][row] is not None
                assert column(seen, "compare_touchpoints", key)["values"][at[what]] is None, (what, key)
    assert hidden


def test_what_changed_shows_both_periods_and_the_events_in_them(host: Visitor) -> None:
    told, shown = asked(host, "drift", days="90"), page(host, CHANGED)
    assert told["headline"][0].replace("\u00a0", " ") in shown
    ends = re.search(r"Now: (\d+ \w+ \d{4}) to (\d+ \w+ \d{4})\. Before: (\d+ \w+ \d{4}) to (\d+ \w+ \d{4})", shown)
    assert ends is not None
    chart = json.loads(host.get(f"{CHANGED}chart.json?days=90").text)
    values = column(told, "drift_shares", "difference")["values"]
    told_there = [one for one in values[:15] if one is not None]
    assert [one["dots"][0]["value"] for one in chart["rows"]] == told_there
    assert host.get(f"{CHANGED}?days=month").status == 422
    assert host.get(f"{CHANGED}?days=3").status == 422


def test_events_are_entered_changed_shown_taken_out_and_removed(host: Visitor) -> None:
    assert "No event was entered yet" in page(host, f"{CHANGED}events/")
    assert host.post(f"{CHANGED}events/add/", {"day": "soon", "text": "New terms"}).status == 422
    last = re.search(r"Now: .*? to (\d+) (\w+) (\d{4})\.", page(host, CHANGED))
    assert last is not None
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    day = f"{last[3]}-{months.index(last[2]) + 1:02}-{int(last[1]):02}"
    host.post(f"{CHANGED}events/add/", {"day": day, "text": "=New terms", "department": "Sales"})
    listed = page(host, f"{CHANGED}events/")
    assert "=New terms" in listed
    number = re.search(r"/what-changed/events/(\d+)/", listed)
    assert number is not None
    host.post(f"{CHANGED}events/{number[1]}/", {"day": day, "text": "=New prices", "department": "Sales"})
    assert re.search(r">now</span><span>=New prices <span[^>]*>· Sales", page(host, CHANGED))
    assert "=New prices" in page(host, f"{CHANGED}?days=30")
    exported = list(csv.reader(io.StringIO(host.get(f"{CHANGED}events/csv/").text.lstrip("\ufeff"))))
    assert exported[1] == [day, "'=New prices", "Sales"]
    host.post(f"{CHANGED}events/{number[1]}/remove/", {})
    assert "No event was entered yet" in page(host, f"{CHANGED}events/")
    assert "=New prices" not in page(host, CHANGED)


def test_the_pages_speak_german(host: Visitor) -> None:
    with host.speaking("de"):
        assert "Was in dieser Zeit geschah" in page(host, CHANGED)
        assert "Kritische Ereignisse im Jahr davor" in page(host, LOST)


def test_what_waiting_does_is_said_of_the_wait_that_the_rules_know(host: Visitor) -> None:
    told = asked(host, "delay", start="anfrage", end="angebot", against="churned")
    shown = page(host, "/delay/?start=anfrage&end=angebot&against=churned")
    assert told["headline"][0].replace("\u00a0", " ") in shown
    first = host.get("/delay/", HX_Request="true")
    assert told["headline"][0] in html.unescape(first.text), "from the enquiry to the offer, as the rules say"
    assert '<option value="anfrage" selected>' in host.get("/delay/").text
    chart = json.loads(host.get("/delay/chart.json").text)
    bands = next(table for table in told["tables"] if table["key"] == "delay_bands")
    ratios = next(one for one in bands["columns"] if one["key"] == "won_ratio")["values"]
    drawn = [[dot["value"] for dot in row["dots"] if dot["colour"] == "a"] for row in chart["rows"]]
    assert drawn == [[] if ratio is None else [ratio] for ratio in ratios]
    assert chart["rows"][0]["dots"][0]["value"] == 1, "what the others are compared with"
    few = asked(host, "delay", start="anfrage", end="angebot", against="churned", apart="500 hours")
    later = page(host, "/delay/?start=anfrage&end=angebot&against=churned&hours=500")
    assert few["headline"][0].replace("\u00a0", " ") in later
    assert few["headline"] != told["headline"]
    assert host.get("/delay/?start=anfrage&end=nowhere", HX_Request="true").status == 404


def test_two_sources_of_reasons_without_customers_in_common_say_so(host: Visitor, reader: Visitor) -> None:
    told = asked(host, "agreement", first="kuendigung", second="angebot_abgelehnt")
    assert told["cannot_say"]["reason"] == "too_few"
    for visitor in (host, reader):
        assert told["headline"][0].replace("\u00a0", " ") in page(visitor, "/agreement/")
    assert json.loads(host.get("/agreement/chart.json").text)["rows"] == []


def test_where_outcomes_end_no_journey_the_page_leads_to_the_setting(clinic_owner: Visitor) -> None:
    shown = clinic_owner.get(WON).text
    assert "Compared are whole histories up to the last outcome, not single decisions" in shown
    assert '<a href="/settings/#cutting">Let an outcome end the journey</a>' in shown
    assert 'id="cutting"' in clinic_owner.get("/settings/").text
