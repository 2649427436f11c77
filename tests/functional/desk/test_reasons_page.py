"""The page of reasons over HTTP: it comes in parts, says the same everywhere, and every cell opens what it counts."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import urllib.parse

from tests.functional.desk.running import Visitor

PAGE = "/reasons/"


def answered(visitor: Visitor, address: str = PAGE) -> str:
    """A part that the page asks for by itself."""
    return html.unescape(visitor.get(address, HX_Request="true").text).replace("\u00a0", " ")


def asked(visitor: Visitor, question: str, **arguments: str) -> dict[str, dict[str, dict[str, list[object]]]]:
    """Tables and their columns over the interface."""
    told = json.loads(visitor.get(f"/api/v1/ask/{question}?{urllib.parse.urlencode(arguments)}").text)
    return {one["key"]: {column["key"]: column for column in one["columns"]} for one in told["tables"]}


def test_page_chart_and_interface_say_the_same_and_cells_open(host: Visitor) -> None:
    frame = html.unescape(host.get(PAGE).text)
    assert "<h1>Reasons</h1>" in frame
    part, told = answered(host), asked(host, "reasons")["reasons"]
    assert "<html" not in part
    assert re.search(r"said price \(\d+, 95% interval", part)
    address = re.search(r'data-dots="([^"]+)"', part)
    assert address is not None
    chart = json.loads(host.get(address[1]).text)
    said = {row["label"]: row["dots"][0]["value"] for row in chart["rows"]}
    place = told["stated"]["values"].index("pricing")
    assert said["price"] == told["said"]["values"][place]
    for key in ("customers", "without_incident", "with_incident", "met_promise_late"):
        count, where = told[key]["values"][place], told[key]["evidence"][place]
        assert count
        listed = json.loads(host.get("/api/v1/ask/customers?" + urllib.parse.urlencode({"where": where})).text)
        assert listed["basis"]["customers"] == count
        assert f"where={urllib.parse.quote_plus(str(where))}" in part


def test_whom_to_ask_leads_to_customers_and_defects_are_those_of_effect(host: Visitor) -> None:
    part = answered(host)
    queue = asked(host, "reasons")["reasons_queue"]
    lines = re.search(r'id="whom-to-ask">.*?<tbody>(.*?)</tbody>', part, re.DOTALL)
    assert lines is not None
    numbers = re.findall(r'<th scope="row"><a href="/customers/(\d+)/">', lines[1])
    assert numbers == [str(one) for one in queue["customer_number"]["values"]]
    address = re.search(r'hx-get="(/reasons/defects/[^"]*)"', part)
    assert address is not None
    defects = answered(host, address[1])
    assert 'href="/effect/?incident=promise_late"' in defects
    late = asked(host, "effect", incident="promise_late")["effect"]["lost_by_it"]["values"][0]
    assert late is not None
    assert f'<td class="number">{round(float(str(late)))}<span class="interval">' in defects


def test_who_stands_in_the_list_of_whom_to_ask_is_written_down(host: Visitor) -> None:
    """Also who stands there alone, and not among the customers that the answer lists."""
    told = asked(host, "reasons", limit="1", offset="2")
    queue = {str(one) for one in told["reasons_queue"]["customer_number"]["values"]}
    listed = {str(one) for one in told["reasons_lost"]["customer_number"]["values"]}
    assert len(listed) == 1
    assert len(queue - listed) >= 19
    written = list(csv.DictReader(io.StringIO(host.get("/settings/access-log/csv/").text.removeprefix("\ufeff"))))
    row = next(one for one in written if any("reasons" in str(cell) for cell in one.values()))
    assert any(queue | listed == set(str(cell).split()) for cell in row.values()), row
