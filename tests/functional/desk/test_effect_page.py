"""The page of what a defect costs over HTTP: in two parts, the same as elsewhere, and what it says where it cannot."""

from __future__ import annotations

import html
import json
import re

from tests.functional.desk.running import Visitor

PAGE = "/effect/"


def answered(visitor: Visitor, query: str = "") -> str:
    """The part that the page asks for by itself."""
    return html.unescape(visitor.get(PAGE + query, HX_Request="true").text)


def test_the_frame_comes_first_and_keeps_what_was_filled_in(host: Visitor) -> None:
    address = f"{PAGE}?incident=complaint&margin_from=20&margin_to=40&margin_by=Controlling"
    frame = html.unescape(host.get(address).text)
    assert "<h1>What a defect costs</h1>" in frame
    assert 'hx-get="/effect/?incident=complaint' in frame
    assert re.search(r'<option value="complaint" selected>', frame)
    assert 'name="margin_from" value="20"' in frame
    assert 'name="margin_by" value="Controlling"' in frame
    part = answered(host, address.removeprefix(PAGE))
    assert "<html" not in part
    assert "hx-get" not in html.unescape(host.get(address).text), "what is known is shown at once"


def test_page_interface_and_pictures_say_the_same(host: Visitor) -> None:
    part = answered(host, "?incident=complaint")
    told = json.loads(host.get("/api/v1/ask/effect?incident=complaint").text)
    tables = {table["key"]: {one["key"]: one["values"] for one in table["columns"]} for table in told["tables"]}
    for sentence in told["headline"]:
        assert str(sentence) in part
    if not tables:  # refused: the page says what is missing instead
        assert 'class="state-line"' in part
        return
    drawn = json.loads(re.search(r'data-overlap="(\{.*?\})"', part)[1])  # type: ignore[index]
    lines = {one["key"]: one["values"] for one in drawn["series"]}
    assert [round(one, 5) for one in tables["effect_overlap"]["overlap_exposed"]] == lines["exposed"]
    assert 0.999 < sum(lines["weighted"]) < 1.001
    chart = json.loads(host.get("/effect/chart.json?incident=complaint").text)
    plain = next(row for row in chart["rows"] if row["label"].startswith("As it is"))
    assert plain["dots"][0]["value"] == tables["effect"]["leaving_unadjusted"][0]
    assert len(tables["effect_checks"]["check"]) == 7
    assert 'id="table-effect_checks"' in part


def test_what_is_wrong_is_said_at_its_field_and_stays_there(host: Visitor) -> None:
    answer = host.get(f"{PAGE}?margin_from=50&margin_to=40")
    page = html.unescape(answer.text)
    assert answer.status == 422
    assert 'id="error-margin">Numbers from 0 to 100, the smaller one first.' in page
    assert 'name="margin_from" value="50"' in page
    assert host.get(f"{PAGE}?incident=rain").status == 422
    groups = html.unescape(host.get(f"{PAGE}?group_name=A&group_share=30&group_from=2&group_to=5").text)
    assert "the shares add up to 100%" in groups
    assert 'name="group_name" value="A"' in groups


def test_without_data_and_in_german(owner: Visitor, host: Visitor) -> None:
    assert "this page says what a defect costs" in owner.get(PAGE).text
    with host.speaking("de"):
        page = html.unescape(host.get(PAGE).text)
    assert "<h1>Was ein Mangel kostet</h1>" in page
    assert 'href="/effect/" aria-current="page"' in page.replace("  ", " ")
