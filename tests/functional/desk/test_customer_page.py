"""One customer's page over HTTP: what is owed first, who may read what was said, which contacts a filter leaves."""

from __future__ import annotations

import re
import urllib.parse

from tests.functional.desk.clinic import customer_address
from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite

ADA = "ada.example@mail.example"


def plain(page: str) -> str:
    """What stands on the page, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_what_is_owed_stands_first(clinic_owner: Visitor) -> None:
    text = plain(clinic_owner.get(customer_address(clinic_owner, ADA)).text)
    assert "A complaint is open since 2 Mar 2026, for 29 days Complaint, Service, T1" in text
    assert "A promise was not kept promised for 5 Mar 2026" in text
    assert text.index("A complaint is open") < text.index("A promise was not kept") < text.index("4 interactions")
    assert "Stage Customer" in text
    assert "Value €100.50 in 1 contact" in text
    assert "Last contact 30 Mar 2026 Survey; 1 day before the data end" in text


def test_attributes_stand_with_the_customer_and_can_be_asked_for(clinic_owner: Visitor) -> None:
    assert "land Deutschland" in plain(clinic_owner.get(customer_address(clinic_owner, ADA)).text)
    assert "Deutschland" not in plain(clinic_owner.get(customer_address(clinic_owner, "cleo@mail.example")).text)
    form = clinic_owner.get("/customers/").text
    assert re.search(r'name="attribute-land" multiple size="1"><option>Deutschland</option>', form)
    query = urllib.parse.urlencode({"back": "/customers/", "attribute-land": "Deutschland"})
    answer = clinic_owner.get(f"/findings/filter/add/?{query}", follow=False)
    where = urllib.parse.parse_qs(urllib.parse.urlsplit(answer.headers["location"]).query)["where"][0]
    assert where == "attribute(land, Deutschland)"
    page = clinic_owner.get(f"/customers/?{urllib.parse.urlencode({'where': where})}").text
    assert re.findall(r">([\w.]+@mail\.example)</a>", page) == [ADA]
    assert "land: Deutschland" in plain(page)


def test_marks_lanes_and_ways_to_the_source(clinic_owner: Visitor) -> None:
    address = customer_address(clinic_owner, ADA)
    page = clinic_owner.get(address).text
    entries = re.findall(r'<li class="entry .*?</li>\s*(?=<li class="entry in|</ol>)', page, re.DOTALL)
    assert len(entries) == 4
    order, _call, complaint, survey = map(plain, entries)
    assert "Shop" in order
    assert "Promise kept" in order
    assert "€100.50" in order
    assert "entry" in order
    assert "Promise broken: 5 Mar 2026" in complaint
    assert "NPS 2" in survey
    assert "exit" in survey
    rows = re.findall(r'href="(/customers/\d+/rows/\d+/\d+/)"', page)
    assert [clinic_owner.get(row).text.count("the door was open") for row in rows] == [0, 0, 1, 0]


def test_what_was_said_is_read_only_by_who_may(clinic: RunningDesk, clinic_owner: Visitor) -> None:
    address = customer_address(clinic_owner, ADA)
    row = re.findall(r'href="(/customers/\d+/rows/\d+/\d+/)"', clinic_owner.get(address).text)[2]
    for role, reads in (("owner", True), ("manager", True), ("dpo", False)):
        visitor = Visitor(clinic)
        assert visitor.post(invite(clinic_owner, f"the_{role}", role)).status == 200
        for path in (address, row):
            answer = visitor.get(path)
            assert answer.status == 200
            assert ("the door was open" in answer.text) is reads, (role, path)


def test_a_filter_leaves_out_and_says_so(clinic_owner: Visitor) -> None:
    address = customer_address(clinic_owner, ADA)
    for query, left in (
        ("department=Service", ["Call", "Complaint"]),
        ("channel=E-mail", ["Survey"]),
        ("touchpoint=order", ["Order"]),
        ("since=2026-03-02", ["Complaint", "Survey"]),
        ("until=2026-03-02", ["Order", "Call", "Complaint"]),
        ("since=nonsense", ["Order", "Call", "Complaint", "Survey"]),
    ):
        page = clinic_owner.get(f"{address}?{query}").text
        assert re.findall(r'<a class="figure" href="/touchpoints/[^"]*">([^<]+)</a>', page) == left, query
    page = clinic_owner.get(f"{address}?channel=E-mail").text
    assert "days of silence" not in page  # what lies between is hidden, not silent
    both = plain(clinic_owner.get(f"{address}?touchpoint=order&department=Service").text)
    assert "No contact fits this filter." in both


def test_contacts_left_out_between_two_are_counted(clinic_owner: Visitor) -> None:
    address = customer_address(clinic_owner, "bob@mail.example")
    page = plain(clinic_owner.get(address).text)
    assert "54 days of silence" in page
    narrowed = plain(clinic_owner.get(f"{address}?until=2026-02-01").text)
    assert "silence" in narrowed  # the key of the picture
    assert "days of silence" not in narrowed


def test_identifiers_and_why_they_are_one(clinic_owner: Visitor) -> None:
    page = plain(clinic_owner.get(customer_address(clinic_owner, ADA)).text)
    known = page[page.index("Known as") :]
    assert "Ada.Example@Mail.example E-mail · shop" in known
    assert re.search(r"(0170 / 12 345 67|\+49 170 1234567) Telephone · (shop, calls|calls, shop)", known)
    assert "in 1 row together with Ada.Example@Mail.example (shop)" in known
