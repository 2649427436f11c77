"""Reports in the browser, and that a number is the same wherever it stands."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import time
import urllib.parse
import zipfile
from pathlib import Path

import pypdf
import pytest

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite

QUESTIONS = (
    "moments",
    "won_lost",
    "incidents",
    "promises",
    "friction",
    "reasons",
    "effect",
    "levers",
    "attribution",
    "value",
    "lost_customers",
    "drift",
    "proxies",
)
ARGUMENTS = {"effect": {"incident": "promise_late"}, "levers": {"incident": "promise_late"}}
PAGES = {"attribution": "/journeys/attribution/", "value": "/customers/value/", "incidents": "/critical-events/"}
PAGES |= {"won_lost": "/won-lost/", "lost_customers": "/lost-customers/", "drift": "/what-changed/"}
SECONDS = 240


def written(visitor: Visitor, form: str, **more: str) -> Path:
    """Have a report written, and wait for it; its file in the workspace."""
    before = {path.name for path in (visitor.desk.workspace / "desk" / "reports").glob("*")}
    fields = {"form": form, "language": "en", "where": "", **more}
    assert visitor.post("/reports/write/", fields).status == 200
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        page = visitor.get("/reports/").text
        if "/file/" in page and "/stop/" not in page:
            break
        assert ">failed" not in page, page
        time.sleep(0.5)
    found = [path for path in (visitor.desk.workspace / "desk" / "reports").glob("[!.]*") if path.name not in before]
    assert len(found) == 1
    return found[0]


def number_of_first(visitor: Visitor) -> str:
    found = re.search(r"/reports/(\d+)/file/", visitor.get("/reports/").text)
    assert found is not None
    return found[1]


def squeezed(text: str) -> str:
    """Without any space, which lines are broken at."""
    return re.sub(r"\s+", "", text)


def test_a_report_is_its_writers_and_can_be_deleted(clinic: RunningDesk, clinic_owner: Visitor) -> None:
    path = written(clinic_owner, "html")
    assert path.stat().st_mode & 0o077 == 0, "for the account that runs the desk"
    text = path.read_text("utf-8")
    assert "<script" not in text
    assert "No customer is named in this report." in text
    number = number_of_first(clinic_owner)
    answer = clinic_owner.get(f"/reports/{number}/file/")
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.text == text
    reader = Visitor(clinic)
    assert reader.post(invite(clinic_owner, "reads_reports", "reader")).status == 200
    for place in ("", "file/"):
        assert reader.get(f"/reports/{number}/{place}").status == 404
    assert reader.post(f"/reports/{number}/delete/").status == 404
    council = Visitor(clinic)
    assert council.post(invite(clinic_owner, "council_reports", "council")).status == 200
    assert council.get("/reports/").status == 403
    assert clinic_owner.post(f"/reports/{number}/delete/").status == 200
    assert not path.exists()
    assert clinic_owner.get(f"/reports/{number}/file/").status == 404


def test_a_reader_gets_a_report_without_the_questions_about_persons(clinic: RunningDesk, clinic_owner: Visitor) -> None:
    reader = Visitor(clinic)
    assert reader.post(invite(clinic_owner, "reads_more", "reader")).status == 200
    text = html.unescape(written(reader, "html", persons="on").read_text("utf-8"))
    assert "without access to customers: “Reasons”, “Lost customers” and “Value of customers”" in text
    assert 'id="reasons"' not in text
    assert "/customers/?where=" not in text
    reader.post(f"/reports/{number_of_first(reader)}/delete/")


def test_what_cannot_be_written_is_refused(clinic_owner: Visitor) -> None:
    assert clinic_owner.post("/reports/write/", {"form": "docx", "language": "en"}).status == 422
    assert clinic_owner.post("/reports/write/", {"form": "pdf", "language": "en", "where": "outcome ="}).status == 422


def test_the_overview_says_five_things_at_most_ranked_by_what_is_at_stake(host: Visitor) -> None:
    for topic in ("lost", "why", "worth", "changed", "open"):
        part = html.unescape(host.get(f"/journeys/overview/{topic}/", HX_Request="true").text)
        assert 'class="told-first"' in part, topic
    page = html.unescape(host.get("/").text)
    topics = re.findall(r'<li class="told-(\w+)', page)
    assert sorted(topics) == ["changed", "lost", "open", "why", "worth"]
    assert topics[-2:] == ["changed", "open"], "behind what has money at stake"
    stakes = [int(one.replace(",", "")) for one in re.findall(r"At stake: about €([\d,]+)", page)]
    assert len(stakes) == 2
    assert stakes == sorted(stakes, reverse=True)
    assert "“Delivery”: Logistik is in charge." in page
    assert host.get("/journeys/overview/nothing/").status == 404


@pytest.fixture(scope="module")
def reported(host: Visitor) -> tuple[str, str]:
    """What the report of the practice company says: as PDF, and what stands in its workbook."""
    pdf = pypdf.PdfReader(written(host, "pdf"))
    text = squeezed("".join(page.extract_text() for page in pdf.pages))
    with zipfile.ZipFile(written(host, "xlsx")) as book:
        held = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return text, html.unescape(held)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_number_is_the_same_wherever_it_stands(host: Visitor, reported: tuple[str, str], question: str) -> None:
    """In the API, on the page, in the list behind it, in CSV, in the workbook, and in the PDF."""
    from wegmarke.questions import QUESTIONS as REGISTER

    if question not in {one.name for one in REGISTER}:
        pytest.skip("not a question yet")
    query = urllib.parse.urlencode(ARGUMENTS.get(question, {}))
    found = json.loads(host.get(f"/api/v1/ask/{question}?{query}").text)
    page = html.unescape(host.get(f"{PAGES.get(question, f'/{question}/')}?{query}", HX_Request="true").text)
    pdf, workbook = reported
    for sentence in found["headline"]:
        assert sentence in page, "page"
        assert squeezed(sentence) in pdf, "PDF"
        assert sentence in workbook, "workbook"
    table = next(one for one in found["tables"] if one["rows"])
    exported = host.get(f"/findings/{question}.csv?{query}&table={table['key']}").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(exported)))
    assert len(rows) == table["rows"]
    for column in table["columns"]:
        value = column["values"][0]
        if column["unit"] == "count" and value is not None:
            assert rows[0][column["label"]] == str(value), "CSV"
        if column["unit"] == "share" and value is not None:
            assert float(rows[0][f"{column['label']} (%)"]) == pytest.approx(100 * value), "CSV"
        evidence = (column["evidence"] or [None])[0]
        if evidence and column["unit"] == "count":
            listed = json.loads(host.get(f"/api/v1/ask/customers?{urllib.parse.urlencode({'where': evidence})}").text)
            assert listed["basis"][column["counts"]] == value, "the list behind it"
            assert f"<v>{value}</v>" in workbook
