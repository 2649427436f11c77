"""The statements of the overview, and that a number is the same wherever it stands: in the API, on the page, in the
list behind it, in CSV, in the workbook, and in the PDF. Of the practice company, whose findings have numbers.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import urllib.parse
import zipfile

import pypdf
import pytest

from tests.functional.desk.running import Visitor
from wegmarke.questions import QUESTIONS as REGISTER
from wegmarke.questions.customers import MOST_LISTED

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
"""What a report answers."""
ARGUMENTS = {
    "effect": {"incident": "promise_late"},
    "levers": {"incident": "promise_late"},
    "value": {"limit": str(MOST_LISTED)},  # as many as a file of them holds
}
"""As the report asks them."""
PAGES = {
    "attribution": "/journeys/attribution/",
    "value": "/customers/value/",
    "incidents": "/critical-events/",
    "won_lost": "/won-lost/",
    "lost_customers": "/lost-customers/",
    "drift": "/what-changed/",
    "proxies": "/kpis/",
}
SPACE = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """Without any space, which lines are broken at."""
    return SPACE.sub("", text)


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
    pdf = pypdf.PdfReader(io.BytesIO(host.get("/api/v1/report?form=pdf&language=en").content))
    text = squeezed("".join(page.extract_text() for page in pdf.pages))
    with zipfile.ZipFile(io.BytesIO(host.get("/api/v1/report?form=xlsx&language=en").content)) as book:
        held = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return text, html.unescape(held)


def test_the_report_answers_these(host: Visitor, reported: tuple[str, str]) -> None:
    assert set(QUESTIONS) <= {one.name for one in REGISTER}
    told = json.loads(host.get("/api/v1/overview").text)
    pdf, workbook = reported
    for one in told["statements"]:
        for sentence in one["sentences"]:
            assert squeezed(sentence) in pdf, one["topic"]
        assert one["sentences"][0] in workbook, one["topic"]
        if one["at_stake"] and one["topic"] != "worth":  # a number of its own there
            assert f"<v>{round(one['at_stake']['value']) / 100:.16G}</v>" in workbook, one["topic"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_number_is_the_same_wherever_it_stands(host: Visitor, reported: tuple[str, str], question: str) -> None:
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
