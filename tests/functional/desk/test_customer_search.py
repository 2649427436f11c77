"""Search over HTTP: by any identifier, however it is spelt, for those who may see customers."""

from __future__ import annotations

import json
import urllib.parse

import pytest

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite


def found(visitor: Visitor, text: str, **more: str) -> dict[str, object]:
    answer = visitor.get(f"/api/v1/customers/search?{urllib.parse.urlencode({'q': text, **more})}")
    assert answer.status == 200, answer.text
    return json.loads(answer.text)


ADA, CALLER = "ada.example@mail.example", "+491707654321"


@pytest.mark.parametrize(
    ("text", "customer", "how"),
    [
        ("ada.example@mail.example", ADA, "whole"),
        ("ADA example", ADA, "part"),
        ("exampel@mail", ADA, "similar"),
        ("01701234567", ADA, "whole"),
        ("0049 170 / 12 345 67", ADA, "whole"),
        ("Mueller-Luedenscheid", ADA, "whole"),
        ("anne muller", ADA, "part"),
        ("lüdenschied", ADA, "similar"),
        ("01707654321", CALLER, "whole"),
        ("1707654", CALLER, "part"),
        ("cleo@", "cleo@mail.example", "part"),
    ],
)
def test_however_it_is_spelt(clinic_owner: Visitor, text: str, customer: str, how: str) -> None:
    hits = found(clinic_owner, text)["customers"]
    assert isinstance(hits, list)
    page = clinic_owner.get(hits[0]["page"])
    assert page.status == 200
    assert f"<h1>Customer {customer}</h1>" in page.text
    assert hits[0]["how"] == how


def test_a_hit_says_when_the_last_contact_was_and_how_many(clinic_owner: Visitor) -> None:
    answer = found(clinic_owner, "bob")
    assert answer["version"]
    assert answer["found"] == 1
    (bob,) = answer["customers"]  # type: ignore[misc]
    assert (bob["kind"], bob["contacts"], bob["last_contact"]) == ("email", 4, "2026-03-31T08:00:00Z")


def test_more_than_one_and_a_limit(clinic_owner: Visitor) -> None:
    answer = found(clinic_owner, "mail.example", limit="2")
    assert answer["found"] == 3
    assert [hit["value"] for hit in answer["customers"]] == ["bob@mail.example", "ada.example@mail.example"]  # type: ignore[union-attr,index]


@pytest.mark.parametrize("query", ["", "q=", "q=a", "q=ada&limit=0", "q=ada&limit=9999", "q=%2F%2F%2F"])
def test_what_is_no_search_is_refused(clinic_owner: Visitor, query: str) -> None:
    assert clinic_owner.get(f"/api/v1/customers/search?{query}").status == 422


def test_the_page_leads_to_whom_it_means(clinic_owner: Visitor) -> None:
    for text in ("0170 7654321", "ADA.EXAMPLE@MAIL.EXAMPLE"):
        answer = clinic_owner.get(f"/customers/search/?{urllib.parse.urlencode({'q': text})}", follow=False)
        assert answer.status == 302
    several = clinic_owner.get("/customers/search/?q=mail.example").text
    assert "3 customers fit" in several
    assert several.index("bob@mail.example") < several.index("cleo@mail.example")
    assert "Nobody here has an identifier like “zzzz”" in clinic_owner.get("/customers/search/?q=zzzz").text
    short = clinic_owner.get("/customers/search/?q=a")
    assert short.status == 422


def test_who_may_not_see_customers_finds_none_and_is_offered_no_field(
    clinic: RunningDesk, clinic_owner: Visitor
) -> None:
    reader = Visitor(clinic)
    assert reader.post(invite(clinic_owner, "searching_reader", "reader")).status == 200
    assert reader.get("/api/v1/customers/search?q=ada").status == 403
    assert reader.get("/customers/search/?q=ada").status == 403
    assert 'id="desk-search"' not in reader.get("/journeys/").text
    assert 'id="desk-search"' in clinic_owner.get("/journeys/").text
