"""Visit reports: one document (`.docx`, `.md`, `.txt`), one row; its labelled fields are columns, the rest is text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from wegmarke.sources.batch import RawBatch, rows_after, text_batch
from wegmarke.sources.documents import document_blocks, text_blocks
from wegmarke.sources.limits import MAX_TEXT_CHARACTERS
from wegmarke.sources.mail_texts import OwnNames, without_names
from wegmarke.sources.report_fields import FIELDS, Fields, fields_of, labels_in

COLUMNS = ("report_id", "document", "title", *(field for field in FIELDS if field != "time"), "visited_company", "text")
OWN_PEOPLE = ("own_people", "participants")
"""Columns that name the company's own people, or may."""

_DATE = re.compile(r"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4})\b")
_NAMED_DATE = re.compile(r"\b(\d{1,2})\.?\s+([A-Za-zä]{3,9})\.?\s+(\d{4})\b")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})\b|\b(\d{1,2})(?:\.(\d{2}))?(?:\s*(?:bis|-|–)\s*[\d.]{1,5})?\s*Uhr\b")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})[-_]?(\d{2})[-_]?(\d{2})(?!\d)")
_TITLE = re.compile(r"\b(?:besuchs|gesprächs)(?:bericht|notiz|protokoll)|\b(?:visit|call) report\b", re.IGNORECASE)
_SUFFIXES = {".txt", ".md", ".markdown", ".text"}


def begins_report(path: Path, head: bytes) -> bool:
    """Say whether a text is a visit report: it has labels of a date and of who was visited, or says that it is one."""
    suffixes = {suffix.lower() for suffix in path.suffixes}
    if not suffixes & _SUFFIXES:
        return False
    labels = labels_in(text_blocks(head))
    visited = labels & {"company", "customer_number", "contact", "contact_email"}
    enough = "date" in labels and len(labels) >= 3
    said = _TITLE.search(head[:2_000].decode("utf-8", "replace")) is not None and len(labels) >= 2
    return bool(visited) and (enough or said)


class ReportReader:
    """An open document. Errors: those of `document_blocks`."""

    columns: tuple[str, ...] = COLUMNS
    columns_complete = True

    def __init__(self, path: Path) -> None:
        self._row = _row(path.name, fields_of(document_blocks(path)))

    def batches(self, after_row: int = 0, columns: Collection[str] | None = None) -> Iterator[RawBatch]:
        """Yield the one row."""
        names = [name for name in COLUMNS if columns is None or name in columns]
        made = text_batch(names, [[self._row.get(name) or None for name in names]], [1])
        batch = rows_after(RawBatch(made.columns, made.row_numbers, done=1.0), after_row)
        if batch.rows:
            yield batch

    def close(self) -> None:
        """Nothing stays open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _row(document: str, fields: Fields) -> dict[str, str]:
    values = fields.values
    date = _when(values.get("date", ""), values.get("time", "")) or _dated(document) or values.get("date", "")
    own = OwnNames(tuple(_people(values.get("own_people", ""))))
    named = {name: without_names(text, own, greets_own=True) for name, text in values.items() if name in _MASKED}
    text = without_names(fields.text, own, greets_own=True)[:MAX_TEXT_CHARACTERS]
    row = {str(name): value for name, value in (values | named).items() if name != "time"}
    row |= {
        "date": date,
        "document": document,
        "title": without_names(fields.title, own, greets_own=True),
        "text": text,
    }
    row["contact_email"] = _address(values.get("contact_email", "") or values.get("contact", ""))
    row["contact"] = next(_people(values.get("contact", "")), "")
    if not row["contact_email"] and not row.get("contact_phone"):
        row["visited_company"] = row.get("customer_number") or row.get("company") or ""
    return row | {"report_id": values.get("report_number") or _made_id(row)}


_MASKED = frozenset(("result", "next_step", "subject"))


def _made_id(row: dict[str, str]) -> str:
    """Make an id of whom it was about and when, so that a corrected report takes the place of the earlier one."""
    who = [row.get(name, "") for name in ("date", "customer_number", "company", "contact", "occasion")]
    named = row["date"] and any(who[1:4])
    content = "\x1f".join(who if named else [row["document"], row["text"]])
    return hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _when(date: str, time: str) -> str:
    """Take date and time from what a person wrote into them: "Mittwoch, 12.3.2026, 10 bis 11 Uhr"."""
    found = _DATE.search(date) or _NAMED_DATE.search(date)
    if found is None:
        return ""
    day = found[1].replace(". ", ".") if found.re is _DATE else " ".join(found.groups())
    clock = _CLOCK.search(time) or _CLOCK.search(date[found.end() :])
    if clock is None:
        return day
    hour, minute = (clock[1], clock[2]) if clock[1] else (clock[3], clock[4] or "00")
    return f"{day} {int(hour):02}:{minute}"


def _dated(document: str) -> str:
    found = _COMPACT.search(document)
    if found:
        return "-".join(found.groups())
    written = re.search(r"\d{1,2}\.\d{1,2}\.\d{4}", document)
    return written[0] if written else ""


def _people(written: str) -> Iterator[str]:
    for name in re.split(r"[;\n/&]| und | and |,(?=\s*\S+\s+\S+)", written):
        plain = re.sub(r"\(.*?\)|<.*?>", "", name).strip()
        if plain:
            yield re.sub(r"^(?:Herrn?|Frau|Mr\.?|Mrs\.?|Ms\.?)\s+", "", plain)


def _address(written: str) -> str:
    found = re.search(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", written)
    return found[0].lower() if found else ""
