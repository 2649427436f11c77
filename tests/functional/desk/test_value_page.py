"""The page of the question "value" over HTTP: the answer, all together, the list with its orders and files."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Money
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace

BUYERS = 260
SHOP = Mapping(
    "shop", "buyer", (InteractionMapping("at", Cell(column="what"), value=Money("paid")),), customer_kind="email"
)
FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)


def buyers_workspace(folder: Path) -> Workspace:
    """People who buy at random and leave at random, as the model says; and one who has bought nothing yet."""
    rng = np.random.default_rng(6)
    lines = ["buyer,at,what,paid", "looker@mail.example,2025-06-01 12:00,Visit,"]
    for number in range(BUYERS):
        rate, leaves, usual = rng.gamma(0.8, 1 / 120), rng.beta(0.8, 2.5), rng.uniform(20, 200)
        day = float(rng.integers(0, 500))
        while day < 900:
            at = FIRST + timedelta(days=day)
            paid = usual * rng.uniform(0.7, 1.3)
            lines.append(f"buyer{number:03}@mail.example,{at:%Y-%m-%d %H:%M},Order,{paid:.2f}")
            if rng.random() < leaves:
                break
            day += rng.exponential(1 / rate)
    workspace = Workspace.create(
        folder / "shop",
        "Shop",
        JourneySettings(cut_at_outcome=True, outcomes=(OutcomeRule("won", touchpoints=("Order",)),)),
    )
    file = folder / "shop.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace.import_file(file, SHOP)
    workspace.build()
    return workspace


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on people who buy."""
    with running_desk(buyers_workspace(tmp_path_factory.mktemp("buyers")).folder) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(shop: RunningDesk) -> Visitor:
    return signed_in_owner(shop)


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/customers/\d+/[^"]*">([^<]+)</a>', page)


def facts(page: str) -> dict[str, str]:
    """What is said of all together, by its name."""
    sums = re.search(r'id="value-sums">(.*?)</dl>', page, re.DOTALL)
    assert sums is not None
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", sums[1], re.DOTALL)
    plain = [[" ".join(re.sub(r"<[^>]+>", " ", html.unescape(one)).split()) for one in pair] for pair in found]
    return dict(plain)


def asked(visitor: Visitor, query: str = "") -> dict[str, dict[str, list[object]]]:
    """The tables of the answer over the interface, column by column."""
    told = json.loads(visitor.get(f"/api/v1/ask/value?limit=1000{query}").text)
    return {table["key"]: {one["key"]: one["values"] for one in table["columns"]} for table in told["tables"]}


def exported(visitor: Visitor, page: str) -> list[dict[str, str]]:
    """The file of the list: its links stand behind those of the tables."""
    address = re.findall(r'href="(/findings/value\.csv[^"]*)"', page)[-1]
    assert "table=" not in address
    content = visitor.get(html.unescape(address)).text
    return list(csv.DictReader(io.StringIO(content.lstrip("\ufeff"))))


def test_the_answer_comes_first_and_says_the_same_everywhere(visitor: Visitor) -> None:
    page = visitor.get("/customers/value/").text
    tables = asked(visitor)
    sums, each = tables["value_sums"], tables["value"]
    assert sums["answered"] == ["model"]
    first = re.search(r'<p class="answer-first">([^<]*)', page)
    assert first is not None
    assert f"about {round(float(str(sums['still_customers'][0])))} are probably still buying" in html.unescape(
        first[1]
    ).replace("\xa0", " ")
    said = facts(page)
    assert said["Customers"] == str(BUYERS)
    assert said["Bought more than once"] == str(sums["repeating"][0])
    low, high = (int(str(sums[f"value_ahead_{end}"][0])) for end in ("low", "high"))
    middle = int(str(sums["value_ahead"][0]))
    assert low < middle < high
    assert said["Revenue to expect"] == f"€{middle / 100:,.2f} €{low / 100:,.2f}–{high / 100:,.2f}"
    assert f'data-total="{BUYERS}"' in page
    assert listed(page) == [str(one) for one in each["customer"][:50]]
    assert "looker@mail.example" not in page


def test_the_file_holds_all_lines_of_the_list(visitor: Visitor) -> None:
    page = visitor.get("/customers/value/?order=latest&days=183").text
    rows = exported(visitor, page)
    assert len(rows) == BUYERS
    assert [row["Customer"].lstrip("'") for row in rows[:50]] == listed(page)
    each = asked(visitor, "&order=latest&days=183")["value"]
    assert [round(100 * float(row["Revenue to expect (EUR)"])) for row in rows] == each["value_ahead"]
    workbook = re.search(r'href="(/findings/value\.xlsx[^"]*)"', page)
    assert workbook is not None
    assert visitor.get(html.unescape(workbook[1])).status == 200


def test_pages_follow_each_other_and_leave_nobody_out(visitor: Visitor) -> None:
    address, seen = "/customers/value/?order=purchases", []
    for _ in range(6):
        page = visitor.get(address).text
        seen += listed(page)
        following = re.search(r'<a class="btn btn-sm" href="([^"]+)">Next', page)
        address = html.unescape(following[1]) if following else ""
    assert address == ""
    assert len(seen) == len(set(seen)) == BUYERS
    assert "251–260 of 260 customers" in html.unescape(page)
    assert visitor.get("/customers/value/?page=9").status == 200
    assert listed(visitor.get("/customers/value/?page=9").text) == []
    assert visitor.get("/customers/value/?page=0").status == 422


def test_who_lacks_attention_comes_first_and_is_marked(visitor: Visitor) -> None:
    page = visitor.get("/customers/value/?order=silent").text
    silent = int(str(asked(visitor)["value_sums"]["silent_longer"][0]))
    assert silent > 0
    marked = re.findall(r'<tr><th scope="row">.*?</th>', page, re.DOTALL)
    is_marked = ["silent for longer than ever" in one for one in marked]
    assert is_marked == [True] * silent + [False] * (len(marked) - silent)
    assert 'aria-current="true">lack of attention</a>' in page


def test_the_picture_shows_the_tenths_and_each_opens_as_many_customers_as_it_says(visitor: Visitor) -> None:
    page = html.unescape(visitor.get("/customers/value/?days=183").text)
    chart = re.search(r'data-dots="([^"]+)"', page)
    assert chart is not None
    drawn = json.loads(visitor.get(chart[1]).text)
    tenths = asked(visitor, "&days=183")["value_tenths"]
    assert [row["label"] for row in drawn["rows"]] == [f"Tenth {n} (26 Customers)" for n in range(1, 11)]
    assert (drawn["unit"], drawn["currency"]) == ("money", "EUR")
    first = drawn["rows"][0]["dots"]
    assert first[0]["value"] * 100 == pytest.approx(tenths["value_ahead"][0])
    assert first[0]["low"] * 100 == pytest.approx(tenths["value_ahead_low"][0])
    assert first[1]["value"] * 100 == pytest.approx(tenths["silent_value_ahead"][0])
    with_nobody = [n is None for n in tenths["silent_value_ahead"]]
    assert [len(row["dots"]) for row in drawn["rows"]] == [1 if nobody else 2 for nobody in with_nobody]
    links = re.findall(r'<a class="figure" href="([^"]+tenth=2[^"]*)">(\d+)<', page)
    assert [int(number) for _link, number in links] == [tenths["customers"][1], tenths["silent_longer"][1]]
    second = visitor.get(links[1][0]).text
    assert len(listed(second)) == 26
    assert second.count('badge-state">silent for longer than ever') == tenths["silent_longer"][1]
    assert "Only tenth 2" in second
    assert [row["Customer"].lstrip("'") for row in exported(visitor, second)] == listed(second)
    assert visitor.get("/customers/value/?tenth=11").status == 422


def test_a_longer_horizon_expects_more(visitor: Visitor) -> None:
    def expected(days: int) -> float:
        return float(str(asked(visitor, f"&days={days}")["value_sums"]["purchases_ahead"][0]))

    page = visitor.get("/customers/value/?days=91").text
    assert "within 91\xa0days" in html.unescape(page)
    assert 'aria-current="true">a quarter</a>' in page
    assert "days=91" in html.unescape(re.findall(r'href="([^"]+)">lack of attention', page)[0])
    assert expected(91) < expected(365) < expected(730)
    for wrong in ("0", "much", "-3", "99999"):
        assert visitor.get(f"/customers/value/?days={wrong}").status == 422


def test_a_filter_narrows_who_is_spoken_of(visitor: Visitor) -> None:
    lately = visitor.get("/customers/value/?where=finished+%3E%3D+2026-05-01").text
    there = int(str(asked(visitor, "&where=finished+%3E%3D+2026-05-01")["value_sums"]["customers"][0]))
    assert 0 < there < BUYERS
    assert facts(lately)["Customers"] == str(there)
    assert len(exported(visitor, lately)) == there
    nobody = visitor.get("/customers/value/?where=visited(visit)")
    assert "None of these customers has bought anything." in nobody.text
    assert 'id="value-sums"' not in nobody.text
    assert visitor.get("/customers/value/?where=outcome+%3D").status == 422


def test_each_line_opens_the_history_it_was_told_from(visitor: Visitor) -> None:
    page = visitor.get("/customers/value/?order=purchases").text
    link = re.search(r'<th scope="row"><a href="(/customers/\d+/[^"]*)">', page)
    assert link is not None
    history = visitor.get(html.unescape(link[1])).text
    assert listed(page)[0] in history
    purchases = int(str(asked(visitor, "&order=purchases")["value"]["purchases"][0]))
    assert len(re.findall(r'class="entry[ "]', history)) == purchases


def test_where_data_carry_no_model_it_counts_and_forecasts_nothing(clinic_owner: Visitor) -> None:
    page = clinic_owner.get("/customers/value/").text
    assert "Counted only, nothing is forecast" in page
    assert listed(page) == ["ada.example@mail.example"]
    assert "Revenue to expect" not in re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert set(facts(page)) >= {"Customers", "Bought more than once"}
    drawn = json.loads(clinic_owner.get("/customers/value/chart/").text)
    assert (drawn["unit"], len(drawn["rows"])) == ("count", 5)
    assert sum(row["dots"][0]["value"] for row in drawn["rows"]) == 1, "the one who bought"


def test_in_german(visitor: Visitor) -> None:
    with visitor.speaking("de"):
        page = html.unescape(visitor.get("/customers/value/").text)
    assert "Wert und Aufmerksamkeit" in page
    assert "kaufen wahrscheinlich noch" in page
    assert "fehlender Aufmerksamkeit" in page
