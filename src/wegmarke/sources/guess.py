"""A mapping guessed from the header and the first rows, to be looked at and corrected by a person.

Two things speak for a column: its name (`vocabulary`), and the shape of its values: times, numbers, e-mail addresses,
few different words. Confidence is between 0 and 1 and says how well the best column fits; it is no probability. Columns
that look like single employees are proposed not to be stored at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import (
    Cell,
    Format,
    Identifier,
    InteractionMapping,
    Mapping,
    Money,
    Promise,
    ReadOptions,
    Score,
    Staff,
)
from wegmarke.sources.batch import RawBatch, Reader
from wegmarke.sources.interactions import used_columns
from wegmarke.sources.mail import MailReader
from wegmarke.sources.profile import ColumnProfile, profile
from wegmarke.sources.reading import find_format, open_source
from wegmarke.sources.ready_mappings import mail_mapping, report_mapping
from wegmarke.sources.settling import settle
from wegmarke.sources.vocabulary import TOUCHPOINT_DATES, GuessedField, name_score, plain

SURE_ENOUGH = 0.5
"""Optional fields below this confidence are offered as alternatives, not taken."""

VISITOR_KIND = "cookie"
"""The kind of an identifier that stands for a browser, not for a person."""

LONGEST_NAME = 200
"""Files of the workspace are named after a source, and no system takes more than 255 letters."""

_LOOKED_AT = 2_000
_ALL = 0.98  # of the cells: an optional column with many unreadable ones would send their rows to quarantine
_CASE_WORDS = {"case", "ticket", "vorgang", "vorgangsnummer", "fall", "fallnummer"}
_VISITOR_WORDS = {"cookie", "visitor", "anonymous", "pseudo", "client", "session", "device"}
_SECTION_WORDS = {"section", "group", "gruppe", "team", "department", "abteilung", "bereich", "workgroup", "unit"}


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """The column that fits a field best, how well (0 to 1), and other columns that might, best first."""

    field: GuessedField
    column: str | None
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """A guessed mapping with its fields.

    `mapping` is None where customer, time or touchpoint was not found (`missing` says which).
    """

    columns: tuple[str, ...]
    fields: tuple[FieldGuess, ...]
    drop: tuple[str, ...]
    mapping: Mapping | None
    missing: tuple[str, ...] = ()

    def field(self, name: GuessedField) -> FieldGuess:
        """Give the guess for one field."""
        return next((guess for guess in self.fields if guess.field == name), FieldGuess(name, None, 0.0))


def guess_mapping(path: Path | str, read: ReadOptions | None = None, source: str | None = None) -> Guess:
    """Guess what the columns of a file mean.

    Errors: those of reading, and `time_unreadable` where days and months are in doubt.
    """
    place = Path(path)
    kind = find_format(place)
    with open_source(place, read, kind, batch_rows=_LOOKED_AT) as reader:
        batch = next(reader.batches(), None)
        if batch is None:
            raise WegmarkeError("file_empty", file=place.name)
        options = as_found(reader, read or ReadOptions())
        return guess_from_batch(batch, reader.columns, kind, options, source or source_name(place))


def as_found(reader: Reader, read: ReadOptions) -> ReadOptions:
    """Note in the options what the reader found out and what must be the same for every file of the source."""
    return replace(read, own_domains=reader.own_domains) if isinstance(reader, MailReader) else read


def source_name(path: Path) -> str:
    """Make a source's name of a file's: letters, digits and `_`, without a date at its end, LONGEST_NAME at most."""
    stem = path.name.split(".")[0].lower()
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        stem = stem.replace(sign, letters)
    stem = re.sub(r"[^a-z0-9]+", "_", stem).strip("_")
    return re.sub(r"(_?\d{6,})+$", "", stem)[:LONGEST_NAME].strip("_") or "source"


def guess_from_batch(batch: RawBatch, columns: tuple[str, ...], kind: Format, read: ReadOptions, source: str) -> Guess:
    """Guess from a first batch of rows."""
    if kind == "mail":
        return _ready(mail_mapping(source, read), columns, batch)
    if kind == "report":
        return _ready(report_mapping(source, read), columns, batch)
    rows = batch.columns.slice(0, _LOOKED_AT)
    profiles = {name: profile(name, rows.column(name), read.date_order) for name in rows.schema.names}
    drop = tuple(name for name in columns if name in employees_among(profiles))
    profiles = {name: found for name, found in profiles.items() if name not in drop}
    fields = {field: _best(field, profiles, fit) for field, fit in _SHAPES.items()}
    fields |= _xes_fields(profiles) if kind == "xes" else _signed_in_and_anonymous(profiles)
    fields = _without_repetition(fields)
    found = tuple(fields.values())
    wide = _wide(fields, profiles)
    needed: tuple[GuessedField, ...] = ("customer", "time") if wide else ("customer", "time", "touchpoint")
    missing = tuple(name for name in needed if fields[name].column is None)
    if missing:
        return Guess(columns, found, drop, None, missing)
    mapping = _mapping(fields, profiles, wide, source, kind, read)
    return Guess(columns, found, drop, settle(replace(mapping, drop=drop), RawBatch(rows, batch.row_numbers)))


def _ready(mapping: Mapping, columns: tuple[str, ...], batch: RawBatch) -> Guess:
    """Give the mapping of a format whose columns are known beforehand, with its fields as they would be guessed."""
    part = mapping.interactions[0]
    told: dict[GuessedField, str | None] = {
        "customer": mapping.customer,
        "time": part.time,
        "touchpoint": next((rule.when[0].column for rule in reversed(part.touchpoint.rules)), part.touchpoint.column),
        "matter": part.matter,
        "text": part.text,
    }
    fields = tuple(FieldGuess(field, column, 1.0) for field, column in told.items() if column is not None)
    return Guess(columns, fields, mapping.drop, settle(mapping, batch))


def employees_among(profiles: dict[str, ColumnProfile]) -> tuple[str, ...]:
    """Name the columns that hold single employees.

    By their names; and where a file has addresses of many domains in one column, another whose addresses are nearly all
    of one domain is the company's own people.
    """
    mixed = [one for one in profiles.values() if one.emails > 0.8 and one.one_domain < 0.6]
    return tuple(name for name, one in profiles.items() if is_employee(one) or (mixed and _of_one_company(one)))


def _of_one_company(column: ColumnProfile) -> bool:
    named = name_score("customer", column.name) >= SURE_ENOUGH and "customer" in plain(column.name)
    return column.emails > 0.8 and column.one_domain > 0.9 and column.distinct > 1 and not named


def names_employee(name: str) -> bool:
    """Say whether a column is called as those are that name single employees, and not a section or a group."""
    if set(plain(name).split()) & _SECTION_WORDS:
        return False
    score = name_score("employee", name)
    return score >= 0.5 and score >= name_score("customer", name)


def is_employee(column: ColumnProfile) -> bool:
    """Say whether a column names single employees by its name, unless it holds dates."""
    return column.dates <= 0.5 and names_employee(column.name)


def with_staff(path: Path, mapping: Mapping) -> Mapping:
    """Say of columns that name single employees, and of which the mapping says nothing, that they are dropped.

    So it stands in the mapping that is saved, where it can be changed. Errors: those of reading.
    """
    with open_source(path, mapping.read, mapping.format, batch_rows=_LOOKED_AT) as reader:
        said = used_columns(mapping) | {*mapping.drop, *(one.column for one in mapping.staff)}
        open_ones = [name for name in reader.columns if name not in said and names_employee(name)]
        batch = next(reader.batches(columns=open_ones), None) if open_ones else None
    if batch is None:
        return mapping
    rows = batch.columns.slice(0, _LOOKED_AT)
    found = [name for name in open_ones if name in rows.schema.names and is_employee(profile(name, rows.column(name)))]
    return replace(mapping, staff=(*mapping.staff, *(Staff(name) for name in found))) if found else mapping


def _fit_customer(column: ColumnProfile) -> float:
    if column.dates > 0.5 or column.filled < 0.5:
        return 0.0
    return 0.9 if column.emails > 0.8 or column.phones > 0.8 else min(1.0, 0.3 + column.distinct_share)


def _fit_identifier(column: ColumnProfile) -> float:
    """As a customer, but a column that is mostly empty will do: another one says then who it was."""
    return 0.0 if column.dates > 0.5 else min(1.0, 0.3 + column.distinct_share)


def _fit_time(column: ColumnProfile) -> float:
    """Text that reads as times; numbers only if their name says so, since many numbers could count seconds or days."""
    if column.numbers > 0.9 and name_score("time", column.name) < 0.5:
        return 0.0
    return column.times * column.filled if column.times > 0.5 else 0.0


def _fit_name(column: ColumnProfile) -> float:
    """Few different words, as touchpoints, channels and departments are."""
    if column.dates > 0.5 or column.numbers > 0.8 or column.distinct < 1 or column.length > 60:
        return 0.0
    return 1.0 if column.distinct <= 60 else 0.6 if column.distinct_share < 0.3 else 0.1


def _fit_number(column: ColumnProfile) -> float:
    return column.numbers if column.numbers > _ALL else 0.0


def _fit_score(column: ColumnProfile) -> float:
    return 0.0 if column.numbers < _ALL or column.distinct > 101 else 1.0


def _fit_text(column: ColumnProfile) -> float:
    return 0.0 if column.dates > 0.5 or column.numbers > 0.5 else min(1.0, column.length / 40)


def _fit_any(column: ColumnProfile) -> float:
    return 0.0 if column.dates > 0.5 else 1.0


def _fit_date(column: ColumnProfile) -> float:
    return column.dates if column.dates > _ALL else 0.0


_Fit = Callable[[ColumnProfile], float]
_SHAPES: dict[GuessedField, _Fit] = {
    "customer": _fit_customer,
    "time": _fit_time,
    "touchpoint": _fit_name,
    "journey": _fit_any,
    "channel": _fit_name,
    "department": _fit_name,
    "lifecycle": _fit_name,
    "outcome": _fit_name,
    "value": _fit_number,
    "currency": _fit_name,
    "nps": _fit_score,
    "csat": _fit_score,
    "ces": _fit_score,
    "text": _fit_text,
    "end": _fit_date,
    "sequence": _fit_number,
    "account": _fit_any,
    "matter": _fit_any,
    "stated_reason": _fit_name,
    "promise_due": _fit_date,
    "promise_kept": _fit_date,
}
_BY_SHAPE_ALONE: dict[GuessedField, float] = {"customer": 0.25, "time": 0.45, "touchpoint": 0.3}
"""How much the shape of the values says without a name; for other fields it says nothing."""


_EXACT = 0.85
"""A column's name that speaks this much for a field is one of the field's names, not merely one that holds it."""


_EXACTLY_NAMED = {"end", "sequence"}
"""Taken only by their very names: the end of a case is not the end of each of its interactions."""


_OF_ONE_INTERACTION = {"value", "nps", "csat", "ces", "end", "sequence", "promise_due", "promise_kept", "stated_reason"}
"""Not taken from what a log says of the whole case: it would be repeated with each interaction."""


def _best(field: GuessedField, profiles: dict[str, ColumnProfile], fit: _Fit) -> FieldGuess:
    scores: list[tuple[str, float]] = []
    for name, column in profiles.items():
        shape = fit(column)
        named = name_score(field, name)
        score = 0.7 * named + 0.3 * shape if named else _BY_SHAPE_ALONE.get(field, 0.0) * shape
        of_case = name.startswith("case:") and field in _OF_ONE_INTERACTION
        if of_case or (field in _EXACTLY_NAMED and named < _EXACT):
            score = min(score, SURE_ENOUGH - 0.01)
        if shape > 0 and score > 0:
            scores.append((name, round(score, 3)))
    scores.sort(key=lambda item: -item[1])
    if not scores or (field not in _BY_SHAPE_ALONE and scores[0][1] < SURE_ENOUGH):
        return FieldGuess(field, None, scores[0][1] if scores else 0.0, tuple(scores[:5]))
    return FieldGuess(field, scores[0][0], scores[0][1], tuple(scores[1:6]))


def _xes_fields(profiles: dict[str, ColumnProfile]) -> dict[GuessedField, FieldGuess]:
    """What the XES standard fixes needs no guess."""
    fixed: dict[GuessedField, str] = {
        "customer": "case:concept:name",
        "journey": "case:concept:name",
        "touchpoint": "concept:name",
        "time": "time:timestamp",
        "lifecycle": "lifecycle:transition",
        "department": "org:group",
    }
    return {field: FieldGuess(field, name, 1.0) for field, name in fixed.items() if name in profiles}


def _signed_in_and_anonymous(profiles: dict[str, ColumnProfile]) -> dict[GuessedField, FieldGuess]:
    """Where rows say who signed in and which browser it was, the first is the customer, the second an identifier."""
    anonymous = _best("identifier", profiles, _fit_identifier)
    named = {
        name: column
        for name, column in profiles.items()
        if name_score("customer", name) >= _EXACT
        and not name_score("identifier", name)
        and not set(plain(name).split()) & _CASE_WORDS
    }
    signed_in = _best("customer", named, _fit_identifier)
    if anonymous.column is None or signed_in.column is None:
        return {}
    return {"customer": signed_in, "identifier": anonymous}


def _without_repetition(fields: dict[GuessedField, FieldGuess]) -> dict[GuessedField, FieldGuess]:
    """Let a column serve one field only, the surest or most important first.

    The case may be customer and journey at once.
    """
    taken: set[str] = set()
    settled: dict[GuessedField, FieldGuess] = {}
    first: tuple[GuessedField, ...] = ("customer", "identifier", "time", "touchpoint")
    for field in (*(name for name in first if name in fields), *(name for name in fields if name not in first)):
        guess = fields[field]
        if field == "journey" and guess.column == settled["customer"].column:
            if not set(plain(guess.column or "").split()) & _CASE_WORDS:
                guess = FieldGuess(field, None, 0.0, guess.alternatives)
        elif guess.column in taken:
            free = [option for option in guess.alternatives if option[0] not in taken]
            sure = free and (free[0][1] >= SURE_ENOUGH or field in _BY_SHAPE_ALONE)
            guess = (
                FieldGuess(field, free[0][0], free[0][1], tuple(free[1:]))
                if sure
                else FieldGuess(field, None, 0.0, tuple(free))
            )
        settled[field] = guess
        if guess.column is not None:
            taken.add(guess.column)
    return settled


def _wide(fields: dict[GuessedField, FieldGuess], profiles: dict[str, ColumnProfile]) -> list[str]:
    """Name the date columns that are interactions of their own: two or more, and no column that names touchpoints."""
    named = fields["touchpoint"]
    if named.column is not None and name_score("touchpoint", named.column) >= 0.5:
        return []
    due = {name for name in profiles if name_score("promise_due", name) >= 0.5}
    dates = [name for name, column in profiles.items() if _fit_date(column) > 0.8 and name not in due]
    return dates if len(dates) >= 2 else []


def _mapping(
    fields: dict[GuessedField, FieldGuess],
    profiles: dict[str, ColumnProfile],
    wide: list[str],
    source: str,
    kind: Format,
    read: ReadOptions,
) -> Mapping:
    def column(field: GuessedField) -> str | None:
        return fields[field].column

    def cell(field: GuessedField) -> Cell | None:
        name = column(field)
        return None if name is None else Cell(name)

    customer = column("customer") or ""
    currency = cell("currency") or Cell(constant=_currency(profiles, column("value")))
    scores = tuple(Score(name, scale) for scale in ("nps", "csat", "ces") if (name := column(scale)) is not None)
    value = column("value")
    one = InteractionMapping(
        time=column("time") or "",
        touchpoint=cell("touchpoint") or Cell(),
        end=column("end") if not wide else None,
        sequence=column("sequence") if not wide else None,
        channel=cell("channel"),
        department=cell("department"),
        lifecycle=cell("lifecycle"),
        journey=column("journey"),
        matter=column("matter"),
        account=column("account"),
        outcome=cell("outcome"),
        value=None if value is None else Money(value, currency),
        scores=scores,
        text=column("text"),
        promise=_promise(fields) if not wide else None,
        stated_reason=cell("stated_reason") if not wide else None,
    )
    interactions = _wide_interactions(one, wide, fields) if wide else (one,)
    visitor = fields["identifier"].column if "identifier" in fields else None
    return Mapping(
        source,
        customer,
        interactions,
        _customer_kind(profiles[customer]),
        identifiers=() if visitor is None else (Identifier(visitor, VISITOR_KIND),),
        format=kind,
        read=read,
    )


def _promise(fields: dict[GuessedField, FieldGuess]) -> Promise | None:
    due = fields["promise_due"].column
    return None if due is None else Promise(due, fields["promise_kept"].column)


def _wide_interactions(
    one: InteractionMapping, dates: list[str], fields: dict[GuessedField, FieldGuess]
) -> tuple[InteractionMapping, ...]:
    """One optional interaction for each date column; what belongs to the row as a whole goes with the first."""
    promise = _promise(fields)
    parts: list[InteractionMapping] = []
    for place, name in enumerate(dates):
        label = " ".join(TOUCHPOINT_DATES.sub("", name).replace("_", " ").split()) or name
        part = replace(one, time=name, touchpoint=Cell(constant=label), optional=True)
        if place > 0:
            part = replace(part, value=None, scores=(), text=None, promise=None)
        elif promise is not None:
            part = replace(part, promise=promise)
        parts.append(part)
    return tuple(parts)


def _customer_kind(column: ColumnProfile) -> str:
    words = set(plain(column.name).split())
    if column.emails > 0.8:
        return "email"
    if column.phones > 0.8:
        return "phone"
    if words & _CASE_WORDS:
        return "case"
    return VISITOR_KIND if words & _VISITOR_WORDS and "customer" not in words else "customer"


def _currency(profiles: dict[str, ColumnProfile], value: str | None) -> str:
    return profiles[value].currency or "EUR" if value is not None else "EUR"
