"""The report for the board: what is said first, whom it names, and that its three forms say the same."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdf
import pytest

import wegmarke as wm
from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Basis, CannotSay, Column, Finding, Interval, Sentence, Table
from wegmarke.model.progress import Progress
from wegmarke.questions.at_stake import AtStake, at_stake
from wegmarke.questions.levers import PERIOD_DAYS
from wegmarke.questions.levers.found import LeversFound
from wegmarke.questions.levers.stated import LeverInput
from wegmarke.report.board.answers import REPORTED, Answers, reported
from wegmarke.report.board.document import document
from wegmarke.report.board.gathered import BoardReport, Reading, gathered
from wegmarke.report.board.pdf import pdf_bytes
from wegmarke.report.board.statement import Statement, ranked
from wegmarke.report.board.workbook import workbook_bytes
from wegmarke.report.presentation import Presentation
from wegmarke.stats.uncertain import Uncertain

BASIS = Basis("", "customer", None, 30.0, cut_at_outcome=True, version="v1", time_zone="UTC", interactions=40,
              journeys=20, customers=10)  # fmt: skip


class Tables:
    def __init__(self, *tables: Table) -> None:
        self._tables = tables

    def tables(self) -> tuple[Table, ...]:
        return self._tables


NAMED = Table("reasons_lost", (Column("customer", "text", ["Rosa <Bell>"]), Column("contacts", "count", [3])))
PLACES = Table(
    "incidents",
    (
        Column("incident", "text", ["promise_late", "failure"]),
        Column("touchpoint", "touchpoint", ["delivery", "repair"]),
        Column("department", "text", ["Logistics", "Service"]),
        Column("journeys", "count", [12_345, 6], ["incident(promise_late)", None]),
        Column("incident_share", "share", [0.25, 0.5]),
        Column("incident_share_low", "share", [0.2, 0.4]),
        Column("incident_share_high", "share", [0.3, 0.6]),
    ),
)

KINDS = Table(
    "incident_kinds",
    (
        Column("incident", "text", ["promise_late", "failure"]),
        Column("incidents", "count", [20_000, 7]),
        Column("journeys", "count", [12_345, 6]),
    ),
)
OPEN = Table("incidents_open", tuple(column for column in PLACES.columns if column.unit in {"text", "touchpoint"}))


def findings(question: str, arguments: Mapping[str, object]) -> Finding[Any]:
    del arguments
    headline: tuple[Sentence, ...] = (Sentence("board.nothing_open"),)
    if question == "incidents":
        headline = (Sentence("incidents.open", {"open": 7, "customers": 5}),)
        return Finding("incidents", headline, Tables(PLACES, OPEN, NAMED, KINDS), BASIS, "incidents", "association")
    return Finding(question, headline, CannotSay("too_few", 3, 50), BASIS, "incidents_counted")


def made(reading: Reading) -> BoardReport:
    return gathered(
        Answers(findings),
        Presentation(reading.language, {"delivery": "Lieferung & Montage"}),
        reading,
        company="Bell & Co.",
        made_at=dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC),
        data_until=1_781_000_000,
    )


def money(value: float) -> AtStake:
    return AtStake(Interval(value, value / 2, value * 2, 30), "revenue", "EUR")


def test_what_is_most_at_stake_comes_first_and_what_cannot_be_said_last() -> None:
    said = [
        Statement("lost", (), "moments", answered=False),
        Statement("why", (), "reasons", at_stake=money(2.0)),
        Statement("worth", (), "levers", at_stake=money(-9.0)),
        Statement("changed", (), "drift"),
        Statement("open", (), "promises"),
    ]
    assert [one.topic for one in ranked(reversed(said))] == ["worth", "why", "changed", "open", "lost"]


def test_what_is_at_stake_is_customers_times_what_one_brings_in_a_year() -> None:
    revenue = LeverInput("revenue", Uncertain(1000.0, 800.0, 1500.0, "evidence"), 90, "money")
    levers = object.__new__(LeversFound)
    for name, value in (("inputs", (revenue,)), ("measured_in", "revenue"), ("currency", "EUR")):
        object.__setattr__(levers, name, value)
    found = at_stake(Interval(10.0, -2.0, 20.0, 400), levers)
    assert found is not None
    years = 365 / PERIOD_DAYS
    ends = (found.money.value, found.money.low, found.money.high)
    assert ends == pytest.approx((10_000 * years, -3_000 * years, 30_000 * years))
    assert found.money.level == pytest.approx(0.9)
    assert at_stake(Interval(10.0, 5.0, 20.0, 400), CannotSay("empty_group", 0)) is None


def test_a_report_names_no_customer_unless_that_is_chosen() -> None:
    assert "Bell&gt;" not in document(made(Reading())).replace("Bell &amp; Co.", "")
    assert "Rosa &lt;Bell&gt;" in document(made(Reading(persons=True)))
    assert "No customer is named" in document(made(Reading()))
    assert "No customer is named" not in document(made(Reading(persons=True)))


def test_what_its_reader_may_not_ask_is_left_out_and_said() -> None:
    found = made(Reading(may_ask=lambda question: question != "reasons"))
    assert "reasons" not in {one.question for one in found.chapters}
    assert "why" not in {one.topic for one in found.said}
    assert re.search(r"without access to customers: “Reasons”", document(found))


def test_who_is_in_charge_stands_beside_a_statement_or_that_nobody_is() -> None:
    named = document(made(Reading(in_charge={"delivery": "Logistik", "repair": "Service"}, language="de")))
    assert "Jetzt offen: 7" in named
    assert "„Lieferung &amp; Montage“: Zuständig ist Logistik." in named
    told = document(made(Reading(in_charge={"repair": "Service"})))
    assert "“Lieferung &amp; Montage”: nobody is named in charge." in told


def test_the_html_loads_nothing_and_runs_nothing() -> None:
    html = document(made(Reading(persons=True)))
    assert "<script" not in html
    assert not re.search(r'(src|href)="(?!data:|#)', html)
    linked = document(made(Reading(behind=lambda where: f"https://desk.example/customers/?where={where}")))
    assert 'href="https://desk.example/customers/?where=incident(promise_late)">12,345</a>' in linked


@pytest.mark.parametrize("language", ["en", "de"])
def test_html_pdf_and_workbook_hold_the_same_numbers(language: Any) -> None:
    found = made(Reading(language=language))
    count = {"en": "12,345", "de": "12.345"}[language]
    interval = {"en": "25.0% (20.0 … 30.0)", "de": "25,0\u202f% (20,0 … 30,0)"}[language]
    html = document(found)
    pdf = pypdf.PdfReader(io.BytesIO(pdf_bytes(html)))
    printed = "\n".join(page.extract_text() for page in pdf.pages)
    for text in (html, printed):
        assert count in text
        assert interval in text
    assert f"2 / {len(pdf.pages)}" in printed, "pages are numbered"
    assert pdf.pages[0].mediabox.width == pytest.approx(595.28, abs=0.1), "A4"
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(found))) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
        named = book.read("xl/workbook.xml").decode()
    assert "<v>12345</v>" in sheets, "numbers are numbers"
    assert "<v>0.25</v>" in sheets
    assert named.count("<sheet ") == 1 + len(reported())


def test_every_question_of_the_register_that_a_report_answers_is_one() -> None:
    assert set(REPORTED) - set(reported()) <= {"proxies"}


def test_a_report_can_be_stopped() -> None:
    class Stopping:
        def report(self, progress: Progress) -> None:
            del progress

        def stopped(self) -> bool:
            return True

    with pytest.raises(WegmarkeError) as stopped:
        gathered(
            Answers(findings), Presentation(), Reading(), company="", made_at=dt.datetime.now(dt.UTC), data_until=0,
            watcher=Stopping(),
        )  # fmt: skip
    assert stopped.value.code == "import_stopped"


def test_few_customers_get_a_report_that_says_what_is_missing(tmp_path: Path) -> None:
    rows = [
        {"who": f"C{at}", "when": f"2026-0{month}-0{1 + at % 9} 10:00", "where": where}
        for at in range(12)
        for month, where in ((1, "Visit"), (2, "Order" if at % 3 else "Cancelled"))
    ]
    import pandas as pd

    outcomes = {"won": ["Order"], "churned": ["Cancelled"]}
    log = wm.read(pd.DataFrame(rows), customer="who", time="when", touchpoint="where", outcomes=outcomes)
    report = log.report(company="Few", in_charge={"Visit": "Sales"})
    text = " ".join(report.said)
    assert "4 of 12\N{NO-BREAK SPACE}journeys ended with the customer leaving" in text
    assert not [one for one in report.made.said if one.at_stake]
    report.save(tmp_path / "few.html")
    assert "Few" in (tmp_path / "few.html").read_text("utf-8")
    with pytest.raises(WegmarkeError) as wrong:
        report.save(tmp_path / "few.docx")
    assert wrong.value.code == "report_form"
