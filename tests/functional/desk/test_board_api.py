"""The overview and the report over HTTP: as on the pages, for whom may see them, as the description says."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile

import pypdf
import pytest

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite


@pytest.fixture(scope="module")
def reader(clinic: RunningDesk, clinic_owner: Visitor) -> Visitor:
    """Somebody who may see journeys and no customer."""
    visitor = Visitor(clinic)
    assert visitor.post(invite(clinic_owner, "reads_the_board", "reader")).status == 200
    return visitor


def test_the_overview_says_what_the_page_says(clinic_owner: Visitor) -> None:
    told = json.loads(clinic_owner.get("/api/v1/overview").text)
    assert {one["topic"] for one in told["statements"]} == {"lost", "why", "worth", "changed", "open"}
    assert told["customers"] == 4
    for one in told["statements"]:
        part = html.unescape(clinic_owner.get(f"/journeys/overview/{one['topic']}/", HX_Request="true").text)
        assert one["sentences"]
        assert all(sentence in part for sentence in one["sentences"]), one["topic"]
        if one["evidence"]:
            assert clinic_owner.get(f"/api/v1/filters/check?where={one['evidence']}").status == 200
        assert clinic_owner.get(one["page"]).status == 200
    german = json.loads(clinic_owner.get("/api/v1/overview", Accept_Language="de").text)
    assert german["statements"][0]["heading"] != told["statements"][0]["heading"]


def test_the_overview_speaks_of_the_journeys_of_the_filter(clinic_owner: Visitor) -> None:
    told = json.loads(clinic_owner.get("/api/v1/overview?where=visited(newsletter)").text)
    assert (told["filter"], told["customers"]) == ("visited(newsletter)", 1)
    wrong = clinic_owner.get("/api/v1/overview?where=outcome%20=")
    assert (wrong.status, json.loads(wrong.text)["code"]) == (422, "filter_syntax")


def test_who_may_not_see_customers_is_told_less(reader: Visitor) -> None:
    told = json.loads(reader.get("/api/v1/overview").text)
    assert {one["topic"] for one in told["statements"]} == {"lost", "worth", "changed", "open"}
    text = reader.get("/api/v1/report?persons=true").text
    assert 'id="reasons"' not in text
    assert "/customers/?where=" not in text
    assert "ada.example" not in text.casefold()


def test_the_report_in_each_form_and_language(clinic_owner: Visitor) -> None:
    german = clinic_owner.get("/api/v1/report?language=de")
    assert german.headers["content-type"] == "text/html; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="wegmarke-\d{4}-\d\d-\d\d\.html"', german.headers["content-disposition"])
    assert '<html lang="de"' in german.text
    told = json.loads(clinic_owner.get("/api/v1/overview", Accept_Language="de").text)
    for one in told["statements"]:
        assert all(sentence in html.unescape(german.text) for sentence in one["sentences"]), one["topic"]
    kinds = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    for form, kind in kinds.items():
        answer = clinic_owner.get(f"/api/v1/report?form={form}")
        assert answer.headers["content-type"] == kind
        if form == "pdf":
            assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) > 1
        else:
            assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    refused = clinic_owner.get("/api/v1/report?form=docx")
    assert (refused.status, json.loads(refused.text)["code"]) == (422, "invalid")


def test_both_are_described(clinic_owner: Visitor) -> None:
    paths = json.loads(clinic_owner.get("/api/v1/openapi.json").text)["paths"]
    assert set(paths["/api/v1/report"]["get"]["responses"]["200"]["content"]) == {
        "application/pdf",
        "text/html",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    names = {one["name"] for one in paths["/api/v1/report"]["get"]["parameters"]}
    assert names == {"where", "level", "form", "language", "persons"}
    assert "OverviewOut" in json.dumps(paths["/api/v1/overview"]["get"]["responses"]["200"])


def test_without_a_role_or_an_index_there_is_none(clinic: RunningDesk, clinic_owner: Visitor, owner: Visitor) -> None:
    council = Visitor(clinic)
    assert council.post(invite(clinic_owner, "council_of_the_board", "council")).status == 200
    for path in ("/api/v1/overview", "/api/v1/report"):
        assert Visitor(clinic).get(path, follow=False).status == 401
        assert council.get(path).status == 403
        empty = owner.get(path)
        assert (empty.status, json.loads(empty.text)["code"]) == (422, "index_missing")
