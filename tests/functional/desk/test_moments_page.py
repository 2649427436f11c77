"""The page of the question "moments" over HTTP: it comes in two parts, says the same everywhere, and says why not."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite

PAGE = "/moments/"


def answered(visitor: Visitor, query: str = "") -> str:
    """The part that the page asks for by itself."""
    return html.unescape(visitor.get(PAGE + query, HX_Request="true").text)


def columns(visitor: Visitor) -> dict[str, list[object]]:
    """The table over the interface."""
    told = json.loads(visitor.get("/api/v1/ask/moments?days=180").text)
    return {one["key"]: one["values"] for one in told["tables"][0]["columns"]}


def rows(part: str) -> list[list[str]]:
    """The lines of the table as they are read."""
    table = re.search(r'id="table-moments">.*?<tbody>(.*?)</tbody>', part, re.DOTALL)
    assert table is not None
    lines = re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in line] for line in cells]


def test_the_frame_comes_first_and_asks_for_the_answer(host: Visitor) -> None:
    address = f"{PAGE}?days=91&where=visited%28ratgeber%29"
    frame = html.unescape(host.get(address).text)
    assert "<h1>Moments that matter</h1>" in frame
    assert f'hx-get="{address}"' in frame
    assert 'class="answer"' not in frame
    told = re.search(r'hx-get="(/findings/working/[0-9a-f]+/)" hx-trigger="every 1s"', frame)
    assert told is not None, "how far it is"
    assert 'class="progress-line"' in host.get(told[1]).text
    assert "Stop" not in host.get(told[1]).text, "nobody makes it yet"
    part = answered(host, address.removeprefix(PAGE))
    assert "<html" not in part
    assert 'class="answer"' in part
    whole = html.unescape(host.get(address).text)
    assert 'class="answer"' in whole, "what is known is shown at once"
    assert "hx-get" not in whole
    assert 'aria-current="true">a quarter</a>' in whole


def test_page_interface_chart_and_file_say_the_same(host: Visitor) -> None:
    part, told = answered(host), columns(host)
    lines = rows(part)
    assert [int(line[3].replace(",", "")) for line in lines] == told["journeys"]
    assert [line[1] for line in lines] == [
        {"bad": "critical event", "visit": "the visit"}.get(str(one), "–") for one in told["matters"]
    ]
    assert any(told["matters"])
    address = re.search(r'data-dots="([^"]+)"', part)
    assert address is not None
    chart = json.loads(host.get(address[1]).text)
    lost = [one for one in told["customers_lost"] if one is not None]
    assert [row["dots"][0]["value"] for row in chart["rows"]] == lost[: len(chart["rows"])]
    is_grey = [row["dots"][0]["colour"] == "unclear" for row in chart["rows"]]
    named = [not one for one, of in zip(told["matters"], told["customers_lost"], strict=True) if of is not None]
    assert is_grey == named[: len(is_grey)]
    file = re.search(r'href="(/findings/moments\.csv[^"]*)"', part)
    assert file is not None
    read = list(csv.DictReader(io.StringIO(host.get(file[1]).text.lstrip("\ufeff"))))
    assert [int(row["Visits looked at"]) for row in read] == told["visits"]
    assert host.get(file[1].replace(".csv", ".xlsx").partition("&table")[0]).status == 200


def test_only_what_a_list_holds_opens_one(host: Visitor) -> None:
    part = answered(host)
    line = re.search(r'id="table-moments">.*?<tbody><tr>(.*?)</tr>', part, re.DOTALL)
    assert line is not None
    opened = re.findall(r'<a class="figure" href="([^"]+)" data-drawer>([\d,]+)</a>', line[1])
    assert len(opened) == 1
    assert f"{opened[0][1]} journeys" in html.unescape(host.get(opened[0][0]).text)


def test_another_language_has_other_words_and_the_same_numbers(host: Visitor) -> None:
    """The touchpoints of the practice company have names in both languages; its settings speak one."""
    english = rows(answered(host))
    with host.speaking("de"):
        part = answered(host)
    german = rows(part)
    assert "entscheiden messbar darüber" in part or "ist vom Zufall" in part
    for at in (3, 4, 5):
        assert [line[at].replace(".", ",") for line in german] == [line[at] for line in english]
    assert [line[0] for line in german] != [line[0] for line in english]


def test_who_may_not_see_customers_sees_no_small_counts(company: RunningDesk, host: Visitor) -> None:
    reader = Visitor(company)
    assert reader.post(invite(host, "looks_at_moments", "reader")).status == 200
    part, told = answered(reader), columns(reader)
    counted = [one for key in ("journeys", "visits", "bad", "left_after") for one in told[key]]
    assert [one for one in counted if one is not None and 0 < int(str(one)) < 10] == []
    assert None in counted, "some were taken out"
    assert "data-drawer" not in part


def test_too_few_are_counted_and_can_be_read_one_by_one(host: Visitor) -> None:
    part = answered(host, "?where=visited%28konfigurator%29+and+visited%28hilfeseite%29")
    assert "Counted only, nothing is estimated" in part
    assert 'id="table-moments"' not in part
    listed = re.search(r'href="([^"]+)" data-drawer>Show who left</a>', part)
    assert listed is not None
    assert host.get(listed[1]).status == 200


def test_where_nobody_ever_leaves_it_says_what_to_set(clinic_owner: Visitor) -> None:
    part = answered(clinic_owner)
    assert "Nobody is known to have left" in part
    assert 'href="/settings/"' in part


@pytest.mark.parametrize("wrong", ["days=5", "days=soon", "days=9999", "where=outcome+%3D"])
def test_what_cannot_be_read_is_refused(clinic_owner: Visitor, wrong: str) -> None:
    assert clinic_owner.get(f"{PAGE}?{wrong}").status == 422


def test_without_journeys_it_says_what_to_do(owner: Visitor) -> None:
    assert "which touchpoints decide whether customers stay" in owner.get(PAGE).text


def test_a_touchpoint_says_whether_it_matters(host: Visitor) -> None:
    told = columns(host)
    mattering = next(row for row, one in enumerate(told["matters"]) if one)
    other = next(row for row, one in enumerate(told["customers_lost"]) if one is not None and not told["matters"][row])
    for row, words in ((mattering, "Why it matters"), (other, "Why it is no moment that matters")):
        answered(host)
        key = told["touchpoint"][row]
        line = html.unescape(host.get(f"/touchpoints/{key}/why/", HX_Request="true").text)
        assert words in line
        assert "95% interval" in line
        assert words in host.get(f"/touchpoints/{key}/").text, "known by now, so it stands there at once"
    narrow = html.unescape(host.get("/touchpoints/lieferung/?where=visited%28newsletter%29").text)
    assert 'hx-get="/touchpoints/lieferung/why/?where=visited%28newsletter%29"' in narrow
    assert host.get("/touchpoints/nowhere/why/").status == 404


def test_the_overview_names_the_moment_that_costs_most(host: Visitor) -> None:
    told = columns(host)
    lost = {
        float(str(one)): key
        for one, key, named in zip(told["customers_lost"], told["touchpoint"], told["matters"], strict=True)
        if named and float(str(one)) > 0
    }
    part = html.unescape(host.get("/journeys/overview/lost/", HX_Request="true").text)
    assert f"That is about {round(max(lost))}\xa0customers more" in part
    assert 'href="/moments/"' in part
    assert host.get("/journeys/overview/nothing/").status == 404


def test_the_overview_says_what_is_missing_where_nothing_can_be_said(clinic_owner: Visitor) -> None:
    part = clinic_owner.get("/journeys/overview/worth/", HX_Request="true").text
    assert "is-unanswered" in part


def test_attribution_shares_out_wins_and_says_what_it_is_not(host: Visitor) -> None:
    page = html.unescape(host.get("/journeys/attribution/").text)
    told = json.loads(host.get("/api/v1/ask/attribution").text)["tables"][1]
    first = {one["key"]: one["values"] for one in told["columns"]}["first_touch"]
    table = re.search(r'id="table-attribution_rules">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    assert table is not None
    shown = re.findall(r"<tr>.*?</tr>", table[1], re.DOTALL)
    lines = [re.sub(r"<[^>]+>", " ", one).replace(",", "").split() for one in shown]
    assert [int(line[-5]) for line in lines] == first[: len(lines)]
    assert "It does not say what would be lost without it" in page
