"""Scenarios of the levers over HTTP: kept, shared, renamed, compared, removed and brought back; and for programs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import pytest

from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_levers_page import shop_workspace
from tests.functional.desk.test_sign_in import invite

KEPT = {"price": "-0.03", "reduction": "0.4", "margin": "0.3..0.4", "added_loss": "0.05..0.15", "cost": "100"}
KEEP = "/levers/scenarios/keep/"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on people who buy."""
    with running_desk(shop_workspace(tmp_path_factory.mktemp("scenarios")).folder) as running:
        yield running


@pytest.fixture(scope="module")
def owner_here(shop: RunningDesk) -> Visitor:
    return signed_in_owner(shop)


def kept(visitor: Visitor, name: str, arguments: dict[str, str] = KEPT, **more: str) -> str:
    """Keep a scenario; the page that it leads to."""
    answer = visitor.post(KEEP, {"scenario": json.dumps(arguments), "name": name, "where": "", **more})
    assert answer.status == 200
    rest = re.search(r'hx-get="(/levers/[^"]*)"', answer.text)
    part = "" if rest is None else visitor.get(html.unescape(rest[1]), HX_Request="true").text
    return html.unescape(answer.text + part)


def number_of(visitor: Visitor, name: str) -> int:
    """The number of the scenario with that name, as programs are told."""
    told = json.loads(visitor.get("/api/v1/levers/scenarios").text)
    return int(next(one["number"] for one in told if one["name"] == name))


def test_what_is_kept_is_what_is_opened(owner_here: Visitor) -> None:
    page = kept(owner_here, "Cheaper", margin_by="")
    assert "The scenario “Cheaper” was saved." in page
    assert 'name="price" min="-20" max="20" step="1" value="-3"' in page
    assert 'name="margin_from" value="30"' in page
    assert 'name="margin_to" value="40"' in page
    assert 'name="added_loss_to" value="15"' in page
    # The same name again changes it; what is on the page is what would be kept again.
    field = re.search(r'name="scenario" value="(\{.*?\})"', page)
    assert field is not None
    again = json.loads(field[1])
    assert {name: str(value) for name, value in again.items()} | {"cost": "100"} == KEPT
    kept(owner_here, "Cheaper", {**KEPT, "price": "-0.05"})
    told = json.loads(owner_here.get("/api/v1/levers/scenarios").text)
    assert [one["arguments"]["price"] for one in told if one["name"] == "Cheaper"] == ["-0.05"]


def test_groups_of_products_come_back_into_their_rows(owner_here: Visitor) -> None:
    groups = {"margin_groups": "appliances=0.7:0.2..0.3;parts=0.3:0.5", "margin_by": "Controlling"}
    page = kept(owner_here, "Groups", groups)
    rows = re.findall(r'class="form-control"[^>]* name="group_(?:name|share|from|to)" value="([^"]*)"', page)
    assert rows[:8] == ["appliances", "70", "20", "30", "parts", "30", "50", "50"]
    assert 'name="margin_by" value="Controlling"' in page
    assert "The margin is an assumption of “Controlling”" in page
    assert 'id="table-margins"' in page


def test_shared_renamed_removed_and_brought_back(shop: RunningDesk, owner_here: Visitor) -> None:
    kept(owner_here, "For all", is_shared="on")
    colleague = Visitor(shop)
    assert colleague.post(invite(owner_here, "scenario_colleague", "reader")).status == 200
    assert "<strong>For all</strong>" in colleague.get("/levers/").text
    number = number_of(owner_here, "For all")
    for what in ("change", "remove", "bring-back"):
        answer = colleague.post(f"/levers/scenarios/{number}/{what}/", {"name": "Mine"})
        assert answer.status == 404, "only whose it is changes it"
    renamed = owner_here.post(f"/levers/scenarios/{number}/change/", {"name": "For me"}).text
    assert "<strong>For me</strong>" in renamed
    assert "For me" not in colleague.get("/levers/").text, "no longer shared"
    assert "was removed" in owner_here.post(f"/levers/scenarios/{number}/remove/").text
    assert "<strong>For me</strong>" not in owner_here.get("/levers/").text
    kept(owner_here, "For me")
    back = html.unescape(owner_here.post(f"/levers/scenarios/{number}/bring-back/").text)
    assert "The scenario “For me (2)” is back." in back
    taken = owner_here.post(f"/levers/scenarios/{number}/change/", {"name": "For me"}).text
    assert "a name that no other one of yours has" in taken


def test_side_by_side(owner_here: Visitor) -> None:
    kept(owner_here, "Dear", {**KEPT, "cost": "99000"})
    kept(owner_here, "Cheap", {**KEPT, "cost": "0"})
    numbers = [number_of(owner_here, name) for name in ("Dear", "Cheap")]
    query = "&".join(f"scenario={one}" for one in numbers)
    page = html.unescape(owner_here.get(f"/levers/compare/?{query}").text)
    assert re.findall(r'<th scope="row"><a href="/levers/[^"]*">([^<]+)</a>', page) == ["Cheap", "Dear"]
    chart = json.loads(owner_here.get(f"/levers/compare/chart.json?{query}").text)
    process = {row["label"]: row["dots"][1]["value"] for row in chart["rows"]}
    assert process["Cheap"] - process["Dear"] == pytest.approx(99_000)
    told = json.loads(owner_here.get("/api/v1/ask/levers?" + "&".join(f"{k}={v}" for k, v in KEPT.items())).text)
    gains = {one["key"]: one["values"] for one in told["tables"][0]["columns"]}["lever_gain"]
    assert process["Cheap"] == pytest.approx(gains[1] / 100 + 100, abs=0.02)


def test_what_cannot_be_kept_is_not(owner_here: Visitor) -> None:
    assert "Give the scenario a name." in kept(owner_here, " ")
    for wrong in ({"rain": "1"}, {"price": "much"}, {"margin_groups": "a=0.5:0.3"}):
        assert "This scenario cannot be kept as it is." in kept(owner_here, "wrong", wrong)
    assert "<strong>wrong</strong>" not in owner_here.get("/levers/").text


def test_programs_keep_change_and_remove(shop: RunningDesk, owner_here: Visitor) -> None:
    made = owner_here.post("/account/tokens/add/", {"name": "scenarios"}).text
    token = re.search(r'id="new-token">(\S+)<', made)
    assert token is not None
    program, header = Visitor(shop), {"Authorization": f"Bearer {token[1]}", "Content_Type": "application/json"}
    body = json.dumps({"name": "By program", "arguments": KEPT, "is_shared": True}).encode()
    answer = program.bare_post("/api/v1/levers/scenarios", body, **header)
    assert answer.status == 200, answer.text
    number = json.loads(answer.text)["number"]
    assert "<strong>By program</strong>" in owner_here.get("/levers/").text
    wrong = json.dumps({"name": "x", "arguments": {"rain": "1"}}).encode()
    assert program.bare_post("/api/v1/levers/scenarios", wrong, **header).status == 422
    log = owner_here.get("/settings/access-log/?kind=changes").text
    assert "Changed settings" in log
    assert number == number_of(owner_here, "By program")
