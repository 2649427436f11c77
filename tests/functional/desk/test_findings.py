"""Findings over HTTP with a small company: who may see which number, the interface, exports, filters."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import urllib.parse
from collections.abc import Iterator

import pytest

from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_sign_in import invite
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Promise
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace

MAPPING = Mapping(
    "contacts",
    "customer",
    (
        InteractionMapping(
            "at",
            Cell(column="what"),
            department=Cell(column="department"),
            promise=Promise("promised", "done"),
            stated_reason=Cell(column="reason"),
        ),
    ),
)
COMMON, RARE = 30, 4
"""Customers who ordered without asking; customers who called first."""

UNSAID = {*("agreement", "attribution", "coding", "delay", "effect", "late_changes", "levers", "moments", "proxies")}
"""Of so few these say nothing."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on a few journeys: thirty customers visit and buy, four call in between and are lost."""
    folder = tmp_path_factory.mktemp("shop")
    lines = ["customer,at,what,department,note,promised,done,reason"]
    for number in range(COMMON):
        again = "Price" if number else "Advice"  # one of them says something else the second time
        lines += [
            f"C{number},2026-01-05 10:00,Visit,Marketing,x,,,Price",
            f"C{number},2026-01-06 10:00,Order,Sales,y,,,{again}",
        ]
    for number in range(RARE):
        name = f"R{number}"
        lines += [
            f"{name},2026-01-05 10:00,Visit,Marketing,x,,,",
            f"{name},2026-01-07 11:00,Hotline,Service,=1+1,2026-01-09 12:00,,",
            f"{name},2026-01-20 11:00,Cancelled,Service,z,,,",
        ]
    file = folder / "contacts.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    outcomes = (OutcomeRule("won", touchpoints=("Order",)), OutcomeRule("lost", touchpoints=("Cancelled",)))
    workspace = Workspace.create(folder / "shop", "Shop", JourneySettings(outcomes=outcomes))
    workspace.import_file(file, MAPPING)
    workspace.build()
    with running_desk(workspace.folder) as running:
        yield running


@pytest.fixture(scope="module")
def shop_owner(shop: RunningDesk) -> Visitor:
    return signed_in_owner(shop)


@pytest.fixture(scope="module")
def reader(shop: RunningDesk, shop_owner: Visitor) -> Visitor:
    """Somebody who may see journeys and no customer."""
    visitor = Visitor(shop)
    assert visitor.post(invite(shop_owner, "the_reader", "reader")).status == 200
    return visitor


def asked(visitor: Visitor, question: str, **arguments: str) -> dict[str, object]:
    answer = visitor.get(f"/api/v1/ask/{question}?{urllib.parse.urlencode(arguments)}")
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


def column(finding: dict[str, object], table: str, key: str) -> dict[str, object]:
    tables = {one["key"]: one for one in finding["tables"]}
    return next(one for one in tables[table]["columns"] if one["key"] == key)


def test_evidence_asked_again_counts_the_same(shop_owner: Visitor) -> None:
    finding = asked(shop_owner, "map")
    journeys = column(finding, "steps", "journeys")
    assert journeys["values"]
    for number, evidence in zip(journeys["values"], journeys["evidence"], strict=True):
        assert asked(shop_owner, "customers", where=evidence)["basis"]["journeys"] == number


def test_every_registered_question_answers(shop_owner: Visitor) -> None:
    customer = asked(shop_owner, "customers", limit="1")["tables"][0]["columns"]
    number = next(one for one in customer if one["key"] == "customer_number")["values"][0]
    arguments = {
        "map": {},
        "paths": {"top": "3"},
        "entries": {},
        "funnel": {"stages": "visit > order", "within": "30 days"},
        "compare": {"a": "outcome = won", "b": "outcome = lost", "what": "steps"},
        "attribution": {},
        "promises": {},
        "moments": {},
        "friction": {},
        "touchpoint": {"touchpoint": "hotline"},
        "won_lost": {"against": "churned"},
        "lost_customers": {"limit": "5"},
        "agreement": {"first": "hotline", "second": "visit"},
        "delay": {"start": "hotline", "end": "visit"},
        "drift": {"days": "7"},
        "proxies": {},
        "customers": {"order": "longest"},
        "audience": {"order": "latest", "columns": "value, finished"},
        "value": {"order": "silent", "days": "90"},
        "incidents": {"days": "30"},
        "reasons": {},
        "coding": {},
        "coming": {},
        "late_changes": {},
        "effect": {"incident": "complaint"},
        "levers": {},
        "timeline": {"customer": str(number)},
    }
    from wegmarke.questions import QUESTIONS

    assert set(arguments) == {one.name for one in QUESTIONS}
    for question, given in arguments.items():
        finding = asked(shop_owner, question, **given)
        assert finding["question"] == question
        assert finding["headline"]
        assert (finding["cannot_say"] is None) == (question not in UNSAID), question


def test_wrong_questions_say_what_is_wrong(shop_owner: Visitor) -> None:
    for path, status, code in (
        ("ask/nothing", 404, "question_unknown"),
        ("ask/map?where=outcome+%3D", 422, "filter_syntax"),
        ("ask/funnel", 422, "question_argument"),
        ("ask/paths?top=many", 422, "question_argument"),
        ("ask/touchpoint?touchpoint=nowhere", 404, "touchpoint_unknown"),
    ):
        answer = shop_owner.get(f"/api/v1/{path}")
        assert (answer.status, json.loads(answer.text)["code"]) == (status, code)


def test_a_filter_can_be_checked(shop_owner: Visitor) -> None:
    good = json.loads(shop_owner.get("/api/v1/filters/check?where=visited(Hotline)+and+outcome+%3D+lost").text)
    assert good["valid"]
    assert good["normal"] == "visited(hotline) and outcome = lost"
    assert good["touchpoints"] == ["hotline"]
    bad = json.loads(shop_owner.get("/api/v1/filters/check?where=outcome+%3D+losd").text)
    assert not bad["valid"]
    assert bad["position"] == 11


def test_touchpoints_have_permanent_keys(shop_owner: Visitor) -> None:
    found = json.loads(shop_owner.get("/api/v1/touchpoints").text)
    assert {"key": "hotline", "label": "Hotline"} in found


def test_who_may_not_see_customers_gets_no_list_and_no_small_number(reader: Visitor) -> None:
    for path in (
        "/customers/",
        "/customers/1/",
        "/customers/1/rows/1/1/",
        "/api/v1/ask/customers",
        "/api/v1/ask/timeline?customer=1",
        "/api/v1/ask/value",
        "/api/v1/ask/reasons",
        "/api/v1/ask/lost_customers",
        "/findings/reasons.csv",
        "/findings/customers.csv",
        "/findings/timeline.xlsx?customer=1",
    ):
        assert reader.get(path).status == 403, path
    finding = asked(reader, "map")
    labels = column(finding, "steps", "target")["values"]
    counts = dict(zip(labels, column(finding, "steps", "journeys")["values"], strict=True))
    assert counts["hotline"] is None, "four journeys are too few to show"
    assert COMMON in counts.values()
    page = reader.get("/journeys/").text
    assert "/customers/" not in page
    drawn = json.loads(reader.get("/journeys/map.json").text)
    assert "hotline" not in {node["id"] for node in drawn["nodes"]}
    table = reader.get("/findings/map.csv?table=touchpoints").text
    assert re.search(r"^Hotline,[^0-9]*$", table, re.MULTILINE)


def test_what_was_made_from_a_small_count_is_not_shown_either(reader: Visitor, shop_owner: Visitor) -> None:
    """How long four took, and the number of all, would give the four away. Shares of so few there are none."""
    assert reader.get("/journeys/entries/").status == 200
    assert reader.get("/journeys/compare/?a=outcome+%3D+won&b=outcome+%3D+lost").status == 200
    for visitor, sees in ((reader, False), (shop_owner, True)):
        entries = asked(visitor, "entries")
        before = column(entries, "before_points", "touchpoint")["values"].index("hotline")
        for key in ("lost", "wait_median"):
            assert (column(entries, "before_points", key)["values"][before] is not None) == sees, key
        compared = asked(visitor, "compare", a="outcome = won", b="outcome = lost")
        at = column(compared, "compare_touchpoints", "what")["values"].index("Hotline")
        assert (column(compared, "compare_touchpoints", "journeys_b")["values"][at] is not None) == sees
        assert column(compared, "compare_touchpoints", "share_b")["values"][at] is None


def test_who_may_see_customers_sees_every_number(shop_owner: Visitor) -> None:
    finding = asked(shop_owner, "map")
    assert RARE in column(finding, "steps", "journeys")["values"]
    assert "hotline" in {node["id"] for node in json.loads(shop_owner.get("/journeys/map.json").text)["nodes"]}


def test_an_export_holds_the_whole_list(shop_owner: Visitor) -> None:
    text = shop_owner.get("/findings/customers.csv").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == COMMON + RARE
    assert len({row["Customer"] for row in rows}) == COMMON + RARE


def test_promises_open_to_those_to_whom_they_were_given(shop_owner: Visitor, reader: Visitor) -> None:
    """The hotline promised four customers something; nobody did it. Who may not see customers sees no four."""
    page = shop_owner.get("/promises/").text.replace("\u00a0", " ")
    assert "4 promises are overdue now" in page
    assert "not known" in page
    assert "where=promise%28broken%2C+Service%29" in page
    assert asked(shop_owner, "customers", where="promise(broken, Service)")["basis"]["journeys"] == RARE
    table = re.search(r'id="table-promises_overdue".*?</table>', reader.get("/promises/").text, re.DOTALL)
    assert table is not None
    assert f">{RARE}<" not in table[0]
    assert json.loads(reader.get("/promises/promises.json").text)["rows"] == []  # too few for a share
    nobody = shop_owner.get("/promises/?where=visited(order)").text
    assert "Say in the mapping of the source" in nobody


def test_effort_names_where_customers_turn_to_the_company(shop_owner: Visitor) -> None:
    page = shop_owner.get("/friction/").text
    assert "“Hotline”" in page
    assert "where=asked+%3E%3D+1" in page
    assert asked(shop_owner, "customers", where="asked >= 1")["basis"]["journeys"] == RARE


def test_a_table_that_is_not_there_is_named(shop_owner: Visitor) -> None:
    assert shop_owner.get("/findings/map.csv?table=nothing").status == 422


def test_the_source_row_is_shown_with_all_its_columns(shop_owner: Visitor) -> None:
    page = shop_owner.get("/customers/?where=visited(hotline)").text
    number = re.search(r'class="line-customer" href="/customers/(\d+)/', page)
    assert number is not None
    history = shop_owner.get(f"/customers/{number[1]}/").text
    row = re.search(r'href="(/customers/\d+/rows/\d+/\d+/)"[^>]*Source row of Hotline', history)
    assert row is not None
    shown = shop_owner.get(row[1]).text
    assert "contacts.csv, row" in shown
    assert "=1+1" in shown
    another = re.sub(r"/customers/\d+/", "/customers/999999/", row[1])
    assert shop_owner.get(another).status == 404


def test_lanes_are_departments(shop_owner: Visitor) -> None:
    page = shop_owner.get("/customers/?where=visited(hotline)").text
    number = re.search(r'class="line-customer" href="/customers/(\d+)/', page)
    assert number is not None
    history = shop_owner.get(f"/customers/{number[1]}/").text
    lanes = re.findall(r'<span class="lane-name[^>]*>([^<]+)</span>', history)
    assert lanes == ["Marketing", "Service"]
    assert "12 days of silence" in history


def test_a_kept_filter_is_its_owners_until_shared(shop_owner: Visitor, reader: Visitor) -> None:
    fields = {"name": "Callers", "where": "visited(hotline)", "back": "/journeys/"}
    assert shop_owner.post("/findings/filter/keep/", fields).status == 200
    assert "Callers" not in reader.get("/journeys/").text
    assert shop_owner.post("/findings/filter/keep/", fields | {"is_shared": "on"}).status == 200
    page = reader.get("/journeys/").text
    assert "Callers" in page
    assert "/forget/" not in page, "only its owner may remove it"
    number = re.search(r"/findings/filter/(\d+)/forget/", shop_owner.get("/journeys/").text)
    assert number is not None
    assert reader.post(f"/findings/filter/{number[1]}/forget/").status == 404
    assert shop_owner.post(f"/findings/filter/{number[1]}/forget/", {"back": "/journeys/"}).status == 200
    assert "Callers" not in reader.get("/journeys/").text


def test_the_filter_form_leads_nowhere_else(shop_owner: Visitor) -> None:
    for place in ("https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/"):
        query = urllib.parse.urlencode({"back": place, "outcome": "lost"})
        answer = shop_owner.get(f"/findings/filter/add/?{query}", follow=False)
        assert answer.headers["location"].startswith("/?where=")


def test_conditions_of_the_form_become_a_filter(shop_owner: Visitor) -> None:
    fields = [
        ("back", "/journeys/paths/"),
        ("where", "outcome = lost"),
        ("touchpoint", "hotline"),
        ("place", "not_visited"),
        ("department", "Sales"),
        ("date_of", "started"),
        ("date_from", "2026-01-01"),
        ("date_to", "2026-01-31"),
        ("length_from", "2"),
        ("duration_to", "1,5"),
        ("duration_unit", "day"),
        ("page.rows", "all"),
    ]
    answer = shop_owner.get(f"/findings/filter/add/?{urllib.parse.urlencode(fields)}", follow=False)
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(answer.headers["location"]).query)
    assert query["rows"] == ["all"]
    assert query["where"][0].split(" and ") == [
        "outcome = lost",
        "not visited(hotline)",
        "department = Sales",
        "started between 2026-01-01",
        "2026-01-31",
        "length >= 2",
        "duration <= 36 hours",
    ]


def test_two_sources_of_reasons_are_held_beside_each_other(shop_owner: Visitor) -> None:
    told = asked(shop_owner, "agreement", first="order", second="visit")
    page = html.unescape(shop_owner.get("/agreement/?first=order&second=visit").text)
    assert "1 has different ones: 3.3%" in page.replace("\u00a0", " ")
    for sentence in told["headline"]:
        assert sentence in page
    assert column(told, "agreement_pairs", "word_first")["values"] == ["Advice"]
    assert "Advice" in page
    assert '<option value="order" selected>' in shop_owner.get("/agreement/").text, "where most reasons are noted"
    chart = json.loads(shop_owner.get("/agreement/chart.json?first=order&second=visit").text)
    kappas = [one for one in column(told, "agreement", "kappa")["values"] if one is not None]
    assert [row["dots"][0]["value"] for row in chart["rows"]] == kappas
