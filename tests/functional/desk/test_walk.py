"""The guided walk over HTTP: where it exists and for whom, how it moves, and that it reveals what the truth says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.functional.desk.running import Answer, RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite
from tests.practice import truth_file

CARD = "Guided walk: seven questions of a touchpoint manager"
PAGES = (
    "/journeys/entries/",
    "/journeys/",
    "/journeys/funnel/",
    "/journeys/compare/",
    "/customers/",
    "/customers/",
    "/journeys/compare/",
)


@dataclass
class Guests:
    """People who come for the first time; each begins before the first question."""

    desk: RunningDesk
    host: Visitor
    came: int = 0

    def come(self, role: str, language: str = "en") -> Visitor:
        """Sign somebody new in."""
        self.came += 1
        visitor = Visitor(self.desk, language)
        assert visitor.post(invite(self.host, f"guest_{self.came}", role)).status == 200
        return visitor


@pytest.fixture(scope="module")
def guests(company: RunningDesk, host: Visitor) -> Guests:
    return Guests(company, host)


@pytest.fixture
def manager(guests: Guests) -> Visitor:
    """A touchpoint manager."""
    return guests.come("manager")


@pytest.fixture
def reader(guests: Guests) -> Visitor:
    """Somebody who may see journeys and no customer."""
    return guests.come("reader")


@pytest.fixture(scope="module")
def truth(company: RunningDesk) -> dict[str, object]:
    return json.loads(truth_file(company.workspace).read_text("utf-8"))


def words(page: str) -> str:
    """The text of a page with plain spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", page))
    return re.sub(r"\s+", " ", text.replace("\u202f", " ").replace("\xa0", " "))


def bar(answer: Answer) -> str:
    """The text of the bar; "" where there is none."""
    found = re.search(r'<section class="walk-bar.*?</section>', answer.text, re.DOTALL)
    return words(found[0]) if found else ""


def go(visitor: Visitor, to: int | str, **fields: str) -> Answer:
    return visitor.post("/walk/go/", {"to": str(to), **fields})


def effect(truth: dict[str, object], key: str) -> dict[str, float]:
    return next(one for one in truth["effects"] if one["key"] == key)


def share(truth: dict[str, object], key: str) -> dict[str, int]:
    return next(one for one in truth["shares"] if one["key"] == key)


def test_without_a_truth_there_is_no_walk(owner: Visitor) -> None:
    for page in ("/", "/settings/about/", "/?walk=3"):
        text = owner.get(page).text
        assert "/walk/" not in text
        assert "walk-bar" not in text
    assert owner.get("/walk/").status == 404
    assert owner.get("/walk/truth/").status == 404
    assert owner.post("/walk/go/", {"to": "1"}).status == 404


def test_the_card_can_be_put_away_and_brought_back(manager: Visitor) -> None:
    assert CARD in manager.get("/").text
    assert CARD not in manager.post("/walk/card/", {}).text
    assert CARD not in manager.get("/").text
    assert '<a href="/walk/"' in manager.get("/").text, "the toolbox still leads there"
    assert "Show on the overview again" in manager.get("/walk/").text
    manager.post("/walk/card/", {"show": "1"})
    assert CARD in manager.get("/").text


def test_from_the_first_question_to_the_truth(manager: Visitor) -> None:
    at = go(manager, 1)
    for n, page in enumerate(PAGES, start=1):
        address = urlsplit(at.url)
        assert address.path.startswith(page)
        assert parse_qs(address.query)["walk"] == [str(n)]
        assert at.status == 200
        assert f"Question {n} of 7" in bar(at)
        assert "What really happened" in bar(at)
        at = go(manager, n + 1 if n < 7 else "truth", **{"from": str(n)})
    assert urlsplit(at.url).path == "/walk/truth/"
    assert bar(at) == ""
    assert "7 of 7 questions done." in words(manager.get("/walk/").text)
    assert CARD not in manager.get("/").text, "who has finished is not asked again"


def test_the_bar_stays_while_one_looks_around_and_ends_cleanly(manager: Visitor) -> None:
    go(manager, 3)
    for page in ("/", "/journeys/paths/", "/touchpoints/", "/settings/about/", "/walk/"):
        assert "Question 3 of 7" in bar(manager.get(page))
    assert "Question 5 of 7" in bar(manager.get("/journeys/?walk=5")), "the address comes first"
    assert "Question 3 of 7" in bar(manager.get("/")), "and a GET changes nothing"
    assert urlsplit(go(manager, "end", **{"from": "3"}).url).path == "/walk/"
    for page in ("/", "/journeys/", "/walk/"):
        assert bar(manager.get(page)) == ""
    assert "0 of 7 questions done." in words(manager.get("/walk/").text), "who ends has not done the question"


def test_only_who_goes_on_has_done_a_question(manager: Visitor) -> None:
    go(manager, 4)
    go(manager, 3, **{"from": "4"})
    assert "0 of 7" in words(manager.get("/walk/").text)
    go(manager, 4, **{"from": "3"})
    assert "1 of 7" in words(manager.get("/walk/").text)


@pytest.mark.parametrize("named", ["0", "8", "x", "²", "-1", "33", ""])
def test_other_numbers_are_no_question(manager: Visitor, named: str) -> None:
    from urllib.parse import quote

    assert bar(manager.get(f"/journeys/?walk={quote(named)}")) == ""
    assert urlsplit(go(manager, named).url).path == "/walk/"
    assert bar(manager.get("/")) == ""


def test_state_changes_by_post_with_a_token_only(manager: Visitor) -> None:
    assert manager.get("/walk/go/?to=2").status == 405
    assert manager.get("/walk/card/").status == 405
    assert manager.bare_post("/walk/go/", b"to=2").status == 403
    assert bar(manager.get("/")) == ""


def test_the_funnel_has_the_stages_of_an_order(manager: Visitor) -> None:
    query = parse_qs(urlsplit(go(manager, 3).url).query)
    assert query["stages"] == ["bestellung > auftragsbestaetigung > lieferung > rechnung_bezahlt"]
    assert (query["window"], query["unit"]) == (["60"], ["day"])


def test_the_one_customer_left_after_trouble_and_is_the_same_every_time(manager: Visitor) -> None:
    first, second = go(manager, 5), go(manager, 5)
    assert re.fullmatch(r"/customers/\d+/", urlsplit(first.url).path)
    assert urlsplit(first.url).path == urlsplit(second.url).path
    journeys = first.text.split('class="card journey"')[1:]
    last = next(journey for journey in journeys if "is-churned" in journey)
    for touchpoint in ("Delay announced", "Hotline call", "Cancellation"):
        assert touchpoint in last, "the telephone system knows numbers only: identity brings the calls here"


def test_what_is_revealed_is_what_the_truth_says(manager: Visitor, truth: dict[str, object]) -> None:
    late, repeated = effect(truth, "leaving.late_delivery"), effect(truth, "leaving.repeated_call")
    said, left, costs = share(truth, "said_price"), share(truth, "left"), effect(truth, "margin.late_delivery")
    expected = {
        2: f"{left['count']:,} of {left['n']:,} customers left ({left['count'] / left['n']:.1%}).",
        3: f"who met a late delivery, {late['value'] * 100:.1f} percentage points more left than would have without it "
        f"(n = {late['n']:,})",
        4: f"{repeated['value'] * 100:.1f} percentage points more",
        6: f"{said['count']} of the {said['n']} who left said it was the price ({said['count'] / said['n']:.1%})",
        7: f"Late delivery”: €{-costs['value']:,.0f} in all",
    }
    for n, sentence in expected.items():
        assert sentence in bar(manager.get(f"/journeys/?walk={n}"))


def test_german_is_written_as_germans_write_it(guests: Guests, truth: dict[str, object]) -> None:
    visitor = guests.come("manager", "de")
    assert "Rundgang: sieben Fragen der Touchpoint-Managerin" in visitor.get("/").text
    told = bar(visitor.get("/journeys/?walk=3"))
    assert "Frage 3 von 7" in told
    points = f"{effect(truth, 'leaving.late_delivery')['value'] * 100:.1f}".replace(".", ",")
    assert f"Von den Kunden mit einer verspäteten Lieferung kündigten {points} Prozentpunkte mehr" in told
    kept = share(truth, "promises_kept.web_shop")
    assert f"Webshop {kept['count'] / kept['n'] * 100:.1f} %".replace(".", ",") in told


def test_the_truth_page_tells_every_effect(manager: Visitor, truth: dict[str, object]) -> None:
    page = words(manager.get("/walk/truth/").text)
    for one in truth["touchpoints"]["matter"]:
        found = effect(truth, one["effect"])
        assert f"{found['value'] * 100:+.1f}".replace("-", "−") in page
        assert f"{found['n']:,}" in page
        assert f"−€{-effect(truth, 'margin.' + one['defect'])['value']:,.0f}" in page
    matrix = truth["reasons"]["customers"]
    assert f"{sum(map(sum, matrix)):,}" in page
    assert "“Help page” only goes along" in page
    assert "“Customer club” only goes along" in page


def test_a_reader_walks_too_and_is_led_to_no_person(reader: Visitor) -> None:
    assert CARD in reader.get("/").text
    for n in range(1, 8):
        at = go(reader, n)
        assert at.status == 200
        assert f"Question {n} of 7" in bar(at)
        assert ("which your role does not see" in bar(at)) == (n in {5, 6})
        assert (urlsplit(at.url).path == "/walk/") == (n in {5, 6})
    assert reader.get("/walk/truth/").status == 200


@pytest.mark.parametrize("role", ["reader", "owner", "manager", "dpo", "admin", "council"])
def test_who_may_see_journeys_may_walk(guests: Guests, role: str) -> None:
    visitor = guests.come(role)
    wanted = 403 if role == "council" else 200
    assert visitor.get("/walk/").status == wanted
    assert visitor.get("/walk/truth/").status == wanted
    assert visitor.post("/walk/go/", {"to": "2"}).status == wanted
    assert visitor.post("/walk/card/", {}).status == wanted
    assert (bar(visitor.get("/settings/about/")) != "") == (role != "council")
    assert bool(bar(visitor.get("/settings/about/?walk=2"))) == (role != "council")


def test_nobody_walks_without_an_account(company: RunningDesk) -> None:
    answer = Visitor(company).get("/walk/?walk=2")
    assert "walk-bar" not in answer.text
    assert "/sign-in/login/" in answer.url


BROKEN = (
    "",
    "{",
    "[]",
    "null",
    "\xff",
    "{}",
    '{"effects": 1, "shares": {"key": "left"}}',
    '{"effects": [{"key": "leaving.late_delivery", "unit": "share", "value": NaN, "n": 3}]}',
    "[" * 200_000,
)


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_truth_is_no_truth(company: RunningDesk, manager: Visitor, text: str) -> None:
    with truth_replaced(company, text):
        for page in ("/", "/journeys/?walk=2"):
            answer = manager.get(page)
            assert answer.status == 200
            assert CARD not in answer.text
            assert bar(answer) == ""
        assert manager.get("/walk/").status == 404
    assert CARD in manager.get("/").text


def test_what_the_truth_does_not_tell_is_left_out(company: RunningDesk, manager: Visitor) -> None:
    part = {
        "effects": [
            {"key": "leaving.late_delivery", "unit": "share", "value": 0.15, "n": 15514, "standard_error": 0.01},
            {"key": "leaving.repeated_call", "unit": "share", "value": 10**400, "n": 3, "standard_error": 0},
            {"key": "margin.late_delivery", "unit": "eur", "value": "much", "n": 3},
            "nonsense",
        ],
        "shares": [{"key": "left", "count": 5, "n": 0}, {"key": "said_price", "count": 7, "n": 2}],
        "reasons": {"true_causes": ["defect"], "stated_reasons": [], "customers": [[1]]},
        "survey": {"invited": 1, "nps_of_all_invited": None},
        "wave": {"day": "someday", "reaches_share": 0.1},
        "touchpoints": {"matter": [{"defect": 3}], "only_correlate": "help page"},
    }
    with truth_replaced(company, json.dumps(part)):
        assert "15.0 percentage points more left than would have without it (n = 15,514)" in bar(
            manager.get("/journeys/?walk=3")
        )
        for n in (1, 2, 5, 6):
            assert "says nothing about this" in bar(manager.get(f"/journeys/?walk={n}"))
        assert "No defect cost this company any margin." in bar(manager.get("/journeys/?walk=7"))
        page = manager.get("/walk/truth/")
        assert page.status == 200
        assert "+15.0" in page.text


@contextmanager
def truth_replaced(company: RunningDesk, text: str) -> Iterator[None]:
    """Another text as truth.json, for a while."""
    file = truth_file(company.workspace)
    before = file.read_bytes()
    try:
        file.write_text(text, "latin-1")
        yield
    finally:
        file.write_bytes(before)


def test_links_leave_out_what_the_workspace_does_not_know(company: RunningDesk, loaded_desk: Path) -> None:
    """No touchpoint of the practice company, or only some of them: every question still has a page."""
    from wegmarke.desk.walk.steps import STEPS, Known, known
    from wegmarke.simulation.contacts import Place

    assert company
    assert loaded_desk.is_dir()
    bare = known(None)
    assert bare.keys == {}
    for step in STEPS:
        assert "visited" not in step.page(bare)
        assert "order(" not in step.page(bare)
    some = Known({Place.ORDER: "bestellung_2", Place.PAYMENT: "bezahlt"}, cut_at_outcome=False)
    stages = parse_qs(urlsplit(STEPS[2].page(some)).query)["stages"]
    assert stages == ["bestellung_2 > bezahlt"]
    assert "outcome+%3D+won" in STEPS[3].page(some), "whole histories: who stayed has paid last"


def test_naming_is_done_once_and_overwrites_nothing(loaded_desk: Path) -> None:
    from wegmarke.desk.setup.models import TouchpointDetails
    from wegmarke.desk.setup.touchpoint_names import display_names, save_details
    from wegmarke.desk.walk.naming import name_touchpoints
    from wegmarke.model.touchpoint import Touchpoint

    assert loaded_desk.is_dir()
    touchpoints = (
        Touchpoint("lieferung", "Lieferung"),
        Touchpoint("kuendigung_2", "Kündigung"),
        Touchpoint("bestellung", "Bestellung"),
        Touchpoint("anderes", "Anderes"),
    )
    save_details("bestellung", {"name_en": "Purchase"})
    try:
        assert name_touchpoints(touchpoints) == 2
        assert name_touchpoints(touchpoints) == 0
        names = display_names(touchpoints, "en")
        assert names == {
            "lieferung": "Delivery",
            "kuendigung_2": "Cancellation",
            "bestellung": "Purchase",
            "anderes": "Anderes",
        }
        found = TouchpointDetails.objects.get(key="lieferung")
        assert (found.name_de, found.stage, found.channel, found.department) == (
            "Lieferung",
            "Lieferung",
            "Spedition",
            "Logistik",
        )
    finally:
        TouchpointDetails.objects.all().delete()
