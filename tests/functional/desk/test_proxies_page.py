"""The page of KPIs over HTTP: brought in, judged, opened, exported; and who sees what."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.functional.desk.running import Visitor, running_desk, signed_in_owner
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace

SHOP = Mapping("shop", "buyer", (InteractionMapping("at", Cell(column="what")),), customer_kind="email")
FIRST = datetime(2023, 1, 1, 12, tzinfo=UTC)
MONTHS = 30
HASTE = np.random.default_rng(3).random(MONTHS)


def month(number: int) -> str:
    return f"{2023 + number // 12}-{number % 12 + 1:02}"


def shop_workspace(folder: Path) -> Workspace:
    """Twelve hundred who bought; more leave in the month after a hasty one."""
    rng, lines, there = np.random.default_rng(2), ["buyer,at,what"], np.ones(1200, np.bool_)
    lines += [f"b{one:04}@mail.example,{FIRST - timedelta(days=20):%Y-%m-%d},Order" for one in range(1200)]
    for number in range(1, MONTHS):
        left = there & (rng.random(1200) < 0.005 + 0.04 * HASTE[number - 1])
        there &= ~left
        lines += [f"b{one:04}@mail.example,{month(number)}-15,Goodbye" for one in np.flatnonzero(left)]
    lines.append(f"b0000@mail.example,{month(MONTHS)}-02,Look")
    rules = (OutcomeRule("won", touchpoints=("Order",)), OutcomeRule("churned", touchpoints=("Goodbye",)))
    settings = JourneySettings(silence_days=None, cut_at_outcome=False, outcomes=rules)
    workspace = Workspace.create(folder / "shop", "Shop", settings)
    (folder / "shop.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace.import_file(folder / "shop.csv", SHOP)
    workspace.build()
    return workspace


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("kpis")
    shop_workspace(folder)
    with running_desk(folder / "shop") as desk:
        yield signed_in_owner(desk)


def kpi_file() -> str:
    rows = [f"Calls a day,Service,{month(number)},{100 + 50 * HASTE[number]:.2f},up" for number in range(MONTHS)]
    return "KPI,Department,Period,Value,Better\n" + "\n".join(rows) + "\n"


def brought_in(visitor: Visitor, content: str) -> str:
    """The page after a file was sent."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.get("/kpis/").text)
    assert token is not None
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token[1]}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="kpis.csv"\r\nContent-Type: text/csv\r\n\r\n'
        f"{content}\r\n--x--\r\n"
    )
    sent = visitor.bare_post("/kpis/bring-in/", parts.encode(), Content_Type="multipart/form-data; boundary=x")
    assert sent.status == 302, sent.text
    return html.unescape(visitor.get("/kpis/").text).replace("\u00a0", " ")


def test_kpis_are_brought_in_judged_and_opened(visitor: Visitor) -> None:
    assert "There is no KPI to look at" in html.unescape(visitor.get("/kpis/").text)
    wrong = brought_in(visitor, "KPI,Department,Period,Value,Better\nCalls a day,Service,soon,1,up\n")
    assert "row 2: column “Period” cannot be understood: “soon”" in wrong
    page = brought_in(visitor, kpi_file())
    assert "30 values of 1 KPIs were taken in." in page
    assert "“Calls a day” (Service) gets better while customers leave" in page
    assert page.index("goes against customers") < page.index("too few")
    assert 'href="/kpis/" aria-current="page"' in page
    assert "had been brought in before" in brought_in(visitor, kpi_file())


def test_a_number_its_list_and_its_file_agree(visitor: Visitor) -> None:
    addresses = re.findall(r'href="(/findings/proxies\.csv[^"]*)"', visitor.get("/kpis/").text)
    files = [visitor.get(html.unescape(address)).text.lstrip("\ufeff") for address in addresses]
    rows = next(rows for rows in (list(csv.reader(io.StringIO(file))) for file in files) if "Period" in rows[0])
    place, left = rows[0].index("Period"), next(at for at, name in enumerate(rows[0]) if name.startswith("Left"))
    told = rows[4]
    people = visitor.get(f"/kpis/?kpi=Calls+a+day%7CService&period={told[place]}").text
    table = re.search(r'id="table-proxies_customers".*?</table>', people, re.DOTALL)
    assert table is not None
    assert table[0].count("@mail.example") == int(told[left]) > 0
    dots = visitor.get("/kpis/proxies.json").text
    assert "Calls a day (Service): stay" in dots


def test_what_is_not_there_is_refused_and_german_is_german(visitor: Visitor) -> None:
    assert visitor.get("/kpis/?kpi=unheard%7C").status == 422
    assert visitor.get("/kpis/?period=1999-01").status == 422
    with visitor.speaking("de"):
        page = html.unescape(visitor.get("/kpis/").text)
    assert "wird besser, während Kunden gehen" in page
    assert "läuft gegen die Kunden" in page
