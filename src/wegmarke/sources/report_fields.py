"""The labelled fields of a visit report: "Kunde: Muster GmbH", a row of a table, or a heading with text below it.

Labels are German and English, compared as columns are (`vocabulary.plain`). What has no label that is known is the
text; a label that is not known stays with its value in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from wegmarke.sources.documents import Block, Line, Row
from wegmarke.sources.vocabulary import plain

Field = Literal[
    "report_number",
    "date",
    "time",
    "company",
    "customer_number",
    "contact",
    "contact_role",
    "contact_email",
    "contact_phone",
    "place",
    "occasion",
    "subject",
    "participants",
    "own_people",
    "result",
    "next_step",
    "due",
    "mood",
]
FIELDS: tuple[Field, ...] = get_args(Field)

_LABELS: dict[Field, str] = {
    "report_number": "berichtsnummer, bericht nr, berichts nr, besuchsbericht nr, report no, report number, report id",
    "date": "datum, besuchsdatum, datum des besuchs, besucht am, besuch am, gesprächsdatum, termin, date, visit date, "
    "date of visit, visited on",
    "time": "uhrzeit, zeit, beginn, von bis, time",
    "company": "kunde, firma, unternehmen, kundenname, firmenname, kunde firma, customer, company, customer name, "
    "company name, account, client, organisation",
    "customer_number": "kundennummer, kunden nr, kundennr, kdnr, kd nr, firmennummer, firmennr, debitor, "
    "debitorennummer, customer number, customer no, customer id, account number, account no",
    "contact": "ansprechpartner, ansprechpartnerin, gesprächspartner, gesprächspartnerin, kontakt, kontaktperson, "
    "besuchte person, contact, contact person, spoke with, spoken with, met with",
    "contact_role": "funktion, position, rolle, role, job title, title of contact",
    "contact_email": "email, e mail, mail, e mail ansprechpartner, mailadresse, email address, contact email",
    "contact_phone": "telefon, tel, telefonnummer, mobil, handy, phone, mobile, telephone",
    "place": "ort, besuchsort, ort des besuchs, standort, location, place, site",
    "occasion": "anlass, besuchsanlass, art des besuchs, besuchsart, art, grund des besuchs, occasion, visit type, "
    "type of visit, purpose, purpose of visit",
    "subject": "thema, themen, betreff, gesprächsthema, gesprächsthemen, besprochene themen, agenda, subject, topic, "
    "topics, regarding",
    "participants": "teilnehmer, teilnehmerinnen, teilnehmende, anwesend, anwesende, participants, attendees, present",
    "own_people": "verfasser, verfasserin, autor, ersteller, erstellt von, bericht von, besuch durch, besucht durch, "
    "besucher, mitarbeiter, mitarbeiterin, außendienst, aussendienst, außendienstmitarbeiter, adm, betreuer, "
    "kundenbetreuer, bearbeiter, verkäufer, vertrieb, author, written by, report by, visited by, sales rep, "
    "sales representative, owner, employee",
    "result": "ergebnis, ergebnisse, gesprächsergebnis, fazit, zusammenfassung, result, results, outcome, summary, "
    "conclusion",
    "next_step": "nächster schritt, nächste schritte, weiteres vorgehen, maßnahme, maßnahmen, massnahmen, todo, to do, "
    "aufgaben, offene punkte, vereinbarungen, vereinbart, next step, next steps, action, actions, action items, "
    "follow up, agreed",
    "due": "wiedervorlage, wv, bis wann, fällig, fällig am, frist, nächster termin, nächster kontakt, due, due date, "
    "deadline, follow up date, next contact",
    "mood": "stimmung, gesprächsklima, kundenstimmung, mood, sentiment",
}
_FIELD_OF = {plain(label): field for field, labels in _LABELS.items() for label in labels.split(", ")}
_NARRATIVE: frozenset[Field] = frozenset(("result", "next_step"))
_LONG: frozenset[Field] = frozenset(("result", "next_step", "subject", "participants"))
_LABELLED = re.compile(
    r"^\s*(?:[-*•]\s+)?(?:\*\*|__)?\s*([^\s:|*_][^:|*_\n]{1,38}?)\s*(?:\*\*|__)?\s*:(?:\*\*|__)?(?:\s+(.*))?$"
)
_BULLET = re.compile(r"^\s*(?:\*\*|__)(.*?)(?:\*\*|__)\s*$")


@dataclass(frozen=True, slots=True)
class Fields:
    """What a report says: values under their fields, and the text, sections of result and next step included."""

    values: dict[Field, str]
    text: str
    title: str


def field_of(label: str) -> Field | None:
    """Say which field a label names."""
    return _FIELD_OF.get(plain(label))


def labels_in(blocks: Iterable[Block]) -> set[Field]:
    """Name the fields that a document has labels of."""
    return {field for field, _ in _labelled(blocks) if field is not None}


def fields_of(blocks: Sequence[Block]) -> Fields:
    """Read the fields of a report; of a field that comes twice the values stand one below the other."""
    found: dict[Field, list[str]] = {}
    text: list[str] = []
    title = ""
    current: Field | None = None  # the section whose lines follow
    for field, (label, value) in _labelled(blocks):
        if field is not None:
            current = field if not value or field in _LONG else None
            found.setdefault(field, []).extend([value] if value else [])
            if field in _NARRATIVE:
                text += ["", f"{label}: {value}".rstrip()]
        elif label == _HEADING:
            title = title or value
            current = None
            text += ["", value] if title != value else []
        elif current is not None and (value or current in _LONG):
            found[current].append(value)
            text += [value] if current in _NARRATIVE else []
            current = current if current in _LONG else None
        else:
            text.append(value)
    values = {field: "\n".join(lines).strip() for field, lines in found.items()}
    written = re.sub(r"\n{3,}", "\n\n", "\n".join(text)).strip()
    return Fields({field: value for field, value in values.items() if value}, written, title)


_HEADING = "#"


def _labelled(blocks: Iterable[Block]) -> Iterator[tuple[Field | None, tuple[str, str]]]:
    """Yield each label that is known with its value, and of the rest each line, headings marked."""
    for block in blocks:
        if isinstance(block, Row):
            yield from _of_row(block)
            continue
        bare = (_BULLET.match(block.text) or ["", block.text])[1].strip()
        heading = field_of(bare.rstrip(":")) if bare and len(bare) <= 40 else None
        if heading is not None and (block.heading or bare.endswith(":") or bare != block.text.strip()):
            yield heading, (bare.rstrip(":"), "")
            continue
        labelled = _LABELLED.match(block.text)
        field = field_of(labelled[1]) if labelled else None
        if labelled and field is not None:
            yield field, (labelled[1].strip(), (labelled[2] or "").strip().removeprefix("**").strip())
        else:
            yield None, (_HEADING if block.heading else "", block.text)


def _of_row(row: Row) -> Iterator[tuple[Field | None, tuple[str, str]]]:
    """Read a row of a table: label and value, once or several times next to each other; else it is a line of text."""
    cells = [cell for cell in row.cells if cell]
    labels = [field_of(cell.strip("*_").rstrip(": ")) for cell in cells]
    if len(cells) == 1 and labels[0] is not None:
        yield labels[0], (cells[0].strip("*_").rstrip(": "), "")
    elif len(row.cells) % 2 == 0 and any(field_of(cell.strip("*_").rstrip(": ")) for cell in row.cells[::2]):
        for label, value in zip(row.cells[::2], row.cells[1::2], strict=True):
            name = label.strip("*_").rstrip(": ")
            field = field_of(name)
            if field is not None:
                yield field, (name, value.strip())
            elif label or value:
                yield None, ("", f"{name}: {value}")
    elif len(cells) == 1:  # forms are laid out as tables: what stands in a cell may hold labels itself
        yield from _labelled(Line(line) for line in cells[0].split("\n"))
    elif cells:
        yield None, ("", " | ".join(cells))
