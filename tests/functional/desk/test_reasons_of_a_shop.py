"""What was changed after the fact, and texts coded by hand, over HTTP: each change with both rows; coding apart."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import pytest

from tests.functional.desk.running import RunningDesk, Visitor, running_desk, signed_in_owner
from tests.functional.desk.test_sign_in import invite
from tests.unit.workspace.test_changes import HEAD, JUNE, MARCH, told
from tests.unit.workspace.test_texts import ADAS, HEARD, HEARD_ROWS, TICKET_ROWS, TICKETS

PAGE = "/reasons/late-changes/"
CODING = "/reasons/coding/"
TEXTS = {
    "gina": "You promised to call back and never did so",
    "hugo": "Your prices went up twice within a single year",
    "ines": "I moved away and do not need it now",
}
ROWS = [
    *(f"{20 + at},{name},2026-01-05 10:00,Order,Sales,,," for at, name in enumerate(TEXTS)),
    *(f"{30 + at},{name},2026-03-01 10:00,Goodbye,Service,{text},," for at, (name, text) in enumerate(TEXTS.items())),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on two exports of the same rows, four of which the second tells otherwise, and on three free texts."""
    folder = tmp_path_factory.mktemp("changes")
    workspace = told(folder, MARCH, JUNE, (HEAD, *ROWS))
    for mapping, rows in ((TICKETS, TICKET_ROWS), (HEARD, HEARD_ROWS)):
        (folder / "texts.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        workspace.import_file(folder / "texts.csv", mapping)
    workspace.build()
    with running_desk(workspace.folder) as running:
        yield running


@pytest.fixture(scope="module")
def owner(shop: RunningDesk) -> Visitor:
    return signed_in_owner(shop)


def page(visitor: Visitor, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status == 200, answer.text
    return html.unescape(answer.text).replace("\u00a0", " ")


def test_a_late_change_leads_to_both_rows_and_stands_at_the_contact(owner: Visitor) -> None:
    told_all = page(owner, PAGE)
    assert "3 changes were made after the fact" in told_all
    assert "1 more may have been" in told_all
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", told_all[told_all.index('id="changes"') :], re.DOTALL)[1:]
    assert len(lines) == 4
    rewritten = next(line for line in lines if "Delivery late" in line)
    earlier, later = re.findall(r'href="(/customers/\d+/rows/\d+/\d+/)"', rewritten)
    assert "Delivery late" in page(owner, earlier)
    assert "A newer row counts instead of this one." in page(owner, earlier)
    assert "A newer row counts" not in page(owner, later)
    customer = re.search(r'href="(/customers/\d+/)"', rewritten)
    assert customer is not None
    assert "Stated reason: first “Delivery late”, then “Price”" in page(owner, customer[1])
    assert f'href="{earlier}"' in page(owner, customer[1])
    elsewhere = page(owner, customer[1]).count("/rows/")
    assert elsewhere
    other = "/customers/" + ("2" if customer[1] != "/customers/2/" else "1") + "/"
    assert owner.get(other + earlier.split("/", 3)[3]).status == 404, "a row of one customer opens at no other"


def test_a_number_lists_its_changes(owner: Visitor) -> None:
    narrowed = page(owner, f"{PAGE}?departments=Service&changed=stated_reason")
    assert narrowed.count('data-drawer title="The row that told it first"') == 1
    assert page(owner, f"{PAGE}?departments=&changed=nothing").count('title="The row that told it first"') == 4


def now_shown(visitor: Visitor, address: str = CODING) -> tuple[str, str]:
    """The key and the words of the text that is to be coded now."""
    shown = visitor.get(address).text
    key, text = re.search(r'name="text" value="(\w+)"', shown), re.search(r'id="coding-text"[^>]*>([^<]+)<', shown)
    assert key is not None
    assert text is not None
    return key[1], html.unescape(text[1])


def coded_texts(visitor: Visitor, scheme: str = "leaving") -> dict[str, list[str]]:
    """What this account has said, over the interface."""
    told_all = json.loads(visitor.get(f"/api/v1/reasons/coding/texts?scheme={scheme}").text)
    return {one["text"]: one["codes"] for one in told_all["texts"] if one["codes"]}


def stated(visitor: Visitor) -> dict[str, int]:
    """The codes of reasons for leaving, and how many customers have each."""
    reasons = json.loads(visitor.get("/api/v1/ask/reasons").text)
    return dict(zip(*(column["values"] for column in reasons["tables"][0]["columns"][:2]), strict=True))


WHERE_CODES_SHOW = ("/api/v1/ask/reasons", "/api/v1/ask/coding", "/api/v1/reasons/coding/texts")
SAME_AS_UNREAD = ("/reasons/", "/findings/reasons.csv?table=reasons_words", "/findings/reasons.csv?table=reasons")


def as_it_stands(visitor: Visitor, address: str) -> str:
    """The text of a page or file, less what is another each time."""
    answer = visitor.get(address)
    assert answer.status == 200, address
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|-r[0-9a-f]{8}', "", answer.text)


def test_two_people_code_apart_and_settle_what_differs(shop: RunningDesk, owner: Visitor) -> None:
    second = Visitor(shop)
    assert second.post(invite(owner, "second_reader", "manager")).status == 200
    assert second.get("/api/v1/ask/reasons").status == 200  # from here on the page has its answer at once
    unread = {address: as_it_stands(second, address) for address in SAME_AS_UNREAD}
    assert "not coded" in unread["/reasons/"]
    order = []
    for code in ("ethics", "pricing", "involuntary"):
        key, text = now_shown(owner)
        order.append(text)
        assert owner.post(f"{CODING}decide/", {"text": key, "codes": code}).status == 200
    assert sorted(order) == sorted(TEXTS.values())
    assert "You have coded all texts" in page(owner, CODING)
    assert coded_texts(owner) == dict(zip(order, (["ethics"], ["pricing"], ["involuntary"]), strict=True))

    blind = page(second, CODING)
    assert now_shown(second)[1] == order[0], "the same texts in the same order"
    assert "0 of 3 coded by you" in blind
    assert "3 texts are coded by one person alone" in blind
    assert "checked" not in blind
    assert "is-suggested" not in blind
    assert coded_texts(second) == {}
    assert 'id="to-settle"' not in blind
    assert 'id="counting"' not in blind
    for address in WHERE_CODES_SHOW:
        assert not re.search("ethic|involuntary", as_it_stands(second, address)), address
    for address, before in unread.items():
        assert as_it_stands(second, address) == before, f"{address}: not even that somebody has read it"

    key, _ = now_shown(second)
    assert second.post(f"{CODING}decide/", {"text": key, "codes": "encounter"}).status == 200
    waiting = page(second, CODING)
    assert 'value="encounter,ethics"' in waiting, "who has coded the text may see what the other said"
    assert waiting.count('class="settle"') == 1
    assert "not_coded" in stated(owner)
    assert second.post(f"{CODING}settle/", {"text": key, "codes": "ethics"}).status == 200
    assert 'id="to-settle"' not in page(second, CODING)
    assert (stated(owner)["ethics"], "involuntary" in stated(owner)) == (1, False), "coded by one alone"
    told_all = json.loads(second.get("/api/v1/reasons/coding/texts").text)["texts"]
    assert {one["text"]: one["counting"] for one in told_all if one["counting"]} == {order[0]: ["ethics"]}
    assert page(second, CODING).split('id="counting"')[1].count(order[0]) == 1
    assert second.post(f"{CODING}close/", {"closed": "yes"}).status == 200
    assert "The coding is closed" in page(second, CODING)
    assert (stated(owner)["ethics"], stated(owner)["involuntary"]) == (1, 1)
    reasons = json.loads(owner.get("/api/v1/ask/reasons").text)
    assert [one.replace("\u00a0", " ") for one in reasons["caveats"]][-1].startswith("3 texts are coded by hand;")
    assert second.post(f"{CODING}close/", {"closed": "no"}).status == 200
    assert "involuntary" not in stated(owner)

    assert second.post(f"{CODING}undo/").status == 200
    assert now_shown(second)[1] == order[0]
    put = owner.get("/api/v1/reasons/coding/texts?limit=1")
    assert json.loads(put.text)["texts"][0]["text"] == order[0]
    log = page(owner, "/settings/access-log/")
    assert "Coded a stated reason by hand" in log


def test_what_cannot_be_coded_is_refused(owner: Visitor) -> None:
    key = json.loads(owner.get("/api/v1/reasons/coding/texts").text)["texts"][0]["key"]
    assert owner.post(f"{CODING}decide/", {"text": "nothing", "codes": "pricing"}).status == 404
    assert owner.post(f"{CODING}decide/", {"text": key, "codes": "not_coded"}).status == 422
    assert owner.post(f"{CODING}decide/", {"text": key}).status == 422
    assert owner.post(f"{CODING}settle/", {"text": key, "codes": "pricing"}).status == 404
    assert owner.get(f"{CODING}?scheme=staying").status == 422
    assert owner.post(f"{CODING}decide/?scheme=coming", {"text": key, "codes": "recommendation"}).status == 404
    with owner.speaking("de"):
        assert "Texte zuordnen" in page(owner, CODING)


SOURCES = "/api/v1/reasons/coding/sources"


def test_a_manager_chooses_whose_texts_are_coded_and_each_leads_to_its_row(owner: Visitor) -> None:
    coming = f"{CODING}?scheme=coming"
    assert "There is no text to code" in page(owner, coming)
    assert json.loads(owner.get(SOURCES).text) == {"scheme": "leaving", "chosen": [], "holding": ["heard", "tickets"]}
    assert owner.post(f"{CODING}choose/?scheme=coming", {"sources": "heard"}).status == 200
    assert owner.post(f"{CODING}choose/?scheme=coming", {"sources": "nowhere"}).status in {404, 422}
    shown = page(owner, coming)
    assert "Also coded: texts of heard" in shown
    assert "Why did this customer come?" in shown
    assert "0 of 2 coded by you" in shown
    row = re.search(r'href="(/customers/\d+/rows/\d+/\d+/)"[^>]*>heard, row \d', shown)
    assert row is not None
    key, text = now_shown(owner, coming)
    assert text in page(owner, row[1])
    assert owner.post(f"{CODING}decide/?scheme=coming", {"text": key, "codes": "recommendation"}).status == 200
    assert coded_texts(owner, "coming") == {text: ["recommendation"]}
    assert "coming:" not in page(owner, coming)
    assert "No source says why these" in page(owner, "/reasons/coming/"), "one alone has read it"
    assert owner.post(f"{CODING}close/?scheme=coming", {"closed": "yes"}).status == 200
    counting = page(owner, coming).split('id="counting"')[1]
    assert text in counting
    assert row[1] in counting
    said = json.loads(owner.get("/api/v1/ask/coming").text)
    assert said["tables"][0]["columns"][0]["values"] == ["none_stated", "recommendation"]
    assert text not in json.dumps(said), "what it says stands where texts are read"
    assert "Coded from texts of" in page(owner, "/reasons/coming/")
    opened = page(owner, "/customers/?where=came_saying(recommendation)")
    assert "1 customer" in opened
    owner.post(f"{CODING}choose/?scheme=coming", {})
    assert json.loads(owner.get(f"{SOURCES}?scheme=coming").text)["chosen"] == []
    assert ADAS not in page(owner, CODING), "chosen for nothing"


def test_where_no_source_says_why_customers_came_it_says_what_to_map(owner: Visitor) -> None:
    said = page(owner, "/reasons/coming/")
    assert "No source says why these" in said
    assert "How did you hear about us?" in said
    assert 'class="desk-table"' not in said
    assert json.loads(owner.get("/reasons/coming/chart.json").text)["rows"] == []
