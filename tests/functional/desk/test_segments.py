"""The list of customers over HTTP: orders, columns, segments kept and shared, and the files that carry it out."""

from __future__ import annotations

import csv
import html
import io
import json
import re

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/customers/\d+/">([^<]+)</a>', page)


def test_the_list_in_the_order_asked_for(clinic_owner: Visitor) -> None:
    by_value = clinic_owner.get("/customers/segments/").text
    assert listed(by_value)[0] == "ada.example@mail.example"
    assert "4\xa0customers, together worth €100.50" in by_value
    assert listed(clinic_owner.get("/customers/segments/?order=contacts").text)[:2] == [
        "ada.example@mail.example",
        "bob@mail.example",
    ]
    bought = clinic_owner.get("/customers/segments/?where=visited(order)").text
    assert listed(bought) == ["ada.example@mail.example"]


def test_columns_of_choice(clinic_owner: Visitor) -> None:
    page = clinic_owner.get("/customers/segments/?columns=won&columns=finished").text
    headers = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
    assert headers == ["Customer", "Won", "Last contact"]


def test_an_attribute_is_a_column_of_choice_and_goes_into_the_file_and_the_segment(clinic_owner: Visitor) -> None:
    start = clinic_owner.get("/customers/segments/").text
    assert '<input class="form-check-input" type="checkbox" name="columns" value="attribute:land">' in start
    page = clinic_owner.get("/customers/segments/?columns=won&columns=attribute:land").text
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page) == ["Customer", "land", "Won"]
    assert re.findall(r"<td>([^<]*)</td>", page) == ["Deutschland", "–", "–", "–"]
    assert 'value="attribute:land" checked' in page
    by_contacts = re.search(r'href="([^"]+)">most interactions', page)
    assert by_contacts is not None
    assert "attribute%3Aland" in by_contacts[1], "another order keeps the columns"
    file = re.search(r'href="(/findings/audience\.csv[^"]*)"', page)
    assert file is not None
    rows = list(csv.DictReader(io.StringIO(clinic_owner.get(html.unescape(file[1])).text.lstrip("\ufeff"))))
    assert [row["land"] for row in rows] == ["Deutschland", "", "", ""]
    kept = clinic_owner.post("/customers/segments/keep/", {"columns": "attribute:land,won", "name": "By land"})
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', kept.text) == ["Customer", "land", "Won"]
    number = re.search(r"/customers/segments/(\d+)/forget/", kept.text)
    assert number is not None
    clinic_owner.post(f"/customers/segments/{number[1]}/forget/")
    gone = clinic_owner.get("/customers/segments/?columns=won,attribute:gone").text
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', gone) == ["Customer", "Won"], "told by no source"


def test_a_segment_keeps_filter_order_and_columns(clinic: RunningDesk, clinic_owner: Visitor) -> None:
    fields = {"where": "visited(newsletter)", "order": "latest", "columns": "value,finished", "name": "Readers"}
    kept = clinic_owner.post("/customers/segments/keep/", {**fields, "is_shared": "on"})
    assert "The segment “Readers” was saved." in kept.text
    assert listed(kept.text) == ["bob@mail.example"]
    colleague = Visitor(clinic)
    assert colleague.post(invite(clinic_owner, "segment_colleague", "owner")).status == 200
    page = colleague.get("/customers/segments/").text
    link = re.search(r'<a href="([^"]+)"><strong>Readers</strong>', page)
    assert link is not None
    opened = colleague.get(link[1].replace("&amp;", "&")).text
    assert listed(opened) == ["bob@mail.example"]
    number = re.search(r"/customers/segments/(\d+)/forget/", clinic_owner.get("/customers/segments/").text)
    assert number is not None
    assert colleague.post(f"/customers/segments/{number[1]}/forget/").status == 404
    assert "was removed" in clinic_owner.post(f"/customers/segments/{number[1]}/forget/").text
    assert "Readers" not in colleague.get("/customers/segments/").text


def test_what_cannot_be_kept_says_why(clinic_owner: Visitor) -> None:
    assert "Give the segment a name." in clinic_owner.post("/customers/segments/keep/", {"where": "", "name": " "}).text
    wrong = clinic_owner.post("/customers/segments/keep/", {"where": "outcome =", "name": "x"})
    assert wrong.status == 422
    assert "<strong>x</strong>" not in clinic_owner.get("/customers/segments/").text


def test_files_carry_the_same_list(clinic_owner: Visitor) -> None:
    page = clinic_owner.get("/customers/segments/?order=latest").text
    addresses = {
        kind: found[1].replace("&amp;", "&")
        for kind, found in (
            ("csv", re.search(r'href="(/findings/audience\.csv[^"]*)"', page)),
            ("json", re.search(r'href="(/api/v1/ask/audience[^"]*)"', page)),
            ("excel", re.search(r'href="(/findings/audience\.xlsx[^"]*)"', page)),
        )
        if found
    }
    rows = list(csv.reader(io.StringIO(clinic_owner.get(addresses["csv"]).text.lstrip("\ufeff"))))
    assert [row[0].lstrip("'") for row in rows[1:]] == listed(page)
    assert "customer" in {cell for row in rows for cell in row}  # the stage, in words
    table = json.loads(clinic_owner.get(addresses["json"]).text)
    assert table["basis"]["version"]
    assert next(one for one in table["tables"][0]["columns"] if one["key"] == "customer")["values"] == listed(page)
    assert addresses["excel"]
