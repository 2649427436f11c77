"""Answers: what a number says and what opens behind it agree, and every form of handing on carries the same."""

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from matplotlib.figure import Figure
from python_calamine import CalamineWorkbook

import wegmarke as wm
from tests.unit.library.making import CUSTOMERS, HOTLINE, INTERACTIONS, log
from wegmarke.questions import QUESTIONS
from wegmarke.report.explanation import explain
from wegmarke.report.pictures.lines import DRAWN

ASK: dict[str, Callable[[wm.Log], wm.Answer]] = {
    "map": lambda log: log.map(),
    "paths": lambda log: log.paths(),
    "entries": lambda log: log.entries(by="outcome"),
    "funnel": lambda log: log.funnel(["Website", "=Hotline"], within="30 days"),
    "compare": lambda log: log.compare("outcome = won", "outcome = lost"),
    "compare steps": lambda log: log.compare("outcome = won", "outcome = lost", what="steps"),
    "attribution": lambda log: log.attribution(),
    "promises": lambda log: log.promises(),
    "moments": lambda log: log.moments(),
    "levers": lambda log: log.levers(),
    "friction": lambda log: log.friction(),
    "touchpoint": lambda log: log.touchpoint("=Hotline"),
    "won_lost": lambda log: log.won_lost(),
    "lost_customers": lambda log: log.lost_customers(),
    "agreement": lambda log: log.agreement("Website", "=Hotline"),
    "delay": lambda log: log.delay("Website", "=Hotline", apart="1 minute"),
    "drift": lambda log: log.drift(7),
    "proxies": lambda log: log.proxies(),
    "customers": lambda log: log.customers(),
    "audience": lambda log: log.audience(),
    "value": lambda log: log.value(),
    "incidents": lambda log: log.incidents(),
    "reasons": lambda log: log.reasons(),
    "coding": lambda log: log.coding(),
    "coming": lambda log: log.coming(),
    "late_changes": lambda log: log.late_changes(),
    "effect": lambda log: log.effect("complaint"),
    "timeline": lambda log: log.timeline("ada"),
}


@pytest.fixture(scope="module")
def read() -> wm.Log:
    return log()


@pytest.fixture(scope="module")
def often() -> wm.Log:
    """The same, so often that there are shares."""
    return log(times=60)


@pytest.fixture(scope="module")
def answers(read: wm.Log) -> dict[str, wm.Answer]:
    return {name: ask(read) for name, ask in ASK.items()}


def test_every_question_of_the_register_has_a_method(answers: dict[str, wm.Answer]) -> None:
    assert {answer.finding.question for answer in answers.values()} == {question.name for question in QUESTIONS}


@pytest.mark.parametrize("name", ASK)
def test_behind_every_number_stand_as_many_as_it_says(answers: dict[str, wm.Answer], often: wm.Log, name: str) -> None:
    answer, opened = answers[name], 0
    if name == "attribution":  # says nothing of so few
        answer = ASK[name](often)
    for place, table in enumerate(answer.tables):
        for column in table.columns:
            for row, evidence in enumerate(column.evidence or []):
                if evidence is not None:
                    behind = answer.evidence(row, column.key, place).basis
                    assert getattr(behind, column.counts) == column.values[row], (table.key, column.key, row)
                    opened += 1
    lists, models = (
        {"audience", "customers", "lost_customers", "timeline", "value"},
        {
            "agreement",
            "coding",
            "coming",
            "delay",
            "drift",
            "effect",
            "late_changes",
            "levers",
            "moments",
            "proxies",
            "reasons",
        },
    )
    assert opened or name in lists | models


@pytest.mark.parametrize("name", ASK)
def test_tables_go_to_arrow_pandas_and_polars_alike(answers: dict[str, wm.Answer], name: str) -> None:
    answer = answers[name]
    for place, table in enumerate(answer.tables):
        arrow, frame, other = answer.to_arrow(place), answer.to_pandas(table.key), answer.to_polars(place)
        assert isinstance(frame, pd.DataFrame)
        assert isinstance(other, pl.DataFrame)
        assert arrow.column_names == list(frame.columns) == other.columns == [column.key for column in table.columns]
        assert arrow.num_rows == len(frame) == len(other) == len(table)


def test_types_and_names_of_an_arrow_table(read: wm.Log) -> None:
    steps = read.map().to_arrow()
    assert steps.schema.field("steps").type == pa.int64()
    assert steps.schema.field("share_out").type == pa.float64()
    assert set(steps["source"].to_pylist()) == {"Website", "=Hotline"}
    assert HOTLINE in read.map().to_arrow(keys=True)["source"].to_pylist()
    moments = read.timeline("ada").to_arrow()
    assert moments.schema.field("time").type == pa.timestamp("s", tz="UTC")
    assert [str(moment)[:16] for moment in moments["time"].to_pylist()] == [
        "2026-01-01 08:00",
        "2026-01-01 09:00",
        "2026-01-02 09:00",
    ]


def test_steps_are_the_ones_counted_by_hand(read: wm.Log) -> None:
    frame = read.map().to_pandas().set_index(["source", "target"])
    assert frame["steps"].to_dict() == {
        ("Website", "=Hotline"): 3,
        ("=Hotline", "Kauf & <b>"): 2,
        ("Website", "Kauf & <b>"): 1,
        ("=Hotline", "=Hotline"): 1,
        ("=Hotline", "Website"): 1,
    }
    assert frame.loc[("Website", "=Hotline"), "elapsed_median"] == 3600
    assert frame.loc[("Website", "=Hotline"), "elapsed_mean"] == pytest.approx((3600 + 1800 + 7200) / 3)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ASK)
def test_every_answer_explains_itself(answers: dict[str, wm.Answer], name: str, language: str) -> None:
    said = answers[name].explain(language)  # type: ignore[arg-type]
    words = ("Method: ", "Basis: ") if language == "en" else ("Verfahren: ", "Grundlage: ")
    assert all(word in said for word in words)
    assert str(INTERACTIONS) in said


@pytest.mark.parametrize("name", ASK)
def test_csv_opens_nothing_and_says_the_same(answers: dict[str, wm.Answer], name: str, tmp_path: Path) -> None:
    answer = answers[name]
    for place, table in enumerate(answer.tables):
        for language, delimiter in (("en", ","), ("de", ";")):
            path = tmp_path / "answer.csv"
            answer.to_csv(path, place, language=language)  # type: ignore[arg-type]
            rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=delimiter))
            assert len(rows) == len(table) + 1
            assert {len(row) for row in rows} == {len(table.columns)}
            assert not [cell for row in rows for cell in row if re.match(r"\s*[=@+]|-(?![\d,.])", cell)]


def test_csv_writes_numbers_as_the_country_does(read: wm.Log, tmp_path: Path) -> None:
    english, german = tmp_path / "en.csv", tmp_path / "de.csv"
    read.map().to_csv(english)
    read.map().to_csv(german, language="de")
    first = dict(zip(*list(csv.reader(io.StringIO(english.read_text("utf-8-sig"))))[:2], strict=True))
    assert first["From"] == "Website"
    assert first["To"] == "'=Hotline"
    assert first["Share out (%)"] == "50"
    assert first["Elapsed, median (seconds)"] == "3600"
    text = german.read_text("utf-8-sig")
    assert "Anteil abgehend (%)" in text.splitlines()[0]
    assert re.search(r";16,66\d+;", text)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ASK)
def test_a_workbook_holds_numbers_and_no_formulas(
    answers: dict[str, wm.Answer], name: str, language: str, tmp_path: Path
) -> None:
    answer, path = answers[name], tmp_path / "answer.xlsx"
    answer.to_excel(path, language=language)  # type: ignore[arg-type]
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(part).decode() for part in archive.namelist() if "worksheets/sheet" in part]
        assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]
    book = CalamineWorkbook.from_path(path)
    assert len(book.sheet_names) == len(answer.tables) + 1
    assert book.sheet_names[min(1, len(answer.tables))] == ("Basis" if language == "en" else "Grundlage")
    rows = book.get_sheet_by_index(0).to_python()
    for table in answer.tables[:1]:
        assert len(rows) == len(table) + 1
        for place, column in enumerate(table.columns):
            if column.unit in {"count", "share"}:
                assert [row[place] for row in rows[1:]] == pytest.approx(
                    ["" if value is None else value for value in column.values]
                )
    basis = book.get_sheet_by_index(min(1, len(answer.tables))).to_python()
    said = " ".join(str(cell) for row in basis for cell in row)
    assert said.endswith(explain(answer.finding, language).lines()[-1][1])  # type: ignore[arg-type]


def test_a_name_that_looks_like_a_formula_stays_text(read: wm.Log, tmp_path: Path) -> None:
    path = tmp_path / "map.xlsx"
    read.map().to_excel(path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1][:3] == ["Website", "=Hotline", 3]


def test_excel_shows_elapsed_times_as_times(read: wm.Log, tmp_path: Path) -> None:
    path = tmp_path / "map.xlsx"
    read.map().to_excel(path)
    with zipfile.ZipFile(path) as archive:
        assert "[h]:mm:ss" in archive.read("xl/styles.xml").decode()
    header, first, *_ = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    cell = first[header.index("Elapsed, median (h:mm:ss)")]
    assert getattr(cell, "total_seconds", lambda: float(cell) * 86_400)() == pytest.approx(3600)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "name", ["map", "paths", "entries", "funnel", "compare", "compare steps", "attribution", "value"]
)
def test_answers_are_drawn(often: wm.Log, name: str, language: str, tmp_path: Path) -> None:
    figure = ASK[name](often).plot(language=language)  # type: ignore[arg-type]
    assert isinstance(figure, Figure)
    figure.savefig(tmp_path / "answer.png", dpi=60)
    pixels = np.asarray(figure.canvas.buffer_rgba())  # type: ignore[attr-defined]  # drawn by Agg
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) > 20
    assert figure._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(DRAWN.keys() - {"moments", "reasons"}))  # nobody leaves for good here
def test_tables_are_drawn_line_by_line(often: wm.Log, name: str) -> None:
    answer = ASK[name](often)
    figure = answer.plot(language="de")
    table = next(one for one in answer.tables if one.key == DRAWN[name].table)
    (axes,) = figure.axes
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert 0 < len(labels) <= min(len(table), 15)
    figured = table.column(DRAWN[name].figure or DRAWN[name].count).values
    if any(value is not None for value in figured):
        assert len(labels) == min(sum(value is not None for value in figured), 15) - (name == "friction")


def test_of_few_the_counts_are_drawn(read: wm.Log) -> None:
    axes = ASK["promises"](read).plot().axes[0]
    assert [bar.get_width() for bar in axes.patches] == [1.0], "the one promise that was kept"


def test_what_cannot_be_drawn_or_has_no_such_option_is_said(read: wm.Log) -> None:
    wrong: list[Callable[[], object]] = [
        lambda: read.customers().plot(),
        lambda: read.map().plot(colour="red"),
        lambda: read.map().plot(show="money"),
        lambda: read.where(visited=HOTLINE, not_visited=HOTLINE).map().plot(),
        lambda: read.map().evidence(0, "share_out"),
        lambda: read.map().evidence(99),
        lambda: read.map().to_pandas("nothing"),
        lambda: read.entries(by="channel"),
        lambda: read.ask("map", colour="red"),
    ]
    for call in wrong:
        with pytest.raises(wm.WegmarkeError) as raised:
            call()
        assert raised.value.code == "question_argument"


def test_html_escapes_what_comes_from_the_data(answers: dict[str, wm.Answer]) -> None:
    for answer in answers.values():
        html = answer._repr_html_()
        assert "<b>" not in html
        assert "<script" not in html
    assert "Kauf &amp; &lt;b&gt;" in answers["map"]._repr_html_()


def test_an_answer_that_cannot_say_anything_is_handed_on_all_the_same(read: wm.Log, tmp_path: Path) -> None:
    nobody = read.where("visited(hotline) and not visited(hotline)").map()
    assert nobody.tables == ()
    assert "no journey" in repr(nobody)
    assert nobody.to_pandas().empty
    nobody.to_csv(tmp_path / "nobody.csv")
    nobody.to_excel(tmp_path / "nobody.xlsx", language="de")
    assert "keine Kundenreise" in (tmp_path / "nobody.csv").read_text("utf-8-sig") + nobody.explain("de")


def test_where_narrows_by_text_and_by_keywords_alike(read: wm.Log) -> None:
    by_text, by_words = (
        read.where("outcome = lost and visited(hotline)"),
        read.where(outcome="lost", visited="=Hotline"),
    )
    assert by_text.filter == by_words.filter
    assert by_text.basis.customers == 2
    assert by_text.where(began="Website").basis.customers == 1
    assert read.where().filter == ""
    assert len(by_text) < len(read) == INTERACTIONS
    assert by_text.customers().result.customers == 2


def test_a_customer_is_found_by_identifier_and_by_number(read: wm.Log) -> None:
    number = read.timeline("dan").result.customer
    assert read.timeline(number).result.identifier == "dan"
    assert read.timeline(str(number)).result.identifier == "dan"
    with pytest.raises(wm.WegmarkeError) as raised:
        read.timeline("nobody")
    assert raised.value.code == "customer_unknown"


def test_a_missing_package_is_named(read: wm.Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(wm.WegmarkeError) as raised:
        read.map().to_polars()
    assert raised.value.code == "package_missing"
    assert "pip install polars" in str(raised.value)


def test_repr_says_the_answer(answers: dict[str, wm.Answer]) -> None:
    assert repr(answers["map"]).startswith(f"<Answer map: {CUSTOMERS}\xa0customers made {CUSTOMERS}\xa0journeys")
    assert "steps (5)" in repr(answers["map"])
