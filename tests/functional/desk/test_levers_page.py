"""The page of the levers over HTTP: the answer, what one moves, what it rests on, and files that say the same."""

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
from wegmarke.model.mapping import Cell, InteractionMapping, Mapping, Money, Promise
from wegmarke.model.settings import JourneySettings, OutcomeRule
from wegmarke.workspace import Workspace

SHOP = Mapping(
    "shop",
    "buyer",
    (InteractionMapping("at", Cell(column="what"), value=Money("paid"), promise=Promise("due", "kept")),),
    customer_kind="email",
)
FIRST = datetime(2025, 1, 1, 12, tzinfo=UTC)
WITH_HARM = "margin_from=30&margin_to=40&added_loss_from=5&added_loss_to=15&cost=100&price=-3&reduction=40"


def shop_workspace(folder: Path) -> Workspace:
    """Two hundred who buy every six weeks, one parcel in sixty late: too few to tell what it does; fifty-five leave."""
    rng, lines = np.random.default_rng(2), ["buyer,at,what,paid,due,kept"]
    for number in range(200):
        name, day = f"buyer{number:03}@mail.example", float(rng.uniform(0, 30))
        while day < 500:
            order = FIRST + timedelta(days=day)
            due, kept = order + timedelta(days=4), order + timedelta(days=6 if rng.random() < 1 / 60 else 3)
            lines.append(f"{name},{order:%Y-%m-%d %H:%M},Order,{60 + number % 40},,")
            lines.append(f"{name},{kept:%Y-%m-%d %H:%M},Parcel,,{due:%Y-%m-%d %H:%M},{kept:%Y-%m-%d %H:%M}")
            day += float(rng.uniform(35, 50))
            if number < 55 and day > 150 + 5 * number:
                lines.append(f"{name},{FIRST + timedelta(days=day):%Y-%m-%d %H:%M},Goodbye,,,")
                break
    rules = (OutcomeRule("won", touchpoints=("Order",)), OutcomeRule("churned", touchpoints=("Goodbye",)))
    workspace = Workspace.create(folder / "shop", "Shop", JourneySettings(silence_days=None, outcomes=rules))
    file = folder / "shop.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    workspace.import_file(file, SHOP)
    workspace.build()
    return workspace


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on people who buy."""
    with running_desk(shop_workspace(tmp_path_factory.mktemp("levers")).folder) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(shop: RunningDesk) -> Visitor:
    return signed_in_owner(shop)


def answered(visitor: Visitor, query: str) -> dict[str, dict[str, list[object]]]:
    """The tables of the answer over the interface, column by column."""
    told = json.loads(visitor.get(f"/api/v1/ask/levers?{query}").text)
    return {table["key"]: {one["key"]: one["values"] for one in table["columns"]} for table in told["tables"]}


def part(visitor: Visitor, query: str = "") -> str:
    """The part that the page asks for by itself."""
    return visitor.get(f"/levers/?{query}", HX_Request="true").text


def first_sentence(page: str) -> str:
    found = re.search(r'<p class="answer-first">([^<]*)', page)
    assert found is not None
    return html.unescape(found[1])


def test_the_frame_comes_first_and_a_slider_that_is_let_go_has_its_answer_with_the_page(visitor: Visitor) -> None:
    """What takes long is what the event does; once that is known, nobody waits for it again."""
    frame = html.unescape(visitor.get("/levers/?incident=promise_late&reduction=45").text)
    assert "<h1>Levers</h1>" in frame
    assert 'hx-get="/levers/?incident=promise_late&reduction=45"' in frame
    assert '<div class="working-on"' in frame, "how far it is, and a way to stop it"
    assert "answer-first" not in frame
    answer = part(visitor, "incident=promise_late&reduction=45")
    assert "<html" not in answer
    assert first_sentence(answer)
    assert first_sentence(visitor.get("/levers/?incident=promise_late&reduction=35").text)


def test_with_few_losses_the_price_is_told_and_the_process_left_open(visitor: Visitor) -> None:
    page = html.unescape(part(visitor))
    assert "A price lower by 5.0% brings" in first_sentence(page)
    assert "What promises kept late do cannot be told from the histories here" in page
    assert "No margin is assumed: all amounts are revenue" in page
    assert 'id="table-levers_inputs"' in page
    assert 'id="table-levers_compared"' not in page


def test_what_is_moved_and_assumed_is_what_is_asked(visitor: Visitor) -> None:
    page = part(visitor, WITH_HARM)
    asked = answered(visitor, "margin=0.3..0.4&added_loss=0.05..0.15&cost=100&price=-0.03&reduction=0.4")
    drawn = json.loads(html.unescape(re.search(r'data-levers="([^"]*)"', page)[1]))  # type: ignore[index]
    assert [one["key"] for one in drawn["levers"]] == ["price", "process"]
    means = [round(100 * one["mean"]) for one in drawn["levers"]]
    assert means == asked["levers"]["lever_gain"][:2]
    for one in drawn["levers"]:
        wide = one["points"][1][0] - one["points"][0][0]
        assert sum(height for _, height in one["points"]) * wide == pytest.approx(0.98, abs=0.01)
    assert re.search(r'name="reduction"[^>]* value="40"', page)
    assert re.search(r'name="margin_from" value="30"', page)
    assert 'id="table-levers_believe"' in page


def test_files_say_the_same_as_the_page(visitor: Visitor) -> None:
    page = part(visitor, WITH_HARM)
    link = re.search(r'href="(/findings/levers\.csv[^"]*table=levers)"', page)
    assert link is not None
    content = visitor.get(html.unescape(link[1])).text
    rows = list(csv.DictReader(io.StringIO(content.lstrip("\ufeff"))))
    assert [row["Lever"] for row in rows] == ["Price", "Process", "Do nothing"]
    asked = answered(visitor, "margin=0.3..0.4&added_loss=0.05..0.15&cost=100&price=-0.03&reduction=0.4")
    assert [round(100 * float(row["Gain (EUR)"])) for row in rows] == asked["levers"]["lever_gain"]
    assert visitor.get(html.unescape(link[1]).replace(".csv", ".xlsx")).status == 200


def test_a_cost_that_is_too_high_turns_the_answer(visitor: Visitor) -> None:
    cheap, dear = (part(visitor, f"{WITH_HARM}&price=0&cost={cost}".replace("cost=100&", "")) for cost in (0, 99_000))
    assert first_sentence(cheap).startswith("The process is the better lever in")
    assert first_sentence(dear).startswith("In 100% of the draws neither lever gains")


@pytest.mark.parametrize("wrong", ["price=much", "margin_from=40&margin_to=30", "cost=-1", "days=1", "incident=rain"])
def test_what_cannot_be_is_refused(visitor: Visitor, wrong: str) -> None:
    assert visitor.get(f"/levers/?{wrong}").status == 422


def test_without_data_it_says_what_to_do_and_where_it_is_found(owner: Visitor, clinic_owner: Visitor) -> None:
    assert "this page weighs a price against a process" in owner.get("/levers/").text
    page = clinic_owner.get("/levers/").text
    assert 'href="/levers/" aria-current="page"' in page.replace("  ", " ")
    assert first_sentence(part(clinic_owner))


def test_in_german(visitor: Visitor) -> None:
    with visitor.speaking("de"):
        page = html.unescape(part(visitor, WITH_HARM))
    assert "Für die Geschäftsführung drucken" in page
    assert "verspätet gehaltene Zusagen" in page
    assert "Was man für die andere Antwort glauben müsste" in page
