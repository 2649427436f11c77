"""The answer to a person as one ZIP file: to be read (HTML), taken elsewhere (JSON), opened as tables (CSV).

No cell can be taken for a formula, no text for HTML, and the page loads nothing from anywhere.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from html import escape

from wegmarke.report.cells import harmless
from wegmarke.text.language import Language
from wegmarke.text.persons import person_text
from wegmarke.workspace.rights.register import Extract

HTML_FILE, JSON_FILE = {"en": "about-you.html", "de": "ueber-sie.html"}, "data.json"
LINES_SHOWN = 500
"""So many lines of a table stand on the page; all of them are in the CSV and JSON beside it."""

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1d2733}"
    "table{border-collapse:collapse;font-size:.85rem}th,td{border-bottom:1px solid #d5dbe1;padding:.25rem .6rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere;max-width:24rem}div{overflow-x:auto}h2{margin-top:2rem}"
)


def person_zip(
    extracts: Sequence[Extract],
    *,
    company: str,
    identifiers: Iterable[tuple[str, str]],
    when: dt.datetime,
    language: Language,
) -> bytes:
    """The ZIP file; `when` is the time as of which it holds."""
    out = io.BytesIO()
    known = ", ".join(f"{kind} {value}" for kind, value in identifiers)
    page = _page(extracts, company, known, when, language)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(HTML_FILE[language], page)
        archive.writestr(JSON_FILE, _json(extracts, company, when))
        for extract in extracts:
            archive.writestr(f"csv/{_file_name(extract.name)}.csv", _csv(extract, language))
    return out.getvalue()


def _json(extracts: Sequence[Extract], company: str, when: dt.datetime) -> str:
    content = {
        "format": "wegmarke-person-1",
        "company": company,
        "as_of": when.isoformat(timespec="seconds"),
        **{extract.name: extract.lines for extract in extracts},
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else str(value)


def columns_of(extract: Extract) -> tuple[str, ...]:
    """The columns that any line has, in order of appearance."""
    return tuple(dict.fromkeys(name for line in extract.lines for name in line))


def _csv(extract: Extract, language: Language) -> bytes:
    out = io.StringIO(newline="")
    columns = columns_of(extract)
    writer = csv.writer(out, delimiter=";" if language == "de" else ",")
    writer.writerow([harmless(name) for name in columns])
    for line in extract.lines:
        writer.writerow([harmless(_cell(line.get(name))) for name in columns])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(_plain(value))


def _page(extracts: Sequence[Extract], company: str, known: str, when: dt.datetime, language: Language) -> str:
    moment = when.strftime("%d.%m.%Y %H:%M %Z" if language == "de" else "%Y-%m-%d %H:%M %Z").strip()
    said = person_text("lead", language, company=company, when=moment, identifiers=known)
    title = escape(person_text("title", language))
    body = "".join(_section(extract, language) for extract in extracts)
    if not extracts:
        body = f"<p>{escape(person_text('nothing', language))}</p>"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width, initial-scale=1"><title>{title}</title><style>{_STYLE}</style></head><body>'
        f"<h1>{title}</h1><p>{escape(said)}</p><p>{escape(person_text('files', language))}</p>{body}"
        f"<p>{escape(person_text('rights', language))}</p></body></html>"
    )


def _section(extract: Extract, language: Language) -> str:
    columns = columns_of(extract)
    head = "".join(f"<th>{escape(person_text(f'column:{name}', language))}</th>" for name in columns)
    shown = extract.lines[:LINES_SHOWN]
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(line.get(name)))}</td>" for name in columns) + "</tr>" for line in shown
    )
    count = person_text("lines", language, n=len(extract.lines))
    if len(shown) < len(extract.lines):
        count += f" ({len(shown)} / {len(extract.lines)})"
    return (
        f"<h2>{escape(person_text(f'table:{extract.name}', language))}</h2><p>{escape(count)}</p>"
        f"<div><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.-]", "_", name)
