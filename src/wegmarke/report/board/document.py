"""The report as one HTML file: no script, nothing loaded from elsewhere, made to be printed on A4."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from html import escape
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.finding import Sentence, Table
from wegmarke.report.board.gathered import BoardReport, Chapter, Said
from wegmarke.report.drawn import Drawn, drawn, telling
from wegmarke.report.explanation import basis_sentences
from wegmarke.text import date, sentence, word

STYLE = Path(__file__).with_name("board.css")
ROWS_SHOWN = 12
"""So many rows of a table; a board reads the top of it, and the workbook holds all."""
TABLES_SHOWN = 3
WIDTH_SIGNS = 118
"""What fits beside each other on A4."""
_DOTS = 160


def document(report: BoardReport) -> str:
    """The report as HTML; all that comes from data is escaped."""
    title = _word(report, "title")
    return "".join(
        (
            f'<!doctype html><html lang="{report.language}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(report.company)}: {escape(title)}</title>",
            f"<style>{STYLE.read_text('utf-8')}</style></head><body>",
            *_cover(report, title),
            *(part for chapter in report.chapters for part in _chapter(report, chapter)),
            f'<section class="rests"><h2>{escape(_word(report, "basis"))}</h2>',
            *(f"<p>{escape(told)}</p>" for told in rests(report)),
            "</section></body></html>",
        )
    )


def stake_sentence(said: Said) -> Sentence | None:
    """What is at stake with a statement; None where it says so itself, or nobody knows."""
    if said.at_stake is None or said.topic == "worth":
        return None
    money = said.at_stake.money
    values: dict[str, object] = {end: getattr(money, end) for end in ("value", "low", "high")}
    return Sentence(f"board.at_stake_{said.at_stake.measured_in}", {**values, "currency": said.at_stake.currency})


def charge_sentence(said: Said) -> Sentence | None:
    """Who is in charge of the touchpoint that a statement is about, or that nobody is named."""
    if not said.touchpoint:
        return None
    code = "board.in_charge" if said.in_charge else "board.nobody_in_charge"
    return Sentence(code, {"touchpoint": said.touchpoint, "in_charge": said.in_charge})


def facts(report: BoardReport) -> Iterator[tuple[str, str]]:
    """What stands beside the title: when it was made, until when the data tell, and of which journeys."""
    zone = report.basis.time_zone
    yield _word(report, "made"), date(report.made_at.timestamp(), report.language, zone)
    yield _word(report, "data_until"), date(float(report.data_until), report.language, zone)
    yield _word(report, "filter"), report.basis.filter or _word(report, "everything")
    yield _word(report, "basis"), rests(report)[0]


def rests(report: BoardReport) -> tuple[str, ...]:
    """What every number rests on: how many of what, then how journeys were made."""
    return tuple(sentence(one, report.language, report.basis.level) for one in basis_sentences(report.basis))


def notes(report: BoardReport) -> Iterator[str]:
    """What must be known of the whole: how it is ranked, that it names nobody, what it leaves out."""
    if any(one.at_stake for one in report.said):
        yield sentence(Sentence("board.ranked"), report.language)
    if not report.persons:
        yield sentence(Sentence("board.no_persons"), report.language)
    if report.left_out:
        named = [word(f"question:{name}", report.language) for name in report.left_out]
        yield sentence(Sentence("board.left_out", {"questions": named}), report.language)


def _cover(report: BoardReport, title: str) -> Iterator[str]:
    yield f'<header><p class="company">{escape(report.company)}</p><h1>{escape(title)}</h1><dl class="facts">'
    for name, told in facts(report):
        yield f"<dt>{escape(name)}</dt><dd>{escape(told)}</dd>"
    yield f'</dl></header><main><h2>{escape(_word(report, "summary"))}</h2><ol class="said">'
    for one in report.said:
        yield from _said(report, one)
    yield "</ol>"
    for note in notes(report):
        yield f'<p class="quiet">{escape(note)}</p>'
    yield f'<h3>{escape(_word(report, "contents"))}</h3><ol class="contents">'
    for chapter in report.chapters:
        yield f'<li><a href="#{chapter.question}">{escape(chapter.explanation.question)}</a></li>'
    yield "</ol></main>"


def _said(report: BoardReport, one: Said) -> Iterator[str]:
    first, *others = one.sentences
    yield f'<li><h3>{escape(_word(report, one.topic))}</h3><p class="{"first" if one.answered else "unanswered"}">'
    yield f"{escape(first)}</p>"
    if others:
        yield f"<p>{escape(' '.join(others))}</p>"
    about = [sentence(said, report.language) for said in (stake_sentence(one), charge_sentence(one)) if said]
    links = [(one.list_url, "list"), (one.url, "page")]
    linked = [f'<a href="{escape(url)}">{escape(_word(report, name))}</a>' for url, name in links if url]
    if about or linked:
        yield f'<p class="about">{" ".join((*map(escape, about), *linked))}</p>'
    yield "</li>"


def _chapter(report: BoardReport, chapter: Chapter) -> Iterator[str]:
    said = chapter.explanation
    yield f'<section class="chapter" id="{chapter.question}"><h2>{escape(said.question)}</h2>'
    for line in said.headline:
        yield f'<p class="headline">{escape(line)}</p>'
    picture = _picture(report, chapter)
    if picture:
        yield f'<figure><img alt="{escape(said.headline[0])}" src="data:image/png;base64,{picture}"></figure>'
    for table in [one for one in chapter.tables if len(one)][:TABLES_SHOWN]:
        yield from _table(report, table)
    yield '<div class="method">'
    for part, line in said.lines()[len(said.headline) + len(said.basis) :]:
        yield f"<p>{f'<strong>{escape(part)}:</strong> ' if part else ''}{escape(line)}</p>"
    if chapter.url:
        yield f'<p><a href="{escape(chapter.url)}">{escape(_word(report, "page"))}</a></p>'
    yield "</div></section>"


def _picture(report: BoardReport, chapter: Chapter) -> str:
    """The picture of a finding, as text of base 64; "" where there is none of it, or nothing on it."""
    from wegmarke.report.pictures import PICTURED, picture  # noqa: PLC0415 - matplotlib is loaded when it draws

    if chapter.question not in PICTURED or not chapter.answered or not chapter.whole:
        return ""
    try:
        figure = picture(chapter.finding, report.presentation)
    except WegmarkeError as missing:
        if missing.code != "question_argument":
            raise
        return ""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=_DOTS)
    return base64.b64encode(out.getvalue()).decode()


def _table(report: BoardReport, table: Table) -> Iterator[str]:
    shown = min(len(table), ROWS_SHOWN)
    every = drawn(table, shown, report.presentation)
    title = escape(report.presentation.title(table))
    if len(table) == 1:
        yield from _upright(report, title, every)
        return
    columns = telling(every, WIDTH_SIGNS)
    yield f'<div class="wide"><table><caption>{title}</caption><thead><tr>'
    for column in columns:
        yield f"<th{'' if column.text else ' class=number'}>{escape(column.header)}</th>"
    yield "</tr></thead><tbody>"
    for row in range(shown):
        yield f"<tr>{''.join(_cell(report, column, row) for column in columns)}</tr>"
    yield "</tbody></table></div>"
    if shown < len(table):
        values: dict[str, object] = {"shown": shown, "rows": len(table)}
        yield f'<p class="quiet">{escape(sentence(Sentence("board.rows", values), report.language))}</p>'
    if len(columns) < len(every):
        left = [column.header for column in every if column not in columns]
        yield f'<p class="quiet">{escape(sentence(Sentence("board.columns", {"columns": left}), report.language))}</p>'


def _upright(report: BoardReport, title: str, columns: list[Drawn]) -> Iterator[str]:
    """A single row reads better downwards, and shows all its columns."""
    yield f'<table class="upright"><caption>{title}</caption><tbody>'
    for column in columns:
        yield f"<tr><th>{escape(column.header)}</th>{_cell(report, column, 0)}</tr>"
    yield "</tbody></table>"


def _cell(report: BoardReport, column: Drawn, row: int) -> str:
    told, evidence = escape(column.cells[row]), column.evidence[row]
    url = report.behind(evidence) if evidence and not column.text else ""
    if url:
        told = f'<a href="{escape(url)}">{told}</a>'
    return f"<td>{told}</td>" if column.text else f"<td class=number>{told}</td>"


def _word(report: BoardReport, name: str) -> str:
    return word(f"board:{name}", report.language)
